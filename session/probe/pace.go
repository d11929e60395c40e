package probe

import (
	"time"

	"linger/session/live"
	"linger/wire/format"
)

// What a probe waits for and how long stands here, and nowhere else.
const (
	shortestAnswerWait = 5 * time.Second  // even where idle closes are waited for less
	longestAnswerWait  = 30 * time.Second // even where they are waited for longer
	longestConnect     = 30 * time.Second // unless the configuration says otherwise

	awaitFIN = 300 * time.Millisecond // after a TLS closure alert: it mostly comes with it

	patience  = 3 * time.Second        // for an answer, or a close that was asked for, beside the time an answer takes
	quickTime = 5 * time.Second        // for all quick trials together, beside the time that their answers take
	quickLong = 10                     // answers that quick trials make one after another, about
	longTaken = 500 * time.Millisecond // by an answer: worth reporting
	lateClose = time.Second            // after the last byte of a response that it ends: clients wait for it
)

// slack is what a probe may take beyond three times the longest wait; closing
// is how much of it is kept for closing connections.
const (
	slack   = 10 * time.Second
	closing = time.Second
)

// AtMost bounds how long a probe takes: three times the longest wait, for an
// idle close or as Session.MaxTime has it for an answer, and 10 s.
func (c Config) AtMost() time.Duration {
	return 3*max(c.withDefaults().MaxWait, c.Session.MaxTime) + slack
}

// AnswerWait returns how long the first answer is waited for: Session.MaxTime, else
// as long as an idle close, but 5 s at least and 30 s at most. Once it is known
// how long an answer takes, the others are waited for 3 s longer than that.
func (c Config) AnswerWait() time.Duration {
	if c.Session.MaxTime > 0 {
		return c.Session.MaxTime
	}
	return min(max(c.withDefaults().MaxWait, shortestAnswerWait), longestAnswerWait)
}

// connecting returns the configuration of its sessions, which give up connecting in
// time: as configured, else after the longest wait for an answer.
func (c Config) connecting() live.Config {
	sc := c.Session
	if sc.ConnectTimeout <= 0 {
		sc.ConnectTimeout = min(longestConnect, c.AnswerWait())
	}
	sc.ConnectTimeout = min(sc.ConnectTimeout, c.AtMost()-2*closing)
	sc.AwaitFIN = awaitFIN
	return sc
}

// left returns the time there is for trials yet.
func (p *prober) left() time.Duration {
	return p.cfg.AtMost() - closing - time.Since(p.start)
}

// fit makes the waits such that they are over in time: the slower the answers,
// the shorter the waits. A trial of an idle connection takes two answers and
// the wait.
func (p *prober) fit() {
	p.plan.maxWait = p.fits(p.left() - starts - 2*p.plan.answer - closing)
	p.plan.unusedWait = p.fits(p.left() - starts - closing)
}

// fits returns how long can be waited in the time there is: less than a second is
// not worth it, unless less was asked for.
func (p *prober) fits(d time.Duration) time.Duration {
	if d < min(time.Second, p.cfg.MaxWait) {
		return 0
	}
	return min(d, p.cfg.MaxWait)
}

// noTime returns why a trial was not made, or was cut off: the words are the same
// for all.
func (p plan) noTime() string {
	if p.answer >= longTaken {
		return "not enough time: each answer takes " + format.Duration(p.answer)
	}
	return "there was not enough time for it"
}

// shortened reports whether the waits are shorter than asked for, and why; empty when
// they are not.
func (p plan) shortened() string {
	if p.answer < longTaken || p.maxWait >= p.askedWait {
		return ""
	}
	return ": no longer, as each answer takes " + format.Duration(p.answer)
}
