package observe

import (
	"fmt"
	"strings"
	"time"

	"linger/session"
	"linger/wire"
	"linger/wire/format"
)

// A told close is the end of a connection in one sentence: who and how, when,
// and how that compares with what was said.
//
//	server closed (FIN) after 5.003 s idle: 3 ms after the advertised 5 s
//	server reset (RST) 300 of 512 bytes into the content of response 6
type told struct{ subject, moment, compared string }

func (v *verdict) told(c *Conn) told { return told{v.subject(), v.when(c), v.compared(c)} }

func (t *told) text() string {
	s := t.subject + " " + t.moment
	if t.compared != "" {
		s += ": " + t.compared
	}
	return s
}

// subject is who and how: "server closed (FIN)".
func (v *verdict) subject() string {
	switch {
	case v.By == session.ByNetwork && v.How == session.HowTimeout:
		return "network timed out"
	case v.By == session.ByNetwork:
		return "network failed"
	case v.How == session.HowReset:
		return string(v.By) + " reset (RST)"
	case v.How == session.HowCloseNotify:
		return string(v.By) + " closed (close_notify)"
	case v.How == session.HowTimeout:
		return string(v.By) + " gave up (timeout)"
	case v.How == session.HowError:
		return string(v.By) + " broke off (error)"
	case v.Plain:
		return string(v.By) + " closed (FIN, no close_notify)"
	}
	return string(v.By) + " closed (FIN)"
}

// when is the moment, told by what the connection was doing.
func (v *verdict) when(c *Conn) string {
	switch {
	case c.tunnel != nil:
		return fmt.Sprintf("the tunnel of response %d", c.tunnel.id)
	case v.Motive == session.MotiveResponses:
		return fmt.Sprintf("after %s that nobody asked for", format.Count(c.in.unsolicitedCount, "response"))
	case v.oldest == nil && c.in.lost:
		return "after framing was lost"
	case v.unsolicited != nil && v.facts.Complete && v.inOrder():
		return fmt.Sprintf("to end the content of response %d, which nobody asked for", v.unsolicited.id)
	case v.unsolicited != nil && v.oldest == nil:
		return fmt.Sprintf("in the middle of response %d, which nobody asked for", v.unsolicited.id)
	case v.oldest == nil && c.last.any:
		return "after " + format.Exactly(v.idle) + " idle"
	case v.oldest == nil:
		return "after " + format.Exactly(v.idle) + " idle, before any request"
	case v.oldest.barred > 0 && v.oldest.bytes == 0:
		return fmt.Sprintf("%s after response %d", format.Exactly(v.at-c.idleSince), v.oldest.barred)
	}
	return v.during(c)
}

// during is where in the oldest outstanding exchange the end came. A response
// begins anew after an interim one.
func (v *verdict) during(c *Conn) string {
	ex, f, received := v.oldest, &v.facts, c.dec.Offset()
	switch {
	case v.phase == session.PhaseRequest && ex.answer != nil:
		return fmt.Sprintf("while request %d was still being sent, after its response", ex.id)
	case v.phase == session.PhaseRequest:
		return fmt.Sprintf("while request %d was being sent", ex.id)
	case ex.bytes == 0:
		return fmt.Sprintf("%s after request %d, before any byte of a response", format.Exactly(v.at-ex.startedAt), ex.id)
	case f.FramingBad && !f.InterimBad && c.in.lostTo == wire.CodeHeadTooLarge:
		return fmt.Sprintf("inside the header section of response %d", ex.id)
	case f.FramingBad && !f.InterimBad:
		return fmt.Sprintf("after the framing of response %d was lost", ex.id)
	case !ex.final && received == f.Off:
		return fmt.Sprintf("%s after request %d, before any byte of its final response", format.Exactly(v.at-ex.startedAt), ex.id)
	case !ex.final:
		return fmt.Sprintf("%s into the header section of response %d", format.Count(received-f.Off, "byte"), ex.id)
	}
	return v.inContent(ex.id)
}

