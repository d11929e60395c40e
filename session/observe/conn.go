package observe

import (
	"time"

	"linger/session"
	"linger/wire"
)

// A Conn observes one connection.
type Conn struct {
	o   *Observer
	id  int
	opt Options

	dec         *wire.Decoder
	in          inflow
	small       store // of requests that are watched and of digests: kept for longer than content, they would keep its blocks
	out         outflow
	watched     watched
	outstanding []*exchange // oldest first
	last        lastAnswer
	tunnel      *exchange // the exchange that made this a tunnel
	budget      budget
	roundTrip   roundTrip
	stall       stallWatch

	opened     time.Duration
	idleSince  time.Duration // last byte of the last response to a request, or opened
	idleAfter  int           // the exchange that ended then; 0: none
	closeDue   bool          // a close option was seen
	before     before        // to find content left unread
	ignoredAt  time.Duration // when close-ignored is found; never
	assumed    int           // requests of Options.Assume that were answered
	answered   int           // exchanges with a complete final response
	begun      int           // exchanges of this connection
	missing    bool          // the bytes at hand stand for some that were not captured
	left       bool          // the capture ended: what is incomplete is not lost
	halfClosed time.Duration // when the client shut its write side; never
	misframed  int           // the first request sent that does not end where it says; 0: none
	outOfStep  session.OutOfStep
}

// HalfClosed notes that the client shut its write side. Of a request that was seen
// in part, nothing more comes.
func (c *Conn) HalfClosed(now time.Duration) {
	c.closeSent(now, true)
	c.Stop(now)
	c.halfClosed = now
	c.budget.overdueAt = never
	c.o.emit(session.HalfClosed{At: now, Conn: c.id})
}

// Due returns the next time at which [Conn.Advance] finds something. It is the
// largest Duration when nothing depends on time.
func (c *Conn) Due() time.Duration { return min(c.budget.overdueAt, c.ignoredAt) }

// Advance emits what the passing of time alone shows: that the advertised timeout
// of an idle connection has passed, and that a server does not close when it must.
// While a request is outstanding the timeout does not run.
func (c *Conn) Advance(now time.Duration) {
	if now >= c.budget.overdueAt {
		at := c.budget.overdueAt
		c.budget.overdueAt = never
		if c.Idle() {
			c.o.emit(session.Overdue{At: at, Conn: c.id})
		}
	}
	if now >= c.ignoredAt {
		c.ignoredAt = never
		c.found(now, 0, wire.Finding{Code: session.CodeCloseIgnored, Offset: -1})
	}
}

// Idle reports whether no request is outstanding or being sent.
func (c *Conn) Idle() bool { return len(c.outstanding) == 0 && !c.out.active() }

// IdleSince returns when the last response to a request ended, or when the
// connection was opened.
func (c *Conn) IdleSince() time.Duration { return c.idleSince }

// Outstanding returns how many requests have no complete response yet.
func (c *Conn) Outstanding() int { return len(c.outstanding) }

// OldestStarted returns when the oldest outstanding request began; ok is false
// when none is outstanding.
func (c *Conn) OldestStarted() (at time.Duration, ok bool) {
	if len(c.outstanding) == 0 {
		return 0, false
	}
	return c.outstanding[0].startedAt, true
}

// AnsweredWhileSending returns when the last byte of a response came whose
// request is still being sent; ok is false when there is no such response.
func (c *Conn) AnsweredWhileSending() (at time.Duration, ok bool) {
	if len(c.outstanding) == 0 || c.outstanding[0].answer == nil {
		return 0, false
	}
	return c.outstanding[0].lastByte, true
}

// Answered returns how many exchanges have a complete final response.
func (c *Conn) Answered() int { return c.answered }

// Budget returns what the server still allows. It must not be changed.
func (c *Conn) Budget() *session.Budget { return &c.budget.Budget }

// Tunnel reports whether the connection became a tunnel: it is HTTP/1.x no more.
func (c *Conn) Tunnel() bool { return c.tunnel != nil }

// Lost reports whether framing is lost, and which finding says why; the code is
// empty when none does.
func (c *Conn) Lost() (code wire.Code, lost bool) { return c.in.lostTo, c.in.lost }

// Spent reports whether a message announced the end of the connection, and why
// the connection does not persist.
func (c *Conn) Spent() (reason wire.Reason, spent bool) { return c.last.Reason, c.isSpent() }

// Unsolicited returns how many bytes came that answer no request, and how many
// unsolicited responses began.
func (c *Conn) Unsolicited() (bytes int64, responses int) {
	return c.in.unsolicitedBytes, c.in.unsolicitedCount
}

// BytesReceived returns how many bytes came from the server.
func (c *Conn) BytesReceived() int64 { return c.dec.Offset() }

// RoundTrip returns the estimate of a round trip; 0 when there is none.
func (c *Conn) RoundTrip() time.Duration { return c.roundTrip.estimate() }

// Measured sets the round trip that the kernel knows of. It takes precedence over
// what [Conn.RoundTrip] estimates from the bytes.
func (c *Conn) Measured(d time.Duration) { c.roundTrip.kernel = d }

func (c *Conn) isSpent() bool { return c.last.Exchange > 0 && !c.last.Reason.Persistent() }

func (c *Conn) found(at time.Duration, exchange int, f wire.Finding) {
	c.noteStep(exchange, f)
	c.o.emit(session.Found{At: at, Conn: c.id, Exchange: exchange, Finding: f})
}

// noteStep notes after which response the connection is out of step, and what the bytes
// after it most likely are.
func (c *Conn) noteStep(exchange int, f wire.Finding) {
	s, reads := &c.outOfStep, wire.IsLeftOver(f.Code)
	if !reads && f.Code != wire.CodeOutOfStep && f.Code != wire.CodeUnsolicited {
		return
	}
	if exchange == 0 {
		exchange = c.last.Exchange
	}
	if s.After == 0 {
		s.After = exchange
	}
	if reads && s.As == "" && s.After == exchange {
		s.As = f.Code
	}
}

// A roundTrip is how long it takes to the server and back.
//
// The kernel knows best (TCP_INFO). Without it the shortest of connecting and
// of any response's first byte after its request's last bounds it from above.
type roundTrip struct {
	shortest time.Duration // seen without the kernel's help; 0: none
	kernel   time.Duration // 0: unknown
}

// answered notes the time from the last byte sent to the first received.
func (r *roundTrip) answered(took time.Duration) {
	if took > 0 && (r.shortest == 0 || took < r.shortest) {
		r.shortest = took
	}
}

func (r *roundTrip) estimate() time.Duration {
	if r.kernel > 0 {
		return r.kernel
	}
	return r.shortest
}
