package probe

import (
	"time"

	"linger/session/live"
	"linger/wire/format"
)

// This file holds all the waiting times of a probe.
const (
	shortestAnswerWait = 5 * time.Second  // minimum, even if the waits for idle closes are shorter
	longestAnswerWait  = 30 * time.Second // maximum, even if the waits for idle closes are longer
	longestConnect     = 30 * time.Second // maximum, unless the configuration has a limit

	awaitFIN = 300 * time.Millisecond // wait for a FIN after a TLS closure alert; usually both arrive together

	patience  = 3 * time.Second        // wait for a response or a requested close, in addition to the duration of a response
	quickTime = 5 * time.Second        // time for all quick trials together, in addition to the duration of their responses
	quickLong = 10                     // approximate number of responses that quick trials wait for one after another
	longTaken = 500 * time.Millisecond // the report mentions the duration of a response if it is at least this long
	lateClose = time.Second            // a close at least this long after the last byte of a close-delimited response is late
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

// AnswerWait returns the longest wait for the first response. It is Session.MaxTime, if
// set. Otherwise it is the wait for an idle close, but at least 5 s and at most 30 s. The
// wait for later responses is 3 s longer than the time that the first response took.
func (c Config) AnswerWait() time.Duration {
	if c.Session.MaxTime > 0 {
		return c.Session.MaxTime
	}
	return min(max(c.withDefaults().MaxWait, shortestAnswerWait), longestAnswerWait)
}

// connecting returns the session's configuration with a limit for connecting: the
// configured one, or else the longest wait for a response.
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

// fit shortens the waits so that they end before the probe's time is up. A trial with an
// idle connection consists of the wait and two responses, so the waits are shorter if the
// responses are slow.
func (p *prober) fit() {
	p.plan.maxWait = p.fits(p.left() - starts - 2*p.plan.answer - closing)
	p.plan.unusedWait = p.fits(p.left() - starts - closing)
}

// fits returns the longest wait that fits into d: the configured one, or d if that is
// shorter. It returns 0 if d is shorter than both a second and the configured wait.
func (p *prober) fits(d time.Duration) time.Duration {
	if d < min(time.Second, p.cfg.MaxWait) {
		return 0
	}
	return min(d, p.cfg.MaxWait)
}

// noTime returns the reason why a trial was not made or was stopped early.
func (p plan) noTime() string {
	if p.answer >= longTaken {
		return "not enough time: each response takes " + format.Duration(p.answer)
	}
	return "there was not enough time for this check"
}

// shortened returns the reason why the waits are shorter than configured, or "" if they
// are not shorter.
func (p plan) shortened() string {
	if p.answer < longTaken || p.maxWait >= p.askedWait {
		return ""
	}
	return "; it stopped early because each response takes " + format.Duration(p.answer)
}
