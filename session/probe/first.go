package probe

import (
	"fmt"
	"slices"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/wire/format"
)

var firstRequestTimeout = experiment{
	name: nameFirst,
	ref:  "RFC 9112 §9.5",
	asks: "a server may close a connection on which no request arrives; it decides how long it waits",
	wave: waiting,
	trials: func(p plan) (ts []trial) {
		if p.unusedWait == 0 {
			return nil
		}
		for i := range min(p.repeat, firstTries) {
			ts = append(ts, trial{
				after: time.Duration(i) * apart(firstTries),
				stages: []stage{
					{do: session.Reconnect{}, until: connected, atMost: longer},
					{do: session.Wait{AtMost: p.unusedWait}, until: waited, atMost: longer},
				},
			})
		}
		return ts
	},
	judge: judgeFirst,
}

const (
	firstTries  = 3
	firstEnough = time.Minute // unused connections are watched for at least this time, and longer if idle ones stayed open longer
)

// unused returns samples of connections on which no request was sent.
func unused(rs []trialRun) (ss Samples) {
	for _, r := range rs {
		c := r.conn()
		if !r.connected() || c.State != record.Ended || talking(r) {
			continue
		}
		s := Sample{Began: r.began - rs[0].began, Idle: silence(r), How: c.Close.How}
		if c.Close.By == session.ByClient {
			s.Open, s.How = true, ""
		}
		ss = append(ss, s)
	}
	return ss.telling()
}

func judgeFirst(e *evidence) Check {
	rs := e.runs[nameFirst]
	ss := unused(rs)
	if len(ss) == 0 {
		return skipped(e.noneOpen(rs))
	}
	ss, refused := e.admitted(ss)
	if len(ss) == 0 {
		return skipped("the server closed each of them at once while others were open")
	}
	c := ss.check()
	c.Verdict, c.Text = judgeFirstLimit(ss, e.closes)
	if low := spreadOf(ss.all()).low; len(ss.Closes()) == len(ss) && low >= agree && e.closes.n > 0 && low < e.closes.low-ending.EarlyBy {
		c.advise("client", "use a connection that is opened in advance within "+format.Brief(limitBelow(low))+": the server closes unused connections sooner than used ones")
	}
	if refused > 0 {
		c.Text += fmt.Sprintf("; the server closed %s at once while others were open", format.Count(refused, "connection"))
	}
	if slices.ContainsFunc(rs, func(r trialRun) bool { _, ok := sentGoodbye(r); return ok }) {
		c.Text += "; a response announces the close first"
	}
	return c
}

// admitted leaves out the samples that ended as soon as the connection was made, and
// returns the others and the number left out. It leaves out samples only if used
// connections also ended in this way, because too many were open.
func (e *evidence) admitted(ss Samples) (kept Samples, refused int) {
	if !e.crowded && !slices.ContainsFunc(e.all(), trialRun.turnedAway) {
		return ss, 0
	}
	kept = slices.DeleteFunc(slices.Clone(ss), func(s Sample) bool { return !s.Open && s.Idle < agree })
	return kept, len(ss) - len(kept)
}

func (e *evidence) noneOpen(rs []trialRun) string {
	switch {
	case len(rs) == 0:
		return e.noTime()
	case slices.ContainsFunc(rs, talking):
		return "data comes without a request: there is no idle time to measure"
	}
	return notMade
}

func judgeFirstLimit(ss Samples, idle spread) (Verdict, string) {
	s, closes := spreadOf(ss.all()), ss.Closes()
	open := ss.Waited() > 0
	switch {
	case open && len(closes) > 0:
		return Pass, fmt.Sprintf("%d of %d closed, the others were still open", len(closes), len(ss))
	case open && (idle.n == 0 || s.low <= idle.high+ending.EarlyBy):
		return Pass, "still open when linger stopped waiting"
	case !open && s.high < agree:
		return Warn, "closed at once: no connection can be opened in advance"
	case idle.n == 0:
		return Pass, "a connection opened in advance must be used before this time"
	case !open && s.low < idle.low-ending.EarlyBy:
		return Pass, "a connection opened in advance ends sooner than a used one"
	case s.low > idle.high+ending.EarlyBy:
		return Pass, "a connection opened in advance stays open longer"
	}
	return Pass, "the same limit as between exchanges"
}
