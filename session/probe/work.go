package probe

import (
	"context"
	"slices"
	"sync"
	"time"
)

// wanted says whether a check's trials are to be made: it was asked for, or
// one that was judges them too.
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

// work makes all trials: quick ones a few at a time while others wait in
// silence, then those that aim. A long series of exchanges has the time that
// all the others take, but is not what a probe waits for.
func (p *prober) work(ctx context.Context) {
	if p.oneByOne {
		p.oneAfterAnother(ctx)
		return
	}
	var quickly, silent, ahead, series sync.WaitGroup
	slots := make(chan struct{}, quickAtOnce)
	soon, cancel := context.WithTimeout(ctx, quickTime+2*p.answer)
	defer cancel()
	unused, endUnused := context.WithCancel(ctx)
	defer endUnused()
	long, endLong := context.WithCancel(ctx)
	defer endLong()
	for _, x := range checks() {
		if x.trials == nil || x.wave == aimed || !p.wanted(x.name) {
			continue
		}
		ts := x.trials(p.plan)
		switch {
		case x.name == nameFirst:
			ahead.Go(func() { p.conduct(unused, x.name, ts, nil) })
		case x.name == nameMax:
			series.Go(func() { p.conduct(long, x.name, ts, nil) })
		case x.wave == waiting:
			silent.Go(func() { p.conduct(ctx, x.name, ts, nil) })
		default:
			quickly.Go(func() { p.conduct(soon, x.name, ts, slots) })
		}
	}
	silent.Wait()
	p.measured()
	unusedFor := p.unusedFor()
	p.bound(nameFirst, unusedFor)
	enough := time.AfterFunc(unusedFor, endUnused)
	defer enough.Stop()
	p.aim(ctx)
	quickly.Wait()
	ahead.Wait()
	time.AfterFunc(quickTime-time.Since(p.start), endLong)
	series.Wait()
	p.retry(ctx)
}

// retry makes those quick trials once more, one at a time, that the server cut
// off before it answered: it may not serve as many connections as were open.
func (p *prober) retry(ctx context.Context) {
	if p.broken != "" || time.Since(p.start)+p.plan.patience > AtMost(max(p.plan.closes.high, p.answer)) {
		return
	}
	soon, cancel := context.WithTimeout(ctx, p.plan.patience)
	defer cancel()
	for _, x := range checks() {
		if x.trials == nil || x.wave != quick || !slices.ContainsFunc(p.runs[x.name], run.refused) {
			continue
		}
		before := p.runs[x.name]
		p.runs[x.name] = nil
		p.conduct(soon, x.name, x.trials(p.plan), make(chan struct{}, 1))
		if !slices.ContainsFunc(p.runs[x.name], run.served) {
			p.runs[x.name] = before
		}
	}
}

// measured takes what the waits came to, for the trials that aim at it.
func (p *prober) measured() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plan.closes = spreadOf(closeTimes(samples(p.runs[nameIdle])))
	p.plan.roundTrip, p.plan.fastest = p.roundTrip(), p.fastest()
}

// unusedFor is how much longer unused connections are worth watching.
func (p *prober) unusedFor() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	atLeast := max(min(firstEnough, p.plan.maxWait), min(p.plan.closes.high+2*time.Second, p.plan.maxWait))
	if p.plan.closes.n == 0 && len(samples(p.runs[nameIdle])) > 0 {
		atLeast = p.plan.maxWait
	}
	return max(0, atLeast+starts+agree*10-time.Since(p.start))
}

// slack is what a probe may take beyond three times the longest wait.
const slack = 10 * time.Second

// AtMost bounds how long a probe takes whose longest wait is that.
func AtMost(wait time.Duration) time.Duration { return 3*wait + slack }

func (p *prober) aim(ctx context.Context) {
	if bound := AtMost(max(p.plan.closes.high, p.answer)); time.Since(p.start)+p.plan.closes.high+3*p.answer > bound {
		return // responses are too slow for it
	}
	for _, x := range checks() {
		if x.wave == aimed && p.wanted(x.name) && ctx.Err() == nil {
			p.conduct(ctx, x.name, x.trials(p.plan), nil)
		}
	}
}

// oneAfterAnother is for a server that answers on one connection at a time:
// whoever holds one idle keeps all others waiting. Waits are few then, and
// nothing is aimed.
func (p *prober) oneAfterAnother(ctx context.Context) {
	soon, cancel := context.WithTimeout(ctx, quickTime)
	defer cancel()
	p.plan.repeat = min(p.plan.repeat, 2)
	for _, w := range []wave{quick, waiting} {
		for _, x := range lengthyLast(checks()) {
			if x.wave != w || x.trials == nil || !p.wanted(x.name) {
				continue
			}
			if x.name == nameFirst {
				p.measured()
				p.plan.maxWait = min(p.plan.maxWait, max(p.plan.closes.high, patience)+time.Second)
				p.plan.repeat = 1
			}
			within := ctx
			if w == quick {
				within = soon
			}
			p.conduct(within, x.name, x.trials(p.plan), make(chan struct{}, 1))
		}
	}
	p.measured()
}

// lengthyLast puts the series of exchanges behind what is done in a moment.
func lengthyLast(xs []experiment) []experiment {
	i := slices.IndexFunc(xs, func(x experiment) bool { return x.name == nameMax })
	return append(slices.Delete(slices.Clone(xs), i, i+1), xs[i])
}

// fastest is the shortest time that any answer took: a round trip to whoever
// answers, which need not be whom we are connected to, and the answering.
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

// roundTrip is the shortest that any connection measured.
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
