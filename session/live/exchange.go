package live

import (
	"time"

	"linger/session"
	"linger/wire"
	"linger/wire/format"
)

// An exchange is what the loop has to remember of one until it is done.
type exchange struct {
	id    int
	facts wire.Request
	asked bool // false: a response nobody asked for
	work  bool // long work asked for it

	sent      bool // the request was written, whole or as far as it ever will be
	final     bool // the final head has come
	startedAt time.Duration
	sentAt    time.Duration
	firstByte time.Duration // 0: none yet
	lastByte  time.Duration
	bytes     int64 // of its responses
	body      int64 // of its content
	kept      int64 // bytes handed on as Data
	barred    int   // the exchange whose close option forbade the server to process it; 0: none

	// answer is the response, complete before the request was sent: the exchange
	// is over when both are. Nil: not so.
	answer *wire.Facts
	sha256 []byte // of its content

	partAt time.Duration // of the first byte of the response at hand: an interim one ends with its head
	pause  pause         // the longest between two reads of it
}

// A pause is how long a response stood still, and at which byte.
type pause struct {
	long time.Duration
	off  int64
}

// took notes n bytes of its response, which begin at off.
func (ex *exchange) took(at time.Duration, off, n int64) {
	if n == 0 {
		return
	}
	switch {
	case ex.partAt == 0:
		ex.partAt, ex.pause = at, pause{}
	case at-ex.lastByte > ex.pause.long:
		ex.pause = pause{at - ex.lastByte, off}
	}
	if ex.firstByte == 0 {
		ex.firstByte = at
	}
	ex.lastByte = at
	ex.bytes += n
}

// newExchange numbers the next one; a response nobody asked for has no p.
func (l *loop) newExchange(now time.Duration, c *conn, p *prepared) *exchange {
	l.exchanges++
	c.begun++
	ex := l.spareExchange()
	*ex = exchange{id: l.exchanges, startedAt: now}
	if p != nil {
		ex.asked, ex.facts = true, p.facts
	}
	return ex
}

// spareExchange is one that is over, to be used again, or a new one.
func (l *loop) spareExchange() *exchange {
	if n := len(l.spare); n > 0 {
		ex := l.spare[n-1]
		l.spare = l.spare[:n-1]
		return ex
	}
	return new(exchange)
}

// outstand adds an exchange to those whose response is awaited.
func (l *loop) outstand(now time.Duration, c *conn, ex *exchange) {
	c.dec.Expect(ex.facts)
	if len(c.outstanding) == 0 {
		if l.cfg.MaxTime > 0 {
			c.giveUpAt = now + l.cfg.MaxTime
		}
	}
	c.outstanding = append(c.outstanding, ex)
}

// awaited is the oldest exchange whose response is not complete, or nil.
func (c *conn) awaited() *exchange {
	for _, ex := range c.outstanding {
		if ex.answer == nil {
			return ex
		}
	}
	return nil
}

// answeredOldest takes the oldest exchange from those outstanding.
func (c *conn) answeredOldest() {
	if len(c.outstanding) == 1 {
		c.outstanding = c.outstanding[:0]
		return
	}
	c.outstanding = c.outstanding[1:]
}

// A lastAnswer is what the last complete final response on a connection said.
type lastAnswer struct {
	any    bool
	id     int
	asked  bool
	status int
	reason wire.Reason
	facts  wire.Facts // only where the connection does not persist
}

// exchangeAnswered notes a response that is complete. The exchange is over, but
// where its request is still being sent.
func (l *loop) exchangeAnswered(c *conn, ex *exchange, f *wire.Facts) {
	sum := c.in.sum.sum(&c.in.store)
	if !ex.asked || ex.sent || f.Persistence() == wire.ReasonTunnel {
		l.exchangeDone(c, ex, f, sum)
		return
	}
	answer := *f
	ex.answer, ex.sha256 = &answer, sum
}

