package live

import (
	"time"

	"linger/session"
	"linger/wire"
)

// An outbox is what is to be written on a connection, in order.
type outbox struct {
	orders []*order
	busy   bool   // the writer goroutine is at work
	buf    []byte // of a piece that is put together
	direct int    // bytes of the piece at hand that needed no writer
	sent   int64  // bytes written on the connection
	err    error  // what the first failed write said
	// unfinished: the rest of a request was never sent, so that nothing can
	// follow it.
	unfinished bool
	brokenAt   time.Duration // after a failed write: when to stop waiting for the reader's word
	movedAt    time.Duration // when the last write returned
}

// active says whether something is being written or about to be.
func (b *outbox) active() bool { return len(b.orders) > 0 }

func (b *outbox) push(o *order) { b.orders = append(b.orders, o) }

func (b *outbox) pop() {
	b.orders[0] = nil
	b.orders = b.orders[1:]
}

func (b *outbox) due() time.Duration {
	if b.busy || len(b.orders) == 0 {
		return b.brokenAt
	}
	return min(b.orders[0].due(), b.brokenAt)
}

// place puts an order where it belongs: on the open connection, or after
// dialling, or nowhere.
func (l *loop) place(now time.Duration, o *order) bool {
	c := l.conn
	switch {
	case o.size == 0:
		l.decline(now, "There is not a byte to send.")
		return false
	case l.dialling != nil: // as good as open: one that reconnects has another to go to
		l.waiting = append(l.waiting, o)
		return true
	case c != nil && (c.refuses() == "" || o.raw && c.writable()):
		l.stopWaiting(now)
		c.out.push(o)
		return true
	case o.reconnect:
		l.await(o)
		l.stopWaiting(now)
		switch {
		case c == nil:
			l.dial(now)
		case c.settle.on:
			c.settle.hurry(now) // the close, whoever's it is, dials
		default:
			l.close(now, byUs(session.HowFIN, session.MotiveReconnect, "to connect again"))
		}
		return true
	case c != nil:
		l.decline(now, c.refuses())
	default:
		l.decline(now, "There is no connection.")
	}
	return false
}

// await keeps an order for the next connection. It gets no other: a server that
// hangs up on everybody would be called for ever.
func (l *loop) await(o *order) {
	o.reconnect = false
	l.waiting = append(l.waiting, o)
}

// writable says whether bytes can be written, sensible or not.
func (c *conn) writable() bool { return c.halfClosed == never && c.out.err == nil && !c.out.unfinished }

// pump writes what may be written now.
func (l *loop) pump(now time.Duration) {
	for c := l.conn; c != nil && c == l.conn && !c.out.busy && c.out.active() && c.out.err == nil; now = l.now() {
		o := c.out.orders[0]
		if o.off == 0 && len(c.outstanding) == 0 && c.raw != nil && peerGone(c.raw) {
			return // the reader will say how; see unsent
		}
		if o.hold.at > 0 && now >= o.hold.until {
			o.hold.at = 0
		}
		n := o.next(now)
		if n == 0 {
			return
		}
		l.begin(now, c, o, n)
		n = o.next(now) // content of a request just begun may have to wait
		var p []byte
		p, c.out.buf = o.piece(n, c.out.buf)
		called := l.now()
		k, err, done := c.write(p)
		if !done {
			c.out.busy = true
			return
		}
		l.advance(handed(called, l.now(), k), c, k, err)
	}
}

// begin tells of the requests whose first byte is among the next n. None is
// begun behind content that waits for a 100.
func (l *loop) begin(now time.Duration, c *conn, o *order, n int) {
	for o.begun < len(o.requests) && o.begin < o.off+n && (o.hold.at == 0 || o.begin < o.hold.at) {
		p := o.requests[o.begun]
		ex := l.newExchange(now, c, p)
		ex.work = o.work
		off := c.out.sent + int64(o.begin-o.off)
		l.emit(l.slabs.started.put(session.RequestStarted{
			At: now, Conn: c.id, Exchange: ex.id, Off: off,
			Method: p.method, Target: p.target, Proto: p.proto, Facts: p.facts,
			Data: p.data[:min(len(p.data), maxSentKept)], Lines: p.lines, Len: int64(len(p.data)),
		}, len(p.data)))
		if p.facts.Expect && p.head < len(p.data) {
			o.hold = hold{at: o.begin + p.head, until: never}
		}
		l.outstand(now, c, ex)
		o.exchanges = append(o.exchanges, ex)
		o.begun++
		o.begin += len(p.data)
	}
}

// wrote takes the writer's word.
func (l *loop) wrote(w wrote) {
	if c := l.conn; c != nil {
		c.out.busy = false
		l.advance(w.at, c, c.out.direct+w.n, w.err)
	}
}

