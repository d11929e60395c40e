package har

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// Events passes the events of the session to emit, in order: [session.Started] first,
// [session.Ended] last. Events can be called more than once.
func (f *File) Events(emit func(session.Event)) {
	t := builder{emit: emit, wall: f.first(), missing: mostMissing}
	t.observer = observe.New(t.event)
	var target string
	if len(f.exchanges) > 0 {
		target = f.exchanges[0].origin.String()
	}
	emit(session.Started{Wall: t.wall.UTC(), Program: f.Creator, Version: f.Version, Target: target, Verify: true})
	for _, c := range f.conns {
		t.plan(c)
	}
	slices.SortStableFunc(t.steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	for _, s := range t.steps {
		s.do(max(s.at, t.now))
	}
	emit(session.Ended{At: t.now})
}

const (
	mostMissing = 4 << 30                   // maximum number of bytes that the session counts although they are not in the file
	longestSpan = 10 * 365 * 24 * time.Hour // maximum time from the first event to the last
)

// A builder replays the exchanges of a file in chronological order.
type builder struct {
	emit     func(session.Event)
	observer *observe.Observer
	wall     time.Time
	now      time.Duration // time of the last event
	head     *session.ResponseHead
	steps    []step
	ids      int
	missing  int64 // number of bytes that the session may still count although they are not in the file
}

// A step is something that happens on a connection, with its time.
type step struct {
	at time.Duration
	do func(now time.Duration)
}

func (t *builder) event(ev session.Event) {
	if head, ok := ev.(*session.ResponseHead); ok {
		t.head = head
	}
	t.emit(ev)
}

func (t *builder) since(at time.Time) time.Duration {
	return max(0, min(at.Sub(t.wall), longestSpan))
}

// A connection is the state of one connection during the replay.
type connection struct {
	t    *builder
	id   int
	conn *observe.Conn // nil if the connection has not been made yet or has ended
	used bool          // true if the connection has been made
	last time.Duration
}

// plan adds the steps of one connection, whose exchanges are xs.
func (t *builder) plan(xs []*exchange) {
	c := &connection{t: t}
	from := time.Duration(0) // minimum time of the next exchange's steps
	for i, x := range xs {
		begun := max(t.since(x.start), from)
		asked := begun + x.before()
		sent := asked + x.send
		answered := sent + x.wait
		over := answered + x.receive
		if i == 0 {
			c.add(begun+x.blocked, func(now time.Duration) { c.dial(now, x) })
		}
		c.add(asked, func(now time.Duration) { c.ask(now, x) })
		c.add(sent, func(now time.Duration) { c.send(now, x) })
		c.add(answered, func(now time.Duration) { c.answer(now, x) })
		c.add(over, func(now time.Duration) {
			if c.finish(now, x); c.conn != nil && !x.short {
				c.receive(now, x.left)
			}
		})
		if x.end != nil {
			c.add(t.since(x.end.at), func(now time.Duration) { c.end(now, *x.end) })
		}
		from = asked
	}
	c.add(c.last, c.leave)
}

// add adds a step to the connection, at time at or at the time of the previous step,
// whichever is later.
func (c *connection) add(at time.Duration, do func(time.Duration)) {
	c.last = min(max(c.last, at), longestSpan)
	c.t.steps = append(c.t.steps, step{c.last, func(now time.Duration) {
		c.t.now = now
		if c.conn != nil {
			c.conn.Advance(now)
		}
		do(now)
	}})
}

func (c *connection) dial(now time.Duration, x *exchange) {
	c.t.ids++
	c.id = c.t.ids
	c.t.emit(session.Dialing{At: now, Conn: c.id, Address: x.origin.Address(), Target: x.origin.String()})
}

// open emits [session.Connected] and begins to observe the connection.
func (c *connection) open(now time.Duration, x *exchange) {
	c.t.emit(session.Connected{At: now, Conn: c.id, Local: x.local, Remote: x.remote, Resolve: x.resolve, Connect: x.connect, RoundTrip: x.connect, TLS: x.tls})
	c.conn = c.t.observer.Open(now, c.id, observe.Options{Target: x.origin.String(), RoundTrip: x.connect})
}

// ask sends the header section of a request except its last byte. If the connection has
// already ended, the file contradicts itself, and the request begins a new connection.
func (c *connection) ask(now time.Duration, x *exchange) {
	if c.conn == nil {
		if c.id == 0 || c.used {
			c.dial(now, x)
		}
		c.open(now, x)
		c.used = true
	}
	if len(x.request) > 0 {
		c.conn.Sent(now, x.request[:len(x.request)-1])
	}
}

func (c *connection) send(now time.Duration, x *exchange) {
	if c.conn == nil || len(x.request) == 0 {
		return
	}
	c.conn.Sent(now, x.request[len(x.request)-1:])
	if len(x.sent) > 0 {
		c.conn.Sent(now, x.sent)
	}
	if x.sentMissing > 0 {
		c.lack(now, session.ByClient, x.sentMissing)
	}
}

// answer receives the header sections of the interim and final responses of x.
func (c *connection) answer(now time.Duration, x *exchange) {
	if c.conn == nil || len(x.response) == 0 {
		return
	}
	c.t.head = nil
	c.conn.Received(now, x.response)
}

// finish receives the content of the response, as its header section frames it.
func (c *connection) finish(now time.Duration, x *exchange) {
	if c.conn == nil {
		return
	}
	if len(x.response) == 0 { // the response was lost or is missing from the file
		if x.end == nil {
			c.conn.Leave(now, true)
			c.conn = nil
		}
		return
	}
	head := c.t.head
	if head == nil || head.Conn != c.id {
		return
	}
	switch facts := &head.Facts; facts.Framing() {
	case wire.FramingLengthDelimited:
		c.length(now, x, facts.Length)
	case wire.FramingChunked:
		c.chunks(now, x)
	case wire.FramingCloseDelimited:
		c.rest(now, x)
		if c.conn != nil && x.end == nil { // a close ended the content, but the file does not say how the connection ended
			c.conn.Leave(now, false)
			c.conn = nil
		}
	case wire.FramingTunnel:
		if x.whole {
			c.receive(now, x.content)
		}
	}
}

// length receives length-delimited content; n is the declared length. If x.content has
// another length, it is not the content that was sent, and length only counts n bytes.
func (c *connection) length(now time.Duration, x *exchange, n int64) {
	switch {
	case x.short:
		c.rest(now, x)
	case x.whole && int64(len(x.content)) != n:
		c.lack(now, session.ByServer, n)
	default:
		data := x.content[:min(n, int64(len(x.content)))]
		c.receive(now, data)
		c.lack(now, session.ByServer, n-int64(len(data)))
	}
}

// rest receives the content of x to the end of the data that the server sent.
func (c *connection) rest(now time.Duration, x *exchange) {
	c.receive(now, x.content)
	if !x.whole {
		c.lack(now, session.ByServer, x.total-int64(len(x.content)))
	}
}

// chunks receives the content of x as one chunk, because the original chunks are unknown.
func (c *connection) chunks(now time.Duration, x *exchange) {
	n := max(x.total, int64(len(x.content)))
	if n > 0 {
		c.receive(now, append(strconv.AppendInt(nil, n, 16), "\r\n"...))
		c.receive(now, x.content)
		if !c.lack(now, session.ByServer, n-int64(len(x.content))) {
			return
		}
	}
	switch {
	case x.short:
	case n > 0:
		c.receive(now, []byte("\r\n0\r\n\r\n"))
	default:
		c.receive(now, []byte("0\r\n\r\n"))
	}
}

func (c *connection) receive(now time.Duration, data []byte) {
	if len(data) > 0 {
		c.conn.Received(now, data)
	}
}

// lack counts n bytes from side that are not in the file. It reports whether decoding can
// continue; if not, lack stops observing the connection.
func (c *connection) lack(now time.Duration, side session.Party, n int64) bool {
	if n <= 0 {
		return true
	}
	if c.t.missing -= n; c.t.missing >= 0 && c.conn.Missing(now, side, n) {
		return true
	}
	c.conn.Leave(now, true)
	c.conn = nil
	return false
}

func (c *connection) end(now time.Duration, e end) {
	if c.conn != nil {
		c.conn.End(now, observe.End{By: e.by, How: e.how})
		c.conn = nil
	}
}

// leave stops observing a connection whose end is unknown.
func (c *connection) leave(now time.Duration) {
	if c.conn != nil {
		c.conn.Leave(now, true)
		c.conn = nil
	}
}
