package observe

import (
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/wire"
)

// An exchange holds the state of one exchange until it ends.
type exchange struct {
	id        int
	request   wire.Request
	solicited bool  // false: an unsolicited response
	from, to  int64 // offsets of the beginning and the end of its request in the bytes sent

	sent      bool // whether its request was sent, so that no more bytes of it follow
	final     bool // whether the header section of its final response is complete
	startedAt time.Duration
	sentAt    time.Duration
	firstByte time.Duration
	lastByte  time.Duration
	bytes     int64  // number of bytes of its responses
	content   int64  // number of content bytes in its responses
	kept      int64  // number of bytes of its responses that are stored in events
	missing   bool   // whether some of its content was not captured
	posted    []byte // its request (not a copy), if the request has content that is known when it begins
	barred    int    // the exchange whose close option forbids the server to process this request; 0: none

	// answer is a response that was complete before its request was sent, or
	// nil. The exchange then ends when the request has been sent.
	answer *wire.Facts
	sha256 []byte // the digest of its content

	responding bool          // whether a byte of the current response, interim or final, was received
	responseAt time.Duration // time of the first byte of the current response
	pause      pause         // the longest pause between two reads of the response
}

// A pause is an interval without bytes in a response. long is its length, and off is the
// offset of the byte that ended it.
type pause struct {
	long time.Duration
	off  int64
}

// received records that n bytes of the exchange's responses arrived. at is the time of
// arrival, and off is the offset of the first of these bytes.
func (ex *exchange) received(at time.Duration, off, n int64) {
	if n == 0 {
		return
	}
	switch {
	case !ex.responding:
		ex.responding, ex.responseAt, ex.pause = true, at, pause{}
	case at-ex.lastByte > ex.pause.long:
		ex.pause = pause{at - ex.lastByte, off}
	}
	if ex.bytes == 0 {
		ex.firstByte = at
	}
	ex.lastByte = at
	ex.bytes += n
}

// newExchange numbers the next exchange of the connection.
func (c *Conn) newExchange(now time.Duration) *exchange {
	c.begun++
	return c.o.newExchange(now)
}

// awaited returns the oldest exchange whose response is not complete, or nil.
func (c *Conn) awaited() *exchange {
	for _, ex := range c.outstanding {
		if ex.answer == nil {
			return ex
		}
	}
	return nil
}

// dropOldest removes the oldest outstanding exchange.
func (c *Conn) dropOldest() {
	if len(c.outstanding) == 1 {
		c.outstanding = c.outstanding[:0]
		return
	}
	c.outstanding = c.outstanding[1:]
}

// A lastAnswer holds the facts of the last complete final response on a connection.
type lastAnswer struct {
	session.LastResponse
	unsolicited  bool
	began, ended time.Duration // times of its first and last byte
	facts        wire.Facts    // set only if the connection does not persist
}

// responseEnd records a complete response and returns a copy of f. It ends the exchange,
// unless its request is still being sent.
func (c *Conn) responseEnd(ex *exchange, f *wire.Facts) *wire.Facts {
	sum := c.in.digest.sum(&c.small)
	if !ex.solicited || ex.sent || f.Persistence() == wire.ReasonTunnel {
		return &c.exchangeDone(ex, f, sum).Facts
	}
	answer := *f
	ex.answer, ex.sha256 = &answer, sum
	return ex.answer
}

// exchangeDone ends an exchange, complete or not, and returns the event that it has
// emitted.
func (c *Conn) exchangeDone(ex *exchange, f *wire.Facts, sum []byte) *session.ExchangeDone {
	if ex.missing {
		sum = nil
	}
	if f.Complete && ex.solicited {
		c.compareWithBefore(ex, f.Status)
	}
	done := c.o.slabs.done.next(0)
	done.At, done.Conn, done.Exchange = max(ex.lastByte, ex.startedAt), c.id, ex.id
	done.Facts, done.Reason, done.WireBytes, done.SHA256 = *f, f.Persistence(), ex.bytes, sum
	if !f.Complete && ex.solicited && !c.left {
		done.Retry, done.Barred = ending.Retry(f.Request.Method), ex.barred
		if ex.barred > 0 {
			done.Retry = session.RetrySafe
		}
	}
	counted := f.Complete && ex.solicited && done.Reason != wire.ReasonTunnel && c.learn(ex, f)
	c.o.emit(done)
	if counted {
		b := c.o.slabs.budget.next(0)
		b.At, b.Conn, b.Exchange, b.Budget = done.At, c.id, ex.id, c.budget.Budget
		c.o.emit(b)
	}
	if ex.solicited {
		c.dropOldest()
	}
	if f.Complete && !f.Interim() {
		c.finalResponse(ex, f, done.Reason)
	}
	if ex.sent && f.Complete && c.tunnel != ex {
		c.o.spare = append(c.o.spare, ex)
	}
	return done
}

// learn updates the round-trip estimate, the stall detection and the budget after a
// complete response, and reports whether the connection has a budget.
func (c *Conn) learn(ex *exchange, f *wire.Facts) bool {
	c.answered++
	if ex.sent && ex.answer == nil {
		c.roundTrip.answered(ex.firstByte - ex.sentAt)
	}
	c.watchStall(ex)
	return c.account(ex, f)
}

// finalResponse records the effects of a complete final response on the connection.
func (c *Conn) finalResponse(ex *exchange, f *wire.Facts, reason wire.Reason) {
	if ex.solicited {
		c.idleSince, c.idleAfter = ex.lastByte, ex.id
	}
	if ex.answer != nil {
		c.idleSince = max(ex.lastByte, ex.sentAt)
	}
	if c.isSpent() {
		return // the end was announced already, and later responses do not revoke it
	}
	c.last.LastResponse = session.LastResponse{Exchange: ex.id, Status: f.Status, Reason: reason, RequestClose: f.Request.Close}
	c.last.unsolicited, c.last.began, c.last.ended = !ex.solicited, ex.firstByte, ex.lastByte
	if reason.Persistent() {
		return
	}
	c.last.facts = *f
	c.budget.overdueAt = never
	switch {
	case reason == wire.ReasonTunnel:
		c.tunnel = ex
		c.becomeTunnel(ex)
	case (f.Close || f.Request.Close) && !c.closeDue:
		c.closeDue, c.ignoredAt = true, ex.lastByte+c.opt.IgnoredAfter
	case reason == wire.ReasonHTTP10Request && c.ignoredAt == never && !c.closeDue:
		c.ignoredAt = ex.lastByte + c.opt.IgnoredAfter
	}
}
