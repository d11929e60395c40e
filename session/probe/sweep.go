package probe

import (
	"fmt"
	"slices"
	"time"

	"linger/session/servers"
	"linger/wire/format"
)

// A proxy keeps connections to the next hop in a pool that a client cannot see. If it
// keeps them longer than the next hop does, a request that is sent just when the next hop
// closes gets a 502, and most proxies do not repeat a POST. The sweep finds the idle time
// after which such failures begin. It sends requests one after another on one connection,
// each after a different idle time, and sends nothing else to the server. A pool uses its
// most recent connection first, so the idle time of that connection is the one that
// linger chose.
//
// The window of failures is about as wide as the round trip to the next hop. Idle limits
// are usually whole seconds, so the sweep first tries idle times just below common
// limits. If the window is elsewhere, the sweep finds its upper end: above it, the proxy
// has to connect, and responses arrive later.

var sweepExperiment = experiment{
	name:  nameSweep,
	ref:   "RFC 9110 §15.6.3",
	asks:  "a proxy must not send a request on a connection that the next hop is closing: the client gets 502",
	judge: judgeSweep,
}

const (
	sweepRequests = 40                   // maximum number of requests, including those that measure how long a response takes
	sweepUsual    = 3                    // number of requests that measure how long a response takes without a pause
	sweepFine     = 2 * time.Millisecond // resolution of idle times; timers are not more exact
	sweepWorth    = 2 * time.Millisecond // delay of responses that is worth investigating
)

// commonLimits are idle limits that servers often have, in seconds. They include 6,
// because Node adds a second to its limit of 5.
var commonLimits = [...]int{1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 60}

// beforeLimit is how far below a common limit the idle times are: first for the wide
// window of a distant next hop, then for the narrow one of a near next hop.
var beforeLimit = [...]time.Duration{20 * time.Millisecond, 6 * time.Millisecond}

// A SweepTry is the result of a request after an idle time.
type SweepTry struct {
	Idle   time.Duration
	Status int           // 0: there was no complete response
	Took   time.Duration // time from the request to the first byte of the response
}

// A Sweep holds the results of requests after different idle times.
type Sweep struct {
	Tries   []SweepTry    // sorted by idle time
	Usual   time.Duration // how long a response takes without a pause
	Later   time.Duration // delay of a response when the proxy has to connect; 0: not seen
	Connect time.Duration // the shortest idle time with that delay
	Refused int           // status of a response without a pause that is a server error; 0: none
	own     time.Duration // idle time after which the server itself closes; 0: unknown
}

// Sweeps reports whether the sweep is made: the check is named in Config.Only, or Only is
// empty and Config.Sweep is set.
func (c Config) Sweeps() bool {
	return slices.Contains(c.Only, nameSweep) || c.Sweep && len(c.Only) == 0
}

// SweepRequests returns the maximum number of requests that the sweep sends, or 0 if it
// is not made.
func (c Config) SweepRequests() int {
	if c.Sweeps() {
		return sweepRequests
	}
	return 0
}

// Failed reports whether a try ended in a server error, or in a close that the server's
// own idle limit does not explain.
func (s *Sweep) Failed(t SweepTry) bool {
	return t.Status >= 500 || t.Status == 0 && (s.own == 0 || t.Idle < s.own-agree)
}

// Failures returns the tries that failed.
func (s *Sweep) Failures() (ts []SweepTry) {
	for _, t := range s.Tries {
		if s.Failed(t) {
			ts = append(ts, t)
		}
	}
	return ts
}

// answered returns the longest idle time below d and the shortest one from d on after
// which a request was answered. Each is 0 if there is none.
func (s *Sweep) answered(d time.Duration) (below, beyond time.Duration) {
	for _, t := range s.Tries {
		switch {
		case s.Failed(t) || t.Status == 0:
		case t.Idle < d:
			below = t.Idle
		case beyond == 0:
			beyond = t.Idle
		}
	}
	return below, beyond
}

// later reports whether a response was delayed as if the proxy had to connect first.
func (s *Sweep) later(t SweepTry) bool { return t.Took-s.Usual > max(sweepWorth, s.Usual/4) }

// add inserts a try and keeps the tries sorted.
func (s *Sweep) add(t SweepTry) {
	i, _ := slices.BinarySearchFunc(s.Tries, t, func(a, b SweepTry) int { return int(a.Idle - b.Idle) })
	s.Tries = slices.Insert(s.Tries, i, t)
}

func judgeSweep(e *evidence) Check {
	s := e.swept
	switch {
	case s == nil:
		return skipped(fmt.Sprintf("off by default: it sends up to %d requests", sweepRequests))
	case s.Refused > 0:
		return skipped(fmt.Sprintf("the request is answered with %d without a pause", s.Refused))
	case len(s.Tries) == 0:
		return skipped(e.noTime())
	}
	bad := s.Failures()
	c := Check{Samples: len(s.Tries), Unit: "requests", Measured: new(float64(len(bad)))}
	first, last := s.Tries[0].Idle, s.Tries[len(s.Tries)-1].Idle
	if len(bad) == 0 {
		c.Verdict, c.Found = Pass, "no 5xx"
		c.Text = fmt.Sprintf("%s, each after an idle time of %s to %s", format.Count(len(s.Tries), "request"), format.Brief(first), format.Brief(last))
		if s.Connect > 0 {
			c.Text += fmt.Sprintf("; from %s on responses take %s longer: the proxy has to connect", format.Duration(s.Connect), format.Brief(s.Later))
		} else {
			c.Text += "; a window of failures that is smaller than the gaps between these idle times would not be seen"
		}
		return c
	}
	what := "no response"
	if bad[0].Status > 0 {
		what = fmt.Sprint(bad[0].Status)
	}
	begins := bad[0].Idle
	c.Verdict, c.Found = Fail, what+" from "+format.Duration(begins)
	c.Text = fmt.Sprintf("%d of %s failed", len(bad), format.Count(len(s.Tries), "request"))
	switch below, beyond := s.answered(begins); {
	case below > 0 && beyond > 0:
		c.Text += fmt.Sprintf("; requests after up to %s and from %s on are answered: the next hop closes in between, while the proxy uses the connection",
			format.Duration(below), format.Duration(beyond))
	case below > 0:
		c.Text += fmt.Sprintf("; requests after up to %s are answered: the next hop no longer answers after that, and the proxy does not notice", format.Duration(below))
	}
	if most := limitBelow(begins); most > 0 {
		c.advice = append(c.advice, Advice{For: "server", Text: fmt.Sprintf("in the proxy, keep idle connections to the next hop at most %s", format.Brief(most)),
			Paste: append(servers.CloseWithin(most)[:1], servers.Paste{Where: "Apache", Code: fmt.Sprintf("ttl=%d", max(1, most/time.Second)), In: "ProxyPass"})})
	}
	c.advice = append(c.advice, Advice{For: "server", Text: "or let the application keep them longer than the proxy does (nginx, AWS: 60 s)", Paste: servers.Keep(overPool)})
	return c
}
