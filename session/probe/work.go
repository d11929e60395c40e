package probe

import (
	"context"
	"slices"
	"sync"
	"time"
)

// wanted reports whether the trials of a check are needed, because the check was
// selected, or because a selected check needs their results.
func (p *prober) wanted(name string) bool {
	if p.broken != "" {
		return name == nameFirst && p.asked(name)
	}
	if p.asked(name) {
		return true
	}
	for _, x := range checks() {
		if slices.Contains(x.needs, name) && p.wanted(x.name) {
			return true
		}
	}
	return false
}

func (p *prober) asked(name string) bool {
	return len(p.cfg.Only) == 0 || slices.Contains(p.cfg.Only, name)
}

// work makes all trials: quick ones, a few at a time, while others wait on idle
// connections; then those that depend on the result of the waits. A long series of
// exchanges may take as long as the other trials, but the probe does not wait longer for
// it.
func (p *prober) work(ctx context.Context) {
	if p.plan.oneByOne {
		p.oneAfterAnother(ctx)
		return
	}
	var quickly, silent, ahead, series sync.WaitGroup
	began, slots := time.Now(), make(chan struct{}, p.atOnceQuickly())
	soon, endQuick := context.WithCancel(ctx)
	defer endQuick()
	unused, endUnused := context.WithCancel(ctx)
	defer endUnused()
	for _, x := range checks() {
		if x.trials == nil || x.wave == aimed || !p.wanted(x.name) {
			continue
		}
		ts := x.trials(p.plan)
		switch {
		case x.name == nameFirst:
			ahead.Go(func() { p.conduct(unused, x.name, ts, nil) })
		case x.name == nameMax:
			series.Go(func() { p.conduct(soon, x.name, ts, nil) })
		case x.wave == waiting:
			silent.Go(func() { p.conduct(ctx, x.name, ts, nil) })
		default:
			quickly.Go(func() { p.conduct(soon, x.name, ts, slots) })
		}
	}
	silent.Wait()
	if p.measured(); !p.evicts() {
		p.refine(ctx)
	}
	if p.evicts() {
		endUnused()
		time.AfterFunc(p.quickFor()-time.Since(began), endQuick)
		waitAll(&quickly, &ahead, &series)
		p.gently(ctx)
		return
	}
	unusedFor := p.unusedFor() - time.Since(began)
	p.bound(nameFirst, unusedFor)
	enough := time.AfterFunc(unusedFor, endUnused)
	defer enough.Stop()
	p.aim(ctx)
	ahead.Wait()
	late := time.AfterFunc(p.quickFor()-time.Since(began), endQuick)
	defer late.Stop()
	waitAll(&quickly, &series)
	p.confirmMax(ctx)
	p.askAlone(ctx)
	if p.broken == "" { // perhaps too many connections were open for the server
		p.remake(ctx, p.plan.patience, trialRun.refused)
	}
}

// confirmMax repeats the series of exchanges with no other connection open, if the first
// series ended at a limit.
func (p *prober) confirmMax(ctx context.Context) {
	if p.broken != "" || !p.wanted(nameMax) || p.left() < p.quickFor() || !(&evidence{plan: p.plan, runs: p.runs}).metLimit() {
		return
	}
	soon, cancel := context.WithTimeout(ctx, p.quickFor())
	defer cancel()
	p.conduct(soon, nameMax, maxRequests.trials(p.plan), nil)
}

// atOnceQuickly returns how many quick trials are made at once. If responses take long,
// it returns a larger number, because slow trials do not overload the server.
func (p *prober) atOnceQuickly() int {
	if p.plan.answer >= time.Second {
		return slowAtOnce
	}
	return quickAtOnce
}

// quickFor returns the time limit for the quick trials.
func (p *prober) quickFor() time.Duration { return quickTime + quickLong*p.plan.answer }

// measured adds the results of the waits to the plan, for the trials that
// depend on them.
func (p *prober) measured() {
	p.mu.Lock()
	defer p.mu.Unlock()
	ss := samplesOf(p.runs[nameIdle])
	p.plan.closes, p.plan.clock = spreadOf(ss.Closes()), ss.clock(p.plan.clock.OnEvents)
	p.plan.roundTrip, p.plan.fastest = p.roundTrip(), p.fastest()
}