// catchUp takes the writer's word first, if it is there: what has been read may
// answer what was written.
func (l *loop) catchUp() {
	select {
	case w := <-l.conn.wrote:
		l.wrote(w)
	default:
	}
}

// advance notes that n more bytes of the first order were written.
func (l *loop) advance(now time.Duration, c *conn, n int, err error) {
	o := c.out.orders[0]
	o.wroteBytes(now, n)
	c.out.sent += int64(n)
	c.out.movedAt = now
	for o.sent < o.begun && o.end+len(o.requests[o.sent].data) <= o.off {
		o.end += len(o.requests[o.sent].data)
		l.requestSent(now, c, o.exchanges[o.sent], len(o.requests[o.sent].data))
		o.sent++
	}
	if o.hold.at > 0 && o.off >= o.hold.at && o.hold.until == never {
		o.hold.until = now + l.cfg.ContinueWait
	}
	switch {
	case err != nil:
		c.out.err, c.out.brokenAt = err, now+time.Second
	case o.off == o.size:
		c.out.pop()
	}
}

func (l *loop) requestSent(now time.Duration, c *conn, ex *exchange, n int) {
	ex.sentAt, ex.sent = now, true
	l.emit(l.slabs.sent.put(session.RequestSent{At: now, Conn: c.id, Exchange: ex.id, Len: int64(n)}, 0))
	if ex.answer != nil {
		l.exchangeDone(c, ex, ex.answer, ex.sha256)
	}
}

// sending is the order that is still writing the exchange's request, or nil.
func (c *conn) sending(ex *exchange) *order {
	if !c.out.active() {
		return nil
	}
	o := c.out.orders[0]
	if o.sent < len(o.exchanges) && o.exchanges[o.sent] == ex {
		return o
	}
	return nil
}

// mayContinue lets content go that waited for a 100.
func (l *loop) mayContinue(c *conn, ex *exchange) {
	if o := c.sending(ex); o != nil {
		o.hold.at = 0
	}
}

// answeredEarly decides what becomes of a request that is still being sent
// when its final response comes.
//
// "If the client sees a response that indicates the server does not wish to
// receive the message body and is closing the connection, the client SHOULD
// immediately cease transmitting the body and close its side of the
// connection" (RFC 9112 §9.5). Content that waits for a 100 is not wanted
// either (RFC 9110 §10.1.1).
func (l *loop) answeredEarly(c *conn, ex *exchange, f *wire.Facts) {
	o := c.sending(ex)
	if o == nil || o.hold.at == 0 && !f.Close {
		return
	}
	l.unsent(c.in.batch.at, c, l.cutShort(c.in.batch.at, c))
	c.out.unfinished = o.off < o.size
}

// stuckAt is when a write has to have returned that goes on after the response
// was complete: a server that has said all it had to say may never read the
// rest.
func (c *conn) stuckAt(patience time.Duration) time.Duration {
	if !c.out.busy || len(c.outstanding) == 0 || c.outstanding[0].answer == nil {
		return never
	}
	return max(c.out.movedAt, c.outstanding[0].lastByte) + patience
}

// cutShort stops writing: what was begun is told as far as it went, the rest
// is returned.
func (l *loop) cutShort(now time.Duration, c *conn) (unsent []*order) {
	if c.out.busy {
		w := c.interrupt(now)
		c.out.busy = false
		l.advance(now, c, c.out.direct+w.n, nil)
	}
	for _, o := range c.out.orders {
		if o.begun == 0 {
			unsent = append(unsent, o)
			continue
		}
		for o.sent < o.begun {
			l.requestSent(now, c, o.exchanges[o.sent], max(0, o.off-o.end))
			o.end += len(o.requests[o.sent].data)
			o.sent++
		}
	}
	c.out.orders = nil
	return unsent
}

// interrupt makes the writer give up and returns how far it came.
func (c *conn) interrupt(now time.Duration) wrote {
	_ = c.nc.SetWriteDeadline(time.Unix(1, 0))
	t := time.NewTimer(100 * time.Millisecond)
	defer t.Stop()
	select {
	case w := <-c.wrote:
		_ = c.nc.SetWriteDeadline(time.Time{})
		return w
	case <-t.C: // a transport without deadlines
		return wrote{at: now}
	}
}

// unsent says what becomes of orders of which nothing was written.
func (l *loop) unsent(now time.Duration, c *conn, orders []*order) {
	for _, o := range orders {
		if o.work {
			continue // the work tells
		}
		if o.reconnect {
			l.await(o)
			continue
		}
		l.emit(session.Declined{At: now, Conn: c.id, Why: "The connection ended first: nothing of the request was sent."})
	}
}
