package probe

import (
	"context"
	"slices"
	"time"
)

// Some servers have a fixed number of workers. Each worker serves one connection until
// that connection ends, even while it is idle. If a probe keeps many idle connections
// open, there may be no worker left for other connections, and their requests get no
// response.

// served returns the number of connections that the server served at once while others
// had to wait, or 0 if the runs do not show such a limit.
func (e *evidence) served() int {
	type span struct{ began, from, to time.Duration }
	var spans, waits []span
	for _, r := range e.all() {
		x := r.exchange(0)
		switch {
		case !r.connected() || x == nil || !x.Requested:
		case wasAnswered(x):
			spans = append(spans, span{r.began, r.began + x.FirstByte, r.began + r.conn().Close.At})
		case r.hangs():
			waits = append(waits, span{r.began, 0, r.began + r.conn().Close.At})
		}
	}
	if rs := e.runs[nameAlone]; len(waits) < fewestWaiting || len(rs) == 0 || !rs[0].served() {
		return 0
	}
	for _, w := range waits {
		for _, s := range spans {
			if s.began > w.began+agree && s.from < w.to-agree {
				return 0 // the server answered a later connection, so a worker was free
			}
		}
	}
	var at []int // number of connections that were served in the middle of each wait
	for _, w := range waits {
		n, middle := 0, (w.began+w.to)/2
		for _, s := range spans {
			n += one(s.from < middle && middle < s.to)
		}
		at = append(at, n)
	}
	slices.Sort(at)
	return at[len(at)/2]
}

// nameAlone is the name of the run that askAlone makes. It is not part of any check.
const nameAlone = "alone"

// askAlone makes one exchange with no other connection open, if at least fewestWaiting
// connections had no response. The result shows whether the number of open connections
// was the reason.
func (p *prober) askAlone(ctx context.Context) {
	hung := 0
	for _, rs := range p.runs {
		for _, r := range rs {
			hung += one(r.hangs())
		}
	}
	if hung >= fewestWaiting {
		p.conduct(ctx, nameAlone, []trial{{stages: []stage{{do: send(p.plan.request), until: done(1)}}}}, nil)
	}
}

// fewestWaiting is the minimum number of connections without a response at which linger
// suspects that too many connections were open.
const fewestWaiting = 3

// metLimit reports whether the max-requests check measured a limit. The reason may be
// that other connections were open.
func (e *evidence) metLimit() bool {
	rs := e.runs[nameMax]
	if len(rs) == 0 || rs[0].cut {
		return false
	}
	c := judgeMax(e)
	return c.Measured != nil && !c.AtLeast
}

// confirmed returns the max-requests run to judge: the second, made with no other
// connection open, if it succeeded, and otherwise the first. If it returns the second,
// and the first had a different number of answered exchanges, beside is that number.
// Otherwise beside is 0. ok is false if the first run could not connect.
func (e *evidence) confirmed() (r trialRun, beside int, ok bool) {
	rs := e.runs[nameMax]
	if len(rs) == 0 || !rs[0].connected() {
		return trialRun{}, 0, false
	}
	if len(rs) < 2 || !rs[1].served() || rs[1].cut {
		return rs[0], 0, true
	}
	count := func(r trialRun) (n int) {
		for _, x := range r.conn().Exchanges {
			if x.Requested && wasAnswered(x) {
				n++
			}
		}
		return n
	}
	if a, b := count(rs[0]), count(rs[1]); a != b {
		beside = a
	}
	return rs[1], beside, true
}
