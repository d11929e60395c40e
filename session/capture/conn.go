package capture

import (
	"net/netip"
	"time"

	"linger/session/traffic"
)

// maxHeld is the maximum number of bytes that wait for missing bytes in one connection.
const maxHeld = 1 << 20

// A conn is the state of one TCP connection in the capture.
type conn struct {
	tracker *Tracker
	key     key
	info    traffic.Conn

	// swapped is true if the client is endpoint b of key. Until oriented is true, swapped
	// is a guess.
	swapped  bool
	oriented bool
	halves   [2]half // indexed by Side

	seen, last time.Duration // timestamps of the last packet and the last event
	held       int           // number of bytes in the queues of halves
	since      [2]time.Duration
	sinceNext  [2]int64 // offset plus 1 of the gap that has been known since the time in since
	broken     bool     // an RST has been delivered
	done       bool     // traffic.KindDone was emitted

	sent [2]bool // indexed by Side: the capturing host sent packets from that side

	list          *list
	before, after *conn
}

func newConn(t *Tracker, k key, s *segment, sender int) *conn {
	c := &conn{tracker: t, key: k}
	c.info.ID = t.ids
	c.info.Begin = s.at
	c.last = s.at
	for i := range c.halves {
		c.halves[i].end = -1
	}
	switch {
	case s.flags.has(flagSYN | flagACK):
		c.orient(sender == 0)
	case s.flags.has(flagSYN):
		c.orient(sender == 1)
	default:
		c.info.Joined = true
		c.swapped = k.portA < k.portB
	}
	return c
}

// side returns the side that sent a segment. sender is the index of that endpoint in the
// key: 0 for a, 1 for b.
func (c *conn) side(sender int) traffic.Side {
	if (sender == 1) == c.swapped {
		return traffic.Client
	}
	return traffic.Server
}

// orient records which endpoint is the client, and emits traffic.KindOpen. It does
// nothing if the connection is already oriented.
func (c *conn) orient(swapped bool) {
	if c.oriented {
		return
	}
	if swapped != c.swapped {
		c.halves[0], c.halves[1] = c.halves[1], c.halves[0]
		c.info.Sides[0], c.info.Sides[1] = c.info.Sides[1], c.info.Sides[0]
		c.swapped = swapped
	}
	c.oriented = true
	a := netip.AddrPortFrom(netip.AddrFrom16(c.key.a).Unmap(), c.key.portA)
	b := netip.AddrPortFrom(netip.AddrFrom16(c.key.b).Unmap(), c.key.portB)
	if swapped {
		a, b = b, a
	}
	c.info.Client, c.info.Server = a, b
	c.emit(traffic.KindOpen, traffic.Client, c.info.Begin, nil, 0)
}

// emit passes an event to the tracker's emit function. The timestamps of a connection's
// events never decrease.
func (c *conn) emit(kind traffic.Kind, from traffic.Side, at time.Duration, data []byte, n int64) {
	c.last = max(c.last, at)
	t := c.tracker
	t.event = traffic.Event{Kind: kind, At: c.last, Conn: &c.info, Side: from, Data: data, Len: n}
	t.emit(&t.event)
}

// replacedBy reports whether s begins a new connection with the same addresses and ports
// as c.
func (c *conn) replacedBy(s *segment, sender int) bool {
	if !s.flags.has(flagSYN) {
		return false
	}
	h := &c.halves[c.side(sender)]
	if h.begun && h.base == s.seq+1 {
		return false // a retransmission or a late packet
	}
	if s.flags.has(flagACK) {
		return c.ended() || h.known && c.info.Joined
	}
	return h.begun
}

// ended reports whether both sides have sent a FIN, or one side has sent an RST.
func (c *conn) ended() bool {
	return c.broken || c.halves[traffic.Client].closed && c.halves[traffic.Server].closed
}

