package observe

import (
	"time"

	"linger/session"
	"linger/wire"
)

// An End is who ended a connection, how, and why: what the bytes do not show. Its
// fields have the meaning that they have in [session.Ending].
type End struct {
	By       session.Party
	How      session.How
	Bare     bool
	Followed session.Followed
	Motive   session.Motive
	Limit    session.Limit
	Target   string
	Allowed  session.Allowed
	Cause    string
	Refusal  session.Refusal
	Alert    string

	Delivery session.Delivery

	// EndedAt is when the side that ended first did so, where the other one went on
	// and the end of the connection is later; 0: at the end.
	EndedAt time.Duration
}

// End ends the connection: it emits what became of every exchange, the findings
// about the end, and [session.Closed], which it returns. The Conn is not used
// afterwards.
func (c *Conn) End(now time.Duration, e End) session.Closed {
	c.closeSent(now, e.By == session.ByClient)
	v := c.gather(now, e)
	c.Stop(now)
	c.endOfInput(&v)
	v.Moment, v.Cut, v.OutOfStep = v.moment(c), v.cut(), c.outOfStep
	for _, f := range c.o.judge(c.opt.Target).Findings(&v.Ending, &c.budget.Budget) {
		if f.Code == session.CodeMaxEndedEarly && v.crossed() {
			continue // the request that was lost says more
		}
		c.found(now, 0, f)
	}
	ev := session.Closed{At: now, Conn: c.id, Exchanges: c.begun, Ending: v.Ending}
	c.o.emit(ev)
	return ev
}

// Leave ends observation where a capture ends. Open says that the connection was
// still open then: what is under way is emitted as far as it came, and nothing is
// called truncated. There is no [session.Closed], since nothing is known about the
// end.
func (c *Conn) Leave(now time.Duration, open bool) {
	c.left = true
	c.closeSent(now, !open)
	v := verdict{at: now, Ending: session.Ending{By: session.ByServer, How: session.HowFIN}}
	leave := c.dec.Close
	if open {
		leave = c.dec.Leave
	}
	c.lastInput(&v, leave())
	for len(c.outstanding) > 0 {
		ex := c.outstanding[0]
		f := unread(ex.request)
		if ex.bytes > 0 {
			f = *c.dec.Facts()
		}
		c.exchangeDone(ex, &f, c.in.digest.sum(&c.small))
	}
}

// A verdict is what is known of a connection when it ends.
type verdict struct {
	session.Ending
	at          time.Duration
	endedAt     time.Duration // of the side that ended first
	oldest      *exchange     // outstanding at the end, or nil
	unsolicited *exchange     // an unsolicited response, under way at the end, or nil
	facts       wire.Facts    // of the oldest's response, as far as it came
}

// gather collects what is known before the exchanges under way are ended: the phase
// depends on which requests are still being sent.
func (c *Conn) gather(now time.Duration, e End) verdict {
	v := verdict{at: now, endedAt: now, unsolicited: c.in.unsolicited, Ending: session.Ending{
		By: e.By, How: e.How, Bare: e.Bare, Followed: e.Followed, Motive: e.Motive, Limit: e.Limit, Target: e.Target, Allowed: e.Allowed,
		Cause: e.Cause, Refusal: e.Refusal, Alert: e.Alert, Delivery: e.Delivery,
		Foreign: c.opt.Foreign,
		Phase:   session.PhaseIdle, Idle: max(0, now-c.idleSince), Age: now - c.opened,
		Answered: c.answered, Last: c.last.LastResponse, Notice: c.noticed(now),
	}}
	if e.EndedAt > 0 {
		v.endedAt = e.EndedAt
	}
	if c.halfClosed != never {
		v.HalfClosed, v.ShutFor = true, now-c.halfClosed
	}
	if d, ok := c.budget.promised(); ok && (!c.isSpent() || v.Notice.Unsolicited) && !v.HalfClosed {
		v.HasAdvertised, v.Advertised = true, d
	}
	if len(c.outstanding) == 0 {
		if c.in.unsolicited != nil {
			v.Phase = session.PhaseResponse
		}
		return v
	}
	v.oldest = c.outstanding[0]
	v.Phase, v.Idle, v.Oldest = session.PhaseResponse, 0, v.oldest.id
	for _, ex := range c.outstanding {
		if !ex.final {
			v.Lost = append(v.Lost, ex.id)
		}
		if v.Bars() && ex.id > v.Notice.Of {
			ex.barred = v.Notice.Of
		}
	}
	if v.oldest.answer != nil {
		v.facts = *v.oldest.answer
	}
	if written := c.out.sent - v.oldest.from; v.oldest.bytes == 0 && written > 0 {
		v.Unreached = e.Delivery.Unanswered > 0 && e.Delivery.Unacknowledged >= written
	}
	if !v.oldest.sent && (v.oldest.bytes == 0 || v.oldest.answer != nil) {
		v.Phase = session.PhaseRequest
	}
	return v
}

