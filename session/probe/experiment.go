package probe

import (
	"iter"
	"slices"
	"time"

	"linger/session/record"
	"linger/wire"
)

// A wave is the phase of the probe in which the trials of a check are made.
type wave uint8

const (
	quick   wave = iota // first, a few at a time
	waiting             // trials that wait on an idle connection; they begin at different times and run in parallel
	aimed               // last, trials that depend on the result of the waits
)

// An experiment is a row of the table of checks.
type experiment struct {
	name, ref string
	asks      string   // what the standard requires or recommends
	needs     []string // other checks whose trials it also judges
	wave      wave
	trials    func(p plan) []trial
	judge     func(e *evidence) Check // the caller fills in Name, Ref and Asks
}

// The names of the checks.
const (
	nameIdle     = "idle-timeout"
	nameFirst    = "first-request-timeout"
	nameMax      = "max-requests"
	nameField    = "keep-alive-field"
	nameAnnounce = "announces-close"
	nameHonour   = "honours-close"
	name10       = "http10-default"
	name10Keep   = "http10-keep-alive"
	nameFraming  = "framing"
	nameHead     = "head-framing"
	namePipeline = "pipelining"
	nameHalf     = "half-close"
	nameExpect   = "expect-continue"
	nameKind     = "close-kind"
	nameStaged   = "staged-close"
	nameRace     = "race"
	nameReuse    = "reuse-after-error"
	nameUnasked  = "unsolicited"
	nameSweep    = "sweep"
)

// checks returns the rows of the table, in the order of the card.
func checks() []experiment {
	return []experiment{
		idleTimeout, firstRequestTimeout, maxRequests, keepAliveField, announcesClose, honoursClose,
		http10Default, http10KeepAlive, framing, headFraming, pipelining, halfClose, expectContinue,
		closeKind, stagedClose, raceExperiment, reuseAfterError, unsolicited, sweepExperiment,
	}
}

// Names returns the names of all checks, in the order of the card.
func Names() (names []string) {
	for _, x := range checks() {
		names = append(names, x.name)
	}
	return names
}

// A plan holds the requests and times from which trials are made.
type plan struct {
	words       Words
	request     wire.RequestMessage // a safe request
	given       wire.RequestMessage // the request as the user gave it, with its content
	large       bool                // the response is large, so long series use HEAD
	oneByOne    bool                // the server answers on one connection at a time
	evicts      bool                // the server closes connections to make room for others
	crowded     bool                // the server refused some trials while other connections were open; they were repeated
	repeat      int
	maxWait     time.Duration // longest wait for an idle close; 0: there is no time for one
	unusedWait  time.Duration // longest wait for the close of an unused connection; 0: there is no time for one
	askedWait   time.Duration // the configured value of maxWait and unusedWait
	maxRequests int
	patience    time.Duration // longest wait for each response
	answer      time.Duration // how long the first response took
	roundTrip   time.Duration // round trip to the peer of the connection
	fastest     time.Duration // shortest time in which a response arrived; at least the round trip to the program that answers
	clock       Clock         // how the server measures idle time
	sooner      time.Duration // how much earlier than usual the tries of the race are sent
	closes      spread        // spread of the measured idle times; n is 0 if there are none
}

// light returns the request for long series.
func (p plan) light() wire.RequestMessage {
	if p.large {
		return as(p.request, "HEAD")
	}
	return p.request
}

// evidence holds all runs, for the functions that judge them.
type evidence struct {
	plan
	runs  map[string][]trialRun // by name of the check; greeting names the first exchange
	order []string              // names of the checks, in the order of the card
	swept *Sweep                // nil: it was not made
}

// all returns all runs: the greeting first, then those of the checks in the order of the
// card.
func (e *evidence) all() (rs []trialRun) {
	rs = append(rs, e.runs[greeting]...)
	for _, name := range e.order {
		rs = append(rs, e.runs[name]...)
	}
	return rs
}

// greeting names the first exchange of a probe, which belongs to no check.
const greeting = "greeting"

// first returns the first run of a check. It returns false if there was no run or no
// connection.
func (e *evidence) first(name string) (trialRun, bool) {
	rs := e.runs[name]
	if len(rs) == 0 || !rs[0].connected() {
		return trialRun{}, false
	}
	return rs[0], true
}

// unmade returns a skipped check. Its trials were not made because there was not enough
// time, or because no connection could be made.
func (e *evidence) unmade(name string) Check {
	if len(e.runs[name]) == 0 {
		return skipped(e.noTime())
	}
	return skipped(notMade)
}

// skipped returns a check that could not be judged, with the reason.
func skipped(why string) Check { return Check{Verdict: Skip, Text: why} }

const (
	notMade      = "no connection could be made for this check"
	noAnswer     = "no complete response came to its request"
	eachClose    = "the server closes after every response, and says so"
	asksForClose = "the request asks for a close: no connection persists"
	framingLost  = "framing is invalid: no connection can be reused"
)

// lacking returns a skipped check for a run without a complete exchange to judge.
func (e *evidence) lacking(r trialRun) Check { return skipped(e.unanswered([]trialRun{r})) }

// wasAnswered reports whether an exchange has a complete response.
func wasAnswered(e *record.Exchange) bool { return e != nil && e.Done && e.Facts().Complete }

// says reports whether the response of an exchange indicated that the connection would
// end after it.
func says(e *record.Exchange) bool {
	switch e.Reason {
	case wire.ReasonResponseClose, wire.ReasonHTTP10Default, wire.ReasonCloseDelimited, wire.ReasonTunnel:
		return true
	}
	return false
}

// saysClose reports whether a response announces the end of the connection, whatever the
// request was: with the close option, or by being HTTP/1.0 without keep-alive.
func saysClose(f wire.Facts) bool {
	return f.Close || f.Version == (wire.Version{Major: 1, Minor: 0}) && !f.KeepAlive
}

// hasFinding reports whether one of the findings on the connection has one of the codes.
func hasFinding(c *record.Connection, codes ...wire.Code) bool {
	for f := range findings(c) {
		if slices.Contains(codes, f.Code) {
			return true
		}
	}
	return false
}

// findings returns the findings on the connection and on its exchanges.
func findings(c *record.Connection) iter.Seq[wire.Finding] {
	return func(yield func(wire.Finding) bool) {
		for _, f := range c.Findings {
			if !yield(f) {
				return
			}
		}
		for _, e := range c.Exchanges {
			for _, f := range e.Findings {
				if !yield(f) {
					return
				}
			}
		}
	}
}
