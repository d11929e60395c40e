package export

import (
	"fmt"
	"net/netip"
	"time"

	"linger/session"
)

// A tcpConn is one connection of a reconstructed capture.
type tcpConn struct {
	w       *PcapngWriter
	id      int
	dialed  time.Duration
	address string // the address that the client dials
	phase   session.DialPhase
	made    bool

	client, server tcpSide
	asked          *session.RequestStarted // the waiting request: it is not yet known how many of its bytes were sent; nil if there is none
	later          []session.Event         // the events that happened after asked
	waiting        int                     // number of bytes in asked and later
	comments       []string                // comments for the next packet
	passed         session.Passed
	watched        bool // whether the session reported how each side ended its direction
}

// A tcpSide is the client or the server of a tcpConn.
type tcpSide struct {
	addr  netip.AddrPort
	seq   uint32 // the next sequence number
	off   int64  // number of bytes sent
	ended bool   // the side sent FIN or RST
	reset bool   // the side sent RST

	gap   int64 // number of bytes that were not captured and may be part of the next event
	gapAt time.Duration
}

// documentation holds addresses reserved for documentation (RFC 5737 §3). They replace
// addresses that are unknown or are not IP addresses.
var documentation = [2]netip.Addr{netip.AddrFrom4([4]byte{192, 0, 2, 1}), netip.AddrFrom4([4]byte{192, 0, 2, 2})}

const (
	plainPort     = 80 // port that is used for decrypted TLS and in place of unknown ports
	firstMadePort = 49152
	mostWaiting   = 1 << 20  // maximum number of waiting bytes of one connection
	mostInAll     = 64 << 20 // maximum number of waiting bytes of all connections
	eventSize     = 64       // number of bytes that are counted for an event in addition to its data
)

// addresses sets the addresses and the first sequence numbers of both sides.
func (c *tcpConn) addresses(local, remote string, decrypted bool) {
	l, err1 := netip.ParseAddrPort(local)
	r, err2 := netip.ParseAddrPort(remote)
	if err2 != nil {
		r = netip.AddrPortFrom(documentation[1], plainPort)
	}
	if err1 != nil || err2 != nil {
		addr := documentation[0]
		if err2 == nil && r.Addr().Is6() && !r.Addr().Is4In6() {
			addr = netip.AddrFrom16(documentation[0].As16())
		}
		l = netip.AddrPortFrom(addr, uint16(firstMadePort+c.id%(1<<16-firstMadePort)))
	}
	if decrypted {
		r = netip.AddrPortFrom(r.Addr(), plainPort)
	}
	c.client.addr, c.server.addr = plainAddr(l), plainAddr(r)
	if c.client.addr.Addr().Is4() != c.server.addr.Addr().Is4() { // both addresses of an IP header must have the same family
		c.client.addr, c.server.addr = mapped(c.client.addr), mapped(c.server.addr)
	}
	c.client.seq, c.server.seq = uint32(c.id)*1_000_003, uint32(c.id)*1_000_033+1<<31
}

func plainAddr(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap().WithZone(""), a.Port())
}

func mapped(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(netip.AddrFrom16(a.Addr().As16()), a.Port())
}

// step records a step of dialing. If dialing fails, the last step decides which packets
// [tcpConn.failed] makes.
func (c *tcpConn) step(ev session.DialStep) {
	c.phase = ev.Phase
	if ev.Phase == session.DialConnecting {
		c.address, c.dialed = ev.Address, ev.At
	}
}

// connected makes the packets of the handshake.
func (c *tcpConn) connected(ev session.Connected) {
	c.addresses(ev.Local, ev.Remote, ev.TLS != nil)
	done := ev.At
	if ev.TLS != nil {
		done -= ev.TLS.Handshake
		c.remark(fmt.Sprintf("linger: connection %d: %s between %s and %s, decrypted", c.id, ev.TLS.Version, ev.Local, ev.Remote))
	} else {
		c.remark(fmt.Sprintf("linger: connection %d, between %s and %s", c.id, ev.Local, ev.Remote))
	}
	done = max(done, c.dialed)
	c.handshake(max(c.dialed, done-ev.Connect), done)
}

func (c *tcpConn) handshake(begun, done time.Duration) {
	c.made = true
	c.flag(&c.client, begun, tcpSYN)
	c.flag(&c.server, done, tcpSYN|tcpACK)
	c.flag(&c.client, done, tcpACK)
}

