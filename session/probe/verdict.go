package probe

import (
	"fmt"
	"slices"
	"time"
)

// unreachable returns the report of a probe that made no connection.
func (p *prober) unreachable(interrupted bool) *Report {
	r := &Report{Target: p.cfg.Name, Through: p.cfg.through(), Failure: "no connection was made", Took: time.Since(p.start), Interrupted: interrupted}
	if interrupted {
		r.Failure = "interrupted before a connection was made"
		return r
	}
	if rs := p.runs[greeting]; len(rs) > 0 {
		if f := rs[0].conn().Failure; f.Kind != "" {
			r.Failure = fmt.Sprintf("%s. %s", f.Kind, f.Text)
		}
	}
	return r
}

// card returns the report about all runs.
func (p *prober) card(interrupted bool) *Report {
	e := &evidence{plan: p.plan, runs: p.runs, order: Names(), swept: p.swept}
	r := &Report{
		Target: p.cfg.Name, Interrupted: interrupted, RoundTrip: p.plan.roundTrip,
		AtOnce: p.atOnce, OneByOne: p.plan.oneByOne, Evicts: p.plan.evicts, Evicted: p.evicted, Bursts: p.bursts, Connections: p.dropped, ByHead: p.byHead, Took: time.Since(p.start),
		Idle: samplesOf(p.runs[nameIdle]), Clock: p.plan.clock, Race: e.race(), Refusals: e.refusals(), Served: e.served(), Through: p.cfg.through(), Sweep: p.swept,
	}
	r.Hint, r.HasHint = e.hint()
	for _, run := range e.all() {
		if !run.connected() {
			continue
		}
		r.Connections++
		if info := run.conn().Info; info.PassedFor > r.PassedFor || len(info.Passed) > len(r.Passed) {
			r.Passed, r.PassedFor = info.Passed, info.PassedFor
		}
		if run.turnedAway() && !run.conn().HalfClosed && (!run.control || run.aim > 0) { // linger itself caused the other ends
			r.Unserved++
		}
		if run.hangs() {
			r.Hung++
		}
	}
	for _, x := range checks() {
		if p.asked(x.name) {
			r.Checks = append(r.Checks, p.judge(x, e, interrupted))
		}
	}
	once(r.Checks)
	r.Path = e.path(r)
	for _, want := range p.cfg.Expect {
		r.Expected = append(r.Expected, want.Judge(r.Lookup))
	}
	r.Advice = advise(r)
	return r
}

// judge returns the judged check x, or a check with the reason why it could not be
// judged. If the first response is broken, no check that needs a response can be judged.
func (p *prober) judge(x experiment, e *evidence, interrupted bool) Check {
	c := x.judge(e)
	c.Name, c.Ref, c.Asks = x.name, x.ref, x.asks
	switch {
	case c.Text == needsContent:
	case p.broken != "" && c.Verdict == Skip && x.name != nameFraming && x.name != nameFirst:
		c.Text = p.broken
	case interrupted && p.unfinished(x) && (c.AtLeast || c.Verdict == Skip):
		c.Verdict, c.Text = Skip, "interrupted before the result was known"
	}
	return c
}

// unfinished reports whether some trials of a check were stopped or not made.
func (p *prober) unfinished(x experiment) bool {
	for _, name := range append([]string{x.name}, x.needs...) {
		rs := p.runs[name]
		if len(rs) == 0 || slices.ContainsFunc(rs, func(r trialRun) bool { return r.cut }) {
			return true
		}
	}
	return false
}

// refusals counts the connections on which the first response to the probed request was a
// server error. It counts none if the very first response of the server was an error.
func (e *evidence) refusals() (f Refusals) {
	rs := e.runs[greeting]
	if len(rs) == 0 || !wasAnswered(rs[0].exchange(0)) || rs[0].exchange(0).Facts().Status >= 400 {
		return f
	}
	first := rs[0].exchange(0)
	for name, rs := range e.runs {
		for _, r := range rs {
			if x := r.exchange(0); name != nameReuse && wasAnswered(x) && x.Requested && x.Method == first.Method && x.Facts().Status >= 500 {
				f.Count, f.Status = f.Count+1, x.Facts().Status
			}
		}
	}
	return f
}
