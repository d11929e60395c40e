package capture

import (
	"bytes"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"linger/session/traffic"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// A talk holds the packets of TCP connections, 1 ms apart. Tests drop, repeat and reorder
// the packets before linger reads them.
type talk struct {
	t       *testing.T
	addrs   [2]netip.AddrPort // indexed by Side
	seq     [2]uint32         // next sequence number from each side
	now     time.Duration
	id      uint16
	packets []packet
}

// A packet is one TCP segment without a link-layer header.
type packet struct {
	at       time.Duration
	src, dst netip.AddrPort
	tcp      layers.TCP
	id       uint16
	payload  string
	snap     int // number of captured bytes; 0: all
}

func newTalk(t *testing.T) *talk {
	return &talk{
		t:     t,
		addrs: [2]netip.AddrPort{netip.MustParseAddrPort("10.0.0.1:51511"), netip.MustParseAddrPort("10.0.0.2:80")},
		seq:   [2]uint32{1000, 4_294_967_000}, // the server's sequence numbers wrap around
	}
}

// send adds a segment from side and returns it, so that tests can change it. The pointer
// is valid until the next call.
func (k *talk) send(side traffic.Side, flags, payload string) *packet {
	k.now += time.Millisecond
	k.id++
	tcp := layers.TCP{
		SrcPort: layers.TCPPort(k.addrs[side].Port()), DstPort: layers.TCPPort(k.addrs[side.Other()].Port()),
		Seq: k.seq[side], Ack: k.seq[side.Other()], Window: 512,
		SYN: strings.Contains(flags, "S"), FIN: strings.Contains(flags, "F"), RST: strings.Contains(flags, "R"),
		ACK: strings.Contains(flags, "."),
	}
	if !tcp.ACK {
		tcp.Ack = 0
	}
	k.packets = append(k.packets, packet{
		at: k.now, src: k.addrs[side], dst: k.addrs[side.Other()], tcp: tcp, id: k.id, payload: payload,
	})
	k.seq[side] += uint32(len(payload))
	if tcp.SYN || tcp.FIN {
		k.seq[side]++
	}
	return &k.packets[len(k.packets)-1]
}

func (k *talk) handshake() *talk {
	k.send(Client, "S", "")
	k.send(Server, "S.", "")
	k.send(Client, ".", "")
	return k
}

// exchange adds a request and its response, and the client's acknowledgement.
func (k *talk) exchange(request, response string) *talk {
	k.send(Client, ".", request)
	k.send(Server, ".", response)
	k.send(Client, ".", "")
	return k
}

// close adds a FIN from each side, beginning with side.
func (k *talk) close(side traffic.Side) *talk {
	k.send(side, "F.", "")
	k.send(side.Other(), "F.", "")
	k.send(side, ".", "")
	return k
}

func (k *talk) wait(d time.Duration) *talk { k.now += d; return k }

// swap exchanges two packets in the file, with their timestamps.
func (k *talk) swap(i, j int) { k.packets[i], k.packets[j] = k.packets[j], k.packets[i] }

// drop removes packets one after the other. Each index refers to the packets that remain
// at that point.
func (k *talk) drop(is ...int) {
	for _, i := range is {
		k.packets = append(k.packets[:i:i], k.packets[i+1:]...)
	}
}

// ethernet returns the packet with an Ethernet header.
func (p *packet) ethernet() []byte {
	eth := &layers.Ethernet{
		SrcMAC: []byte{2, 0, 0, 0, 0, 1}, DstMAC: []byte{2, 0, 0, 0, 0, 2}, EthernetType: layers.EthernetTypeIPv4,
	}
	if p.src.Addr().Is6() {
		eth.EthernetType = layers.EthernetTypeIPv6
	}
	return p.bytes(eth)
}

// bytes returns the bytes of the packet, with the given layers before its IP header.
func (p *packet) bytes(link ...gopacket.SerializableLayer) []byte {
	tcp := p.tcp
	ls := link
	if p.src.Addr().Is6() {
		ls = append(ls, &layers.IPv6{
			Version: 6, NextHeader: layers.IPProtocolTCP, HopLimit: 64, SrcIP: p.src.Addr().AsSlice(), DstIP: p.dst.Addr().AsSlice(),
		})
	} else {
		ls = append(ls, &layers.IPv4{
			Version: 4, Protocol: layers.IPProtocolTCP, TTL: 64, Id: p.id, SrcIP: p.src.Addr().AsSlice(), DstIP: p.dst.Addr().AsSlice(),
		})
	}
	ls = append(ls, &tcp, gopacket.Payload(p.payload))
	buf := gopacket.NewSerializeBuffer()
	if err := gopacket.SerializeLayers(buf, gopacket.SerializeOptions{FixLengths: true}, ls...); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

var began = time.Date(2026, 11, 29, 12, 4, 30, 0, time.UTC)

// pcap returns an Ethernet capture of the packets.
func (k *talk) pcap() []byte { return pcapOf(k.t, k.packets...) }

func pcapOf(t testing.TB, packets ...packet) []byte {
	t.Helper()
	var out bytes.Buffer
	w := pcapgo.NewWriterNanos(&out)
	if err := w.WriteFileHeader(262_144, layers.LinkTypeEthernet); err != nil {
		t.Fatal(err)
	}
	for _, p := range packets {
		writePacket(t, w, p.at, p.ethernet(), p.snap)
	}
	return out.Bytes()
}

// A packetWriter writes packets; both writers of pcapgo implement it.
type packetWriter interface {
	WritePacket(ci gopacket.CaptureInfo, data []byte) error
}

func writePacket(t testing.TB, w packetWriter, at time.Duration, data []byte, snap int) {
	t.Helper()
	info := gopacket.CaptureInfo{Timestamp: began.Add(at), Length: len(data), CaptureLength: len(data)}
	if snap > 0 && snap < len(data) {
		info.CaptureLength = snap
	}
	if err := w.WritePacket(info, data[:info.CaptureLength]); err != nil {
		t.Fatal(err)
	}
}

// A transcript holds the events from a capture, one line each.
type transcript struct {
	lines []string
	conns []traffic.Conn
}

// note adds a line for an event, such as `2.001 1 client data "GET"`.
func (tr *transcript) note(ev *traffic.Event) {
	line := fmt.Sprintf("%.3f %d ", ev.At.Seconds(), ev.Conn.ID)
	switch ev.Kind {
	case traffic.KindOpen:
		line += "open " + ev.Conn.Client.String() + " " + ev.Conn.Server.String()
		if ev.Conn.Joined {
			line += " joined"
		}
	case traffic.KindDone:
		line += "done"
		tr.conns = append(tr.conns, *ev.Conn)
	case traffic.KindData:
		line += fmt.Sprintf("%s data %q", ev.Side, ev.Data)
	case traffic.KindGap:
		line += fmt.Sprintf("%s gap %d", ev.Side, ev.Len)
	default:
		line += fmt.Sprintf("%s %s", ev.Side, ev.Kind)
	}
	tr.lines = append(tr.lines, line)
}

func read(t testing.TB, file []byte) (*File, *transcript) {
	t.Helper()
	f, err := Open(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	tr := &transcript{}
	if err := f.Read(tr.note); err != nil {
		t.Fatal(err)
	}
	return f, tr
}

// wants compares the events from a capture with want, which has one event per line.
func (k *talk) wants(want string) *transcript {
	k.t.Helper()
	_, tr := read(k.t, k.pcap())
	tr.wants(k.t, want)
	return tr
}

func (tr *transcript) wants(t testing.TB, want string) {
	t.Helper()
	var lines []string
	for line := range strings.Lines(want) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if got, want := strings.Join(tr.lines, "\n"), strings.Join(lines, "\n"); got != want {
		t.Errorf("events:\n%s\nwant:\n%s", got, want)
	}
}

const (
	Client = traffic.Client
	Server = traffic.Server
)

// another continues with a new connection from the same client, whose port is now port.
func (k *talk) another(port uint16) *talk {
	k.addrs[Client] = netip.AddrPortFrom(k.addrs[Client].Addr(), port)
	k.seq = [2]uint32{uint32(port), uint32(port) * 7}
	return k
}
