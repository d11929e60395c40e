package live

import (
	"errors"
	"io"
	"time"

	"linger/session"
	"linger/wire"
)

// An end is who ended a connection and how.
type end struct {
	by     session.Party
	how    session.How
	plain  bool           // TLS: a FIN without a closure alert
	motive session.Motive // where it is ours
	why    string         // the reason, as it stands in the told close
	err    error          // what the network said

	refused string // the server refused the TLS handshake after all: a sentence
}

func byUs(h session.How, m session.Motive, why string) end {
	return end{by: session.ByClient, how: h, motive: m, why: why}
}

// ended reads from a failed Read who ended the connection and how. A reset is
// told once: when a write has taken it, what Read gives is io.EOF.
//
// Under TLS an io.EOF is the closure alert, unless the transport itself came
// to its end (RFC 9112 §9.8).
func (c *conn) ended(err error) end {
	switch {
	case isReset(err), c.out.err != nil && isReset(c.out.err) && errors.Is(err, io.EOF):
		return end{by: session.ByServer, how: session.HowReset}
	case errors.Is(err, io.EOF) && c.tls && !c.tap.sawFIN():
		return end{by: session.ByServer, how: session.HowCloseNotify}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return end{by: session.ByServer, how: session.HowFIN, plain: c.tls}
	case isSilence(err):
		return end{by: session.ByNetwork, how: session.HowTimeout, err: err}
	case c.tls && !isUnreachable(err):
		e := end{by: session.ByServer, how: session.HowError, err: err, refused: c.refused(err)}
		if wantsCertificate(alertText(err), c.cert) && e.refused != "" {
			e.why = "it wants a client certificate"
		}
		return e
	}
	return end{by: session.ByNetwork, how: session.HowError, err: err}
}

// A verdict is all that is known of a connection when it ends: what the
// findings and the told close are made of.
type verdict struct {
	end
	at         time.Duration
	phase      session.Phase
	idle       time.Duration
	age        time.Duration
	notice     notice
	promised   time.Duration // the advertised timeout
	advertised bool          // there is one, and it was in force
	oldest     *exchange     // outstanding at the end, or nil
	stray      *exchange     // a response nobody asked for, under way at the end, or nil
	facts      wire.Facts    // of the oldest's response, as far as it came
	lost       []int
}

// close ends the open connection: it tells what became of every exchange, what
// is to be said about the end, and the end.
func (l *loop) close(now time.Duration, e end) {
	c := l.conn
	l.lastWrite(c)
	if c.tls && e.by == session.ByClient && e.how == session.HowFIN {
		e.how = session.HowCloseNotify // a closure alert goes before the FIN: see tearDown
	}
	v := l.weigh(now, c, e)
	c.path.asked = 0
	l.measurePath(now, c) // how often TCP sent again before it came to this
	unsent := l.cutShort(now, c)
	l.endOfInput(c, &v)
	l.judge(c, &v)
	told := v.told(c)
	ev := session.Closed{
		At: now, Conn: c.id, By: e.by, How: e.how, Phase: v.phase, Idle: v.idle,
		Exchanges: c.begun, Announced: v.announced(), Lost: v.lost, Refused: e.refused,
		Notice: v.notice.kind, NoticeOf: v.notice.of, Motive: e.motive,
		Text: told.text(), Moment: told.moment, Compared: told.compared,
	}
	if v.advertised {
		ev.Advertised = &v.promised
	}
	l.emit(ev)
	l.tearDown(c, e)
	l.conn = nil
	l.workCut(now, v.cut(&ev))
	l.unsent(now, c, unsent)
	if len(l.waiting) > 0 && l.dialling == nil && !l.ending {
		l.dial(now)
	}
}

// lastWrite waits for the writer's word on a request that was answered in full: it
// was written in full, mostly, and the word is only a moment late.
func (l *loop) lastWrite(c *conn) {
	if !c.out.busy || len(c.outstanding) == 0 || c.outstanding[0].answer == nil {
		return
	}
	t := time.NewTimer(lastMoment)
	defer t.Stop()
	select {
	case w := <-c.wrote:
		l.wrote(w)
	case <-t.C:
	}
}

