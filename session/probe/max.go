package probe

import (
	"fmt"
	"math"

	"linger/session"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

var maxRequests = experiment{
	name: nameMax,
	ref:  "RFC 2068 §19.7.1.1",
	asks: "Keep-Alive: max says how many more exchanges the server will take",
	trials: func(p plan) []trial {
		m := p.light()
		series := []stage{{do: send(m), until: done(1)}}
		if p.maxRequests > 1 {
			series = append(series, stage{do: session.Repeat{Request: m, N: p.maxRequests - 1}, until: done(p.maxRequests)})
		}
		return []trial{{stages: append(series, stage{until: closedIfAnnounced})}}
	},
	judge: judgeMax,
}

// A dialect says how a server uses max.
type dialect uint8

const (
	noMax     dialect = iota
	remaining         // the number of exchanges left after the current one, so it counts down
	constant          // the limit itself, the same in each response
	irregular
)

func (d dialect) String() string {
	return [...]string{"no max", "counts down", "max constant", "max irregular"}[d]
}

// dialectOf returns how the server uses max in its hints, and the first value of max. es
// are the exchanges of one connection.
func dialectOf(es []*record.Exchange) (d dialect, first int64) {
	var ms []int64
	for _, x := range es {
		if h := x.Facts().Hint; x.Done && h.Present && h.Max >= 0 {
			ms = append(ms, h.Max)
		}
	}
	if len(ms) == 0 {
		return noMax, 0
	}
	down, same := true, len(ms) > 1
	for i, m := range ms {
		down = down && m == max(0, ms[0]-int64(i))
		same = same && m == ms[0]
	}
	switch {
	case same && ms[0] > 0:
		return constant, ms[0]
	case down:
		return remaining, ms[0]
	}
	return irregular, ms[0]
}

func judgeMax(e *evidence) Check {
	r, beside, ok := e.confirmed()
	if !ok {
		return e.unmade(nameMax)
	}
	var es []*record.Exchange
	for _, x := range r.conn().Exchanges {
		if x.Requested && wasAnswered(x) {
			es = append(es, x)
		}
	}
	n := len(es)
	if n == 0 {
		return e.lacking(r)
	}
	if x := es[0]; n == 1 && (x.Promised() == wire.ReasonTunnel || asksClose(x.Facts().Request)) {
		return skipped(e.endsAfter(r))
	}
	d, first := dialectOf(es)
	c := Check{Unit: "exchanges", Samples: 1, Measured: new(float64(n)), Low: new(float64(n)), High: new(float64(n))}
	if d != noMax {
		c.Advertised, c.Said = new(float64(first)), fmt.Sprint(first)
	}
	announced := says(es[n-1])
	switch {
	case announced, r.byServer():
		c.Found = format.Count(n, "exchange")
		c.Verdict, c.Text = limited(int64(n), d, first, endWords(r, announced))
		if c.Verdict == Fail {
			c.advise("server", "send the number of exchanges that are really left in max")
		}
		switch {
		case c.Verdict == Fail && !announced:
			c.fault = noNotice
		case c.Verdict != Pass:
			c.fault = wrongMax
		}
		if !r.byServer() && !r.cut {
			c.fault = staysOpen
			if c.Verdict == Pass {
				c.Verdict = Warn
			}
			c.advise("server", "close after a response that says close (RFC 9112 §9.6)")
		}
	case r.late:
		c.Found = format.Count(n, "exchange")
		c.Verdict, c.Text = Fail, fmt.Sprintf("request %d got no response, though the connection stays open", n+1)
		if n == 1 {
			c.fault = oneAnswer
		}
	default:
		c.AtLeast, c.Found = true, fmt.Sprintf("> %d", n)
		c.Verdict, c.Text = Pass, unlimited(n, d, first, r.cut)
	}
	switch runs := e.runs[nameMax]; {
	case beside > 0:
		c.Text += fmt.Sprintf("; with other connections open it ended after %d", beside)
	case len(runs) > 1 && runs[1].served() && !runs[1].cut:
		c.Text += "; 2 of 2 runs"
	}
	return c
}

// outlivesByCount reports whether a connection in steady use had more than two exchanges.
// If it did, a close after the second exchange is not due to a limit on their number.
func (e *evidence) outlivesByCount() bool {
	c := judgeMax(e)
	return c.Measured != nil && *c.Measured > 2
}

// unlimited returns the text about a server that was still answering after n exchanges.
func unlimited(n int, d dialect, first int64, cut bool) string {
	switch {
	case d == constant && int64(n) > first:
		return fmt.Sprintf("no limit was reached: max=%d each time does not count down", first)
	case d == remaining && int64(n) > promised(first):
		return fmt.Sprintf("no limit was reached: max ran out after %d, but the server continued", promised(first))
	case cut:
		return "no limit was reached in the available time"
	}
	return "no limit was reached"
}

// promised returns the total number of exchanges that the first max promises, if max is
// the number of exchanges left.
func promised(first int64) int64 { return 1 + min(first, math.MaxInt64-1) }

// limited judges a server that stopped after n exchanges. A max that counts down is the
// number of exchanges left after the current one.
func limited(n int64, d dialect, first int64, end string) (Verdict, string) {
	switch {
	case d == remaining && n < first:
		return Fail, fmt.Sprintf("max promised %d; %s", promised(first), end)
	case d == remaining && n > promised(first):
		return Pass, fmt.Sprintf("more than the %d that max promised; %s", promised(first), end)
	case d == constant && n < first:
		return Fail, fmt.Sprintf("fewer than max=%d; %s", first, end)
	case d == irregular:
		return Warn, "max does not count down evenly; " + end
	}
	return Pass, end
}

func endWords(r trialRun, announced bool) string {
	switch {
	case announced && !r.byServer():
		return "says close in the last response, but does not close"
	case announced:
		return "says close in the last response"
	case r.conn().Close.Announced():
		return "ends as max runs out"
	case hasFinding(r.conn(), session.CodeClosedByAge):
		return "ended by age"
	case r.conn().Close.How == session.HowReset:
		return "ends in a reset, without notice"
	}
	return "ends without notice"
}
