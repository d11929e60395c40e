package probe

import (
	"fmt"
	"slices"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire/format"
)

var raceExperiment = experiment{
	name:   nameRace,
	ref:    "RFC 9112 §9.5",
	asks:   "a request may cross the server's close of an idle connection: clients must be ready for that",
	needs:  []string{nameIdle},
	wave:   aimed,
	trials: raceTrials,
	judge:  judgeRace,
}

const (
	raceTries = 40
	farAway   = 400 * time.Millisecond
	beginGap  = 10 * time.Millisecond // time between the beginnings of two tries, so that they do not disturb each other

	// raceControls is the number of trials that send the second request after half of the
	// shortest idle time. They show whether the server answers a second request at all.
	raceControls = 2
)

// aims returns the idle times after which requests are sent: from well before the close
// to shortly after it, or over the whole range of closes.
func (p plan) aims() (ds []time.Duration) {
	first, step := p.raceFrom()
	for i := range raceTries {
		if d := first + time.Duration(i)*step; d > 0 {
			ds = append(ds, d)
		}
	}
	return ds
}

// raceFrom returns the first aim and the step to the next. If the limit is a range, the
// aims cover it with a margin. Otherwise the step is a tenth of the round trip to the
// server that answers, but at least half a millisecond, because timers are not more
// precise. In that case, 25 aims are before the close.
func (p plan) raceFrom() (first, step time.Duration) {
	way := p.way()
	if p.closes.ranged() {
		margin := max(3*way, agree)
		return p.closes.low - margin - p.sooner, (p.closes.high - p.closes.low + 2*margin) / (raceTries - 1)
	}
	step = max((way / 10).Round(500*time.Microsecond), 500*time.Microsecond)
	return p.closes.median - 25*step - p.sooner, step
}

// way returns the round trip to the program that answers, which may be farther
// away than the peer of the connection.
func (p plan) way() time.Duration { return max(p.roundTrip, min(p.fastest, farAway)) }

func raceTrials(p plan) (ts []trial) {
	if p.closes.n == 0 || p.closes.high < agree {
		return nil
	}
	for i, aim := range p.aims() {
		ts = append(ts, p.raceTrial(p.raceBegin(i), aim, false))
	}
	for i := range raceControls {
		ts = append(ts, p.raceTrial(p.raceBegin(raceTries+i), p.closes.low/2, true))
	}
	return ts
}

// raceTrial returns a trial that sends two requests with the given idle time
// between them.
func (p plan) raceTrial(after, aim time.Duration, control bool) trial {
	return trial{after: after, aim: aim, control: control, stages: []stage{
		{do: send(p.request), until: done(1)},
		{when: idleSince(aim), do: again(p.request), until: done(2)},
	}}
}

// raceBegin returns the time at which try n begins. If the server checks its timeouts
// only at long intervals, the tries are spread over one interval, so that they are not
// all in the same phase.
func (p plan) raceBegin(n int) time.Duration {
	if p.clock.Tick <= raceTries*beginGap {
		return time.Duration(n) * beginGap
	}
	const stride = 17 // has no factor in common with raceTries
	return time.Duration(n*stride%raceTries) * p.clock.Tick / raceTries
}

// idleSince returns a function that returns the time at which the connection will have
// been idle for d.
func idleSince(d time.Duration) func(*record.Record) time.Duration {
	return func(rec *record.Record) time.Duration { return rec.Conn(1).IdleSince + d }
}

// unheard returns the number of tries whose first request got no response.
func (e *evidence) unheard() (n int) {
	for _, r := range e.runs[nameRace] {
		if !r.control && !wasAnswered(r.exchange(0)) {
			n++
		}
	}
	return n
}

// tries returns the results of the requests, sorted by the idle time after which they
// were sent.
func (e *evidence) tries() (ts []Try) {
	for _, r := range e.runs[nameRace] {
		if first := r.exchange(0); r.control || !wasAnswered(first) || !first.Promised().Persistent() || r.cut {
			continue
		}
		ts = append(ts, tryOf(r))
	}
	slices.SortStableFunc(ts, func(a, b Try) int { return int(a.Idle - b.Idle) })
	return ts
}

func tryOf(r trialRun) Try {
	first, c := r.exchange(0), r.conn()
	var second *record.Exchange
	for _, x := range c.Exchanges[1:] {
		if x.Requested {
			second = x
			break
		}
	}
	if second == nil {
		return Try{Idle: r.aim, Outcome: NotSent, How: c.Close.How}
	}
	t := Try{Idle: second.Started - first.LastByte, How: c.Close.How}
	switch {
	case wasAnswered(second) && farewell(first, second):
		t.Outcome = Goodbye
	case wasAnswered(second):
		t.Outcome = Answered
	case !r.byServer():
		t.Outcome = Silent
	case c.Close.How == session.HowReset:
		t.Outcome = WasReset
	default:
		t.Outcome = Lost
	}
	if t.Outcome != Answered {
		t.After = c.Close.At - second.Started
	}
	return t
}

