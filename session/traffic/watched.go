package traffic

import (
	"slices"
	"time"

	"linger/session"
	"linger/session/observe"
)

// A watched holds the state of one connection.
type watched struct {
	w    *Watcher
	id   int
	info *Conn
	last time.Duration // time of the last event

	conn     *observe.Conn // nil if the connection is not established yet, has ended or is not decoded
	made     bool          // whether Connected was emitted
	protocol protocol
	held     []piece // pieces that are not decoded until the protocol is recognised
	heads    [2][]byte
	passed   [2]int64      // number of bytes, by side
	lastByte time.Duration // time of the last byte of either side

	first  *end    // the end that came first, or nil
	ended  [2]bool // by side: whether it has ended its direction
	late   bool    // whether bytes passed after first
	closed bool    // whether Closed was emitted

	given   bool // whether linger no longer follows it
	weighed int  // the last result of weight
}

// A piece holds bytes that one side sent at one time.
type piece struct {
	at   time.Duration
	side Side
	data []byte
}

func (c *watched) due() time.Duration {
	if c.conn == nil || c.first != nil {
		return never
	}
	return c.conn.Due()
}

func (c *watched) advance(now time.Duration) {
	for due := c.due(); due <= now && due < never; due = c.due() {
		c.conn.Advance(due)
	}
}

// open emits Dialing: the client begins to connect.
func (c *watched) open() {
	c.w.emit(session.Dialing{At: c.info.Begin, Conn: c.id, Address: c.address(), Target: c.target()})
	if c.info.Joined {
		c.connected()
	}
}

func (c *watched) address() string {
	if c.info.Server.IsValid() {
		return c.info.Server.String()
	}
	return ""
}

func (c *watched) target() string {
	if c.w.target != "" || !c.info.Server.IsValid() {
		return c.w.target
	}
	return "http://" + c.info.Server.String()
}

// connected emits Connected and begins to decode, unless it has already done so.
func (c *watched) connected() {
	if c.made || c.closed {
		return
	}
	c.made = true
	took := c.last - c.info.Begin
	if !c.info.Joined {
		took = max(took, 1) // the clock of a capture may be coarse; 0 means that the handshake was not captured
	}
	c.w.emit(session.Connected{At: c.last, Conn: c.id, Local: c.info.Client.String(), Remote: c.address(), Connect: took, RoundTrip: took})
	c.observe()
}

// observe begins to decode the connection: from its beginning, or from the next
// start-line if the connection is older than the capture.
func (c *watched) observe() {
	c.conn = c.w.observer.Open(c.last, c.id, observe.Options{Target: c.target(), Joined: c.info.Joined, Foreign: true})
}

func (c *watched) notDialed(kind session.DialFailure, why string) {
	c.closed = true
	c.w.emit(session.DialFailed{At: c.last, Conn: c.id, Kind: kind, Text: why})
}

// data handles bytes from one side. It ignores bytes on a connection that was refused or
// has ended.
func (c *watched) data(side Side, p []byte) {
	if c.closed {
		return
	}
	c.connected()
	c.passed[side] += int64(len(p))
	c.lastByte = c.last
	c.late = c.late || c.first != nil
	switch {
	case c.protocol.decided:
		c.feed(piece{c.last, side, p})
		return
	case len(c.heads[side]) < maxUndecided:
		c.heads[side] = append(c.heads[side], p...)
	}
	c.held = append(c.held, piece{c.last, side, slices.Clone(p)})
	c.protocol = classify(c.heads[Client], c.heads[Server])
	if c.protocol.decided {
		c.release()
	}
}

// release decodes the bytes that waited until the protocol was recognised.
func (c *watched) release() {
	if !c.protocol.http {
		c.tellPassed()
	}
	for _, p := range c.held {
		c.feed(p)
	}
	c.held, c.heads = nil, [2][]byte{}
}

func (c *watched) feed(p piece) {
	switch {
	case c.conn == nil || c.protocol.decided && !c.protocol.http:
	case p.side == Client:
		c.conn.Sent(p.at, p.data)
	default:
		c.conn.Received(p.at, p.data)
	}
}

func (c *watched) tellPassed() {
	c.w.emit(session.Passed{
		At: c.last, Conn: c.id, Protocol: c.protocol.name,
		Sent: c.passed[Client], Received: c.passed[Server], LastByte: c.lastByte,
	})
}

// gap handles bytes that were not captured. If they may have included more than content,
// the exchanges in progress end without a result, and decoding continues at the next
// start-line of each side.
func (c *watched) gap(side Side, n int64) {
	if c.closed {
		return
	}
	c.connected()
	c.passed[side] += n
	c.lastByte = c.last
	switch {
	case c.conn == nil || c.protocol.decided && !c.protocol.http:
		c.w.emit(session.Missed{At: c.last, Conn: c.id, Side: party(side), Len: n})
	case !c.conn.Missing(c.last, party(side), n):
		c.conn.Leave(c.last, true)
		c.conn = c.w.observer.Open(c.last, c.id, observe.Options{Target: c.target(), Joined: true, Foreign: true})
	}
}

// sideEnded handles the FIN or RST of one side.
//
// The client may send bytes before it receives the server's FIN. The connection therefore
// ends only when both sides have sent a FIN, one side has sent an RST, or the relay has
// ended it.
func (c *watched) sideEnded(e end) {
	c.w.emit(session.SideEnded{At: e.at, Conn: c.id, Side: party(e.side), How: e.how, Relay: e.relay})
	c.ended[e.side] = true
	if c.closed {
		return
	}
	if !c.made {
		if e.how == session.HowReset && e.side == Server {
			c.notDialed(session.DialRefused, "The server refused the connection.")
		}
		return
	}
	switch {
	case c.first != nil:
	case e.side == Client && e.how == session.HowFIN && !c.idle():
		c.conn.HalfClosed(e.at)
		return
	default:
		c.first = &e
	}
	if e.how == session.HowReset || e.relay || c.ended[e.side.Other()] {
		c.close()
	}
}

// idle reports whether no request is outstanding.
func (c *watched) idle() bool {
	return c.conn == nil || !c.protocol.http || c.conn.Idle()
}

// close emits the end of the connection.
func (c *watched) close() {
	at := c.first.at
	if c.late {
		at = c.last
	}
	c.finish()
	if c.conn != nil {
		c.conn.End(at, observe.End{By: c.first.by(), How: c.first.how, EndedAt: c.first.at})
	}
	c.conn, c.closed = nil, true
}

// finish emits the remaining events when a connection ends: those for the bytes that are
// not decoded yet and, if the protocol is not HTTP, the totals.
func (c *watched) finish() {
	if !c.protocol.decided {
		c.protocol.decided = true
		if len(c.held) > 0 {
			c.release()
		}
		return
	}
	if !c.protocol.http {
		c.tellPassed()
	}
}

// done emits what is known about the end of a connection after its last event.
func (c *watched) done() {
	switch {
	case c.closed:
	case c.first != nil:
		c.close()
	case !c.made:
		c.notDialed(session.DialTimeout, "The server did not answer.")
	default:
		c.finish()
		c.conn.Leave(c.last, true)
	}
}