// weigh gathers what is known before the exchanges under way are ended.
func (l *loop) weigh(now time.Duration, c *conn, e end) verdict {
	v := verdict{end: e, at: now, phase: session.PhaseIdle, age: now - c.opened, notice: c.noticed(), stray: c.in.stray}
	v.idle = max(0, now-c.idleSince)
	v.promised, v.advertised = c.budget.promised()
	v.advertised = v.advertised && (!c.spent() || v.goodbye()) && c.halfClosed == never
	if len(c.outstanding) == 0 {
		if c.in.stray != nil {
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
	if !v.oldest.sent && (v.oldest.firstByte == 0 || v.oldest.answer != nil) {
		v.phase = session.PhaseRequest
	}
	return v
}

// underWay is the exchange whose response is being read, or nil.
func (c *conn) underWay() *exchange {
	switch {
	case c.in.stray != nil:
		return c.in.stray
	case len(c.outstanding) > 0 && c.outstanding[0].firstByte > 0:
		return c.outstanding[0]
	}
	return nil
}

// endOfInput tells the decoder, and ends every exchange under way.
func (l *loop) endOfInput(c *conn, v *verdict) {
	in := &c.in
	if ev := c.dec.Close(); ev == wire.EventMessageEnd || len(c.dec.Lines()) > 0 || len(c.dec.Findings()) > 0 {
		in.batch.start(v.at, in.limbo, 0, 0)
		in.limbo = nil
		l.lastWords(c, v, ev)
	}
	for len(c.outstanding) > 0 {
		ex := c.outstanding[0]
		f := unread(ex.facts)
		if in.lost && ex == v.oldest {
			f = *c.dec.Facts()
			v.facts = f
			if f.Status > 0 && !f.Interim() && len(v.lost) > 0 && v.lost[0] == ex.id {
				v.lost = v.lost[1:] // what came of its response says what became of it
			}
		}
		if c.halfClosed == never && v.crossed() { // a server may take a half-close for the end
			l.found(v.at, c, ex.id, wire.Finding{Code: session.CodeKeepAliveRace, Offset: -1})
		}
		l.exchangeDone(c, ex, &f, c.in.sum.sum(&c.in.store))
	}
	if in.stray != nil {
		ex := in.stray
		in.stray = nil
		l.exchangeDone(c, ex, c.dec.Facts(), c.in.sum.sum(&c.in.store))
	}
}

// lastWords takes what the decoder says at the end of the connection: the end
// of a close-delimited body, or a message cut short.
func (l *loop) lastWords(c *conn, v *verdict, ev wire.Event) {
	b := &c.in.batch
	b.to = len(b.buf)
	if l.assign(c); b.ex == nil {
		b.loose = true
	}
	b.lines = append(b.lines, c.dec.Lines()...)
	for _, f := range c.dec.Findings() {
		if f.Code == wire.CodeTruncated && v.by == session.ByClient {
			f.Detail = v.subject()
		}
		b.finds = append(b.finds, f)
	}
	if ev != wire.EventMessageEnd {
		c.in.lost = c.in.lost || ev == wire.EventFramingLost
		l.hand(c)
		return
	}
	f := *c.dec.Facts()
	if f.Framing() == wire.FramingCloseDelimited && !v.inOrder() {
		f.Complete, f.Truncated = false, true
		b.finds = append(b.finds, wire.Finding{Code: wire.CodeTruncated, Offset: c.dec.Offset()})
	}
	v.facts = f
	l.messageEnd(c, &f)
}

// crossed says whether the end crossed requests of which nothing was answered.
// Where a message had announced the end nothing crossed: what was sent after it
// was not to be processed (RFC 9112 §9.6); nor is anything before the handshake
// is done.
func (v *verdict) crossed() bool {
	return v.by == session.ByServer && v.refused == "" && v.oldest != nil && !v.announced() && v.oldest.firstByte == 0
}

// inOrder says whether the end may stand for the end of close-delimited
// content.
//
// Over TLS it "is complete only if a valid closure alert has been received"
// (RFC 9112 §9.8).
func (e *end) inOrder() bool {
	return e.by == session.ByServer && (e.how == session.HowCloseNotify || e.how == session.HowFIN && !e.plain)
}

// tearDown closes the socket, and says on teardowns when all of the
// connection's goroutines have ended.
func (l *loop) tearDown(c *conn, e end) {
	close(c.gone)
	l.closing++
	go func() {
		if e.how == session.HowReset && e.by == session.ByClient {
			if s, ok := c.tap.Conn.(interface{ SetLinger(int) error }); ok {
				_ = s.SetLinger(0)
			}
			c.tap.Conn.Close()
		} else {
			c.nc.Close()
		}
		c.io.Wait()
		l.teardowns <- struct{}{}
	}()
}

// unread are the facts of a response of which no byte came.
func unread(r wire.Request) wire.Facts {
	return wire.Facts{
		Request: r, Answers: true, Length: -1, Hint: wire.Hint{Timeout: -1, Max: -1}, Truncated: true,
		Off: -1, BodyAt: -1, LengthAt: -1, CodingAt: -1, ConnectionAt: -1, HintAt: -1,
	}
}
