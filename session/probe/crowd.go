package probe

import (
	"context"
	"slices"
	"time"

	"linger/session"
)

// A probe opens many connections, but a server may keep only a few. If it then treats
// connections differently from a single one, the affected trials are repeated one at a
// time.

// crowding is the longest time after the opening of a connection in which the close of
// another one counts as a consequence.
const crowding = 10 * time.Millisecond

// evicts reports whether the server closes idle connections to make room for others: at
// least two, and at least a third of them, ended just after another one was made.
func (p *prober) evicts() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	var opened []time.Duration
	for _, rs := range p.runs {
		for _, r := range rs {
			opened = append(opened, r.began+r.conn().Opened)
		}
	}
	n := 0
	for _, r := range p.runs[nameIdle] {
		if r.evictedBy(opened, crowding+p.plan.roundTrip) {
			n++
		}
	}
	return n >= 2 && 3*n >= len(samplesOf(p.runs[nameIdle]).closed())
}

// evictedBy reports whether the server closed the idle connection without notice, soon
// after another connection was made. opened holds the times at which connections were
// made; within is the maximum delay of the close.
func (r trialRun) evictedBy(opened []time.Duration, within time.Duration) bool {
	c := r.conn()
	if !r.byServer() || !r.served() || c.Close.Phase != session.PhaseIdle || c.Close.Announced() {
		return false
	}
	own, end := r.began+c.Opened, r.began+c.Close.At
	return slices.ContainsFunc(opened, func(at time.Duration) bool { return at > own+crowding && end >= at && end <= at+within })
}

// suspect reports whether the end of a connection may be due to the other open
// connections.
func (r trialRun) suspect() bool {
	return r.refused() || r.byServer() && !r.conn().Close.Announced()
}

// gently repeats, one at a time, the trials that the server ended while other connections
// were open. If the server does not close connections to make room, the new idle times
// are added to the earlier ones.
func (p *prober) gently(ctx context.Context) {
	p.remake(ctx, p.quickFor(), trialRun.suspect)
	evicts := p.closesYoung(ctx)
	beside := p.drop(nameIdle)
	p.drop(nameFirst)
	p.waitOneByOne(ctx)
	if evicts {
		p.plan.evicts = true
		return
	}
	p.runs[nameIdle] = append(beside, p.runs[nameIdle]...)
	p.dropped -= len(beside)
	p.plan.clock.OnEvents = true
	p.measured()
	p.refine(ctx)
	p.aim(ctx)
}

// bursts is the number of times that several connections are opened at once to see how
// the server reacts.
const bursts = 2

// closesYoung opens many connections at once, as many as were open before or at least 8,
// and does so twice. It reports whether the server closed any of them immediately. A
// server that makes room does. A server that checks its clock when a connection arrives
// does not, because none of them is old.
func (p *prober) closesYoung(ctx context.Context) bool {
	var ts []trial
	for range max(p.atOnce, 8) {
		ts = append(ts, trial{control: true, stages: []stage{
			{do: send(p.plan.request), until: done(1)}, {do: session.Wait{AtMost: young}, until: waited, atMost: longer},
		}})
	}
	for had := 0; p.bursts < bursts && ctx.Err() == nil; p.bursts++ {
		p.conduct(ctx, nameBurst, ts, nil)
		p.evicted += one(slices.ContainsFunc(p.runs[nameBurst][had:], func(r trialRun) bool {
			return r.byServer() && !r.conn().Close.Announced() && (!r.served() || silence(r) < young)
		}))
		had = len(p.runs[nameBurst])
	}
	return p.evicted > 0
}

// nameBurst is the name for the runs of closesYoung, which belong to no check.
const nameBurst = "burst"

// young is how long closesYoung leaves connections idle. No idle limit is that short.
const young = 300 * time.Millisecond

// remake repeats the quick trials of checks with doubtful results, one at a
// time, and uses the new results if there are any.
func (p *prober) remake(ctx context.Context, within time.Duration, doubtful func(trialRun) bool) {
	soon, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for _, x := range checks() {
		if x.trials == nil || x.wave != quick || !slices.ContainsFunc(p.runs[x.name], doubtful) {
			continue
		}
		p.plan.crowded = p.plan.crowded || slices.ContainsFunc(p.runs[x.name], trialRun.turnedAway)
		before := p.drop(x.name)
		p.conduct(soon, x.name, x.trials(p.plan), make(chan struct{}, 1))
		if !slices.ContainsFunc(p.runs[x.name], trialRun.served) {
			p.runs[x.name] = before
			p.dropped -= len(before)
		}
	}
}

// drop removes the runs of a check and returns them. It adds their number to p.dropped.
func (p *prober) drop(name string) []trialRun {
	p.mu.Lock()
	defer p.mu.Unlock()
	rs := p.runs[name]
	p.runs[name] = nil
	p.dropped += len(rs)
	return rs
}

// waitOneByOne waits for idle closes with no other connection open, at most twice and
// only if there is time. Then it waits for the close of an unused connection.
func (p *prober) waitOneByOne(ctx context.Context) {
	p.plan.repeat = min(p.plan.repeat, 2)
	one := make(chan struct{}, 1)
	if p.wanted(nameIdle) {
		p.plan.maxWait = p.fits((p.left()-patience-2*closing)/2 - 2*p.plan.answer)
		p.conduct(ctx, nameIdle, idleTimeout.trials(p.plan), one)
	}
	p.measured()
	if p.wanted(nameFirst) {
		p.plan.repeat = 1
		p.plan.unusedWait = p.fits(min(max(p.plan.closes.high, patience)+closing, p.left()-closing))
		p.conduct(ctx, nameFirst, firstRequestTimeout.trials(p.plan), one)
	}
}
