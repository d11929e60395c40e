package live

import (
	"slices"
	"time"

	"linger/session"
)

// An outbox holds the orders to be written on a connection, in order.
type outbox struct {
	orders []*order
	busy   bool   // the writer goroutine is writing
	buf    []byte // buffer for a piece assembled from several slices
	direct int    // number of bytes of the current piece that were written without the writer goroutine
	err    error  // error of the first failed write
	// unfinished is set if the rest of a request was never sent, so that
	// nothing can follow it.
	unfinished bool
	brokenAt   time.Duration // after a failed write: the time at which linger stops waiting for the reader to report the end
	movedAt    time.Duration // time at which the last write returned
}

// active reports whether an order is being written or is waiting to be written.
func (b *outbox) active() bool { return len(b.orders) > 0 }

func (b *outbox) push(o *order) { b.orders = append(b.orders, o) }

func (b *outbox) pop() {
	b.orders = slices.Delete(b.orders, 0, 1)
}

func (b *outbox) due() time.Duration {
	if b.busy || len(b.orders) == 0 {
		return b.brokenAt
	}
	return min(b.orders[0].due(), b.brokenAt)
}

func (l *loop) send(now time.Duration, c session.Send) {
	o, err := l.prepare.requestOrder(c)
	if err != nil {
		l.decline(now, "The content of the request cannot be read: "+err.Error())
		return
	}
	l.place(now, o)
}

// place queues an order on the open connection or for the next one, and returns true. If
// neither is possible, it declines the order and returns false.
func (l *loop) place(now time.Duration, o *order) bool {
	c := l.conn
	switch {
	case o.size == 0:
		l.decline(now, "The request is empty; nothing was sent.")
		return false
	case l.dialing != nil: // if this connection ends first, an order with reconnect set waits for the next one
		l.waiting = append(l.waiting, o)
		return true
	case c != nil && (c.refuses() == "" || o.raw && c.writable()):
		l.stopWaiting(now)
		c.out.push(o)
		return true
	case o.reconnect:
		l.await(o)
		l.stopWaiting(now)
		if c == nil {
			l.dial(now)
		} else {
			l.replace(now, c)
		}
		return true
	case c != nil:
		l.decline(now, c.refuses())
	default:
		l.decline(now, "Not connected.")
	}
	return false
}

// replace ends a connection on which no more requests can be sent. linger then makes
// another one. If linger is waiting for the server to close the connection, it shortens
// that wait instead.
func (l *loop) replace(now time.Duration, c *conn) {
	if c.settle.on {
		c.settle.hurry(now) // linger makes the new connection when either side closes this one
		return
	}
	l.close(now, byClient(session.HowFIN, session.MotiveReconnect))
}

// await keeps an order for the next connection, but not for later ones. Otherwise linger
// would connect endlessly to a server that closes each connection.
func (l *loop) await(o *order) {
	o.reconnect = false
	l.waiting = append(l.waiting, o)
}

// writable reports whether bytes can be written, even bytes that the server will not
// process.
func (c *conn) writable() bool { return c.halfClosed == never && c.out.err == nil && !c.out.unfinished }

// pump writes the bytes that may be written now. If inRead is set, it may leave a request
// on an idle connection for [loop.sleepInRead] to write.
func (l *loop) pump(inRead bool) {
	for c := l.conn; c != nil && c == l.conn && !c.out.busy && c.out.active() && c.out.err == nil; {
		o := c.out.orders[0]
		if o.off == 0 && c.obs.Outstanding() == 0 && !c.spoken && c.socket != nil {
			if c.ready = inRead && l.writesInRead(c, o); c.ready {
				return
			}
			if c.socket.peerGone() {
				return // the reader will report the end; see unsent
			}
		}
		if !l.writeNext(c, o) {
			return
		}
	}
}

// writeNext writes the bytes of an order that may be written now, and reports whether
// more may follow at once.
func (l *loop) writeNext(c *conn, o *order) bool {
	now := l.now()
	if o.await.at > 0 && now >= o.await.until {
		o.await.at = 0
	}
	n := o.next(now)
	if n == 0 {
		return false
	}
	l.begin(now, c, o, n)
	n = o.next(now) // begin may have found content that waits for a 100
	var p []byte
	var err error
	p, c.out.buf, err = o.piece(n, c.out.buf)
	if err != nil {
		l.decline(now, "The content of the request cannot be read: "+err.Error())
		l.close(now, byClient(session.HowFIN, session.MotiveContent))
		return false
	}
	called := now
	if o.data == nil { // assembling the bytes took time
		called = l.now()
	}
	k, err, done := c.write(p)
	if !done {
		c.out.busy = true
		return false
	}
	l.advance(handed(called, l.now(), k), c, k, err)
	return true
}

