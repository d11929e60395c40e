package probe

import (
	"context"
	"slices"
	"time"

	"linger/session"
	"linger/wire/format"
)

// Some servers check their clock only at intervals, called ticks here, or when something
// else happens. They close a connection some time after its limit. That time depends on
// when the connection became idle. The limit is at most the shortest idle time observed,
// and may be less.

// A Clock describes how a server measures idle time, as inferred from when it closes
// connections.
type Clock struct {
	Tick     time.Duration // time between two ticks; 0: none was found
	Together int           // number of closes that coincide with another one, although the connections became idle at different times
	OnEvents bool          // the server checks its clock when something else happens, such as a new connection
	Step     time.Duration // how far the limit may be below the shortest idle time
	Known    bool          // the limit is at most Step below the shortest idle time; false: not established
}

// together is the longest time between two closes that counts as a coincidence. It is
// also the tolerance when a tick is fitted.
const together = 60 * time.Millisecond

// Limits on the search for a tick and on the waits that search for the limit.
const (
	shortestTick = 200 * time.Millisecond
	fineStep     = 300 * time.Millisecond // a limit known to within this time needs no more waits
	manyEnds     = 5                      // number of different close times that shows that the idle times began in all phases of the clock
	moreWaits    = 20
	unknownTick  = 12400 * time.Millisecond // time over which the beginnings of the waits are spread if no tick is known
	longestGap   = unknownTick / 4          // longest interval between waits if no tick is known
)

// clock returns how the server measured the idle times of the samples. onEvents is set if
// linger saw the server check its clock when something else happened.
func (ss Samples) clock(onEvents bool) (c Clock) {
	closed := ss.closed()
	s := spreadOf(ss.Closes())
	if c.OnEvents = onEvents; !s.wide() && !onEvents {
		return Clock{Known: true, Step: s.most - s.low}
	}
	slices.SortFunc(closed, func(a, b Sample) int { return int(a.Ended() - b.Ended()) })
	var ends int
	c.Tick, c.Together, ends = tickOf(closed, s)
	lowest := slices.MinFunc(closed, func(a, b Sample) int { return int(a.Idle - b.Idle) })
	switch {
	case onEvents:
		c.Tick, c.Step = 0, unknownTick/moreWaits
		c.Known = len(closed) >= moreWaits && s.low > c.Step
	case c.Tick > 0:
		c.Step = afterPhase(closed, lowest, c.Tick) + together
		c.Known = s.low > c.Step
	case ends >= manyEnds && len(closed) >= moreWaits && s.high-s.low <= longestGap:
		c.Step = unknownTick / moreWaits
		c.Known = s.low > c.Step
	}
	return c
}

// words explains from the clock why the idle times at the closes form a range. It returns
// "" if they do not form one.
func (c Clock) words(s spread) string {
	var how string
	switch {
	case !s.wide() && !c.OnEvents:
		return ""
	case c.OnEvents:
		how = "it checks its clock when something else happens"
	case c.Tick > 0:
		how = "it checks its clock every " + format.Brief(c.Tick.Round(10*time.Millisecond))
	case c.Together > 0:
		how = "closes coincide, so it checks its clock only at intervals"
	default:
		how = "the limit varies"
	}
	if c.Known {
		return how + "; only idle times below the shortest are safe"
	}
	return how + "; the limit is at most " + format.Brief(s.low) + " and may be less"
}

// closed returns the samples that ended in a close.
func (ss Samples) closed() Samples {
	return slices.DeleteFunc(slices.Clone(ss), func(s Sample) bool { return s.Open })
}

// Ended returns when the idle time of the sample ended, measured from the beginning of
// the probe.
func (s Sample) Ended() time.Duration { return s.Since + s.Idle }

// Moments returns the number of different times at which samples ended in a
// close.
func (ss Samples) Moments() (n int) {
	closed := ss.closed()
	slices.SortFunc(closed, func(a, b Sample) int { return int(a.Ended() - b.Ended()) })
	for i, s := range closed {
		if i == 0 || s.Ended()-closed[i-1].Ended() > together {
			n++
		}
	}
	return n
}

