package probe

import (
	"fmt"
	"time"

	"linger/session"
	"linger/session/record"
)

var idleTimeout = experiment{
	name: nameIdle,
	ref:  "RFC 2068 §19.7.1.1",
	asks: "Keep-Alive: timeout says how long the server will let the connection sit idle",
	wave: waiting,
	trials: func(p plan) (ts []trial) {
		for i := range p.repeat {
			ts = append(ts, trial{
				after:  time.Duration(i) * apart(p.repeat),
				within: 2*p.patience + p.maxWait,
				stages: []stage{
					{do: send(p.request), until: done(1), atMost: p.patience},
					{do: session.Wait{AtMost: p.maxWait}, until: waited},
					{do: again(p.request), until: done(2), atMost: p.patience}, // it looks open: is anybody there?
				},
			})
		}
		return ts
	},
	judge: judgeIdle,
}

// starts is over how long the waits begin. Divided by a few it is no multiple
// of a second, or of any other interval at which servers look at their clock:
// otherwise all samples would fall into the same phase of it and agree.
const starts = 4944 * time.Millisecond

func apart(n int) time.Duration {
	if n < 2 {
		return 0
	}
	return starts / time.Duration(n-1)
}

// waited says that waiting for the close has ended.
func waited(rec *record.Record) bool {
	return rec.Work.Kind == session.WorkWait && !rec.Work.Active
}

// early is by how much a close may fall short of the advertised time.
const early = 500 * time.Millisecond

// samples are the waits in silence after a response that promised to persist.
func samples(rs []run) (ss []Sample) {
	for _, r := range rs {
		c := r.conn()
		if !answered(r.exchange(0)) || !r.exchange(0).Reason.Persistent() || c.State != record.Ended {
			continue
		}
		s := Sample{Began: r.began - rs[0].began, Idle: silence(r), How: c.Close.How}
		switch second := r.exchange(1); {
		case second != nil && second.Requested:
			s.Idle, s.Open, s.Dead = second.Started-r.exchange(0).LastByte, true, !answered(second)
			if c.Close.By != session.ByServer {
				s.How = ""
			}
		case talking(r):
			continue
		case c.Close.By == session.ByClient:
			s.Open, s.How = true, ""
		}
		ss = append(ss, s)
	}
	return closing(ss)
}

// talking says that the client gave the connection up before the wait was over:
// what came without a request left no silence to be measured.
func talking(r run) bool {
	return r.conn().Close.By == session.ByClient && !r.cut && len(r.conn().Findings) > 0
}

// closing takes the waits whose end met the request that came after them for
// closes. Where all did, none is one: a path that forgot the connection answers
// with a reset, too.
func closing(ss []Sample) []Sample {
	met := 0
	for _, s := range ss {
		if s.Dead && s.How != "" {
			met++
		}
	}
	for i := range ss {
		if s := &ss[i]; s.Dead && s.How != "" && (s.How != session.HowReset || met < len(ss)) {
			s.Open, s.Dead = false, false
		} else if s.Open {
			s.How = ""
		}
	}
	return ss
}

// silence is how long a run's connection was left alone after its first
// exchange: until the close, or until the response that says goodbye ahead of
// it. Other unasked data does not end it.
func silence(r run) time.Duration {
	c := r.conn()
	since, until := r.exchange(0).LastByte, c.Close.At
	if x := c.Last(); !x.Requested && c.Close.At-x.LastByte < unannounced {
		until = x.FirstByte
	}
	return max(0, until-since)
}

func closeTimes(ss []Sample) (ds []time.Duration) {
	for _, s := range ss {
		if !s.Open {
			ds = append(ds, s.Idle)
		}
	}
	return ds
}

// hint is the timeout that was advertised and applies, in responses to the
// request that is probed: others may come from somebody else.
func (e *evidence) hint() (time.Duration, bool) {
	for _, name := range []string{nameIdle, greeting, nameField, nameMax} {
		for _, r := range e.runs[name] {
			for _, x := range r.conn().Exchanges {
				if h := x.Facts.Hint; x.Done && h.Present && h.Applies && h.Timeout >= 0 {
					return time.Duration(h.Timeout) * time.Second, true
				}
			}
		}
	}
	return 0, false
}

