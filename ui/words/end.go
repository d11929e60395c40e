package words

import (
	"strconv"
	"time"

	"linger/session"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// Sentence returns one sentence about an end: who ended the connection, how, when, and
// how the end compares with earlier announcements.
func Sentence(e *session.Ending) string { return join(Ended(e), broken(e, Long), Long, clauses(e)) }

// Ended returns the sentence about an end without the comparison: who ended the
// connection, how, and where in a message.
func Ended(e *session.Ending) string { return happened(e)[Long] }

// End returns the longest form of Sentence that is at most w cells wide. Shorter forms
// first drop the least important words, then the comparison, then the moment. The words
// "out of step" are dropped after the moment, because they are more important. The
// shortest form is one word.
func End(e *session.Ending, w int) string {
	all, what := clauses(e), happened(e)
	for n := len(all); n >= 0; n-- {
		if n == 0 && stepped(e) {
			if s := ", " + outOfStepShort; text.Width(Subject(e, w-text.Width(s))+s) <= w {
				return Subject(e, w-text.Width(s)) + s
			}
		}
		for l := Long; l < lengths; l++ {
			if s := join(what.at(l), broken(e, l), l, all[:n]); text.Width(s) <= w {
				return s
			}
		}
	}
	return Fit(w, Subject(e, w), Few(e))
}

// Subject returns who ended the connection and how, in at most w cells: "server closed
// (FIN)", "server FIN" or "server".
func Subject(e *session.Ending, w int) string {
	s := subjectForms(e)
	return Fit(w, s[Long], s.at(Medium), s.at(Short), party(e))
}

// How returns a word for the way in which the connection ended: "FIN".
func How(h session.How) string { return text.Safe(h.Name()) }

// Few returns the way in which the connection ended, and names the client if the client
// ended it: "FIN", "RST by linger".
func Few(e *session.Ending) string {
	if e.By == session.ByClient {
		return How(e.How) + " by " + party(e)
	}
	return How(e.How)
}

// State returns the state of a connection that has ended, in at most w cells: "closed by
// the server, 1 lost" or "closed by the server".
func State(e *session.Ending, w int) string {
	s := stateOf(e)
	if n := len(e.Lost); n > 0 && e.By == session.ByServer && e.How != session.HowError {
		return Fit(w, s+", "+format.Number(int64(n))+" lost", s)
	}
	return s
}

func stateOf(e *session.Ending) string {
	s := "closed by "
	switch {
	case e.By == session.ByNetwork && e.How == session.HowTimeout:
		return "timed out"
	case e.How == session.HowTimeout:
		return "timed out (" + party(e) + ")"
	case e.How == session.HowError:
		return "connection error"
	case e.How == session.HowReset:
		s = "reset by "
	}
	if e.By == session.ByClient {
		return s + client(e)
	}
	return s + "the " + party(e)
}

// Beside returns how an end compares with the announcements, or its moment if there is no
// comparison, in at most w cells.
func Beside(e *session.Ending, w int) string {
	all := clauses(e)
	if len(all) == 0 {
		s := moment(e)
		return Fit(w, s[Long], s.at(Medium), s.at(Short))
	}
	var ways []string
	for n := len(all); n > 0; n-- {
		for l := Long; l < lengths; l++ {
			ways = append(ways, join("", false, l, all[:n]))
		}
	}
	return Fit(w, ways...)
}

// When returns the moment of an end in full: "5.003 s after the last byte of exchange 8".
func When(e *session.Ending) string {
	m := &e.Moment
	switch m.Kind {
	case session.MomentIdle:
		if m.Exchange > 0 {
			if e.Idle < atOnce {
				return "right after exchange " + strconv.Itoa(m.Exchange)
			}
			return format.Exactly(e.Idle) + " after the last byte of exchange " + strconv.Itoa(m.Exchange)
		}
		if e.Foreign { // the connection began before linger could see it
			return "after " + format.Exactly(e.Idle) + " idle"
		}
		return format.Exactly(e.Idle) + " after connecting"
	case session.MomentUnused:
		return format.Exactly(e.Idle) + " after connecting"
	case session.MomentEndsContent:
		s := "where the content of " + response(e, m.Exchange) + " ends"
		if m.Silence > 0 {
			s += ", " + format.Exactly(m.Silence) + " after its last byte"
		}
		return s
	}
	if endLost(e) && e.OutOfStep.After > 0 {
		return format.Exactly(e.Age) + " after connecting, awaiting " + response(e, m.Exchange) + ": the bytes received are not a response"
	}
	if endLost(e) {
		return format.Exactly(e.Age) + " after connecting: the end of " + response(e, m.Exchange) + " cannot be found"
	}
	s := moment(e)[Long]
	switch {
	case m.Silence > 0:
		s += ", " + format.Exactly(m.Silence) + " after its last byte"
	case m.Kind != session.MomentNoByte && m.Kind != session.MomentNoFinalByte && m.Kind != session.MomentAfterClose && e.Age > 0:
		s += ", " + format.Exactly(e.Age) + " after connecting"
	}
	return s
}

// During returns a few words about what was in progress when a connection in use ended,
// such as "inside response 4".
func During(e *session.Ending) string {
	n := strconv.Itoa(e.Moment.Exchange)
	switch e.Moment.Kind {
	case session.MomentSending, session.MomentSendingAnswered:
		return "while request " + n + " was sent"
	case session.MomentNoByte, session.MomentNoFinalByte:
		return "awaiting response " + n
	case session.MomentAfterClose:
		return "after response " + n
	case session.MomentEndsContent:
		return "to end response " + n
	case session.MomentTunnel, session.MomentAfterLost, session.MomentAfterUnsolicited, "":
		return "in use"
	}
	return "inside response " + n
}

// happened returns who ended the connection, how and when.
func happened(e *session.Ending) forms {
	who, when, between := subjectForms(e), moment(e), " "
	if endLost(e) {
		between = ": "
	}
	var f forms
	for l := Long; l < lengths; l++ {
		f[l] = who.at(l)
		if s := when.at(l); s != "" {
			f[l] += between + s
		}
	}
	return f
}

// broken reports whether the text of happened contains a colon or a semicolon.
func broken(e *session.Ending, l Length) bool {
	return endLost(e) || l == Long && e.Moment.Kind == session.MomentNoByte && e.How == session.HowTimeout
}

// client returns the name of the client: "linger", or "the client" if linger only watches
// the connection of another program.
func client(e *session.Ending) string {
	if e.Foreign {
		return "the client"
	}
	return linger
}

// clientFirst returns the same name as client, in the form that begins a sentence.
func clientFirst(e *session.Ending) string {
	if e.Foreign {
		return "The client"
	}
	return linger
}

const linger = "linger"

// Idle returns how long a connection had been idle when it ended: "5.003 s idle".
func Idle(e *session.Ending) string {
	if e.Moment.Exchange > 0 && e.Idle < atOnce {
		return "right after a response"
	}
	return format.Exactly(e.Idle) + " idle"
}

// atOnce is the idle time below which texts say "right after" and give no number.
const atOnce = time.Millisecond

// party returns the name of the party that ended a connection.
func party(e *session.Ending) string {
	if e.By == session.ByClient && !e.Foreign {
		return linger
	}
	return text.Safe(string(e.By))
}

// subjectForms returns the forms of Subject.
func subjectForms(e *session.Ending) forms {
	who := party(e)
	switch {
	case e.By == session.ByNetwork && e.How == session.HowTimeout:
		return same("network timed out")
	case e.By == session.ByNetwork:
		return same("network failed")
	case e.How == session.HowReset:
		return forms{Long: who + " reset (RST)", Short: who + " RST"}
	case e.How == session.HowCloseNotify && e.Followed == session.FollowedNothing:
		return forms{Long: who + " closed (close_notify, no FIN)", Medium: who + " closed (close_notify)", Short: who + " close_notify"}
	case e.How == session.HowCloseNotify:
		return forms{Long: who + " closed (close_notify)", Short: who + " close_notify"}
	case e.How == session.HowTimeout:
		return forms{Long: who + " stopped waiting", Short: who + " timed out"}
	case e.How == session.HowError:
		return forms{Long: who + " aborted (error)", Short: who + " error"}
	case e.Bare:
		return forms{Long: who + " closed (FIN, no close_notify)", Medium: who + " closed (no close_notify)", Short: who + " FIN"}
	}
	return forms{Long: who + " closed (FIN)", Short: who + " FIN"}
}

// endLost reports whether linger closed because it could not find the end of a response.
// The moment is then a separate clause.
func endLost(e *session.Ending) bool {
	return e.Moment.Kind == session.MomentAfterLostIn && e.Motive == session.MotiveFraming
}

// misstep returns a clause about what put the connection out of step.
func misstep(e *session.Ending) string {
	n := strconv.Itoa(e.OutOfStep.After)
	switch {
	case session.Misframes(e.OutOfStep.Code):
		return "request " + n + " does not end where it says"
	case e.OutOfStep.Code == wire.CodeUnsolicitedResp:
		return "an unsolicited response followed response " + n
	case e.OutOfStep.As == wire.CodeLengthShort:
		return "Content-Length of response " + n + " is too small"
	}
	return "response " + n + " does not end where it says"
}

// moment returns a phrase about what was in progress when the connection ended.
func moment(e *session.Ending) forms {
	m := &e.Moment
	re, rq := response(e, m.Exchange), "request "+strconv.Itoa(m.Exchange)
	switch m.Kind {
	case session.MomentTunnel:
		return same("in the tunnel of " + re)
	case session.MomentAfterUnsolicited:
		return same("after " + format.Count(m.N, "unsolicited response"))
	case session.MomentAfterLost:
		return same("after framing was lost")
	case session.MomentEndsUnsolicited, session.MomentEndsContent:
		return forms{Long: "to end the content of " + re, Medium: "to end " + re}
	case session.MomentInUnsolicited, session.MomentInHead, session.MomentAfterLostIn:
		return inside(e, re)
	case session.MomentIdle:
		if m.Exchange > 0 && e.Idle < atOnce {
			return same("right after " + re)
		}
		return same("after " + format.Exactly(e.Idle) + " idle")
	case session.MomentUnused:
		return forms{Long: "after " + format.Exactly(e.Idle) + " idle, before any request", Short: "after " + format.Exactly(e.Idle) + " idle"}
	case session.MomentAfterClose:
		if m.After < atOnce {
			return same("right after " + re)
		}
		return same(format.Exactly(m.After) + " after " + re)
	case session.MomentSendingAnswered:
		return forms{Long: "while " + rq + " was still being sent, after its response", Short: "while " + rq + " was being sent"}
	case session.MomentSending:
		return same("while " + rq + " was being sent")
	case session.MomentNoByte:
		if e.How == session.HowTimeout {
			return forms{Long: format.Exactly(m.After) + " after " + rq + "; no byte of a response came", Medium: format.Exactly(m.After) + " after " + rq}
		}
		return forms{format.Exactly(m.After) + " after " + rq + ", before any byte of a response", format.Exactly(m.After) + " after " + rq + ", before any response", format.Exactly(m.After) + " after " + rq}
	case session.MomentNoFinalByte:
		return forms{format.Exactly(m.After) + " after " + rq + ", before any byte of its final response", format.Exactly(m.After) + " after " + rq + ", before its final response", format.Exactly(m.After) + " after " + rq}
	}
	return bytesInto(e, re)
}

// inside returns a phrase about the part of a response in which the connection ended,
// without numbers of bytes.
func inside(e *session.Ending, re string) forms {
	switch {
	case e.Moment.Kind == session.MomentInHead:
		return forms{Long: "inside the header section of " + re, Short: "inside " + re}
	case endLost(e) && e.OutOfStep.After > 0:
		return same(misstep(e))
	case endLost(e):
		return same("the end of " + re + " cannot be found")
	case e.Moment.Kind == session.MomentAfterLostIn && e.Motive != session.MotiveLimit:
		return same("after the framing of " + re + " was lost")
	}
	return same("inside " + re)
}

// bytesInto returns a phrase about how many bytes of a response had arrived when the
// connection ended.
func bytesInto(e *session.Ending, re string) forms {
	m := &e.Moment
	n := format.Count(m.N, "byte")
	switch m.Kind {
	case session.MomentHeadBytes:
		return forms{Long: n + " into the header section of " + re, Medium: n + " into " + re}
	case session.MomentInLength:
		n = format.Number(m.N) + " of " + format.Count(m.Of, "byte")
		return forms{Long: n + " into the content of " + re, Medium: n + " into " + re}
	case session.MomentInChunks:
		return forms{Long: n + " into the chunked content of " + re, Medium: n + " into " + re}
	case session.MomentInOpen:
		return forms{Long: n + " into the content of " + re + ", which has no length", Medium: n + " into " + re}
	}
	return forms{}
}

// response returns the name of a response: "response 4" or "unsolicited response 4".
func response(e *session.Ending, id int) string {
	s := "response " + strconv.Itoa(id)
	switch e.Moment.Kind {
	case session.MomentEndsUnsolicited, session.MomentInUnsolicited:
		return "unsolicited " + s
	}
	return s
}

// Interrupted returns a clause about who ended a connection before a response was
// complete. begun says whether a part of the response had arrived.
func Interrupted(e *session.Ending, begun bool) string {
	s := "the " + party(e)
	if e.By == session.ByClient {
		s = client(e)
	}
	switch {
	case e.By == session.ByNetwork:
		s += " gave up the connection"
	case e.How == session.HowReset:
		s += " reset the connection"
	case e.How == session.HowTimeout:
		s += " stopped waiting"
	case e.How == session.HowError:
		s += " aborted the connection"
	default:
		s += " closed the connection"
	}
	if !begun {
		return s + " before any byte of a response"
	}
	return s + " before the response was complete"
}
