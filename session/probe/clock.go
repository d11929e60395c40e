package probe

import (
	"context"
	"slices"
	"time"

	"linger/session"
	"linger/wire/format"
)

// Some servers look at their clock only now and then: at a tick of their own, or
// when something else happens. A connection is then closed some time after its
// limit, and how long after depends on when its silence began. The limit is no more
// than the shortest life that was seen, and may be less.

// A Clock is how a server measures idle time, as far as its closes show.
type Clock struct {
	Tick     time.Duration // between two looks at its clock; 0: none was found
	Together int           // closes that coincide with another one, though their silence began apart
	OnEvents bool          // it looks when something else happens, such as a new connection
	Step     time.Duration // how far below the shortest life the limit may lie
	Known    bool          // the limit lies no lower than that; false: it was not established
}

// together is within what time closes coincide, and how exactly a tick is kept.
const together = 60 * time.Millisecond

// Bounds on the search for a tick and on the waits that look for the limit.
const (
	shortestTick = 200 * time.Millisecond
	fineStep     = 300 * time.Millisecond // a limit that is known so well needs no more waits
	manyEnds     = 5                      // moments at which connections ended: their silence began in every phase
	moreWaits    = 20
	unknownTick  = 12400 * time.Millisecond // over how long these begin where no tick is known
	longestGap   = unknownTick / 4          // between two looks at the clock, where no tick is known: else there were too few
)

// clock returns how the server measured the idle times of the samples. A server
// that looks when something happens was seen to do so.
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

// words returns what follows from the clock for a range of closes; empty where it
// is exact.
func (c Clock) words(s spread) string {
	var how string
	switch {
	case !s.wide() && !c.OnEvents:
		return ""
	case c.OnEvents:
		how = "it looks at its clock when something else happens"
	case c.Tick > 0:
		how = "it looks at its clock every " + format.Brief(c.Tick.Round(10*time.Millisecond))
	case c.Together > 0:
		how = "closes coincide: it looks at its clock only now and then"
	default:
		how = "it does not keep to one time"
	}
	if c.Known {
		return how + ", so that only what lies below the low end is safe"
	}
	return how + ", so that the limit is at most " + format.Brief(s.low) + " and may be less"
}

// closed returns the samples that ended in a close.
func (ss Samples) closed() Samples {
	return slices.DeleteFunc(slices.Clone(ss), func(s Sample) bool { return s.Open })
}

// Ended returns when a sample's silence ended, on the clock on which it began.
func (s Sample) Ended() time.Duration { return s.Since + s.Idle }

// Moments counts the moments at which the samples ended in a close.
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

// tickOf finds the interval at which a server closes, from samples in the order of
// their ends, and counts those that ended together though they began apart, and the
// moments at which any ended. The
// idle times of one tick lie no farther apart than the tick is long. A busy machine
// sees some closes late, though no later than the shortest tick.
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

// fitTick reports whether all ends lie whole numbers of a tick apart, and returns
// the tick that fits best.
func fitTick(ends []time.Duration, tick time.Duration) (time.Duration, bool) {
	near := max(together, tick/50)
	for i := 1; i < len(ends); i++ {
		apart := ends[i] - ends[0]
		off := (apart + tick/2) % tick // half a tick, where they lie whole ticks apart
		n := int64((apart + tick/2) / tick)
		if n < 1 || off < tick/2-near || off > tick/2+near {
			return 0, false
		}
		tick = time.Duration(int64(apart) / n)
	}
	return tick, true
}

// afterPhase returns how long after the silence of the lowest sample the next one
// began, by the phase of a tick: a silence that begins in between would have been
// shorter still.
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

// refine waits for more idle closes where the limit is a range and its low end is
// not yet known well, their beginnings spread over a tick, as far as there is time.
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

// hung reports whether a trial of a check got no answer: then more of them at once
// would say nothing.
func (p *prober) hung(name string) bool {
	return slices.ContainsFunc(p.made(name), func(r trialRun) bool { return !r.served() })
}

// idleWaits returns trials that wait for an idle close, begun so long apart.
func idleWaits(p plan, n int, gap, atMost time.Duration) (ts []trial) {
	for i := range n {
		ts = append(ts, trial{
			after: time.Duration(i) * gap,
			stages: []stage{
				{do: send(p.request), until: done(1)},
				{do: session.Wait{AtMost: atMost}, until: waited, atMost: longer},
				{do: again(p.request), until: done(2)}, // it looks open: is anybody there?
			},
		})
	}
	return ts
}
