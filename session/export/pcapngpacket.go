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
	off      int64  // offset of the first byte in the data of its direction
	data     []byte // the bytes that were kept; they are the first ones of the segment
	length   int    // number of bytes in the segment; larger than len(data) if not all were kept
	comments []string
}

// tcpFlags holds the control bits of a segment (RFC 9293 §3.1).
type tcpFlags uint8

const (
	tcpSYN tcpFlags = 1 << iota
	tcpACK
	tcpFIN
	tcpRST
	tcpPSH
)

const (
	largestSegment = 32 << 10 // maximum number of data bytes in a packet
	mostComments   = 50       // maximum number of comments on a packet
	longestComment = 1000     // maximum length of a comment, in bytes
)

// comment adds a comment, unless the packet already has mostComments.
func (p *packet) comment(text string) {
	if len(p.comments) < mostComments {
		p.comments = append(p.comments, clipped(visible(text), longestComment))
	}
}

// A builder encodes packets.
type builder struct {
	buf gopacket.SerializeBuffer
	id  uint16
}

func newBuilder() builder { return builder{buf: gopacket.NewSerializeBuffer()} }

// write writes p. If some of its data was not kept, write leaves that data out, as if
// only the beginning of the packet had been captured; the TCP checksum is then 0.
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

// network returns the IP header of p. It also passes the header to tcp, because the TCP
// checksum covers the IP addresses.
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

// visible returns s with a middle dot in place of each control or format character, and
// with U+FFFD in place of invalid UTF-8.
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

// clipped returns s, shortened to n bytes and an ellipsis if it is longer. It does not
// split a character.
func clipped(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}
