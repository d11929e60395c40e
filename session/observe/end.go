package observe

import (
	"time"

	"linger/session"
	"linger/wire"
)

// An End is who ended a connection, how, and why.
type End struct {
	By      session.Party
	How     session.How
	Plain   bool           // TLS: a FIN without a closure alert
	Motive  session.Motive // of the client; empty where a person wanted the end
	Why     string         // the reason, as it stands in Closed.Text
	Cause   string         // what the network reported
	Refused string         // a sentence: the server refused the TLS handshake after it was complete
}

// End ends the connection: it emits what became of every exchange, the findings
// about the end, and [session.Closed], which it returns. The Conn is not used
// afterwards.
func (c *Conn) End(now time.Duration, e End) session.Closed {
	c.closeSent(now, e.By == session.ByClient)
	v := c.weigh(now, e)
	c.Stop(now)
	c.endOfInput(&v)
	c.judge(&v)
	told := v.told(c)
	ev := session.Closed{
		At: now, Conn: c.id, By: e.By, How: e.How, Phase: v.phase, Idle: v.idle,
		Exchanges: c.begun, Announced: v.announced(), Lost: v.lost, Refused: e.Refused,
		Notice: v.notice.kind, NoticeOf: v.notice.of, Motive: e.Motive,
		Text: told.text(), Moment: told.moment, Compared: told.compared,
	}
	if v.advertised {
		ev.Advertised = &v.promised
	}
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
	v := verdict{at: now, End: End{By: session.ByServer, How: session.HowFIN}}
	leave := c.dec.Close
	if open {
		leave = c.dec.Leave
	}
	c.lastInput(&v, leave())
	for len(c.outstanding) > 0 {
		f := *c.dec.Facts()
		c.exchangeDone(c.outstanding[0], &f, c.in.digest.sum(&c.in.store))
	}
}

// A verdict is all that is known of a connection when it ends. The findings about
// the end and Closed.Text are made from it.
type verdict struct {
	End
	at          time.Duration
	phase       session.Phase
	idle        time.Duration
	age         time.Duration
	notice      notice
	promised    time.Duration // the advertised timeout
	advertised  bool          // there is one, and it was in force
	oldest      *exchange     // outstanding at the end, or nil
	unsolicited *exchange     // an unsolicited response, under way at the end, or nil
	facts       wire.Facts    // of the oldest's response, as far as it came
	lost        []int         // exchanges without a final status
}

// weigh gathers what is known before the exchanges under way are ended: the phase
// depends on which requests are still being sent.
func (c *Conn) weigh(now time.Duration, e End) verdict {
	v := verdict{End: e, at: now, phase: session.PhaseIdle, age: now - c.opened, notice: c.noticed(), unsolicited: c.in.unsolicited}
	v.idle = max(0, now-c.idleSince)
	v.promised, v.advertised = c.budget.promised()
	v.advertised = v.advertised && (!c.spent() || v.goodbye()) && c.halfClosed == never
	if len(c.outstanding) == 0 {
		if c.in.unsolicited != nil {
			v.phase = session.PhaseResponse
		}
		return v
	}
	v.oldest = c.outstanding[0]
	v.phase, v.idle = session.PhaseResponse, 0
	for _, ex := range c.outstanding {
		if !ex.final {
			v.lost = append(v.lost, ex.id)
		}
		if v.notice.closes() && ex.id > v.notice.of {
			ex.barred = v.notice.of
		}
	}
	if v.oldest.answer != nil {
		v.facts = *v.oldest.answer
	}
	if !v.oldest.sent && (v.oldest.bytes == 0 || v.oldest.answer != nil) {
		v.phase = session.PhaseRequest
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
	for len(c.outstanding) > 0 {
		ex := c.outstanding[0]
		f := unread(ex.request)
		if in.lost && ex == v.oldest {
			f = *c.dec.Facts()
			v.facts = f
			if f.Status > 0 && !f.Interim() && len(v.lost) > 0 && v.lost[0] == ex.id {
				v.lost = v.lost[1:] // its status came: the client knows what became of it
			}
		}
		if c.halfClosed == never && v.crossed() { // a half-close looks like an end to some servers
			c.found(v.at, ex.id, wire.Finding{Code: session.CodeKeepAliveRace, Offset: -1})
		}
		c.exchangeDone(ex, &f, c.in.digest.sum(&c.in.store))
	}
	if in.unsolicited != nil {
		ex := in.unsolicited
		in.unsolicited = nil
		c.exchangeDone(ex, c.dec.Facts(), c.in.digest.sum(&c.in.store))
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
			f.Detail = v.subject()
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
	return v.By == session.ByServer && v.Refused == "" && v.oldest != nil && !v.announced() && v.oldest.bytes == 0
}

// inOrder reports whether the end of the connection may delimit content.
//
// Over TLS it "is complete only if a valid closure alert has been received"
// (RFC 9112 §9.8).
func (e *End) inOrder() bool {
	return e.By == session.ByServer && (e.How == session.HowCloseNotify || e.How == session.HowFIN && !e.Plain)
}

// unread returns the facts of a response of which no byte came.
func unread(r wire.Request) wire.Facts {
	return wire.Facts{
		Request: r, Answers: true, Length: -1, Hint: wire.Hint{Timeout: -1, Max: -1}, Truncated: true,
		Off: -1, BodyAt: -1, LengthAt: -1, CodingAt: -1, ConnectionAt: -1, HintAt: -1,
	}
}