// farewell reports whether the response after the second request is not an answer to that
// request, but one that the server sends when it closes an idle connection. Such a
// response is a 408, or it is another error that announces the close and has a different
// status from the first response.
func farewell(first, second *record.Exchange) bool {
	s := second.Facts().Status
	return s == 408 || s >= 400 && s != first.Facts().Status && says(second)
}

func judgeRace(e *evidence) Check {
	rs := e.runs[nameRace]
	switch {
	case e.closes.n == 0 && len(e.runs[nameIdle]) == 0 && len(e.runs[greeting]) > 0:
		return skipped(e.noTime())
	case e.closes.n == 0:
		return skipped("the idle limit was not reached")
	case e.closes.high < agree:
		return skipped("the connection ends at once: there is no idle time to race")
	case len(rs) == 0 && e.oneByOne:
		return skipped("left out: the server answers on one connection at a time")
	case len(rs) == 0 && e.evicts:
		return skipped("left out: the server closes connections when more are opened")
	case len(rs) == 0:
		return skipped(e.noTime())
	}
	r := e.race()
	if len(r.Tries) == 0 {
		if why := e.fleeting(rs); why != "" {
			return skipped(why)
		}
		return skipped(e.unanswered(slices.DeleteFunc(slices.Clone(rs), func(r trialRun) bool { return r.control })))
	}
	lost, sent := r.Lost(), len(r.Tries)-r.Count(NotSent)
	c := Check{Samples: sent, Unit: "requests", Measured: new(float64(lost)), Low: new(float64(lost)), High: new(float64(lost))}
	c.Found = fmt.Sprintf("%d of %d lost", lost, sent)
	switch {
	case sent == 0:
		return skipped(r.Seen() + " before any request could be sent")
	case r.Hopeless() && r.Count(Silent) > 0:
		c.Verdict, c.Text = Fail, "no second request is answered, however soon it is sent"
		if e.answersOnce() {
			c.fault = oneAnswer
		}
	case r.Count(Silent) > 0:
		c.Verdict, c.Text = Fail, "neither a response nor a close: something on the path drops the request without a reply"
	case r.Count(Answered) == len(r.Tries):
		c.Verdict, c.Text = Pass, "each request was answered"
	case lost == 0:
		c.Verdict, c.Text = Pass, fmt.Sprintf("each request that was sent was answered; %d were not sent, because %s first", r.Count(NotSent), r.Seen())
	case r.Crossed() && !r.Hopeless():
		c.Verdict, c.Text = Pass, lostHow(r)+dangerZone(r)+": within a round trip, as with any server"
	default:
		c.Verdict, c.Text = Warn, lostHow(r)+dangerZone(r)
	}
	if n := e.unheard(); 2*n > len(rs) {
		c.Text += fmt.Sprintf("; %d of %d connections had no first response", n, len(rs)-raceControls)
	}
	return c
}

// reused reports whether a second request was answered on any connection.
func (e *evidence) reused() bool {
	return slices.ContainsFunc(e.all(), func(r trialRun) bool {
		n := 0
		for _, x := range r.conn().Exchanges {
			if x.Requested && wasAnswered(x) {
				n++
			}
		}
		return n > 1
	})
}

// race returns the results of the tries.
func (e *evidence) race() Race {
	r := Race{Tries: e.tries(), Reused: e.reused(), Expected: e.closes.median, Earliest: e.closes.low, Ranged: e.closes.ranged(), Way: e.way()}
	_, r.Apart = e.raceFrom()
	return r
}

func lostHow(r Race) string {
	switch resets := r.Count(WasReset); {
	case r.Count(Goodbye) == r.Lost():
		return "a goodbye instead of the response"
	case resets == 0:
		return "EOF before any byte, never a reset"
	case resets == r.Lost():
		return "always a reset"
	default:
		return fmt.Sprintf("%s, otherwise EOF before any byte", format.Count(resets, "reset"))
	}
}

// dangerZone returns text that says when requests begin to be lost, such as "; from 40 ms
// before the close". It returns "" if none was lost before the close.
func dangerZone(r Race) string {
	if d := r.Before(); d > 0 {
		return "; from " + format.Brief(d) + " before the close"
	}
	return ""
}
