package probe

import (
	"fmt"
	"slices"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// The functions in this file determine what is wrong with a response, or why it is
// missing. They use the findings and the close in the record.

// aftermath holds the findings that follow from the end of a connection or are
// about bytes after a response. They are not faults of the response.
var aftermath = []wire.Code{wire.CodeTruncated, wire.CodeOutOfStep, wire.CodeUnsolicited, session.CodeKeepAliveRace, session.CodeNoResponse}

// fault returns what is wrong with the response of an exchange: an error finding about
// it, or the reason why it is incomplete. It returns "" for a complete response without
// an error finding.
func (r trialRun) fault(x *record.Exchange, w Words) string {
	if f, ok := r.conn().OtherProtocol(); ok {
		return session.TextOf(f) + " (" + string(f.Code) + ")"
	}
	for _, f := range x.Findings {
		if rule, ok := session.Lookup(f.Code); ok && rule.Severity == wire.SeverityError && !slices.Contains(aftermath, f.Code) {
			return session.TextOf(f) + " (" + string(f.Code) + ")"
		}
	}
	switch {
	case wasAnswered(x):
		return ""
	case r.inTime(x):
		return r.endedInside(x, w)
	case !x.HasByte():
		return "no byte of a response came within " + r.waitedFor(x)
	case r.coming(x):
		return "the response was still coming after " + r.waitedFor(x)
	case x.Facts().Framing() == wire.FramingCloseDelimited:
		return "no length, and no close within " + r.waitedFor(x) + ": the response never ends"
	}
	return "the response stops early, and the connection stays open"
}

// inTime reports whether the wait for the response was ended by the server or the
// network, not by linger.
func (r trialRun) inTime(x *record.Exchange) bool { return !r.cut && !r.late && !endless(x) }

// coming reports whether the response was still arriving when linger stopped waiting: its
// last byte was less than a second old.
func (r trialRun) coming(x *record.Exchange) bool {
	return !wasAnswered(x) && !r.inTime(x) && x.HasByte() && r.conn().Close.At-x.LastByte < time.Second
}

// waitedFor returns how long linger waited for a response: "5 s".
func (r trialRun) waitedFor(x *record.Exchange) string {
	d := format.Brief(r.conn().Close.At - x.SentAt)
	if r.gaveUp() {
		return d + ", which is the time limit"
	}
	if endless(x) {
		return d + " and " + format.Fixed(float64(x.Response.Len)/(1<<20), 0) + " MiB"
	}
	return d
}

// endless reports whether linger stopped reading a response because of its
// size.
func endless(x *record.Exchange) bool { return !wasAnswered(x) && x.Response.Len >= endlessAnswer }

// endedInside describes how the connection ended before the response was complete.
func (r trialRun) endedInside(x *record.Exchange, w Words) string {
	end := w.End(&r.conn().Close.Ending)
	switch {
	case x.HasByte():
		return "the response is incomplete: " + end
	case r.raw():
		return "no response: " + end + "; a server that speaks only https does the same"
	}
	return "no response: " + end
}

// raw reports whether the connection does not use TLS.
func (r trialRun) raw() bool { return r.conn().Info.TLS == nil }

// unanswered returns the reason why none of the runs has a complete response to its first
// request.
func (e *evidence) unanswered(rs []trialRun) string {
	cut := false
	for _, r := range rs {
		cut = cut || r.cut
		if x := r.exchange(0); r.connected() && x != nil && x.Requested && !r.cut {
			if why := r.fault(x, e.words); why != "" && len(rs) > 1 {
				return fmt.Sprintf("on %d connections: %s", len(rs), why)
			} else if why != "" {
				return why
			}
		}
	}
	if cut {
		return e.noTime()
	}
	if slices.ContainsFunc(rs, trialRun.connected) {
		return noAnswer
	}
	return notMade
}

// fleeting returns the reason why no connection persists after the request has been
// answered. It returns "" if one persists or if there was no response.
func (e *evidence) fleeting(rs []trialRun) string {
	var last trialRun
	for _, r := range rs {
		switch x := r.exchange(0); {
		case !wasAnswered(x):
		case x.Promised().Persistent():
			return ""
		default:
			last = r
		}
	}
	if last.rec == nil {
		return ""
	}
	return e.endsAfter(last)
}

// endsAfter returns the reason why a connection does not persist after its first
// exchange, which was answered. The server, the client or the response itself may be the
// reason.
func (e *evidence) endsAfter(r trialRun) string {
	x := r.exchange(0)
	switch x.Promised() {
	case wire.ReasonRequestClose, wire.ReasonHTTP10Request:
		return asksForClose
	case wire.ReasonTunnel:
		return fmt.Sprintf("the response is a %d: the connection is a tunnel now", x.Facts().Status)
	case wire.ReasonFramingError:
		return framingLost
	case wire.ReasonResponseClose, wire.ReasonHTTP10Default:
		if asksClose(x.Facts().Request) {
			return asksForClose
		}
	}
	switch {
	case e.persistsAtFirst():
		return fmt.Sprintf("the server closes after %d, although it did not close after its first responses", x.Facts().Status)
	case !r.byServer() && !r.cut:
		return "each response says close, but the server leaves the connection open"
	}
	return eachClose
}

// asksClose reports whether a request asks the server to close the connection: with the
// close option, or by being HTTP/1.0 without keep-alive.
func asksClose(r wire.Request) bool {
	return r.Close || r.Version == (wire.Version{Major: 1, Minor: 0}) && !r.KeepAlive
}

// persistsAtFirst reports whether the very first response left the connection persistent.
func (e *evidence) persistsAtFirst() bool {
	for _, r := range e.runs[greeting] {
		if x := r.exchange(0); wasAnswered(x) && x.Promised().Persistent() {
			return true
		}
	}
	return false
}

// sentGoodbye returns the unsolicited error response (408) that some servers, such as
// haproxy, send on an idle connection just before they close it. It also reports whether
// there was such a response.
func sentGoodbye(r trialRun) (*record.Exchange, bool) {
	e := &r.conn().Close.Ending
	x := r.conn().Exchange(e.Notice.Of)
	return x, x != nil && e.Goodbye() && e.Notice.Status >= 400
}

// turnedAway reports whether the server ended a connection without answering
// its first request.
func (r trialRun) turnedAway() bool {
	x := r.exchange(0)
	return r.byServer() && x != nil && x.Requested && !r.served()
}

// broke reports whether TLS itself failed. The server did not choose how such a
// connection ended.
func (r trialRun) broke() bool { return r.conn().Close.How == session.HowError }

// tlsFails is the reason why a check that sends more bytes after a request cannot judge
// some servers: a server that renegotiates TLS reads these bytes as part of the
// renegotiation.
const tlsFails = "TLS fails when more than one request is sent, for example because the server renegotiates"

// oldTLS reports whether the connection uses a TLS version before 1.3, in which a closure
// alert from the client ends both directions (RFC 5246 §7.2.1).
func (r trialRun) oldTLS() bool {
	t := r.conn().Info.TLS
	return t != nil && t.Version != tls13
}

// tls13 is the name of the first TLS version in which each side can close its sending
// direction separately (RFC 8446 §6.1).
const tls13 = "TLS 1.3"

// hangs reports whether the connection was made but the server neither answered its first
// request nor closed.
func (r trialRun) hangs() bool {
	x := r.exchange(0)
	return x != nil && x.Requested && !r.served() && r.late
}