// failed makes the packets of a failed attempt to connect. If no address was dialed, it
// makes none.
func (c *tcpConn) failed(ev session.DialFailed) {
	if _, err := netip.ParseAddrPort(c.address); err != nil {
		return
	}
	c.addresses("", c.address, false)
	c.remark(fmt.Sprintf("linger: connection %d was not made: %s", c.id, ev.Text))
	if c.phase == session.DialHandshake || c.phase == session.DialProxy {
		c.handshake(c.dialed, c.dialed)
		c.flag(&c.client, ev.At, tcpFIN|tcpACK)
		return
	}
	c.flag(&c.client, c.dialed, tcpSYN)
	if ev.Kind == session.DialRefused {
		c.flag(&c.server, ev.At, tcpRST|tcpACK)
	}
}

// remark stores a comment for the next packet. It ignores comments beyond the maximum
// number.
func (c *tcpConn) remark(text string) {
	if len(c.comments) < mostComments {
		c.comments = append(c.comments, text)
	}
}

// add completes p as the next packet from one side, and adds it to the pending packets.
func (c *tcpConn) add(from *tcpSide, p packet) {
	to := c.other(from)
	if !from.addr.IsValid() {
		c.addresses("", "", false)
	}
	p.conn, p.src, p.dst, p.seq, p.off = c.id, from.addr, to.addr, from.seq, from.off
	if p.flags&tcpACK != 0 {
		p.ack = to.seq
	}
	for _, text := range c.comments {
		p.comment(text)
	}
	c.comments = nil
	from.off += int64(p.length)
	from.seq += uint32(p.length)
	if p.flags&(tcpSYN|tcpFIN) != 0 {
		from.seq++
	}
	c.w.pending = append(c.w.pending, p)
}

func (c *tcpConn) other(s *tcpSide) *tcpSide {
	if s == &c.server {
		return &c.client
	}
	return &c.server
}

// flag makes a packet with flags and no data.
func (c *tcpConn) flag(from *tcpSide, at time.Duration, flags tcpFlags) {
	c.add(from, packet{at: at, flags: flags})
}

// mostUnkept is the maximum number of bytes in one event that get packets although their
// data was not kept. Because a log may claim any length, further bytes except the last
// one get no packets, as if they had not been captured.
const mostUnkept = 2 << 20

// sent makes the packets of length bytes that one side sent. off is the offset of the
// first of them, and data holds those that were kept. If the session has already reported
// the same bytes as not captured, sent makes their packets only once.
func (c *tcpConn) sent(from *tcpSide, at time.Duration, off int64, data []byte, length int64) {
	if off != from.off {
		c.missed(from)
	}
	from.gap, from.off = 0, off
	c.send(from, at, data, length)
}

// missed makes the packets of the from.gap bytes that were not captured.
func (c *tcpConn) missed(from *tcpSide) {
	c.send(from, from.gapAt, nil, from.gap)
	from.gap = 0
}

// send makes the packets of length bytes; data holds the first of them.
func (c *tcpConn) send(from *tcpSide, at time.Duration, data []byte, length int64) {
	if from.ended {
		return
	}
	for unkept := 0; length > 0; {
		if unkept += int(min(length, largestSegment)); len(data) == 0 && unkept > mostUnkept {
			from.seq, from.off = from.seq+uint32(length-1), from.off+length-1
			length = 1
			defer c.flag(c.other(from), at, tcpACK) // the other side received the bytes, so no retransmission follows
		}
		size := int(min(length, largestSegment))
		if len(data) > 0 {
			size = min(size, len(data))
		}
		known := data[:min(size, len(data))]
		c.add(from, packet{at: at, flags: tcpACK | tcpPSH, data: known, length: size})
		if data, length = data[len(known):], length-int64(size); len(known) > 0 {
			unkept = 0
		}
	}
}

// end makes the FIN or RST of one side. An RST may follow a FIN; otherwise, a side that
// has ended sends nothing more.
func (c *tcpConn) end(from *tcpSide, at time.Duration, how session.How) {
	if from.reset || from.ended && how != session.HowReset {
		return
	}
	c.missed(from)
	from.ended = true
	if how == session.HowReset {
		from.reset = true
		c.flag(from, at, tcpRST|tcpACK)
		return
	}
	c.flag(from, at, tcpFIN|tcpACK)
}
