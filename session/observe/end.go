package observe

import (
	"time"

	"linger/session"
	"linger/wire"
)

// An End holds what the bytes do not show about the end of a connection: who
// ended it, how and why. Its fields have the same meaning as in
// [session.Ending].
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

	// EndedAt is the time at which the first side ended its direction, if the other side
	// continued after that. 0 means that the whole connection ended at once.
	EndedAt time.Duration
}

// End records the end of the connection. It emits ExchangeDone for each exchange in
// progress, the findings about the end, and [session.Closed], which it also returns. The
// Conn must not be used afterwards.
func (c *Conn) End(now time.Duration, e End) session.Closed {
	c.closeSent(now, e.By == session.ByClient)
	v := c.gather(now, e)
	c.Stop(now)
	c.endOfInput(&v)
	v.Moment, v.Cut, v.OutOfStep = v.moment(c), v.cut(), c.outOfStep
	for _, f := range c.o.judge(c.opt.Target).Findings(&v.Ending, &c.budget.Budget) {
		if f.Code == session.CodeMaxEndedEarly && v.crossed() {
			continue // the finding about the lost request is more precise
		}
		c.found(now, 0, f)
	}
	ev := session.Closed{At: now, Conn: c.id, Exchanges: c.begun, Ending: v.Ending}
	c.o.emit(ev)
	return ev
}

// Leave ends the observation of a connection when a capture ends. It ends the exchanges
// in progress as they are, with the bytes received so far. If open is set, the connection
// was still open, and Leave reports nothing as truncated. It emits no [session.Closed],
// because the end of the connection is unknown.
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

// A verdict holds the facts about a connection that ends.
type verdict struct {
	session.Ending
	at          time.Duration
	endedAt     time.Duration // time at which the first side ended its direction
	oldest      *exchange     // the oldest exchange outstanding at the end, or nil
	unsolicited *exchange     // an unsolicited response in progress at the end, or nil
	facts       wire.Facts    // facts of the response to oldest, which may be incomplete
}

// gather returns the facts about a connection that ends. Call it before the exchanges in
// progress are ended, because the phase depends on which requests are still being sent.
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

// endOfInput closes the decoder and ends each exchange in progress.
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
				v.Lost = v.Lost[1:] // the client received the status of this response, so the request is not lost
			}
		}
		if c.halfClosed == never && v.crossed() && v.Instead == "" { // no finding after a half-close, which some servers treat as the end of the connection
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

// lastInput handles what the decoder reports at the end of the connection: the
// end of close-delimited content, or an incomplete message.
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

// crossed reports whether the outstanding requests and the server's end of the connection
// may have crossed on the network, because no byte of a response to these requests
// arrived. It returns false if a message had announced the end, because the server must
// not process later requests (RFC 9112 §9.6). It also returns false if the server refused
// the TLS handshake.
func (v *verdict) crossed() bool {
	return v.By == session.ByServer && v.Refusal == "" && v.oldest != nil && !v.Announced() && v.oldest.bytes == 0
}

// raceSlack is the longest delay that the two hosts are assumed to add to the round trips
// of a race.
const raceSlack = 50 * time.Millisecond

// crossing returns the finding code for ex, an exchange in which no byte of a response
// arrived. The code is keep-alive-race if an earlier exchange on the connection was
// complete, and if the connection ended before ex began or at most about two round trips
// later. Otherwise the code is no-response.
func (v *verdict) crossing(c *Conn, ex *exchange) wire.Code {
	if c.answered > 0 && v.endedAt-ex.startedAt <= 2*c.roundTrip.estimate()+raceSlack {
		return session.CodeKeepAliveRace
	}
	return session.CodeNoResponse
}

// inOrder reports whether the end of the connection completes close-delimited content.
//
// Over TLS, such a message "is complete only if a valid closure alert has been received"
// (RFC 9112 §9.8).
func (v *verdict) inOrder() bool {
	return v.By == session.ByServer && (v.How == session.HowCloseNotify || v.How == session.HowFIN && !v.Bare)
}

// unread returns the facts about the response to r if no byte of that response arrived.
func unread(r wire.Request) wire.Facts {
	return wire.Facts{
		Request: r, Answers: true, Length: -1, Hint: wire.Hint{Timeout: -1, Max: -1}, Truncated: true,
		Off: -1, BodyAt: -1, LengthAt: -1, CodingAt: -1, ConnectionAt: -1, HintAt: -1,
	}
}