// exchangeDone ends an exchange, whole or cut short.
func (l *loop) exchangeDone(c *conn, ex *exchange, f *wire.Facts, sum []byte) {
	done := l.slabs.done.put(session.ExchangeDone{
		At: max(ex.lastByte, ex.startedAt), Conn: c.id, Exchange: ex.id, Facts: *f, Reason: f.Persistence(),
		WireBytes: ex.bytes, SHA256: sum,
	}, 0)
	if !f.Complete && ex.asked {
		done.Retry, done.Barred = retry(f.Request.Method), ex.barred
		if ex.barred > 0 {
			done.Retry = session.RetrySafe
		}
	}
	counted := f.Complete && ex.asked && done.Reason != wire.ReasonTunnel && l.weighAnswer(c, ex, f)
	l.emit(done)
	if counted {
		l.emit(l.slabs.budget.put(session.BudgetChanged{At: done.At, Conn: c.id, Exchange: ex.id, Budget: c.budget.Budget}, 0))
	}
	if ex.asked {
		c.answeredOldest()
		c.giveUpAt = never
		if l.cfg.MaxTime > 0 && len(c.outstanding) > 0 {
			c.giveUpAt = done.At + l.cfg.MaxTime
		}
	}
	if f.Complete && !f.Interim() {
		l.answered(c, ex, f, done.Reason)
	}
	if ex.work {
		l.work.over(f.Complete)
		l.tellProgress(done.At)
	}
	if ex.sent && f.Complete && c.tunnel != ex {
		l.spare = append(l.spare, ex)
	}
}

// weighAnswer takes from a complete response what it says about the server and
// about what is left, and reports whether the budget has changed.
func (l *loop) weighAnswer(c *conn, ex *exchange, f *wire.Facts) bool {
	c.answered++
	if ex.sent && ex.answer == nil {
		c.path.answered(ex.firstByte - ex.sentAt)
	}
	l.watchStall(c, ex)
	l.measurePath(ex.lastByte, c)
	return l.account(c, ex, f)
}

// answered notes a complete final response.
func (l *loop) answered(c *conn, ex *exchange, f *wire.Facts, reason wire.Reason) {
	if ex.asked {
		c.idleSince = ex.lastByte
	}
	if ex.answer != nil {
		c.idleSince = max(ex.lastByte, ex.sentAt)
	}
	if c.spent() {
		return // what was said once holds
	}
	c.last.any, c.last.id, c.last.asked = true, ex.id, ex.asked
	c.last.status, c.last.reason = f.Status, reason
	if !reason.Persistent() {
		c.last.facts = *f
	}
	if reason == wire.ReasonTunnel {
		c.tunnel = ex
		c.budget.overdueAt = never
		return
	}
	switch {
	case c.out.unfinished && reason.Persistent():
		c.settle.begin(ex.lastByte, l.cfg.Settle, false)
	case !reason.Persistent():
		c.settle.begin(ex.lastByte, l.cfg.Settle, f.Close || f.Request.Close)
		c.budget.overdueAt = never
	}
}

// retry says whether a request may be sent again after it was lost.
//
// "A client SHOULD NOT automatically retry a request with a non-idempotent
// method unless it has some means to know that the request semantics are
// actually idempotent" (RFC 9110 §9.2.2).
func retry(method string) session.Retry {
	switch method {
	case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE":
		return session.RetrySafe
	}
	return session.RetryNotSafe
}

// A stallWatch looks for Nagle's algorithm waiting for a delayed
// acknowledgement: a part of the response at once, the rest some 40 ms later,
// while other responses on the connection come at once. Where none does, three
// in a row tell.
type stallWatch struct {
	prompt bool // a response with content came at once
	row    int  // how many stalled since
	told   bool
}

// Linux delays an acknowledgement by 40 ms; the rest is scheduling.
const (
	shortestStall = 35 * time.Millisecond
	longestStall  = 60 * time.Millisecond
)

func (l *loop) watchStall(c *conn, ex *exchange) {
	if ex.body == 0 {
		return
	}
	w, long := &c.stall, ex.pause.long
	if long < shortestStall/2 {
		w.prompt = true
	}
	if long < shortestStall || long > longestStall || ex.lastByte-ex.partAt-long > shortestStall/2 {
		w.row = 0
		return
	}
	w.row++
	if !w.told && (w.prompt || w.row == 3) {
		w.told = true
		l.found(ex.lastByte, c, ex.id, wire.Finding{Code: session.CodeDelayedAckStall, Offset: ex.pause.off, Detail: format.Milliseconds(long)})
	}
}
