package probe

import (
	"time"

	"linger/session"
	"linger/session/record"
)

var firstRequestTimeout = experiment{
	name: nameFirst,
	ref:  "RFC 9112 §9.5",
	asks: "a server may close a connection on which no request comes; how long it waits is its own affair",
	wave: waiting,
	trials: func(p plan) (ts []trial) {
		for i := range min(p.repeat, firstTries) {
			ts = append(ts, trial{
				after:  time.Duration(i) * apart(firstTries),
				within: p.patience + p.maxWait,
				stages: []stage{{do: session.Reconnect{}, until: connected, atMost: p.patience}, {do: session.Wait{AtMost: p.maxWait}, until: waited}},
			})
		}
		return ts
	},
	judge: judgeFirst,
}

const (
	firstTries  = 3
	firstEnough = time.Minute // unused connections are watched so long, and at least as long as idle ones lived
)

func judgeFirst(e *evidence) Check {
	var ds []time.Duration
	open, goodbye := 0, false
	for _, r := range e.runs[nameFirst] {
		c := r.conn()
		if !r.connected() || c.State != record.Ended {
			continue
		}
		if c.Close.By == session.ByClient {
			open++
		}
		goodbye = goodbye || len(c.Exchanges) > 0
		ds = append(ds, c.Close.At-c.Opened)
	}
	if len(ds) == 0 {
		return skipped(notMade)
	}
	s := spreadOf(ds)
	c := Check{
		Verdict: Pass, Unit: "s", Samples: s.n, Found: s.String(), AtLeast: open > 0,
		Measured: new(s.median.Seconds()), Low: new(s.low.Seconds()), High: new(s.high.Seconds()),
	}
	if c.AtLeast {
		c.Found = "> " + atLeast(s.low)
	}
	c.Verdict, c.Text = weighFirst(s, e.closes, c.AtLeast)
	if goodbye {
		c.Text += "; a response says goodbye first"
	}
	return c
}

func weighFirst(s, idle spread, atLeast bool) (Verdict, string) {
	switch {
	case idle.n == 0 && atLeast:
		return Pass, "still open when linger stopped waiting"
	case idle.n == 0:
		return Pass, "a connection opened ahead must be used before"
	case !atLeast && s.low < idle.low-early:
		return Warn, "a connection opened ahead dies sooner than one that was used"
	case s.low > idle.high+early:
		return Pass, "a connection opened ahead lives longer"
	case atLeast:
		return Pass, "still open when linger stopped waiting"
	}
	return Pass, "the same clock as between exchanges"
}
