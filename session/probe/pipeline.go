package probe

import (
	"fmt"
	"slices"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

var pipelining = experiment{
	name: namePipeline,
	ref:  "RFC 9112 §9.3.2",
	asks: "a server answers pipelined requests in order",
	trials: func(p plan) []trial {
		one := trial{part: oneByOne}
		for i, m := range distinct(p) {
			one.stages = append(one.stages, stage{do: again(m), until: done(i + 1)})
		}
		one.stages[0].do = send(distinct(p)[0])
		ts := []trial{one}
		for range pipelineTries {
			ts = append(ts, inPipeline(different, distinct(p)), inPipeline(equal, slices.Repeat([]wire.RequestMessage{p.request}, depth)))
		}
		return ts
	},
	judge: judgePipeline,
}

const (
	depth         = 8
	pipelineTries = 3 // number of tries with distinct requests, and of tries with equal ones
)

// A part states what a pipelining trial sends.
type part uint8

const (
	different part = iota // requests whose responses can be distinguished, in a pipeline
	equal                 // the probed request several times, in a pipeline
	oneByOne              // the same requests as for different, each sent after the response to the previous one
)

func inPipeline(what part, ms []wire.RequestMessage) trial {
	return trial{part: what, stages: []stage{{do: session.Pipeline{Requests: ms, Reconnect: true}, until: done(depth)}}}
}

// distinct returns requests whose responses can differ: each has its own Range and its
// own query. When they are sent one by one, the responses show whether they do differ.
func distinct(p plan) (ms []wire.RequestMessage) {
	for i := range depth {
		m := with(p.request, "Range", fmt.Sprintf("bytes=0-%d", i))
		sep := "?"
		if strings.Contains(m.Target, "?") {
			sep = "&"
		}
		m.Target += fmt.Sprintf("%sn=%d", sep, i)
		ms = append(ms, m)
	}
	return ms
}

// pipelined returns the runs to judge: those with distinct requests, or those with equal
// requests if the server answers the distinct ones with another class of status. Runs
// stopped for lack of time are left out if there are others. single is the run in which
// linger sent the distinct requests one by one.
func (e *evidence) pipelined() (rs []trialRun, single trialRun) {
	all := e.runs[namePipeline]
	sends := equal
	if i := slices.IndexFunc(all, func(r trialRun) bool { return r.part == oneByOne }); i >= 0 {
		if x := all[i].exchange(0); wasAnswered(x) && x.Facts().Status < 300 || e.greeted() >= 300 {
			single, sends = all[i], different
		}
	}
	for _, r := range all {
		if r.part == sends && r.connected() {
			rs = append(rs, r)
		}
	}
	if whole := slices.DeleteFunc(slices.Clone(rs), func(r trialRun) bool { return r.cut }); len(whole) > 0 {
		rs = whole
	}
	return rs, single
}

// greeted returns the status of the first response in the probe, or 0 if there was none.
func (e *evidence) greeted() int {
	for _, r := range e.runs[greeting] {
		if x := r.exchange(0); wasAnswered(x) {
			return x.Facts().Status
		}
	}
	return 0
}

// judgePipeline judges all runs. It returns the worst result. Its text says how many runs
// had the same result.
func judgePipeline(e *evidence) Check {
	rs, single := e.pipelined()
	if len(rs) == 0 {
		return e.unmade(namePipeline)
	}
	var cs []Check
	for _, r := range rs {
		cs = append(cs, e.judgePipelined(r, single))
	}
	worst := slices.MaxFunc(cs, func(a, b Check) int { return slices.Index(worse, a.Verdict) - slices.Index(worse, b.Verdict) })
	if n := len(cs); n > 1 && worst.Verdict != Skip {
		same := slices.DeleteFunc(cs, func(c Check) bool { return c.Found != worst.Found })
		worst.Text += fmt.Sprintf("; %d of %d runs", len(same), n)
	}
	return worst
}

// worse lists the verdicts of runs from the best to the worst.
var worse = []Verdict{Skip, Pass, Warn, Fail}

func (e *evidence) judgePipelined(r, single trialRun) Check {
	n, ends, refused := answersOf(r.conn().Exchanges)
	if r.cut {
		return skipped(fmt.Sprintf("%s; %d of %d were answered", e.noTime(), n, depth))
	}
	if n == 1 && ends {
		return skipped(e.endsAfter(r))
	}
	c := Check{Unit: "responses", Samples: depth, Measured: new(float64(n)), Low: new(float64(n)), High: new(float64(n))}
	c.Found = fmt.Sprintf("%d of %d", n, depth)
	o := orderOf(r, single)
	switch {
	case refused > 0:
		c.Verdict, c.Text = Warn, fmt.Sprintf("the server announces the close, then refuses the rest with %d", refused)
		c.advise("client", "do not pipeline: not all requests are answered")
	case o == mixed:
		c.Verdict, c.Found, c.Text = Fail, fmt.Sprintf("%d out of order", n), "each response has the content of another request: clients receive the wrong content"
		c.advise("client", "do not pipeline: the responses are not in the order of the requests")
		c.advise("server", "send responses in the order of the requests (RFC 9112 §9.3.2)")
	case hasFinding(r.conn(), wire.CodeOutOfStep, wire.CodeUnsolicited):
		c.Verdict, c.Text, c.fault = Fail, "the responses are out of step", outOfStep
		c.advise("client", "do not pipeline: the responses are out of step")
	case n == depth && o == inOrder:
		c.Verdict, c.Found, c.Text = Pass, fmt.Sprintf("%d in order", n), "responses identified by their content"
	case n == depth:
		c.Verdict, c.Found, c.Text = Pass, fmt.Sprintf("%d answered", n), "none lost; all requests have the same target and the responses are alike: their order was not tested"
	case ends:
		c.Verdict, c.Text = Pass, "the last response announces the close: the rest was not processed"
		c.advise("client", "do not pipeline: not all requests are answered")
	case e.starved(r):
		return skipped("left out: the server was serving other connections of linger")
	default:
		c.Verdict, c.Text, c.fault = Fail, restLost(r, n), whenPipelined
		switch alone, _, ok := e.confirmed(); {
		case !r.byServer() && e.answersOnce():
			c.fault = oneAnswer
		case e.endsEach(), ok && n > 0 && endsAt(alone) == n:
			c.fault = noNotice
		}
		c.advise("client", "do not pipeline: requests are lost")
	}
	return c
}

// starved reports whether a server that serves few connections at once left a
// run without a response, because of the other connections that linger held
// open.
func (e *evidence) starved(r trialRun) bool { return !r.served() && !r.byServer() && e.served() > 0 }

// An order is the order of pipelined responses.
type order uint8

const (
	unseen  order = iota // unknown: the responses are alike, or the same request gets a different response each time
	inOrder              // as the requests were sent
	mixed                // not as the requests were sent
)

// orderOf returns the order of pipelined responses. It compares them with the responses
// to the same requests sent one by one.
func orderOf(r, single trialRun) order {
	if single.rec == nil {
		return unseen
	}
	var alone, got []string
	for i := range depth {
		x, y := single.exchange(i), r.exchange(i)
		if !wasAnswered(x) || !wasAnswered(y) {
			break
		}
		alone, got = append(alone, identity(x)), append(got, identity(y))
	}
	seen := slices.Compact(slices.Sorted(slices.Values(alone)))
	switch {
	case len(alone) < 2 || len(seen) < 2:
		return unseen
	case slices.Equal(alone, got):
		return inOrder
	case slices.Equal(slices.Sorted(slices.Values(alone)), slices.Sorted(slices.Values(got))):
		return mixed
	}
	return unseen
}

// identity returns the properties that distinguish a response from others.
func identity(x *record.Exchange) string {
	return fmt.Sprint(x.Facts().Status, x.Facts().ContentBytes, x.SHA256())
}

// restLost returns how the unanswered requests were lost.
func restLost(r trialRun, n int) string {
	rest := "the rest"
	if n == 0 {
		rest = "each request"
	}
	switch {
	case !r.byServer():
		return rest + " got no response"
	case r.conn().Close.How == session.HowReset:
		return rest + " was lost in a reset, without notice"
	}
	return rest + " was lost in a close without notice"
}

// answersOf returns the number of responses up to the announced end of the connection,
// whether the end was announced, and the status of the 5xx responses after that, or 0.
func answersOf(es []*record.Exchange) (n int, ends bool, refused int) {
	for _, x := range es {
		switch {
		case !x.Requested || !wasAnswered(x):
		case ends && x.Facts().Status >= 500:
			refused = x.Facts().Status
		default:
			n++
			ends = ends || !x.Promised().Persistent()
		}
	}
	return n, ends, refused
}

var halfClose = experiment{
	name: nameHalf,
	ref:  "RFC 9112 §9.6",
	asks: "a client that has sent its last request may shut its write side; no standard requires the server to answer after that",
	trials: func(p plan) (ts []trial) {
		for range halfTries {
			ts = append(ts, trial{stages: []stage{
				{do: session.Reconnect{}, until: connected}, {do: again(p.request)}, {do: session.HalfClose{AfterSending: true}, until: done(1)},
			}})
		}
		return ts
	},
	judge: judgeHalf,
}

// halfTries is the number of times that a half-close is tried. A try shows nothing if the
// server answers before the half-close arrives.
const halfTries = 6

// halfClosed returns the runs in which the half-close came before the response.
func (e *evidence) halfClosed() (rs []trialRun) {
	for _, r := range e.runs[nameHalf] {
		if c, x := r.conn(), r.exchange(0); c.HalfClosed && x != nil && (!x.HasByte() || c.ShutAt < x.FirstByte) {
			rs = append(rs, r)
		}
	}
	return rs
}

// judgeHalf judges all runs. A run without a complete response takes precedence over the
// others.
func judgeHalf(e *evidence) Check {
	if _, ok := e.first(nameHalf); !ok {
		return e.unmade(nameHalf)
	}
	rs := e.halfClosed()
	if len(rs) == 0 {
		return skipped("each response came before the half-close")
	}
	whole, part, none, broke, old := 0, 0, 0, 0, 0
	for _, r := range rs {
		switch x := r.exchange(0); {
		case wasAnswered(x):
			whole++
		case r.broke():
			broke++
		case r.oldTLS():
			old++
		case !r.byServer():
		case x.HasByte():
			part++
		default:
			none++
		}
	}
	of := func(n int) string { return fmt.Sprintf("%d of %d", n, len(rs)) }
	c := Check{Samples: len(rs), Unit: "tries", Measured: new(float64(whole))}
	switch {
	case part > 0:
		c.Verdict, c.Found, c.Text = Fail, "incomplete, "+of(part), "the response ends early"
	case none > 0:
		c.Verdict, c.Found, c.Text = Warn, "no response, "+of(none), "the server treats a half-close as a disconnect"
	case broke > 0:
		return skipped(tlsFails)
	case old > 0:
		return skipped("before TLS 1.3, a half-close makes the server drop its response (RFC 5246 §7.2.1)")
	case whole > 0:
		c.Verdict, c.Found, c.Text = Pass, "answers, "+of(whole), "the response is complete"
	default:
		return e.lacking(rs[0])
	}
	return c
}
