package ending

import (
	"fmt"
	"strconv"
	"time"

	"linger/session"
	"linger/wire"
	"linger/wire/format"
)

// A Judge derives findings from the ends of connections to one target. It remembers the
// ages at which earlier connections ended. The zero value is ready to use.
type Judge struct{ ages []ageAtEnd }

// Findings returns the findings about an end. b is the budget at that time. A server may
// close an idle connection at any time (RFC 9112 §9.5), so such a close is not in itself
// a finding. Findings may remember the age of the connection for later calls.
func (j *Judge) Findings(e *session.Ending, b *session.Budget) []wire.Finding {
	switch {
	case e.Unreached:
		return []wire.Finding{{Code: session.CodePathLost, Offset: -1, Detail: "no byte of request " + strconv.Itoa(e.Oldest) +
			" was acknowledged; TCP sent it again " + format.Count(e.Delivery.Unanswered, "time")}}
	case e.Silent():
		return []wire.Finding{{Code: session.CodePathLost, Offset: -1, Detail: "TCP keepalive probes were not answered"}}
	case e.By != session.ByServer:
		return nil
	}
	var found []wire.Finding
	add := func(code wire.Code, detail string) {
		found = append(found, wire.Finding{Code: code, Offset: -1, Detail: detail})
	}
	if e.Bare {
		add(session.CodeTLSTruncated, "")
	}
	if e.HalfClosed {
		return found // the client had already begun to close the connection
	}
	if free(e) {
		switch Against(e) {
		case StandingEarly:
			detail := Apart(e) + " the advertised " + format.Seconds(e.Advertised)
			if n := InMilliseconds(e); n > 0 {
				detail += "; it advertised milliseconds, but timeout is in seconds"
			}
			add(session.CodeClosedEarly, detail)
		case StandingLate:
			add(session.CodeClosedLate, Apart(e)+" the advertised "+format.Seconds(e.Advertised))
		}
		if Unannounced(e) {
			add(session.CodeCloseUnannounced, format.Exactly(e.Idle)+" after it")
		}
	}
	if used := e.Phase != session.PhaseIdle || e.Idle <= InUse; !used || e.Answered == 0 {
		return found
	}
	if maxLeft(e, b) {
		add(session.CodeMaxEndedEarly, fmt.Sprintf("%d left", b.Max))
	}
	if explained(e) {
		return found
	}
	if j.byAge(e, b) {
		add(session.CodeClosedByAge, fmt.Sprintf("at %s, after %s", format.Exactly(e.Age), format.Count(e.Answered, "exchange")))
	}
	j.ages = append(j.ages, ageAtEnd{age: e.Age, exchanges: e.Answered})
	return found
}

// FirstCut reports whether the server ended a connection unannounced and before
// any byte of the response to its first request. That is not a race with an
// idle timeout: the server refused, crashed, or expected another protocol.
func FirstCut(e *session.Ending) bool {
	switch {
	case e.By != session.ByServer, e.Answered > 0, len(e.Lost) == 0, e.Announced(), e.Refusal != "", e.Instead != "", e.HalfClosed:
		return false
	}
	return e.Moment.Kind == session.MomentNoByte || e.Moment.Kind == session.MomentSending
}

// InMilliseconds detects a server that probably advertised its timeout in milliseconds,
// because it closed after about a thousandth of the advertised time. InMilliseconds
// returns the timeout that the server meant, in seconds, or 0 for any other server.
func InMilliseconds(e *session.Ending) int64 {
	meant := e.Advertised / 1000
	if Against(e) != StandingEarly || meant < time.Second || e.Idle < meant-EarlyBy || e.Idle > meant+LateBy {
		return 0
	}
	return int64(meant / time.Second)
}

// Apart returns the difference between the idle time before an end and the advertised
// timeout: "3 ms after", "2.0 s before", or "at".
func Apart(e *session.Ending) string {
	switch ms := (e.Idle - e.Advertised).Round(time.Millisecond); {
	case ms == 0:
		return "at"
	case ms < 0:
		return format.Difference(-ms) + " before"
	default:
		return format.Difference(ms) + " after"
	}
}

// maxLeft reports whether a connection ended in use although max promised more
// exchanges.
func maxLeft(e *session.Ending, b *session.Budget) bool {
	idled := e.HasAdvertised && e.Idle >= e.Advertised
	spent := e.Last.Exchange > 0 && !e.Last.Reason.Persistent()
	return b.HasMax && b.Applies && b.Max > 0 && !e.Announced() && !idled && !spent
}

// explained reports whether something other than its age ended the connection: a close
// option in the last request, the HTTP version, an error response or an incomplete
// response.
func explained(e *session.Ending) bool {
	lastSaidClose := e.Notice.Kind == session.NoticeResponseClose && e.Notice.Of == e.Last.Exchange
	return inResponse(e) || e.Last.RequestClose || e.Last.Status >= 400 || e.Announced() && !lastSaidClose
}

// inResponse reports whether part of a response to an outstanding request was
// received.
func inResponse(e *session.Ending) bool {
	switch e.Moment.Kind {
	case session.MomentNoByte, session.MomentSending, session.MomentAfterClose:
		return false
	}
	return e.Oldest > 0
}

// An ageAtEnd holds the age and the number of exchanges of a connection that ended while
// it was in use.
type ageAtEnd struct {
	age       time.Duration
	exchanges int
}

// oldEnough is the minimum age at which linger attributes an end to the age of the
// connection.
const oldEnough = time.Second

// byAge reports whether age explains the end better than the number of exchanges does. It
// returns false if the server advertises max. The best evidence is another connection
// that ended at the same age after a different number of exchanges. For the first
// connection, that number must be neither small nor round (a limit of 13 is unlikely).
// The end must also be unannounced, or come in the exchange during which the age passed a
// whole number of seconds.
func (j *Judge) byAge(e *session.Ending, b *session.Budget) bool {
	if e.Age < oldEnough || b.HasMax {
		return false
	}
	for _, o := range j.ages {
		switch near := (o.age - e.Age).Abs() < max(o.age, e.Age)/8; {
		case near && o.exchanges != e.Answered:
			return true
		case !near && o.exchanges == e.Answered:
			return false
		}
	}
	if e.Answered < 6 || isRound(e.Answered) || isRound(e.Answered-1) {
		return false
	}
	rhythm := e.Age / time.Duration(e.Answered)
	return !e.Announced() || rhythm <= oldEnough && e.Age%time.Second <= rhythm*5/4
}

// isRound reports whether n is a number that people choose as a limit: 1, 2 or 5 followed
// by zeros.
func isRound(n int) bool {
	for n >= 10 && n%10 == 0 {
		n /= 10
	}
	return n == 1 || n == 2 || n == 5
}
