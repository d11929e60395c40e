package session

import (
	"fmt"
	"strings"
	"time"

	"linger/wire"
)

// told is the end of a connection in one sentence: who, how, when, and how
// that compares with what was said.
//
//	server closed (FIN) after 5.003 s idle: 3 ms after the advertised 5 s
//	server reset (RST) 300 of 512 bytes into the content of response 6
func (v *verdict) told(c *conn) string {
	s := v.subject() + " " + v.when(c)
	if rest := v.compared(c); rest != "" {
		s += ": " + rest
	}
	return s
}

// subject is who and how: "server closed (FIN)".
func (v *verdict) subject() string {
	switch {
	case v.by == ByNetwork && v.how == HowTimeout:
		return "network timed out"
	case v.by == ByNetwork:
		return "network failed"
	case v.how == HowReset:
		return string(v.by) + " reset (RST)"
	case v.how == HowCloseNotify:
		return string(v.by) + " closed (close_notify)"
	case v.how == HowTimeout:
		return string(v.by) + " gave up (timeout)"
	case v.how == HowError:
		return string(v.by) + " broke off (error)"
	case v.plain:
		return string(v.by) + " closed (FIN, no close_notify)"
	}
	return string(v.by) + " closed (FIN)"
}

// when is the moment, told by what the connection was doing.
func (v *verdict) when(c *conn) string {
	switch {
	case c.tunnel != nil:
		return fmt.Sprintf("the tunnel of response %d", c.tunnel.id)
	case v.oldest == nil && c.in.lost:
		return "after framing was lost"
	case v.phase == PhaseResponse && v.oldest == nil:
		return "in the middle of a response that nobody asked for"
	case v.oldest == nil && c.last.any:
		return "after " + exactly(v.idle) + " idle"
	case v.oldest == nil:
		return "after " + exactly(v.idle) + " idle, before any request"
	}
	return v.during(c.dec.Offset())
}

// during is where in the oldest outstanding exchange the end came, after so many
// bytes on the connection. A response begins anew after an interim one.
func (v *verdict) during(received int64) string {
	ex, f := v.oldest, &v.facts
	switch {
	case v.phase == PhaseRequest && ex.answer != nil:
		return fmt.Sprintf("while request %d was still being sent, after its response", ex.id)
	case v.phase == PhaseRequest:
		return fmt.Sprintf("while request %d was being sent", ex.id)
	case ex.firstByte == 0:
		return fmt.Sprintf("%s after request %d, before any byte of a response", exactly(v.at-ex.startedAt), ex.id)
	case f.FramingBad && !f.InterimBad:
		return fmt.Sprintf("after the framing of response %d was lost", ex.id)
	case !ex.final && received == f.Off:
		return fmt.Sprintf("%s after request %d, before any byte of its final response", exactly(v.at-ex.startedAt), ex.id)
	case !ex.final:
		return fmt.Sprintf("%s into the header section of response %d", bytesText(received-f.Off), ex.id)
	}
	switch f.Framing() {
	case wire.LengthDelimited:
		return fmt.Sprintf("%s of %s into the content of response %d", groups(f.ContentBytes), bytesText(f.Length), ex.id)
	case wire.Chunked:
		return fmt.Sprintf("%s into the chunked content of response %d", bytesText(f.ContentBytes), ex.id)
	}
	if v.inOrder() {
		return fmt.Sprintf("to end the content of response %d", ex.id)
	}
	return fmt.Sprintf("%s into the content of response %d, which has no length", bytesText(f.ContentBytes), ex.id)
}

// compared is how the end compares with what was said before.
func (v *verdict) compared(c *conn) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(v.why)
	if v.err != nil {
		add(cause(v.err))
	}
	switch {
	case v.by == ByClient:
		add(v.ours(c))
	case c.halfClosed != never:
		add(exactly(v.at-c.halfClosed) + " after the client shut the write side")
	case v.announced:
		add(v.announcement(c))
	case v.phase == PhaseIdle && v.advertised:
		add(lateText(v.idle-v.promised, v.promised))
	case v.phase == PhaseIdle && c.answered > 0 && v.idle <= inUse && c.last.reason.Persistent():
		add("unannounced, the response had promised to persist")
	case v.phase == PhaseIdle && c.answered > 0:
		add("no timeout was advertised")
	}
	if n := len(v.lost); n > 1 || n == 1 && v.oldest.id != v.lost[0] {
		add(plural(n, "request") + " lost")
	}
	return strings.Join(parts, "; ")
}

// announcement says which message had said so.
func (v *verdict) announcement(c *conn) string {
	f := c.last.facts
	if ex := v.oldest; ex != nil && ex.final {
		f = v.facts
	}
	switch {
	case f.Close:
		return "as announced by Connection: close"
	case f.Request.Close:
		return "as the request's Connection: close asked"
	case c.budget.spent():
		return "max was spent"
	case f.Version.Before(wire.Version{Major: 1, Minor: 1}):
		return "as HTTP/1.0 does unless it says keep-alive"
	}
	return "as HTTP/1.0 requests are answered"
}

// ours says why linger ended it, where the reason is not in the end itself.
func (v *verdict) ours(c *conn) string {
	if v.why != "" || !c.settle.on || v.phase != PhaseIdle {
		return ""
	}
	if c.settle.asked {
		return "it was to close, and the server had not"
	}
	if c.out.unfinished {
		return "the content of the last request was not sent, so that no other could follow"
	}
	return "it could not be used any more"
}

// lateText compares an idle time with the advertised timeout: "3 ms after the
// advertised 5 s".
func lateText(late, promised time.Duration) string {
	switch ms := late.Round(time.Millisecond); {
	case ms == 0:
		return "at the advertised " + seconds(promised)
	case ms < 0:
		return difference(-ms) + " before the advertised " + seconds(promised)
	default:
		return difference(ms) + " after the advertised " + seconds(promised)
	}
}
