package probe

import (
	"fmt"
	"slices"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

var pipelining = experiment{
	name: namePipeline,
	ref:  "RFC 9112 §9.3.2",
	asks: "a server answers pipelined requests in the order in which they came",
	trials: func(p plan) []trial {
		return []trial{{stages: []stage{{do: session.Pipeline{Requests: pipelined(p), Reconnect: true}, until: done(depth)}}}}
	},
	judge: judgePipeline,
}

const depth = 8

// pipelined are the requests. One of them is HEAD, whose response has no
// content: were the order another one, the framing would tell.
func pipelined(p plan) (ms []wire.RequestMessage) {
	for i := range depth {
		m := p.request
		if i == depth/2 {
			m = as(m, "HEAD")
		}
		ms = append(ms, m)
	}
	return ms
}

func judgePipeline(e *evidence) Check {
	r, ok := e.first(namePipeline)
	if !ok {
		return e.unmade(namePipeline)
	}
	n, ends, refused := answersOf(r.conn().Exchanges)
	if r.cut {
		return skipped(fmt.Sprintf("%s; %d of %d were answered", e.noTime(), n, depth))
	}
	if n == 1 && ends {
		return skipped(e.endsAfter(r))
	}
	c := Check{Unit: "responses", Samples: depth, Measured: new(float64(n)), Low: new(float64(n)), High: new(float64(n))}
	c.Found = fmt.Sprintf("%d of %d", n, depth)
	switch {
	case refused > 0:
		c.Verdict, c.Text = Warn, fmt.Sprintf("the rest is refused with %d after an announced close", refused)
	case bodyAfterHead(r.conn()):
		c.Verdict, c.Text = Fail, "a HEAD among them is answered with a body: what follows is out of step"
		c.advise("client", "do not pipeline a HEAD: its response has a body here")
	case hasFinding(r.conn(), wire.CodeOutOfStep, wire.CodeUnsolicited):
		c.Verdict, c.Text = Fail, "the answers come out of step"
		c.advise("client", "do not pipeline: the answers come out of step")
	case n == depth:
		c.Verdict, c.Found, c.Text = Pass, fmt.Sprintf("%d in order", n), "none lost"
	case ends:
		c.Verdict, c.Text = Warn, "the rest was lost at an announced close"
	default:
		c.Verdict, c.Text = Fail, restLost(r)
		c.advise("client", "do not pipeline: requests are lost")
	}
	return c
}

// restLost is how the requests were lost that got no answer.
func restLost(r run) string {
	switch {
	case !r.byServer():
		return "the rest was not answered"
	case r.conn().Close.How == session.HowReset:
		return "the rest was lost in a reset, without notice"
	}
	return "the rest was lost at a close without notice"
}

// bodyAfterHead says that a response to HEAD was followed by what should not be
// there.
func bodyAfterHead(c *record.Connection) bool {
	return slices.ContainsFunc(c.Exchanges, func(x *record.Exchange) bool {
		return x.Method == "HEAD" && answered(x) && beyond(c, x)
	})
}

// answersOf counts the answers up to the announced end of the connection, if
// it was announced; and with which status a server refused what came after.
func answersOf(es []*record.Exchange) (n int, ends bool, refused int) {
	for _, x := range es {
		switch {
		case !x.Requested || !answered(x):
		case ends && x.Facts.Status >= 500:
			refused = x.Facts.Status
		default:
			n++
			ends = ends || !x.Reason.Persistent()
		}
	}
	return n, ends, refused
}

var halfClose = experiment{
	name: nameHalf,
	ref:  "RFC 9112 §9.6",
	asks: "a client that has sent its last request may shut its write side; nothing makes the server answer still",
	trials: func(p plan) (ts []trial) {
		for range halfTries {
			ts = append(ts, trial{stages: []stage{
				{do: session.Reconnect{}, until: connected}, {do: again(p.request), until: sent}, {do: session.HalfClose{}, until: done(1)},
			}})
		}
		return ts
	},
	judge: judgeHalf,
}

// halfTries is how often a half-close is tried: a near server may have
// answered before it comes, and then it says nothing.
const halfTries = 3

// sent waits until the request is on its way.
func sent(rec *record.Record) bool { return len(rec.Exchanges) > 0 && rec.Exchanges[0].SentAt > 0 }

// halfClosed is the first run in which the half-close came before the answer.
func (e *evidence) halfClosed() (run, bool) {
	for _, r := range e.runs[nameHalf] {
		if at := r.conn().ShutAt; at > 0 && r.exchange(0) != nil && (r.exchange(0).FirstByte == 0 || at < r.exchange(0).FirstByte) {
			return r, true
		}
	}
	return run{}, false
}

func judgeHalf(e *evidence) Check {
	if _, ok := e.first(nameHalf); !ok {
		return e.unmade(nameHalf)
	}
	r, ok := e.halfClosed()
	if !ok {
		return skipped("each answer came before the half-close")
	}
	x := r.exchange(0)
	c := Check{Samples: 1}
	switch {
	case answered(x):
		c.Verdict, c.Found, c.Text = Pass, "answers", "the response comes whole"
	case x != nil && x.FirstByte > 0 && r.byServer():
		c.Verdict, c.Found, c.Text = Fail, "cut short", "the response ends in the middle"
	case r.byServer():
		c.Verdict, c.Found, c.Text = Warn, "no answer", "taken for a client that has gone: never half-close"
	default:
		return e.lacking(r)
	}
	return c
}
