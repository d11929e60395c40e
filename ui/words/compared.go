package words

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/ending"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// A clause compares an end with an earlier announcement, or gives the reason for the end.
type clause struct {
	forms
	comma bool // it continues the sentence: ", as announced"
}

// join returns the sentence s with the clauses appended. broken says whether s already
// contains a colon or a semicolon.
func join(s string, broken bool, l Length, cs []clause) string {
	var b strings.Builder
	b.WriteString(s)
	for i, c := range cs {
		switch {
		case b.Len() == 0:
		case i > 0:
			b.WriteString("; ")
		case c.comma:
			b.WriteString(", ")
		case broken:
			b.WriteString("; ")
		default:
			b.WriteString(": ")
		}
		b.WriteString(c.at(l))
	}
	return b.String()
}

// clauses returns the clauses about an end: how it compares with earlier announcements,
// and its reason.
func clauses(e *session.Ending) (all []clause) {
	if e.Hushed {
		return nil
	}
	add := func(f forms) {
		if f[Long] != "" {
			all = append(all, clause{forms: f})
		}
	}
	add(motive(e))
	if stepped(e) {
		all = append(all, clause{forms{Long: "with the connection out of step", Short: outOfStepShort}, true})
	}
	if e.Instead != "" {
		add(forms{Long: "it does not speak HTTP/1.x on this port", Medium: "not HTTP/1.x", Short: "not HTTP"})
	}
	if e.Refusal == session.RefusalWantsCert {
		add(same("it requires a client certificate"))
	}
	add(same(text.Safe(e.Cause)))
	switch {
	case e.Unreached:
		add(forms{Long: "no byte of the request was acknowledged", Medium: "nothing acknowledged"})
	case e.Silent():
		add(forms{Long: "TCP keepalive probes were not answered", Medium: "probes unanswered"})
	}
	if d := e.Moment.Silence; d > 0 {
		add(forms{Long: "after " + format.Exactly(d) + " without data", Short: "no data for " + format.Exactly(d)})
	}
	if e.By != session.ByClient {
		all = append(all, said(e)...)
	}
	add(losses(e))
	return all
}

const outOfStepShort = "out of step"

// stepped reports whether a clause must say that the connection was out of step.
func stepped(e *session.Ending) bool { return ending.OutOfStep(e) && !momentSaysStep(e) }

// momentSaysStep reports whether the phrase of moment already says that the connection
// was out of step.
func momentSaysStep(e *session.Ending) bool {
	switch e.Moment.Kind {
	case session.MomentAfterLost, session.MomentAfterLostIn, session.MomentAfterUnsolicited, session.MomentInUnsolicited, session.MomentEndsUnsolicited:
		return true
	}
	return e.Instead != ""
}

// said returns clauses that compare the end with what came before: an announcement by the
// server or a FIN from the client.
func said(e *session.Ending) []clause {
	idle := e.Phase == session.PhaseIdle && e.Moment.Kind != session.MomentTunnel
	var late []clause
	if idle && e.HasAdvertised {
		how, at := ending.Apart(e), format.Seconds(e.Advertised)
		late = []clause{{forms: forms{how + " the advertised " + at, how + " the " + at + " hint", how + " " + at}}}
	}
	switch {
	case e.HalfClosed:
		return []clause{{forms: forms{Long: format.Exactly(e.ShutFor) + " after " + client(e) + " half-closed"}}}
	case e.Announced() && e.Notice.Unsolicited && !unsolicitedMoment(e):
		return append(late, clause{forms: same("unsolicited response " + strconv.Itoa(e.Notice.Of) + " said close")})
	case e.Announced():
		return []clause{announcement(e.Notice.Kind)}
	case e.Goodbye() && !unsolicitedMoment(e):
		return append(late, clause{forms: same("unsolicited response " + strconv.Itoa(e.Notice.Of) + " came first")})
	case late != nil:
		return late
	case idle && ending.Unannounced(e):
		return []clause{{forms: forms{Long: "without Connection: close; the last response had promised to stay open", Medium: "without Connection: close"}}}
	case idle && e.Answered > 0:
		return []clause{{forms: same("no timeout was advertised")}}
	}
	return nil
}

// unsolicitedMoment reports whether the phrase of moment names the unsolicited response.
func unsolicitedMoment(e *session.Ending) bool {
	return e.Moment.Kind == session.MomentEndsUnsolicited || e.Moment.Kind == session.MomentInUnsolicited
}

// announcement returns a clause about the message that announced the end.
func announcement(k session.NoticeKind) clause {
	f := forms{Long: "as expected: the request was HTTP/1.0 without keep-alive", Medium: "as expected after HTTP/1.0", Short: "as expected"}
	switch k {
	case session.NoticeResponseClose:
		f = forms{Long: "as announced by Connection: close", Medium: "as announced"}
	case session.NoticeRequestClose:
		f = forms{Long: "as the request asked with Connection: close", Medium: "as the request asked", Short: "as asked"}
	case session.NoticeMax:
		return clause{forms: same("max reached 0")}
	case session.NoticeHTTP10:
		f = forms{Long: "as expected: the response is HTTP/1.0 without keep-alive", Medium: "as expected after HTTP/1.0", Short: "as expected"}
	}
	return clause{forms: f, comma: true}
}

// losses returns a clause with the number of lost requests, or an empty clause if the
// phrase of moment already gives that number.
func losses(e *session.Ending) forms {
	n := len(e.Lost)
	switch {
	case e.Barred():
		return forms{Long: format.Count(n, "later request") + " not processed", Short: format.Number(int64(n)) + " not processed"}
	case n > 1, n == 1 && e.Oldest != e.Lost[0]:
		return same(format.Count(n, "request") + " lost")
	}
	return forms{}
}

// motive returns a clause with linger's reason for ending the connection, or an empty
// clause if the phrase of moment already gives the reason.
func motive(e *session.Ending) forms {
	switch e.Motive {
	case session.MotiveReconnect:
		return same("to reconnect")
	case session.MotiveRetarget:
		return same("to connect to " + text.Safe(e.Target))
	case session.MotiveDue:
		return forms{Long: "a message said close, and the server had not closed", Medium: "the server had not closed"}
	case session.MotiveUnusable:
		return same("the connection was not reusable")
	case session.MotiveCutShort:
		return forms{Long: "the content of the last request was not sent, so no other request could follow", Medium: "the request was not sent completely"}
	case session.MotiveData:
		return same("more than 1 MiB of unsolicited data")
	case session.MotiveStuck:
		return forms{Long: "the server answered and stopped reading the request", Medium: "the server stopped reading"}
	case session.MotiveContent:
		return forms{Long: "the content of the request could not be read", Medium: "the content was not read"}
	case session.MotiveTime:
		return allowed(e.Allowed)
	case session.MotiveLimit:
		return limit(e.Limit)
	}
	return forms{}
}

// allowed returns a clause with the time limit that an exchange exceeded, such as "time
// limit 3 s".
func allowed(a session.Allowed) forms {
	t := "time limit " + format.Seconds(a.Time)
	if !a.Response {
		return same(t)
	}
	return forms{Long: t + " after the previous response", Medium: t}
}

// limit returns a clause with the limit that was reached, such as "limit of 100 interim
// responses".
func limit(l session.Limit) forms {
	n := format.Number(l.N)
	switch l.Code {
	case wire.CodeHeadTooLarge:
		n = "limit of " + n + " bytes"
	case wire.CodeChunkLine:
		n = "limit of " + n + " bytes for a chunk line"
	default:
		n = "limit of " + format.Count(l.N, "interim response")
	}
	return forms{Long: n + " reached", Short: n}
}