// begin reports to the observer the requests whose first byte is among the next n bytes.
// It stops at content that must wait for a 100.
func (l *loop) begin(now time.Duration, c *conn, o *order, n int) {
	for o.begun < len(o.requests) && o.begin < o.off+n && (o.await.at == 0 || o.begin < o.await.at) {
		p := o.requests[o.begun]
		if l.cfg.MaxTime > 0 && c.obs.Outstanding() == 0 {
			c.giveUpAt = now + l.cfg.MaxTime
		}
		id := c.obs.Begin(now, p.Request)
		c.begun.add(id, o.work)
		if p.Facts.Expect && p.head < p.size() {
			o.await = continueWait{at: o.begin + p.head, until: never}
		}
		o.exchanges = append(o.exchanges, id)
		o.begun++
		o.begin += p.size()
	}
}

// wrote handles a write that the writer goroutine has completed.
func (l *loop) wrote(w wrote) {
	if c := l.conn; c != nil {
		c.out.busy = false
		l.advance(w.at, c, c.out.direct+w.n, w.err)
	}
}

// catchUp handles a completed write, if there is one. It is called before a read is
// handled, because the read may contain the response.
func (l *loop) catchUp() {
	select {
	case w := <-l.conn.wrote:
		l.wrote(w)
	default:
	}
}

// advance records that n more bytes of the first order were written. err is the error of
// that write, or nil.
func (l *loop) advance(now time.Duration, c *conn, n int, err error) {
	o := c.out.orders[0]
	o.wroteBytes(now, n)
	c.out.movedAt = now
	for o.sent < o.begun && o.end+o.requests[o.sent].size() <= o.off {
		o.end += o.requests[o.sent].size()
		o.sent++
	}
	c.obs.Wrote(now, n)
	l.reportProgress()
	if o.await.at > 0 && o.off >= o.await.at && o.await.until == never {
		o.await.until = now + l.cfg.ContinueWait
	}
	switch {
	case err != nil:
		c.out.err, c.out.brokenAt = err, now+time.Second
	case o.off == o.size:
		c.out.pop()
		if o.reusable {
			l.spare = o
		}
		if c.shutAfter && !c.out.active() {
			c.shutAfter = false
			l.halfClose(now, session.HalfClose{})
		}
	}
}

// sending returns the order that is being written if its first incomplete request belongs
// to exchange. Otherwise it returns nil.
func (c *conn) sending(exchange int) *order {
	if !c.out.active() {
		return nil
	}
	o := c.out.orders[0]
	if o.sent < len(o.exchanges) && o.exchanges[o.sent] == exchange {
		return o
	}
	return nil
}

// stuckAt returns the time at which linger stops a write that continues after the
// response was complete, or never if there is no such write. A server that has answered
// completely may never read the rest of the request.
func (c *conn) stuckAt(patience time.Duration) time.Duration {
	at, answered := c.obs.AnsweredWhileSending()
	if !c.out.busy || !answered {
		return never
	}
	return max(c.out.movedAt, at) + patience
}

// stopSending stops writing and returns the orders whose sending has not begun. It
// reports to the observer how many bytes of the other orders were written, but not that
// sending has stopped: see observe.Conn.End.
func (l *loop) stopSending(now time.Duration, c *conn) (unsent []*order) {
	if c.out.busy {
		w := c.interrupt(now)
		c.out.busy = false
		l.advance(now, c, c.out.direct+w.n, nil)
	}
	for _, o := range c.out.orders {
		if o.begun == 0 {
			unsent = append(unsent, o)
		}
	}
	c.out.orders = nil
	return unsent
}

// interrupt makes the writer goroutine stop and returns its result.
func (c *conn) interrupt(now time.Duration) wrote {
	_ = c.nc.SetWriteDeadline(time.Unix(1, 0))
	t := time.NewTimer(100 * time.Millisecond)
	defer t.Stop()
	select {
	case w := <-c.wrote:
		_ = c.nc.SetWriteDeadline(time.Time{})
		return w
	case <-t.C: // the transport ignores deadlines
		return wrote{at: now}
	}
}

// unsent handles orders that have not begun when their connection ends: it keeps them for
// the next connection, or declines them.
func (l *loop) unsent(now time.Duration, c *conn, orders []*order) {
	for _, o := range orders {
		if o.work {
			l.work.flying-- // a long task counts only requests that were sent
			continue
		}
		if o.reconnect {
			l.await(o)
			continue
		}
		l.emit(session.Declined{At: now, Conn: c.id, Why: "The connection ended first: no part of the request was sent."})
	}
}
