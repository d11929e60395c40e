package probe

import (
	"fmt"
	"time"
)

// unreachable is the report when there was no connection.
func (p *prober) unreachable(interrupted bool) *Report {
	r := &Report{Target: p.cfg.Name, Failure: "no connection was made", Took: time.Since(p.start), Interrupted: interrupted}
	if interrupted {
		r.Failure = "interrupted before there was a connection"
		return r
	}
	if rs := p.runs[greeting]; len(rs) > 0 {
		if f := rs[0].conn().Failure; f.Kind != "" {
			r.Failure = fmt.Sprintf("%s. %s", f.Kind, f.Text)
		}
	}
	return r
}

// card judges what was recorded.
func (p *prober) card(interrupted bool) *Report {
	e := &evidence{plan: p.plan, runs: p.runs, order: Names()}
	r := &Report{
		Target: p.cfg.Name, Interrupted: interrupted, RoundTrip: p.plan.roundTrip, Fastest: p.plan.fastest,
		AtOnce: p.atOnce, OneByOne: p.oneByOne, ByHead: p.byHead, Took: time.Since(p.start),
		Idle: samples(p.runs[nameIdle]), Race: Race{Tries: e.tries(), Expected: p.plan.closes.median, Ranged: p.plan.closes.ranged()},
	}
	_, r.Race.Apart = p.plan.raceFrom()
	r.Hint, r.HasHint = e.hint()
	for _, run := range e.all() {
		if run.connected() {
			r.Connections++
			if run.byServer() && run.exchange(0) != nil && run.exchange(0).Requested && !run.served() {
				r.Unserved++
			}
		}
	}
	for _, x := range checks() {
		if p.asked(x.name) {
			r.Checks = append(r.Checks, p.judge(x, e, interrupted))
		}
	}
	for _, t := range p.cfg.Expect {
		r.Expected = append(r.Expected, t.Judge(r))
	}
	r.Advice = advise(r)
	return r
}

func (p *prober) judge(x experiment, e *evidence, interrupted bool) Check {
	c := x.judge(e)
	c.Name, c.Ref, c.Asks = x.name, x.ref, x.asks
	if p.broken != "" && c.Verdict == Skip && x.name != nameFraming && c.Text != needsContent {
		c.Text = p.broken
	}
	if interrupted && (c.AtLeast || c.Verdict == Skip && c.Text != needsContent) {
		c.Verdict, c.Text = Skip, "interrupted before it was known"
	}
	return c
}
