package probe

import (
	"slices"
	"time"

	"linger/session"
)

// An Outcome is the result of a request sent at about the time of the close.
type Outcome string

// The outcomes of a try.
const (
	Answered Outcome = "answered"
	Lost     Outcome = "lost"     // the connection ended before any byte of a response
	WasReset Outcome = "reset"    // the same, but by a reset
	Goodbye  Outcome = "goodbye"  // an unsolicited response was received instead (408)
	Silent   Outcome = "silent"   // neither a response nor a close
	NotSent  Outcome = "not-sent" // linger saw the close before it sent the request
)

// A Try is one request sent at about the time of the close.
type Try struct {
	Idle    time.Duration // idle time of the connection when the request was sent
	Outcome Outcome
	How     session.How   // how the connection ended
	After   time.Duration // time from the request to the end of the connection, if it was lost
}

// A Race holds the results of requests sent at about the time of a close.
type Race struct {
	Expected time.Duration // the idle time at which the close was expected
	Earliest time.Duration // the shortest idle time that ended in a close
	Apart    time.Duration // difference between the idle times of neighbouring tries
	Ranged   bool          // the limit is a range, so that there is no single close to aim at
	Tries    []Try         // the tries, sorted by idle time
	Reused   bool          // a second request was answered on some connection
	Way      time.Duration // round trip to the program that answers
}

// Crossed reports whether each lost request crossed the close: the connection
// ended within about a round trip, with an allowance for a busy machine. No
// server can prevent that (RFC 9112 §9.5).
func (r Race) Crossed() bool {
	return r.Count(Silent) == 0 && !slices.ContainsFunc(r.Tries, func(t Try) bool { return t.After > r.Way*3/2+busy })
}

// Count returns the number of tries with the outcome o.
func (r Race) Count(o Outcome) (n int) {
	for _, t := range r.Tries {
		if t.Outcome == o {
			n++
		}
	}
	return n
}

// Lost returns the number of requests that were sent but not answered.
func (r Race) Lost() int {
	return r.Count(Lost) + r.Count(WasReset) + r.Count(Goodbye) + r.Count(Silent)
}

// Before returns how long before the expected close the earliest lost request was sent.
// If the limit is a range, it counts from the earliest close. It returns 0 if no request
// was lost before the close.
func (r Race) Before() (d time.Duration) {
	at := r.Expected
	if r.Ranged {
		at = r.Earliest
	}
	for _, t := range r.Tries {
		if t.Outcome != Answered && t.Outcome != NotSent {
			d = max(d, at-t.Idle)
		}
	}
	return d
}

// Hopeless reports whether reuse never succeeds: no second request was answered on any
// connection, although some were sent before the close.
func (r Race) Hopeless() bool {
	return r.Lost() > 0 && r.Count(Answered) == 0 && r.Before() > 0 && !r.Reused
}

// Seen returns the end of the connection that linger saw before a request was due: "the
// FIN was seen". If there were different ends or none, it returns "the close was seen".
func (r Race) Seen() string {
	var how session.How
	for _, t := range r.Tries {
		switch {
		case t.Outcome != NotSent || t.How == how:
		case how == "":
			how = t.How
		default:
			return "the close was seen"
		}
	}
	if how == "" {
		return "the close was seen"
	}
	return "the " + how.Name() + " was seen"
}
