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
	small       store // for watched requests and digests: they are needed for longer than content, so they share no blocks with it
	out         outflow
	watched     watched
	outstanding []*exchange // oldest first
	last        lastAnswer
	tunnel      *exchange // the exchange that turned the connection into a tunnel, or nil
	budget      budget
	roundTrip   roundTrip
	stall       stallWatch

	opened     time.Duration
	idleSince  time.Duration // time at which the last response to a request ended, or at which the connection was opened
	idleAfter  int           // the exchange whose response ended at idleSince; 0: none
	closeDue   bool          // whether a message had a close option
	before     before        // for detecting content that the server left unread
	ignoredAt  time.Duration // time at which close-ignored is reported; never if not due
	assumed    int           // number of responses whose requests were taken from Options.Assume
	answered   int           // see Answered
	begun      int           // number of exchanges of this connection
	missing    bool          // whether the current bytes replace bytes that were not captured
	left       bool          // whether Leave was called: incomplete exchanges then get no advice about a retry
	halfClosed time.Duration // time at which the client shut its write side; never if it did not
	misframed  int           // the exchange of the first request that does not end where its framing says; 0: none
	outOfStep  session.OutOfStep
}

// HalfClosed records that the client shut its write side. A request in progress remains
// incomplete.
func (c *Conn) HalfClosed(now time.Duration) {
	c.closeSent(now, true)
	c.Stop(now)
	c.halfClosed = now
	c.budget.overdueAt = never
	c.o.emit(session.HalfClosed{At: now, Conn: c.id})
}

// Due returns the next time at which [Conn.Advance] has an effect, or the largest
// Duration if there is none.
func (c *Conn) Due() time.Duration { return min(c.budget.overdueAt, c.ignoredAt) }

// Advance emits the events that depend only on the time: Overdue when an idle connection
// has outlasted the advertised timeout, and the finding close-ignored when the server has
// not closed a connection that it must close. The timeout does not run while a request is
// outstanding.
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

// IdleSince returns the time at which the last response to a request ended, or at which
// the connection was opened.
func (c *Conn) IdleSince() time.Duration { return c.idleSince }

// Outstanding returns the number of requests without a complete response.
func (c *Conn) Outstanding() int { return len(c.outstanding) }

// OldestStarted returns the time at which the oldest outstanding request began. ok is
// false if no request is outstanding.
func (c *Conn) OldestStarted() (at time.Duration, ok bool) {
	if len(c.outstanding) == 0 {
		return 0, false
	}
	return c.outstanding[0].startedAt, true
}

// AnsweredWhileSending returns the time at which the response to a request ended while
// the request was still being sent. ok is false if there is no such response.
func (c *Conn) AnsweredWhileSending() (at time.Duration, ok bool) {
	if len(c.outstanding) == 0 || c.outstanding[0].answer == nil {
		return 0, false
	}
	return c.outstanding[0].lastByte, true
}

// Answered returns the number of exchanges with a request and a complete final response
// that did not open a tunnel.
func (c *Conn) Answered() int { return c.answered }

// Budget returns the budget of the connection. The caller must not change it.
func (c *Conn) Budget() *session.Budget { return &c.budget.Budget }

// Tunnel reports whether the connection became a tunnel and no longer carries
// HTTP/1.x.
func (c *Conn) Tunnel() bool { return c.tunnel != nil }

// Lost reports whether framing is lost, and returns the code of the finding that explains
// the loss, or "" if no finding does.
func (c *Conn) Lost() (code wire.Code, lost bool) { return c.in.lostTo, c.in.lost }

// Spent reports whether the connection cannot persist after the last complete response,
// and returns the reason.
func (c *Conn) Spent() (reason wire.Reason, spent bool) { return c.last.Reason, c.isSpent() }

// Unsolicited returns the number of unsolicited bytes received, and the number
// of unsolicited responses that have begun.
func (c *Conn) Unsolicited() (bytes int64, responses int) {
	return c.in.unsolicitedBytes, c.in.unsolicitedCount
}

// BytesReceived returns the number of bytes received from the server.
func (c *Conn) BytesReceived() int64 { return c.dec.Offset() }

// RoundTrip returns the estimated round trip, or 0 if there is no estimate.
func (c *Conn) RoundTrip() time.Duration { return c.roundTrip.estimate() }

// Measured records d, the round trip that the kernel measured. It takes precedence over
// linger's own estimate.
func (c *Conn) Measured(d time.Duration) { c.roundTrip.kernel = d }

func (c *Conn) isSpent() bool { return c.last.Exchange > 0 && !c.last.Reason.Persistent() }

func (c *Conn) found(at time.Duration, exchange int, f wire.Finding) {
	c.noteStep(exchange, f)
	c.o.emit(session.Found{At: at, Conn: c.id, Exchange: exchange, Finding: f})
}

// noteStep records what a finding says about a connection that is out of step: after
// which response, the cause, and what the following bytes most likely are.
func (c *Conn) noteStep(exchange int, f wire.Finding) {
	s, reads := &c.outOfStep, wire.IsLeftOver(f.Code)
	if !reads && !session.PutsOutOfStep(f.Code) {
		return
	}
	if exchange == 0 || f.Code == wire.CodeUnsolicitedResp {
		exchange = c.last.Exchange
	}
	if s.Code == "" && !reads {
		s.Code = f.Code
	}
	if s.After == 0 {
		s.After = exchange
	}
	if reads && s.As == "" && s.After == exchange {
		s.As = f.Code
	}
}

// A roundTrip estimates the round-trip time to the server.
//
// The kernel's measurement (TCP_INFO) is the best estimate. Without that measurement, the
// estimate is an upper bound. It is the time to connect or the shortest time from the
// last byte of a request to the first byte of its response, whichever is shorter.
type roundTrip struct {
	shortest time.Duration // estimate without the kernel; 0: none
	kernel   time.Duration // 0: unknown
}

// answered records took, the time from the last byte of a request to the first byte of
// its response.
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
