package capture

import (
	"net/netip"
	"strconv"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
)

// A LinkType is a link-layer type number from https://www.tcpdump.org/linktypes.html.
type LinkType int

// String returns the usual name of the link type, or its number.
func (l LinkType) String() string {
	if r, ok := linkTypes[l]; ok {
		return r.name
	}
	return "link type " + strconv.Itoa(int(l))
}

// linkTypes holds the link types that linger reads. A packet with raw IP is IPv4 or IPv6.
var linkTypes = map[LinkType]struct {
	name  string
	first gopacket.LayerType
}{
	0:   {"loopback (NULL)", layers.LayerTypeLoopback},
	1:   {"Ethernet", layers.LayerTypeEthernet},
	12:  {"raw IP", bareIP},
	14:  {"raw IP", bareIP},
	101: {"raw IP", bareIP},
	108: {"loopback (LOOP)", layers.LayerTypeLoopback},
	113: {"Linux cooked", layers.LayerTypeLinuxSLL},
	228: {"raw IPv4", layers.LayerTypeIPv4},
	229: {"raw IPv6", layers.LayerTypeIPv6},
	276: {"Linux cooked v2", layers.LayerTypeLinuxSLL2},
}

// bareIP means IPv4 or IPv6 without a link layer. The first four bits of the packet show
// which.
const bareIP = gopacket.LayerType(-1)

// A linkDecoder extracts the TCP segment from a packet. It also decodes VLAN tags and
// tunnels (GRE, VXLAN, Geneve), and uses the innermost addresses.
type linkDecoder struct {
	layers map[gopacket.LayerType]gopacket.DecodingLayer
	sll    layers.LinuxSLL
	sll2   layers.LinuxSLL2
	ip4    layers.IPv4
	ip6    layers.IPv6
	tcp    layers.TCP
}

func newLinkDecoder() *linkDecoder {
	d := &linkDecoder{layers: map[gopacket.LayerType]gopacket.DecodingLayer{}}
	for _, l := range []gopacket.DecodingLayer{
		&layers.Ethernet{}, &layers.Dot1Q{}, &layers.Loopback{}, &d.sll, &d.sll2,
		&d.ip4, &d.ip6, &layers.IPv6ExtensionSkipper{}, &d.tcp,
		&layers.UDP{}, &layers.GRE{}, &layers.VXLAN{}, &layers.Geneve{},
	} {
		for _, typ := range l.CanDecode().LayerTypes() {
			d.layers[typ] = l
		}
	}
	return d
}

// A packetKind says what a packet contains.
type packetKind int

const (
	isOther packetKind = iota // neither TCP nor UDP, or damaged
	isTCP                     // TCP with captured ports, sequence numbers and flags
	isUDP
	unknownLink
)

// decode returns what packet contains. If it contains a TCP segment, decode fills in s,
// except s.at. length is the length of the packet on the wire, in bytes.
func (d *linkDecoder) decode(link LinkType, packet []byte, length int, s *segment) (kind packetKind) {
	defer func() {
		if recover() != nil { // the layer decoders may panic on hostile bytes
			kind = isOther
		}
	}()
	if _, ok := linkTypes[link]; !ok {
		return unknownLink
	}
	s.sent = false
	typ, data := linkTypes[link].first, packet
	if typ == bareIP {
		typ = layers.LayerTypeIPv4
		if len(data) > 0 && data[0]>>4 == 6 {
			typ = layers.LayerTypeIPv6
		}
	}
	end, seen := 0, false // end of the IP packet, as an index into packet
	for len(data) > 0 {
		layer := d.layers[typ]
		if layer == nil {
			return kind
		}
		err := layer.DecodeFromBytes(data, gopacket.NilDecodeFeedback)
		switch at := cap(packet) - cap(data); typ {
		case layers.LayerTypeLinuxSLL:
			s.sent = d.sll.PacketType == layers.LinuxSLLPacketTypeOutgoing
		case layers.LayerTypeLinuxSLL2:
			s.sent = layers.LinuxSLLPacketType(d.sll2.PacketType) == layers.LinuxSLLPacketTypeOutgoing
		case layers.LayerTypeIPv4:
			end, seen = at+d.length4(data, length-at), true
			setAddresses(s, d.ip4.SrcIP, d.ip4.DstIP)
			s.id = d.ip4.Id
		case layers.LayerTypeIPv6:
			if d.ip6.Length == 0 && len(data) > 40 { // because of segmentation offload, the length is 0, which gopacket rejects
				err = nil
			}
			end, seen = at+d.length6(length-at), true
			setAddresses(s, d.ip6.SrcIP, d.ip6.DstIP)
			s.id = 0
		case layers.LayerTypeTCP:
			if seen && d.segment(data, end-at, s) {
				return isTCP
			}
			return isOther
		case layers.LayerTypeUDP:
			kind = isUDP
		}
		if err != nil {
			return isOther
		}
		typ, data = layer.NextLayerType(), layer.LayerPayload()
	}
	return kind
}

// segment fills in s from data, the captured part of a TCP segment. length is the length
// of the segment on the wire, in bytes. segment returns false if the header is invalid or
// its first 20 bytes were not captured. Options may be missing.
func (d *linkDecoder) segment(data []byte, length int, s *segment) bool {
	t := &d.tcp
	header := int(t.DataOffset) * 4
	if len(data) < 20 || header < 20 || header > length {
		return false
	}
	s.src = netip.AddrPortFrom(s.src.Addr(), uint16(t.SrcPort))
	s.dst = netip.AddrPortFrom(s.dst.Addr(), uint16(t.DstPort))
	s.seq, s.ack, s.window = t.Seq, t.Ack, t.Window
	s.flags = flagsOf(t)
	s.data = data[min(header, len(data)):]
	s.length = max(length-header, len(s.data))
	return true
}

// length4 returns the length of the IPv4 packet at the beginning of data. If the length
// in the header is 0, because of segmentation offload, length4 returns rest, the number
// of remaining bytes on the wire.
func (d *linkDecoder) length4(data []byte, rest int) int {
	if len(data) >= 4 && data[2] == 0 && data[3] == 0 {
		return rest
	}
	return int(d.ip4.Length)
}

func (d *linkDecoder) length6(rest int) int {
	if d.ip6.Length == 0 {
		return rest
	}
	return 40 + int(d.ip6.Length)
}

func setAddresses(s *segment, src, dst []byte) {
	from, _ := netip.AddrFromSlice(src)
	to, _ := netip.AddrFromSlice(dst)
	s.src, s.dst = netip.AddrPortFrom(from, 0), netip.AddrPortFrom(to, 0)
}

func flagsOf(t *layers.TCP) flags {
	var f flags
	if t.FIN {
		f |= flagFIN
	}
	if t.SYN {
		f |= flagSYN
	}
	if t.RST {
		f |= flagRST
	}
	if t.ACK {
		f |= flagACK
	}
	return f
}
