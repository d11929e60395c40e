package probe

import (
	"slices"
	"time"

	"linger/session"
)

// An Outcome is what became of a request sent around the close.
type Outcome string

// The outcomes of a try.
const (
	Answered Outcome = "answered"
	Lost     Outcome = "lost"     // the connection ended before any byte of a response
	WasReset Outcome = "reset"    // the same, by a reset
	Goodbye  Outcome = "goodbye"  // a response that answers no request came instead (408)
	Silent   Outcome = "silent"   // neither a response nor a close
	NotSent  Outcome = "not-sent" // the close was seen first
)

// A Try is one request sent around the close.
type Try struct {
	Idle    time.Duration // how long the connection had been idle then
	Outcome Outcome
	How     session.How   // how the connection ended
	After   time.Duration // from the request to the end of the connection, where it was lost
}

// A Race is what became of requests around one close.
type Race struct {
	Expected time.Duration // the idle time at which the close was expected
	Earliest time.Duration // the shortest idle time that ended in a close
	Apart    time.Duration // between two tries
	Ranged   bool          // the limit is a range: no single close can be aimed at
	Tries    []Try         // by idle time
	Reused   bool          // a second request was answered somewhere
	Way      time.Duration // the round trip to the program that answers
}

// Crossed reports whether each lost request crossed the close: the connection ended
// within about a round trip, or as much later as a busy machine puts things off. No
// server can keep that from happening (RFC 9112 §9.5).
func (r Race) Crossed() bool {
	return r.Count(Silent) == 0 && !slices.ContainsFunc(r.Tries, func(t Try) bool { return t.After > r.Way*3/2+busy })
}

// Count returns how many tries came to o.
func (r Race) Count(o Outcome) (n int) {
	for _, t := range r.Tries {
		if t.Outcome == o {
			n++
		}
	}
	return n
}

// Lost returns how many requests were sent and never answered.
func (r Race) Lost() int {
	return r.Count(Lost) + r.Count(WasReset) + r.Count(Goodbye) + r.Count(Silent)
}

// Before returns how long before the expected close a request was lost, at the
// most, or before the earliest where there is no single close; 0 when none was.
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

// Hopeless reports whether no second request was answered on any connection, though
// some were sent well before the close: reuse never succeeds.
func (r Race) Hopeless() bool {
	return r.Lost() > 0 && r.Count(Answered) == 0 && r.Before() > 0 && !r.Reused
}

// Seen returns what was seen before a request was to be sent, which then was not:
// "the FIN was seen".
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