// take updates c with the segment s: it delivers or queues the data of s, or counts s as
// a duplicate, late or keepalive packet.
func (c *conn) take(s *segment, sender int) {
	if !c.oriented {
		c.recognise(s, sender)
	}
	from := c.side(sender)
	h, o := &c.halves[from], &c.halves[from.Other()]
	sent := &c.info.Sides[from]
	if s.sent && !c.sent[from] {
		c.sent[from] = true
		c.tracker.where.sends(from, c.sent[from.Other()])
	}
	if h.duplicate(s) && !h.differs(h.offset(s.seq), s.data) {
		sent.Duplicates++
		c.tracker.where.duplicates++
		return
	}
	sent.Packets++
	h.locate(s, c.info.Joined)
	p := pending{off: h.offset(s.seq), ack: c.acknowledge(s, o), at: s.at, data: s.data}
	c.handshake(s, from)
	if s.flags.has(flagSYN) {
		p.off++
	}
	p.end = p.off + int64(s.length)
	switch {
	case s.flags.has(flagRST) && !h.reset && (c.info.Joined || !h.known || p.off >= -1):
		c.reset(p, h)
	case h.closed, p.off-h.next > plausible, p.off-h.next < -plausible:
		if s.length > 0 || s.flags&(flagFIN|flagRST) != 0 {
			sent.Late++
		}
	case !c.oriented:
		c.skip(p, h, sent)
	case h.probes(p, s, o):
		sent.Keepalives++
		c.emit(traffic.KindKeepalive, from, s.at, nil, 0)
	case s.length > 0 || s.flags.has(flagFIN):
		c.store(p, s, from)
	case p.ack > o.tail()+1: // a FIN may use one sequence number
		c.keep(h, p) // the acknowledgement dates bytes that may be missing from the file
	}
	if !s.flags.has(flagRST) {
		h.window = s.window
	}
}

// acknowledge records the acknowledgement in s for o, the other direction. It returns the
// offset up to which bytes in that direction precede s. The acknowledgement in an RST
// does not prove that the bytes arrived, but the file may contain them later. Then the
// RST waits for them.
func (c *conn) acknowledge(s *segment, o *half) int64 {
	if s.flags.has(flagRST) {
		return o.beforeReset(s)
	}
	ack := o.acknowledged(s)
	if !c.oriented && ack > 0 {
		o.base, o.acked = s.ack, 0 // no earlier byte in this direction was captured
		return 0
	}
	return ack
}

// handshake records when the SYN-ACK and the client's ACK of the TCP handshake were
// captured.
func (c *conn) handshake(s *segment, from traffic.Side) {
	switch {
	case s.flags.has(flagSYN|flagACK) && from == traffic.Server:
		if c.info.Accepted == 0 && !c.info.Joined {
			c.info.Accepted = max(s.at, 1)
			c.emit(traffic.KindEstablished, traffic.Server, s.at, nil, 0)
		}
	case from == traffic.Client && s.flags&(flagSYN|flagRST) == 0 && c.info.Accepted > 0 && c.info.Answered == 0:
		c.info.Answered = max(s.at, 1)
		c.tracker.where.handshake(&c.info)
	}
}

// recognise looks in s for evidence of which endpoint of a joined connection is the
// client. The stream of a direction begins at its first start-line or TLS record.
func (c *conn) recognise(s *segment, sender int) {
	switch {
	case s.flags.has(flagSYN): // the file has the SYN after later packets
		c.info.Joined = false
		c.orient((sender == 1) != s.flags.has(flagACK))
	case s.flags&(flagFIN|flagRST) != 0:
		c.orient(c.swapped)
	case beginsRequest(s.data):
		c.orient(sender == 1)
		c.halves[traffic.Client].restart(s.seq)
	case beginsResponse(s.data):
		c.orient(sender == 0)
		c.halves[traffic.Server].restart(s.seq)
	case beginsRecord(s.data):
		c.orient(c.swapped)
		c.halves[c.side(sender)].restart(s.seq)
	}
}

