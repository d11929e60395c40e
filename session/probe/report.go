package probe

import (
	"encoding/json"
	"slices"
	"time"

	"linger/session/expect"
	"linger/session/servers"
)

// A Verdict is the result of a check.
type Verdict string

// The verdicts.
const (
	Pass Verdict = "pass"
	Warn Verdict = "warn"
	Fail Verdict = "fail"
	Skip Verdict = "skip" // not judged; the text says why
)

// A Check is one row of the report card. Numbers are in Unit, and nil if there
// is none.
type Check struct {
	Name       string   `json:"name"`
	Verdict    Verdict  `json:"verdict"`
	Advertised *float64 `json:"advertised,omitempty"`
	Measured   *float64 `json:"measured,omitempty"` // the median
	Low        *float64 `json:"low,omitempty"`
	High       *float64 `json:"high,omitempty"`
	AtLeast    bool     `json:"at_least,omitempty"` // the server kept the connection open for longer than the probe waited, so Measured is a lower bound
	Samples    int      `json:"samples"`
	Unit       string   `json:"unit,omitempty"`
	Said       string   `json:"said,omitempty"`  // what was advertised, in a word or two
	Found      string   `json:"found,omitempty"` // what was measured, in a word or two
	Text       string   `json:"text"`            // what the result means
	Asks       string   `json:"asks,omitempty"`  // what the standard asks
	Ref        string   `json:"ref"`             // the section of the standard

	fault  fault    // the fault that appeared, if it is one that may appear in several checks
	kind   string   // Found without the number of samples
	ended  bool     // some of the samples ended in a close, so Low is not a lower bound
	advice []Advice // advice that follows from the result, in addition to that of the verdict
}

// advise adds advice to the check.
func (c *Check) advise(whom, text string) {
	c.advice = append(c.advice, Advice{For: whom, Text: text})
}

// An Advice says what to do about a result.
type Advice struct {
	For   string // "client", "server" or "both"
	Text  string
	Paste []servers.Paste // settings of servers or clients that do what Text says
}

// A Report holds the results of a probe of one target.
type Report struct {
	Target      string
	Failure     string // why the server could not be reached; empty if linger reached it
	Interrupted bool   // the probe was stopped early, and the report has only the results up to then
	Checks      []Check
	Advice      []Advice
	Expected    []expect.Result
	RoundTrip   time.Duration // round trip to the address that linger connected to
	Connections int           // number of connections made
	Unserved    int           // connections that the server ended before it answered once
	Hung        int           // connections with neither a response nor a close
	Refusals    Refusals      // connections refused with an error response
	AtOnce      int           // maximum number of connections open at once
	Served      int           // maximum number of connections served at once while others had to wait; 0: none had to
	Passed      []string      // addresses that did not connect before another one did
	PassedFor   time.Duration // longest time that an attempt at one of them took
	Through     string        // the proxy that linger used; empty: none
	OneByOne    bool          // the server answers on one connection at a time
	Evicts      bool          // the server closes connections to make room for others
	Evicted     int           // number of bursts in which the server did that
	Bursts      int           // number of bursts of connections opened at once
	ByHead      bool          // linger sent HEAD because the content is large
	Took        time.Duration // duration of the whole probe
	Hint        time.Duration // the advertised timeout
	HasHint     bool
	Idle        Samples
	Clock       Clock
	Race        Race
	Sweep       *Sweep // nil: no sweep was made
	Path        *Path  // nil: there is no sign of a proxy
}

// Check returns the check with that name, or nil.
func (r *Report) Check(name string) *Check {
	for i := range r.Checks {
		if r.Checks[i].Name == name {
			return &r.Checks[i]
		}
	}
	return nil
}

// Count returns the number of checks with the verdict v.
func (r *Report) Count(v Verdict) (n int) {
	for _, c := range r.Checks {
		if c.Verdict == v {
			n++
		}
	}
	return n
}

// Failed returns the names of the checks that failed and of the expectations
// that were not met, in order.
func (r *Report) Failed() (names []string) {
	for _, c := range r.Checks {
		if c.Verdict == Fail {
			names = append(names, c.Name)
		}
	}
	for _, e := range r.Expected {
		if !e.Met {
			names = append(names, e.Want)
		}
	}
	return names
}

// Refusals counts the connections whose first response was a server error, such as 503,
// although the very first response was not an error. Status is the status of one of them.
type Refusals struct{ Status, Count int }

// Safe returns the idle time below which a request is answered: the shortest idle time
// that ended in a close, less the uncertainty of the limit (Clock.Step) and less Danger.
// It returns 0 if no idle time is safe, if none was established, or if linger saw no
// close.
func (r *Report) Safe() time.Duration {
	closes := r.Idle.Closes()
	if len(closes) == 0 || r.Race.Hopeless() || !r.Clock.Known {
		return 0
	}
	return max(0, closes[0]-r.Clock.Step-r.Danger())
}

// Forgotten reports whether idle connections stopped answering without a FIN or RST.
func (r *Report) Forgotten() bool {
	return slices.ContainsFunc(r.Idle, func(s Sample) bool { return s.Dead })
}

// Danger returns how long before a close requests are lost: the result of the race, but
// at least a round trip.
func (r *Report) Danger() time.Duration { return max(r.RoundTrip, r.Race.Before()) }

// farther reports whether requests are lost for a longer time before the close than the
// round trip explains. The reason may be that a program behind the peer answers, or that
// the server closes before it sends the FIN.
func (r *Report) farther() bool { return r.Danger() > r.RoundTrip*3/2+2*time.Millisecond }

