package probe

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

var framing = experiment{
	name: nameFraming,
	ref:  "RFC 9112 §6.3",
	asks: "a response defines its end in exactly one way",
	trials: func(p plan) []trial {
		return []trial{{stages: []stage{{do: send(p.given), until: done(1)}}}}
	},
	judge: judgeFraming,
}

func judgeFraming(e *evidence) Check {
	r, ok := e.first(nameFraming)
	if !ok || !wasAnswered(r.exchange(0)) && safe(e.given) {
		r, ok = e.first(greeting)
	}
	if !ok {
		return e.unmade(nameFraming)
	}
	x := r.exchange(0)
	if x == nil {
		return e.lacking(r)
	}
	c := Check{Verdict: Pass, Samples: 1, Found: e.words.Framing(x), Text: "sound"}
	found := e.ofFraming(x.Findings)
	worst, n := record.Worst(found)
	switch why := r.fault(x, e.words); {
	case why != "" && r.coming(x):
		return skipped(why)
	case why != "":
		c.Verdict, c.Text, c.fault = Fail, why, e.behindCut(r, x)
	case worst == wire.SeverityError: // a finding about bytes after the response
		c.Verdict, c.Text, c.fault = Fail, textOf(found, worst), outOfStep
	case e.misframed():
		c.Verdict, c.Text, c.fault = Fail, "more bytes follow the announced end: the next response is misread", outOfStep
	case worst == wire.SeverityWarning:
		c.Verdict, c.Text = Warn, textOf(found, worst)
		if hasFinding(r.conn(), wire.CodeOptionMisspelt) && e.endsEach() {
			c.fault = noNotice
			c.advise("server", "spell the connection option close correctly (RFC 9112 §9.6)")
		}
	case r.ended(x)-x.LastByte >= lateClose:
		c.Verdict, c.fault = Warn, closesLate
		c.Text = "no length, and the close that ends the response comes " + format.Duration(r.ended(x)-x.LastByte) + " after the last byte: each client waits for it"
	case x.Facts().Framing() == wire.FramingCloseDelimited:
		c.Text = "the close ends the response, so the connection cannot be reused"
	}
	if r.raw() && wantsTLS(x) {
		c.Text += ", but the response mentions TLS: try https://"
	}
	if wasAnswered(x) && n > 1 && worst >= wire.SeverityWarning {
		c.Text += fmt.Sprintf(", and %d more", n-1)
	}
	return c
}

// behindCut returns the fault that explains an incomplete response. The fault is in the
// way in which the server ends connections.
func (e *evidence) behindCut(r trialRun, x *record.Exchange) fault {
	switch {
	case wasAnswered(x) || !r.inTime(x) || !r.byServer():
		return noFault
	case r.conn().Close.How == session.HowReset:
		return resets
	case hasFinding(r.conn(), session.CodeTLSTruncated):
		return noClosureAlert
	case e.endsEach():
		return noNotice
	}
	return noFault
}

// ended returns the time at which a response ended: at its last byte, or at the
// close if it is close-delimited.
func (r trialRun) ended(x *record.Exchange) time.Duration {
	if wasAnswered(x) && x.Facts().Framing() == wire.FramingCloseDelimited {
		return max(x.LastByte, r.conn().Close.At)
	}
	return x.LastByte
}

// ofFraming returns the findings about framing. It leaves out those about the Keep-Alive
// field if the keep-alive-field check runs, because that check reports them.
func (e *evidence) ofFraming(fs []wire.Finding) []wire.Finding {
	if len(e.runs[nameField]) == 0 {
		return fs
	}
	return slices.DeleteFunc(slices.Clone(fs), func(f wire.Finding) bool {
		return f.Code == wire.CodeKeepAliveParam || f.Code == wire.CodeKeepAliveAlone || f.Code == wire.CodeCloseAndKeep
	})
}

// misframed reports whether bytes arrived together with a response to the probed request,
// but after the end of the response. It uses only connections without a wait, so the
// bytes did not arrive later.
func (e *evidence) misframed() bool {
	for _, name := range []string{nameFraming, nameField, nameMax} {
		for _, r := range e.runs[name] {
			if x := r.exchange(0); wasAnswered(x) && x.Requested && x.Method != "HEAD" && beyond(r.conn(), x) {
				return true
			}
		}
	}
	return false
}

// wantsTLS reports whether the response to a plain HTTP request is an error such as Go,
// nginx and Apache send on a port that expects HTTPS.
func wantsTLS(x *record.Exchange) bool {
	b := x.Response.Bytes(x.Response.Off, min(x.Response.Len, 4<<10))
	return wasAnswered(x) && x.Facts().Status == 400 && (bytes.Contains(b, []byte("HTTPS")) || bytes.Contains(b, []byte("TLS")))
}

// textOf returns the text of the first finding of the given severity.
func textOf(fs []wire.Finding, s wire.Severity) string {
	for _, f := range fs {
		if rule, ok := session.Lookup(f.Code); ok && rule.Severity == s {
			return session.TextOf(f) + " (" + string(f.Code) + ")"
		}
	}
	return ""
}

var headFraming = experiment{
	name: nameHead,
	ref:  "RFC 9110 §9.3.2",
	asks: "a response to HEAD ends with its header section",
	trials: func(p plan) []trial {
		return []trial{{stages: []stage{
			{do: send(as(p.request, "HEAD")), until: done(1)}, {until: closedIfAnnounced}, {do: again(p.request), until: done(2)},
		}}}
	},
	judge: judgeHead,
}

// beyond reports whether there are bytes after an exchange's response that do not begin
// the next response.
func beyond(c *record.Connection, x *record.Exchange) bool {
	for f := range findings(c) {
		if (f.Code == wire.CodeOutOfStep || f.Code == wire.CodeUnsolicited) && f.Offset == x.Response.Off+x.Response.Len {
			return true
		}
	}
	return false
}

// headAdvice is for a server that sends content in response to HEAD.
const headAdvice = "end a response to HEAD at its header section, whatever the application returns (RFC 9110 §9.3.2)"

func judgeHead(e *evidence) Check {
	r, ok := e.first(nameHead)
	if !ok {
		return e.unmade(nameHead)
	}
	head, next := r.exchange(0), r.exchange(1)
	if !wasAnswered(head) {
		return e.lacking(r)
	}
	c := Check{Samples: 1, Found: "no body"}
	switch {
	case beyond(r.conn(), head):
		c.Verdict, c.Found, c.Text, c.fault = Fail, "body", "the next response is read out of step", outOfStep
		if !head.Promised().Persistent() {
			c.Verdict, c.Text, c.fault = Warn, "harmless: the connection ends with this response", noFault
			c.advise("server", headAdvice)
		}
	case wasAnswered(next) && next.Facts().Status != head.Facts().Status:
		c.Verdict, c.Text = Pass, fmt.Sprintf("in step, although HEAD gets %d and %s gets %d", head.Facts().Status, next.Method, next.Facts().Status)
	case wasAnswered(next):
		c.Verdict, c.Text = Pass, "the next response is in step"
	case !head.Promised().Persistent():
		c.Verdict, c.Text = Pass, "the connection ends with this response"
	case r.byServer():
		c.Verdict, c.Text, c.fault = Warn, "the connection ends after this response, without notice", afterHead
		if e.endsEach() {
			c.fault = noNotice
		}
	case r.cut:
		return skipped(e.noTime())
	default:
		c.Verdict, c.Text = Warn, "the next request got no complete response"
		if e.answersOnce() {
			c.fault = oneAnswer
		}
	}
	return c
}