// tickOf returns the interval at which a server closes connections, from samples in the
// order of their ends. The interval is 0 if none fits. tickOf also returns the number of
// samples that ended together although they began apart, and the number of different
// times at which samples ended. Idle times with the same tick differ by no more than the
// tick. A busy machine observes some closes late, but by less than the shortest tick.
func tickOf(closed Samples, s spread) (tick time.Duration, shared, distinct int) {
	var ends []time.Duration
	for i, x := range closed {
		if i == 0 || x.Ended()-ends[len(ends)-1] > shortestTick {
			ends = append(ends, x.Ended())
			continue
		}
		began := x.Since - closed[i-1].Since
		if x.Ended()-ends[len(ends)-1] <= together && max(began, -began) > 2*together {
			shared++
		}
	}
	if len(ends) < 2 || len(ends) == 2 && shared == 0 {
		return 0, shared, len(ends)
	}
	least := ends[1] - ends[0]
	for i := range ends[1:] {
		least = min(least, ends[i+1]-ends[i])
	}
	for k := time.Duration(1); least/k >= max(shortestTick, s.high-s.low-together); k++ {
		if fitted, ok := fitTick(ends, least/k); ok {
			return fitted, shared, len(ends)
		}
	}
	return 0, shared, len(ends)
}

// fitTick returns the tick that fits best, and whether all differences between ends are
// multiples of it.
func fitTick(ends []time.Duration, tick time.Duration) (time.Duration, bool) {
	near := max(together, tick/50)
	for i := 1; i < len(ends); i++ {
		apart := ends[i] - ends[0]
		off := (apart + tick/2) % tick // half a tick, if the difference is a multiple of the tick
		n := int64((apart + tick/2) / tick)
		if n < 1 || off < tick/2-near || off > tick/2+near {
			return 0, false
		}
		tick = time.Duration(int64(apart) / n)
	}
	return tick, true
}

// afterPhase compares the phases within a tick at which the idle times began. It returns
// the time from the phase of the lowest sample to the next phase. An idle time that
// begins in between would have been even shorter.
func afterPhase(closed Samples, lowest Sample, tick time.Duration) time.Duration {
	next := tick
	for _, x := range closed {
		phase := (x.Since - lowest.Since) % tick
		if phase < 0 {
			phase += tick
		}
		if phase > together/2 {
			next = min(next, phase)
		}
	}
	return next
}

// refine waits for more idle closes if the limit is a range and its low end is not yet
// known well. It spreads the beginnings of the waits over a tick, if enough time is left,
// and over a shorter time otherwise.
func (p *prober) refine(ctx context.Context) {
	ss := samplesOf(p.made(nameIdle))
	s, c := p.plan.closes, p.plan.clock
	if !s.wide() && !c.OnEvents || len(ss.closed()) < len(ss) || c.Known && c.Step <= fineStep || p.cfg.Repeat < 2 || p.hung(nameIdle) {
		return
	}
	over := c.Tick
	if over == 0 {
		over = unknownTick
	}
	room := p.left() - s.high - over - 4*p.plan.answer - 2*closing
	if room < 0 {
		over += room
	}
	if over < max(c.Tick/2, time.Second) {
		return
	}
	gap := over / moreWaits
	p.conduct(ctx, nameIdle, idleWaits(p.plan, moreWaits, gap, min(p.plan.maxWait, s.high+over+2*time.Second)), nil)
	p.measured()
}

// hung reports whether a trial of a check got no response, so that further trials
// at the same time would show nothing.
func (p *prober) hung(name string) bool {
	return slices.ContainsFunc(p.made(name), func(r trialRun) bool { return !r.served() })
}

// idleWaits returns trials that wait for an idle close, with the given time
// between their beginnings.
func idleWaits(p plan, n int, gap, atMost time.Duration) (ts []trial) {
	for i := range n {
		ts = append(ts, trial{
			after: time.Duration(i) * gap,
			stages: []stage{
				{do: send(p.request), until: done(1)},
				{do: session.Wait{AtMost: atMost}, until: waited, atMost: longer},
				{do: again(p.request), until: done(2)}, // no close was seen: check whether the server still answers
			},
		})
	}
	return ts
}