// unusedFor returns how long it is useful to watch unused connections, counted from when
// the first was made.
func (p *prober) unusedFor() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	long := max(firstEnough, p.plan.closes.high+2*time.Second)
	if p.plan.closes.n == 0 && len(samplesOf(p.runs[nameIdle])) > 0 {
		long = p.plan.unusedWait
	}
	return min(long, p.plan.unusedWait) + starts + 10*agree
}

// aim makes the trials that depend on the measured limit, if there is enough time. If
// linger saw the close before it sent any try of the race, aim makes the trials once
// more, and sends the tries earlier.
func (p *prober) aim(ctx context.Context) {
	if p.room() < 0 {
		return
	}
	for _, x := range checks() {
		if x.wave == aimed && p.wanted(x.name) && ctx.Err() == nil {
			p.conduct(ctx, x.name, x.trials(p.plan), nil)
		}
	}
	if p.plan.sooner == 0 && p.lateForAll() {
		p.plan.sooner = tooLate
		p.drop(nameRace)
		p.aim(ctx)
	}
}

// room returns the time that would be left after the tries of the race. It is negative if
// there is not enough time for them.
func (p *prober) room() time.Duration {
	return p.left() - p.plan.closes.high - 2*p.plan.answer - max(raceTries*beginGap, p.plan.clock.Tick)
}

// tooLate is how much earlier the tries of the race are sent in a second attempt, if a
// busy machine was too late for all of them.
const tooLate = 2 * agree

// lateForAll reports whether linger saw the close before it sent any try of the race.
func (p *prober) lateForAll() bool {
	ts := (&evidence{plan: p.plan, runs: map[string][]trialRun{nameRace: p.made(nameRace)}}).tries()
	return len(ts) > 0 && !slices.ContainsFunc(ts, func(t Try) bool { return t.Outcome != NotSent }) && p.room() >= 0
}

// oneAfterAnother makes the trials for a server that answers on one connection at a time.
// Because an idle connection makes all others wait, it makes few waits, and no trials
// that depend on them.
func (p *prober) oneAfterAnother(ctx context.Context) {
	soon, cancel := context.WithTimeout(ctx, min(p.quickFor(), p.left()/3))
	defer cancel()
	one := make(chan struct{}, 1)
	for _, x := range lengthyLast(checks()) {
		if x.wave == quick && x.trials != nil && p.wanted(x.name) {
			p.conduct(soon, x.name, x.trials(p.plan), one)
		}
	}
	p.waitOneByOne(ctx)
}

// lengthyLast returns the checks in another order: max-requests, which makes a long
// series of exchanges, is last.
func lengthyLast(xs []experiment) []experiment {
	i := slices.IndexFunc(xs, func(x experiment) bool { return x.name == nameMax })
	return append(slices.Delete(slices.Clone(xs), i, i+1), xs[i])
}

// fastest returns the shortest time that any response took: a round trip to the server
// that answers, which need not be the peer of the connection, plus its processing time.
func (p *prober) fastest() (d time.Duration) {
	for _, rs := range p.runs {
		for _, r := range rs {
			for _, x := range r.conn().Exchanges {
				if v := x.FirstByte - x.SentAt; x.Requested && x.FirstByte > x.SentAt && (d == 0 || v < d) {
					d = v
				}
			}
		}
	}
	return d
}

// roundTrip returns the shortest round trip of any connection.
func (p *prober) roundTrip() (d time.Duration) {
	for _, rs := range p.runs {
		for _, r := range rs {
			for _, v := range []time.Duration{r.conn().Info.RoundTrip, r.conn().Path.RoundTrip} {
				if v > 0 && (d == 0 || v < d) {
					d = v
				}
			}
		}
	}
	return d
}

// waitAll waits for several groups.
func waitAll(wgs ...*sync.WaitGroup) {
	for _, wg := range wgs {
		wg.Wait()
	}
}