// MarshalJSON returns the report as one object of type "probe". Its times are in
// microseconds.
func (r *Report) MarshalJSON() ([]byte, error) {
	line := reportJSON{
		Type: "probe", Target: r.Target, Failure: r.Failure, Interrupted: r.Interrupted,
		Checks: r.Checks, Advice: r.adviceLines(), Expected: r.Expected,
		RoundTrip: micros(r.RoundTrip), Danger: micros(r.Danger()), Took: micros(r.Took),
		Connections: r.Connections, Unserved: r.Unserved, Hung: r.Hung, AtOnce: r.AtOnce, Served: r.Served, Through: r.Through, OneByOne: r.OneByOne, Evicts: r.Evicts, ByHead: r.ByHead,
		Refused: r.Refusals.Count, RefusedBy: r.Refusals.Status, Passed: r.Passed, PassedFor: micros(r.PassedFor),
	}
	if line.Checks == nil {
		line.Checks = []Check{}
	}
	if len(r.Idle.Closes()) > 0 {
		line.Clock = &clockJSON{micros(r.Clock.Tick), r.Clock.Together, r.Clock.OnEvents, r.Clock.Known, micros(r.Clock.Step)}
		if r.Clock.Known {
			line.Safe = new(micros(r.Safe()))
		}
	}
	for _, s := range r.Idle {
		line.Idle = append(line.Idle, sampleJSON{micros(s.Began), micros(s.Idle), string(s.How), s.Open, s.Dead, s.Aged})
	}
	for _, t := range r.Race.Tries {
		line.Race = append(line.Race, tryJSON{micros(t.Idle), micros(t.Idle - r.Race.Expected), t.Outcome})
	}
	if r.Path != nil {
		line.Chain = &pathJSON{r.Path.Proxy, r.Path.Sure, r.Path.Hops}
	}
	if r.Sweep != nil {
		for _, t := range r.Sweep.Tries {
			line.Sweep = append(line.Sweep, sweepJSON{micros(t.Idle), t.Status, micros(t.Took)})
		}
	}
	return json.Marshal(line)
}

type reportJSON struct {
	Type        string          `json:"type"`
	Target      string          `json:"target"`
	Failure     string          `json:"failure,omitempty"`
	Interrupted bool            `json:"interrupted,omitempty"`
	Checks      []Check         `json:"checks"`
	Advice      []string        `json:"advice"`
	Expected    []expect.Result `json:"expected,omitempty"`
	RoundTrip   float64         `json:"round_trip_us"`
	Danger      float64         `json:"danger_us"`
	Took        float64         `json:"took_us"`
	Connections int             `json:"connections"`
	Unserved    int             `json:"unserved,omitempty"`
	Hung        int             `json:"hung,omitempty"`
	Refused     int             `json:"refused,omitempty"`
	RefusedBy   int             `json:"refused_status,omitempty"`
	AtOnce      int             `json:"at_once"`
	Served      int             `json:"served_at_once,omitempty"`
	Through     string          `json:"through,omitempty"`
	Passed      []string        `json:"passed,omitempty"` // addresses that did not connect before another one did
	PassedFor   float64         `json:"passed_us,omitempty"`
	OneByOne    bool            `json:"one_by_one,omitempty"`
	Evicts      bool            `json:"evicts,omitempty"`
	ByHead      bool            `json:"by_head,omitempty"`
	Idle        []sampleJSON    `json:"idle,omitempty"`
	Clock       *clockJSON      `json:"clock,omitempty"`
	Safe        *float64        `json:"safe_us,omitempty"` // absent if no safe idle time was established
	Race        []tryJSON       `json:"race,omitempty"`
	Sweep       []sweepJSON     `json:"sweep,omitempty"`
	Chain       *pathJSON       `json:"chain,omitempty"`
}

type pathJSON struct {
	Proxy string `json:"proxy,omitempty"`
	Sure  bool   `json:"sure"` // there certainly is a proxy
	Hops  []Hop  `json:"hops"`
}

type sampleJSON struct {
	Began float64 `json:"began_us"`
	Idle  float64 `json:"idle_us"`
	How   string  `json:"how,omitempty"`
	Open  bool    `json:"open,omitempty"`
	Dead  bool    `json:"dead,omitempty"`
	Aged  bool    `json:"aged,omitempty"`
}

type clockJSON struct {
	Tick     float64 `json:"tick_us,omitempty"`
	Together int     `json:"together,omitempty"`
	OnEvents bool    `json:"on_events,omitempty"`
	Known    bool    `json:"known"`   // the limit is at most Step below the shortest idle time
	Step     float64 `json:"step_us"` // how far the limit may be below the shortest idle time
}

type tryJSON struct {
	Idle    float64 `json:"idle_us"`
	Offset  float64 `json:"offset_us"`
	Outcome Outcome `json:"outcome"`
}

type sweepJSON struct {
	Idle   float64 `json:"idle_us"`
	Status int     `json:"status"` // 0: no complete response came
	Took   float64 `json:"first_byte_us"`
}

func (r *Report) adviceLines() []string {
	lines := []string{}
	for _, a := range r.Advice {
		lines = append(lines, a.For+": "+a.Text)
		for _, p := range a.Paste {
			lines = append(lines, a.For+": "+p.Where+": "+p.Line())
		}
	}
	return lines
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }
