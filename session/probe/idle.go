package probe

import (
	"fmt"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

var idleTimeout = experiment{
	name: nameIdle,
	ref:  "RFC 2068 §19.7.1.1",
	asks: "Keep-Alive: timeout says how long the server lets the connection stay idle",
	wave: waiting,
	trials: func(p plan) []trial {
		if p.maxWait == 0 {
			return nil
		}
		return idleWaits(p, p.repeat, apart(p.repeat), p.maxWait)
	},
	judge: judgeIdle,
}

// starts is the time over which the beginnings of the waits are spread. Servers check
// their clocks at intervals such as a second. If the time between two beginnings were a
// multiple of that interval, all samples would have the same phase and agree. If starts
// is divided by a small number, the result is not such a multiple.
const starts = 4944 * time.Millisecond

func apart(n int) time.Duration {
	if n < 2 {
		return 0
	}
	return starts / time.Duration(n-1)
}

// waited reports whether the wait for the close has ended.
func waited(rec *record.Record) bool {
	return rec.Work.Kind == session.WorkWait && !rec.Work.Active
}

// samplesOf returns the samples of idle connections that should persist according to
// their first response.
func samplesOf(rs []trialRun) (ss Samples) {
	for _, r := range rs {
		c := r.conn()
		if !wasAnswered(r.exchange(0)) || !r.exchange(0).Promised().Persistent() || c.State != record.Ended {
			continue
		}
		s := Sample{Began: r.began - rs[0].began, Since: r.began + r.exchange(0).LastByte, Idle: silence(r), How: c.Close.How}
		switch second := r.exchange(1); {
		case second != nil && second.Requested:
			s.Idle, s.Open = second.Started-r.exchange(0).LastByte, true
			s.Dead = !wasAnswered(second) && !r.cut
			s.Aged = wasAnswered(second) && second.Promised() == wire.ReasonResponseClose
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
	return closes(ss).telling()
}

// talking reports whether the client closed the connection during the wait
// because unsolicited data arrived, so that there is no idle time to measure.
func talking(r trialRun) bool {
	return r.conn().Close.By == session.ByClient && !r.cut && len(r.conn().Findings) > 0
}

// closes corrects the samples in which the server ended the connection after the wait
// instead of answering the next request. The server closed these connections, so closes
// no longer counts them as open. If this happened in every sample, the connections that
// were reset still count as open, because a network path that forgot the connection also
// answers with a reset.
func closes(ss Samples) Samples {
	met := ss.count(func(s Sample) bool { return s.Dead && s.How != "" })
	for i := range ss {
		if s := &ss[i]; s.Dead && s.How != "" && (s.How != session.HowReset || met < len(ss)) {
			s.Open, s.Dead = false, false
		} else if s.Open {
			s.How = ""
		}
	}
	return ss
}

// silence returns how long a run's connection was idle after its first exchange or, if
// there was none, after the connection was made. The idle time ends with the close, or
// with an unsolicited response such as a 408 immediately before the close. Other
// unsolicited data does not end it.
func silence(r trialRun) time.Duration {
	c := r.conn()
	since, until := c.Opened, c.Close.At
	if x := r.exchange(0); x != nil && x.Requested {
		since = x.LastByte
	}
	if x, ok := sentGoodbye(r); ok {
		until = x.FirstByte
	}
	return max(0, until-since)
}

// hint returns the advertised timeout that applies. It reads only the responses to the
// probed request, because other responses may come from a different program.
func (e *evidence) hint() (time.Duration, bool) {
	for _, name := range []string{nameIdle, greeting, nameField, nameMax} {
		for _, r := range e.runs[name] {
			for _, x := range r.conn().Exchanges {
				if h := x.Facts().Hint; x.Done && h.Present && h.Applies && h.Timeout >= 0 {
					return session.WholeSeconds(h.Timeout), true
				}
			}
		}
	}
	return 0, false
}

func judgeIdle(e *evidence) Check {
	rs := e.runs[nameIdle]
	ss := samplesOf(rs)
	if len(ss) == 0 {
		return e.noSilence(rs)
	}
	c := ss.check()
	hint, advertised := e.hint()
	if advertised {
		c.Advertised, c.Said = new(hint.Seconds()), format.Brief(hint)
	}
	switch dead := ss.count(func(s Sample) bool { return s.Dead }); {
	case dead > 0:
		c.Found, c.Verdict, c.AtLeast = "gone by "+format.AtLeast(spreadOf(ss.all()).high), Fail, false
		c.Text = fmt.Sprintf("no close was seen, but %d of %d no longer answer: the server, or something on the path, has forgotten them", dead, len(ss))
	case c.AtLeast:
		c.Verdict, c.Text = outlasted(e, ss, hint, advertised)
		if e.ages(ss) {
			c.advise("client", "expect Connection: close in any response: connections end by age, however busy they are")
		}
	default:
		s := spreadOf(ss.Closes())
		clock := ss.clock(e.clock.OnEvents)
		c.Verdict, c.Text = compareWithHint(s, hint, advertised, clock.Known)
		if words := clock.words(s); words != "" {
			c.Text += "; " + words
		}
		if s.high < agree {
			c.fault = noNotice
		}
	}
	return c
}

// noSilence returns a skipped check with the reason why there was no idle time to
// measure.
func (e *evidence) noSilence(rs []trialRun) Check {
	if len(rs) == 0 {
		return skipped(e.noTime())
	}
	if why := e.fleeting(rs); why != "" {
		return skipped(why)
	}
	for _, r := range rs {
		if wasAnswered(r.exchange(0)) && talking(r) {
			return skipped("data keeps coming without a request: there is no idle time to measure")
		}
	}
	return skipped(e.unanswered(rs))
}

// ages reports whether the server ends connections because of their age. It concludes
// this if, in most samples, the response after the wait announced the close, although
// another connection had more exchanges.
func (e *evidence) ages(ss Samples) bool {
	return 2*ss.count(func(s Sample) bool { return s.Aged }) > len(ss) && e.outlivesByCount()
}

// outlasted judges samples of which some were still open when linger stopped waiting.
func outlasted(e *evidence, ss Samples, hint time.Duration, advertised bool) (Verdict, string) {
	closes, waited := ss.Closes(), ss.Waited()
	switch {
	case len(closes) > 0 && advertised && closes[0] < hint-ending.EarlyBy:
		return Fail, fmt.Sprintf("up to %s before the advertised %s", format.Duration(hint-closes[0]), format.Brief(hint))
	case len(closes) > 0:
		return Warn, fmt.Sprintf("%d of %d closed, the others were still open", len(closes), len(ss))
	case e.ages(ss):
		return Pass, "still open, but the next response says close: a limit by age"
	case advertised && hint < waited:
		return Pass, "kept longer than the advertised " + format.Brief(hint)
	}
	return Pass, "still open, and answering, when linger stopped waiting" + e.shortened()
}

// compareWithHint compares the measured time with the advertised one. A range
// is a fault only if no idle time is known to be safe, because no standard
// requires an exact limit.
func compareWithHint(s spread, hint time.Duration, advertised, safe bool) (Verdict, string) {
	switch {
	case !advertised && s.high < agree:
		return Warn, "closed at once: one exchange per connection, without notice"
	case !advertised && s.wide() && !safe:
		return Warn, "not advertised, and a range"
	case !advertised && s.wide():
		return Pass, "not advertised, and a range"
	case !advertised:
		return Pass, "not advertised: it may change without notice"
	case s.low < hint-ending.EarlyBy && s.ranged():
		return Fail, fmt.Sprintf("up to %s before the advertised %s", format.Duration(hint-s.low), format.Brief(hint))
	case s.low < hint-ending.EarlyBy:
		return Fail, fmt.Sprintf("%s before the advertised %s", format.Duration(hint-s.low), format.Brief(hint))
	case s.low < hint-busy, s.least < hint-agree: // a busy machine may observe the last byte of one response late
		return Warn, fmt.Sprintf("%s before the advertised %s: hints are whole seconds", format.Duration(hint-s.low), format.Brief(hint))
	case hint <= undiciLess*time.Second && s.low > hint+ending.EarlyBy:
		return Warn, fmt.Sprintf("%s longer than advertised; Node and undici do not reuse a connection at timeout=%d", format.Duration(s.low-hint), hint/time.Second)
	case s.low > hint+ending.EarlyBy:
		return Pass, fmt.Sprintf("%s longer than advertised: no harm", format.Duration(s.low-hint))
	case s.ranged() && s.low < hint-noise:
		return Pass, fmt.Sprintf("a range about the advertised %s", format.Brief(hint))
	case s.ranged():
		return Pass, fmt.Sprintf("a range, never before the advertised %s", format.Brief(hint))
	}
	return Pass, "as advertised"
}