// inContent is where in the content of a response the end came.
func (v *verdict) inContent(id int) string {
	f := &v.facts
	switch f.Framing() {
	case wire.FramingLengthDelimited:
		return fmt.Sprintf("%s of %s into the content of response %d", format.Number(f.ContentBytes), format.Count(f.Length, "byte"), id)
	case wire.FramingChunked:
		return fmt.Sprintf("%s into the chunked content of response %d", format.Count(f.ContentBytes, "byte"), id)
	}
	if v.inOrder() {
		return fmt.Sprintf("to end the content of response %d", id)
	}
	return fmt.Sprintf("%s into the content of response %d, which has no length", format.Count(f.ContentBytes, "byte"), id)
}

// stalled is how long nothing had come of a response under way; empty: not
// long, or the moment says so.
func (v *verdict) stalled(c *Conn) string {
	ex := v.oldest
	if ex == nil || v.Motive == session.MotiveFraming || v.Motive == session.MotiveLimit || !ex.final && c.dec.Offset() == v.facts.Off || ex.bytes == 0 || ex.answer != nil || v.facts.Complete {
		return ""
	}
	if d := v.at - ex.lastByte; d > inUse {
		return "after " + format.Exactly(d) + " of silence"
	}
	return ""
}

// compared is how the end compares with what was said before.
func (v *verdict) compared(c *Conn) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(v.Why)
	add(v.Cause)
	add(v.stalled(c))
	switch {
	case v.By == session.ByClient:
	case c.halfClosed != never:
		add(format.Exactly(v.at-c.halfClosed) + " after the client shut the write side")
	case v.announced():
		add(v.announcement(c))
	case v.phase == session.PhaseIdle && v.advertised:
		add(lateText(v.idle-v.promised, v.promised))
	case v.phase == session.PhaseIdle && c.answered > 0 && v.idle <= inUse && c.last.reason.Persistent():
		add("unannounced, the response had promised to persist")
	case v.phase == session.PhaseIdle && c.answered > 0:
		add("no timeout was advertised")
	}
	add(v.losses())
	return strings.Join(parts, "; ")
}

// losses says how many requests were lost, where the moment does not.
func (v *verdict) losses() string {
	n := len(v.lost)
	switch {
	case n > 0 && v.notice.closes() && v.lost[0] > v.notice.of:
		return format.Count(n, "request") + " not to be processed any more"
	case n > 1 || n == 1 && v.oldest.id != v.lost[0]:
		return format.Count(n, "request") + " lost"
	}
	return ""
}

// announcement says which message had said so.
func (v *verdict) announcement(c *Conn) string {
	if v.goodbye() && (v.unsolicited == nil || v.unsolicited.id != v.notice.of) {
		s := fmt.Sprintf("response %d, which nobody asked for, said close", v.notice.of)
		if v.phase == session.PhaseIdle && v.advertised {
			s = lateText(v.idle-v.promised, v.promised) + "; " + s
		}
		return s
	}
	switch v.notice.kind {
	case session.NoticeResponseClose:
		return "as announced by Connection: close"
	case session.NoticeRequestClose:
		return "as the request's Connection: close asked"
	case session.NoticeMax:
		return "max was spent"
	case session.NoticeHTTP10:
		return "as HTTP/1.0 does unless it says keep-alive"
	}
	return "as HTTP/1.0 requests are answered"
}

// lateText compares an idle time with the advertised timeout: "3 ms after the
// advertised 5 s".
func lateText(late, promised time.Duration) string {
	switch ms := late.Round(time.Millisecond); {
	case ms == 0:
		return "at the advertised " + format.Seconds(promised)
	case ms < 0:
		return format.Difference(-ms) + " before the advertised " + format.Seconds(promised)
	default:
		return format.Difference(ms) + " after the advertised " + format.Seconds(promised)
	}
}