func judgeIdle(e *evidence) Check {
	rs := e.runs[nameIdle]
	ss := samples(rs)
	if len(ss) == 0 {
		return noSilence(rs)
	}
	c := Check{Unit: "s", Samples: len(ss)}
	hint, advertised := e.hint()
	if advertised {
		c.Advertised, c.Said = new(hint.Seconds()), short(hint)
	}
	closes := closeTimes(ss)
	if len(closes) < len(ss) {
		return outlasted(c, ss, closes, hint, advertised)
	}
	s := spreadOf(closes)
	c.Measured, c.Low, c.High = new(s.median.Seconds()), new(s.low.Seconds()), new(s.high.Seconds())
	c.Found = s.String()
	c.Verdict, c.Text = weigh(s, hint, advertised)
	return c
}

func noSilence(rs []run) Check {
	for _, r := range rs {
		if answered(r.exchange(0)) && !r.exchange(0).Reason.Persistent() {
			return skipped(eachClose + ", and says so")
		}
		if answered(r.exchange(0)) && talking(r) {
			return skipped("data keeps coming without a request: there is no silence to measure")
		}
		if r.connected() {
			return unanswered(r)
		}
	}
	return skipped(notMade)
}

// outlasted is for connections of which some were open when linger stopped
// waiting.
func outlasted(c Check, ss []Sample, closes []time.Duration, hint time.Duration, advertised bool) Check {
	var all []time.Duration
	for _, s := range ss {
		all = append(all, s.Idle)
	}
	s := spreadOf(all)
	c.AtLeast = true
	c.Measured, c.Low, c.High = new(s.median.Seconds()), new(s.low.Seconds()), new(s.high.Seconds())
	dead := 0
	for _, s := range ss {
		if s.Dead {
			dead++
		}
	}
	if dead > 0 {
		c.Found, c.Verdict, c.AtLeast = "gone by "+atLeast(s.high), Fail, false
		c.Text = fmt.Sprintf("no close was seen, yet %d of %d answer no more: something on the path forgets them", dead, len(ss))
		return c
	}
	if len(closes) == 0 {
		c.Found, c.Verdict = "> "+atLeast(s.low), Pass
		c.Text = "still open, and answering, when linger stopped waiting"
		if advertised && hint < s.low {
			c.Text = "kept longer than the advertised " + short(hint)
		}
		return c
	}
	c.Found = short(s.low) + " to > " + short(s.high)
	c.Verdict = Warn
	c.Text = fmt.Sprintf("%d of %d closed, the others were still open", len(closes), len(ss))
	if advertised && s.low < hint-early {
		c.Verdict = Fail
		c.Text = fmt.Sprintf("up to %s before the advertised %s", figures(hint-s.low), short(hint))
	}
	return c
}

// weigh compares what was measured with what was advertised.
func weigh(s spread, hint time.Duration, advertised bool) (Verdict, string) {
	switch {
	case !advertised && s.high < unannounced:
		return Warn, "closed at once: good for one exchange, and nothing says so"
	case !advertised && s.wide():
		return Warn, "not advertised, and a range: safe is only what lies below its low end"
	case !advertised:
		return Pass, "not advertised: it may change without notice"
	case s.low < hint-early && s.ranged():
		return Fail, fmt.Sprintf("up to %s before the advertised %s", figures(hint-s.low), short(hint))
	case s.low < hint-early:
		return Fail, fmt.Sprintf("%s before the advertised %s", figures(hint-s.low), short(hint))
	case s.low < hint-agree:
		return Warn, fmt.Sprintf("%s before the advertised %s: the hint is whole seconds", figures(hint-s.low), short(hint))
	case s.low > hint+early:
		return Pass, fmt.Sprintf("%s longer than advertised: no harm", figures(s.low-hint))
	case s.ranged():
		return Pass, fmt.Sprintf("a range, never before the advertised %s", short(hint))
	}
	return Pass, "as advertised"
}
