package probe

import (
	"time"

	"linger/session/live"
	"linger/wire/format"
)

// This file holds all the waiting times of a probe.
const (
	shortestAnswerWait = 5 * time.Second  // used even if the waits for idle closes are shorter
	longestAnswerWait  = 30 * time.Second // used even if the waits for idle closes are longer
	longestConnect     = 30 * time.Second // unless the configuration says otherwise

	awaitFIN = 300 * time.Millisecond // wait for a FIN after a TLS closure alert; usually both arrive together

	patience  = 3 * time.Second        // wait for an answer or a requested close, in addition to the time of an answer
	quickTime = 5 * time.Second        // time for all quick trials together, in addition to that of their answers
	quickLong = 10                     // approximate number of answers that quick trials wait for one after another
	longTaken = 500 * time.Millisecond // duration of an answer from which on the report mentions it
	lateClose = time.Second            // time from the last byte of a close-delimited response to the close from which on the close is late
)

// slack is the time that a probe may take in addition to three times the longest wait.
// closing is the part of slack that is reserved for closing connections.
const (
	slack   = 10 * time.Second
	closing = time.Second
)

// AtMost returns the longest time that a probe takes: 10 s and three times the longest
// wait, which is the wait for an idle close or, if longer, Session.MaxTime.
func (c Config) AtMost() time.Duration {
	return 3*max(c.withDefaults().MaxWait, c.Session.MaxTime) + slack
}

// AnswerWait returns the longest wait for the first answer. It is Session.MaxTime, if
// set. Otherwise it is the wait for an idle close, but at least 5 s and at most 30 s. The
// wait for later answers is 3 s longer than the time that the first answer took.
func (c Config) AnswerWait() time.Duration {
	if c.Session.MaxTime > 0 {
		return c.Session.MaxTime
	}
	return min(max(c.withDefaults().MaxWait, shortestAnswerWait), longestAnswerWait)
}

// connecting returns the configuration with a limit for connecting: the
// configured one, or else the longest wait for an answer.
func (c Config) connecting() live.Config {
	sc := c.Session
	if sc.ConnectTimeout <= 0 {
		sc.ConnectTimeout = min(longestConnect, c.AnswerWait())
	}
	sc.ConnectTimeout = min(sc.ConnectTimeout, c.AtMost()-2*closing)
	sc.AwaitFIN = awaitFIN
	return sc
}

// left returns the time left for trials.
func (p *prober) left() time.Duration {
	return p.cfg.AtMost() - closing - time.Since(p.start)
}

// fit shortens the waits so that they end in time: the slower the answers, the
// shorter the waits. A trial of an idle connection takes the time of two
// answers and the wait.
func (p *prober) fit() {
	p.plan.maxWait = p.fits(p.left() - starts - 2*p.plan.answer - closing)
	p.plan.unusedWait = p.fits(p.left() - starts - closing)
}

// fits returns how long a wait can be in the time left, or 0 if that is less
// than a second and the configured wait is not.
func (p *prober) fits(d time.Duration) time.Duration {
	if d < min(time.Second, p.cfg.MaxWait) {
		return 0
	}
	return min(d, p.cfg.MaxWait)
}

// noTime returns the reason for a trial that was not made or was stopped early.
func (p plan) noTime() string {
	if p.answer >= longTaken {
		return "not enough time: each answer takes " + format.Duration(p.answer)
	}
	return "there was not enough time for it"
}

// shortened returns the reason why the waits are shorter than configured, or ""
// if they are not.
func (p plan) shortened() string {
	if p.answer < longTaken || p.maxWait >= p.askedWait {
		return ""
	}
	return ": no longer, as each answer takes " + format.Duration(p.answer)
}
