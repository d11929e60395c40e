package export

import (
	"errors"
	"linger/session"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// A packet is one TCP segment of a reconstructed capture.
type packet struct {
	at       time.Duration
	conn     int
	src, dst netip.AddrPort
	seq, ack uint32
	flags    tcpFlags
	off      int64  // offset of the first byte in its direction
	data     []byte // comments about the packet
	length   int    // number of bytes in the segment; larger than len(data) if some were not kept
	comments []string
}

// tcpFlags are the flags of a segment (RFC 9293 §3.1).
type tcpFlags uint8

const (
	tcpSYN tcpFlags = 1 << iota
	tcpACK
	tcpFIN
	tcpRST
	tcpPSH
)

const (
	largestSegment = 32 << 10 // maximum number of bytes of content in a packet
	mostComments   = 50       // maximum number of comments of a packet
	longestComment = 1000     // maximum length of a comment, in bytes
)

// comment adds a comment; no packet has more than mostComments.
func (p *packet) comment(text string) {
	if len(p.comments) < mostComments {
		p.comments = append(p.comments, clipped(visible(text), longestComment))
	}
}

// A builder makes the bytes of packets.
type builder struct {
	buf gopacket.SerializeBuffer
	id  uint16
}

func newBuilder() builder { return builder{buf: gopacket.NewSerializeBuffer()} }

// write writes a packet. For content that was not kept it writes only the
// length, as if only the beginning of the packet had been captured. Such a
// packet has no checksum.
func (b *builder) write(w *pcapgo.NgWriter, at time.Time, p *packet) error {
	tcp := &layers.TCP{
		SrcPort: layers.TCPPort(p.src.Port()), DstPort: layers.TCPPort(p.dst.Port()), Seq: p.seq, Ack: p.ack, Window: 65535, DataOffset: 5,
		SYN: p.flags&tcpSYN != 0, ACK: p.flags&tcpACK != 0, FIN: p.flags&tcpFIN != 0, RST: p.flags&tcpRST != 0, PSH: p.flags&tcpPSH != 0,
	}
	network := b.network(p, tcp)
	whole := gopacket.SerializeOptions{ComputeChecksums: len(p.data) == p.length}
	if err := b.buf.Clear(); err != nil {
		return err
	}
	if err := errors.Join(
		gopacket.Payload(p.data).SerializeTo(b.buf, whole),
		tcp.SerializeTo(b.buf, whole),
		network.SerializeTo(b.buf, gopacket.SerializeOptions{ComputeChecksums: true}),
	); err != nil {
		return err
	}
	data := b.buf.Bytes()
	info := gopacket.CaptureInfo{Timestamp: at, Length: len(data) + p.length - len(p.data), CaptureLength: len(data)}
	return w.WritePacketWithOptions(info, data, pcapgo.NgPacketOptions{Comments: p.comments})
}

// network returns the IP header of a packet, which the checksum of TCP depends on.
func (b *builder) network(p *packet, tcp *layers.TCP) gopacket.SerializableLayer {
	const header = 20 // size of an IPv4 header and of a TCP header, in bytes
	if p.src.Addr().Is4() {
		b.id++
		ip := &layers.IPv4{Version: 4, IHL: 5, Length: uint16(2*header + p.length), TTL: 64, Id: b.id, Protocol: layers.IPProtocolTCP,
			SrcIP: p.src.Addr().AsSlice(), DstIP: p.dst.Addr().AsSlice()}
		_ = tcp.SetNetworkLayerForChecksum(ip) // an error is possible only for layers other than IP
		return ip
	}
	ip := &layers.IPv6{Version: 6, Length: uint16(header + p.length), HopLimit: 64, NextHeader: layers.IPProtocolTCP,
		SrcIP: p.src.Addr().AsSlice(), DstIP: p.dst.Addr().AsSlice()}
	_ = tcp.SetNetworkLayerForChecksum(ip)
	return ip
}

// visible returns a text with its control and format characters as escapes.
func visible(s string) string {
	if !strings.ContainsFunc(s, session.Invisible) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\ufffd") {
		if session.Invisible(r) {
			r = '\u00b7'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// clipped returns at most the first n bytes of a text. It does not split a character.
func clipped(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