// underWay returns the exchange whose response is being received, or nil.
func (c *Conn) underWay() *exchange {
	switch {
	case c.in.unsolicited != nil:
		return c.in.unsolicited
	case len(c.outstanding) > 0 && c.outstanding[0].bytes > 0:
		return c.outstanding[0]
	}
	return nil
}

// endOfInput closes the decoder, and ends every exchange under way.
func (c *Conn) endOfInput(v *verdict) {
	in := &c.in
	c.lastInput(v, c.dec.Close())
	c.diagnoseEnd(v.at)
	v.Instead = c.in.trail.instead
	for len(c.outstanding) > 0 {
		ex := c.outstanding[0]
		f := unread(ex.request)
		if in.lost && ex == v.oldest {
			f = *c.dec.Facts()
			v.facts = f
			if f.Status > 0 && !f.Interim() && len(v.Lost) > 0 && v.Lost[0] == ex.id {
				v.Lost = v.Lost[1:] // its status came: the client knows what became of it
			}
		}
		if c.halfClosed == never && v.crossed() && v.Instead == "" { // a half-close looks like an end to some servers
			c.found(v.at, ex.id, wire.Finding{Code: v.crossing(c, ex), Offset: -1})
		}
		c.exchangeDone(ex, &f, c.in.digest.sum(&c.small))
	}
	if in.unsolicited != nil {
		ex := in.unsolicited
		in.unsolicited = nil
		c.exchangeDone(ex, c.dec.Facts(), c.in.digest.sum(&c.small))
	}
}

// lastInput takes what the decoder reports at the end of the connection: the end
// of close-delimited content, or an incomplete message.
func (c *Conn) lastInput(v *verdict, ev wire.Event) {
	if ev != wire.EventMessageEnd && len(c.dec.Lines()) == 0 && len(c.dec.Findings()) == 0 {
		return
	}
	b := &c.in.batch
	b.start(v.at, c.in.undecided, 0, 0)
	c.in.undecided = nil
	b.to = len(b.buf)
	if c.assign(); b.ex == nil {
		b.unassigned = true
	}
	b.lines = append(b.lines, c.dec.Lines()...)
	for _, f := range c.dec.Findings() {
		if f.Code == wire.CodeTruncated && v.By == session.ByClient {
			f.Detail = "by the client"
		}
		b.findings = append(b.findings, f)
	}
	if ev != wire.EventMessageEnd {
		c.in.lost = c.in.lost || ev == wire.EventFramingLost
		c.endBatch()
		return
	}
	f := *c.dec.Facts()
	if f.Framing() == wire.FramingCloseDelimited && !v.inOrder() {
		f.Complete, f.Truncated = false, true
		b.findings = append(b.findings, wire.Finding{Code: wire.CodeTruncated, Offset: c.dec.Offset()})
	}
	v.facts = f
	c.messageEnd(&f)
}

// crossed reports whether the end crossed requests on the wire: no byte of a
// response to them came. Where a message had announced the end nothing crossed:
// what was sent after it was not to be processed (RFC 9112 §9.6). Nor is anything
// processed before the TLS handshake is complete.
func (v *verdict) crossed() bool {
	return v.By == session.ByServer && v.Refusal == "" && v.oldest != nil && !v.Announced() && v.oldest.bytes == 0
}

// raceSlack is what the two systems may add to the round trip of a race.
const raceSlack = 50 * time.Millisecond

// crossing returns the code for a request that got no byte of a response. It is a
// race only where the connection had served before, and ended within about a
// round trip of the request, or before it: later the server had the request and knew
// of it.
func (v *verdict) crossing(c *Conn, ex *exchange) wire.Code {
	if c.answered > 0 && v.endedAt-ex.startedAt <= 2*c.roundTrip.estimate()+raceSlack {
		return session.CodeKeepAliveRace
	}
	return session.CodeNoResponse
}

// inOrder reports whether the end of the connection may delimit content.
//
// Over TLS it "is complete only if a valid closure alert has been received"
// (RFC 9112 §9.8).
func (v *verdict) inOrder() bool {
	return v.By == session.ByServer && (v.How == session.HowCloseNotify || v.How == session.HowFIN && !v.Bare)
}

// unread returns the facts of a response of which no byte came.
func unread(r wire.Request) wire.Facts {
	return wire.Facts{
		Request: r, Answers: true, Length: -1, Hint: wire.Hint{Timeout: -1, Max: -1}, Truncated: true,
		Off: -1, BodyAt: -1, LengthAt: -1, CodingAt: -1, ConnectionAt: -1, HintAt: -1,
	}
}