// skip skips bytes that were captured before the first start-line, and counts them.
func (c *conn) skip(p pending, h *half, sent *traffic.Traffic) {
	if p.end > h.next {
		sent.Skipped += p.end - max(p.off, h.next)
		h.base += uint32(p.end - h.next)
		h.acked = 0
	}
}

// reset queues p, an RST, after all known bytes in its direction.
func (c *conn) reset(p pending, h *half) {
	tail := h.tail()
	if h.end >= 0 || p.off < tail || p.off > tail+plausibleReset {
		p.off = tail
	}
	p.end, p.data, p.rst = p.off, nil, true
	c.keep(h, p)
}

// store delivers or queues the data and the FIN of s.
func (c *conn) store(p pending, s *segment, from traffic.Side) {
	h, sent := &c.halves[from], &c.info.Sides[from]
	tail := h.tail()
	if p.off < tail {
		if s.length > 0 {
			sent.Resent++
		}
		if h.differs(p.off, p.data) {
			sent.Conflicts++
			c.emit(traffic.KindConflict, from, s.at, nil, 0)
		}
	}
	if s.flags.has(flagFIN) {
		if h.end >= 0 && h.end <= p.end {
			p.end = h.end
		}
		h.end, p.fin = p.end, true
	}
	if h.end >= 0 && p.end > h.end || p.end <= h.next && !p.fin {
		return
	}
	other := &c.halves[from.Other()]
	if len(h.queue) == 0 && len(other.queue) == 0 && p.off <= h.next && other.reached(p.ack) {
		c.deliver(from, p)
		return
	}
	p.data = append([]byte(nil), p.data...)
	c.keep(h, p)
}

func (c *conn) keep(h *half, p pending) {
	h.insert(p)
	c.held += len(p.data) + pendingSize
	c.tracker.held += len(p.data) + pendingSize
}

// deliver emits the events of p: its bytes that were not delivered before, its missing
// bytes, and its FIN or RST.
func (c *conn) deliver(from traffic.Side, p pending) {
	h, sent := &c.halves[from], &c.info.Sides[from]
	if n := h.next - p.off; n > 0 {
		p.data = p.data[min(n, int64(len(p.data))):]
		p.off = h.next
	}
	if h.closed {
		p.data, p.end, p.fin = nil, h.next, false
	}
	p.data = p.data[:max(0, min(int64(len(p.data)), p.end-p.off))]
	if len(p.data) > 0 {
		sent.Bytes += int64(len(p.data))
		h.next += int64(len(p.data))
		c.remember(h, p.data)
		c.emit(traffic.KindData, from, p.at, p.data, 0)
	}
	if p.end > h.next {
		c.gap(from, p.end, p.at)
	}
	switch {
	case p.rst && h.reset:
		sent.Late++
	case p.rst:
		h.closed, h.reset, c.broken = true, true, true
		c.emit(traffic.KindReset, from, p.at, nil, 0)
	case p.fin:
		h.closed = true
		c.emit(traffic.KindFIN, from, p.at, nil, 0)
	}
}

// remember keeps delivered bytes for comparison with retransmissions. If the tracker
// already keeps too many, it drops those of h instead.
func (c *conn) remember(h *half, data []byte) {
	if c.tracker.kept+len(data) > keptTotal {
		c.tracker.kept -= h.forget()
		return
	}
	c.tracker.kept += h.keep(data)
}

// forget drops the bytes that were kept for comparison with retransmissions.
func (c *conn) forget() {
	for i := range c.halves {
		c.tracker.kept -= c.halves[i].forget()
	}
}

// gap reports that the bytes up to offset end were sent but not captured. at is the time
// at which they were sent.
func (c *conn) gap(from traffic.Side, end int64, at time.Duration) {
	h, sent := &c.halves[from], &c.info.Sides[from]
	n := end - h.next
	sent.Bytes += n
	sent.Missing += n
	h.next = end
	c.tracker.kept -= h.forget()
	c.emit(traffic.KindGap, from, at, nil, n)
}
