package probe

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// greet makes the first exchange, and while its connection is open a second
// one on another, to see whether the server answers on two at once. False
// means that there is no connection at all.
func (p *prober) greet(ctx context.Context) bool {
	held, release := context.WithCancel(ctx)
	defer release()
	var size atomic.Int64 // of the first answer, as far as it has come or says
	heard := make(chan struct{})
	hear := sync.OnceFunc(func() { close(heard) })
	first := make(chan struct{})
	go func() {
		defer close(first)
		defer hear()
		p.conduct(held, greeting, []trial{{within: dialTime + 3*firstAnswer, stages: []stage{
			{do: session.Reconnect{}, until: connected},
			{do: again(p.plan.request), atMost: firstAnswer, until: func(rec *record.Record) bool {
				if x := rec.Exchange(1); x != nil {
					size.Store(max(x.Facts.ContentBytes, x.Response.Len, x.Facts.Length))
				}
				if done(1)(rec) {
					hear()
				}
				return done(1)(rec)
			}},
			{until: never},
		}}}, nil)
	}()
	<-heard
	m := p.plan.request
	if size.Load() > hugeAnswer {
		m = as(m, "HEAD")
	}
	second := trial{within: firstAnswer, stages: []stage{{do: send(m), until: done(1)}}}
	beside := p.play(ctx, greeting, second)
	release()
	<-first
	rs := p.runs[greeting]
	if len(rs) == 0 || !rs[0].connected() {
		return false
	}
	p.runs[greeting] = append(rs, beside)
	p.plan.roundTrip = p.roundTrip()
	p.learn(rs[0], beside)
	return true
}

// learn takes what the greeting says about the trials to come.
func (p *prober) learn(r, beside run) {
	x, y := r.exchange(0), beside.exchange(0)
	if answered(y) && y.Method == "HEAD" && p.plan.request.Method != "HEAD" && (!answered(x) || x.Reason == y.Reason) {
		p.byHead, p.plan.request = true, as(p.plan.request, "HEAD")
		x = y
	}
	switch {
	case !answered(x) && !answered(y) && r.cut:
		p.broken = "the first response does not come to its end"
	case !answered(x) && !answered(y):
		p.broken = "the first response is incomplete"
	case x == nil:
	case x.Done && x.Reason == wire.ReasonFramingError:
		p.broken = "framing is in error: no connection can be reused"
	case answered(x):
		p.oneByOne = !p.byHead && inTurn(r, beside)
		p.plan.large = x.Facts.ContentBytes > largeAnswer
		p.answer = x.LastByte - x.Started
		p.plan.patience += p.answer
	}
}

// inTurn says that the second connection had to wait for the end of the first.
func inTurn(first, second run) bool {
	x, y := first.exchange(0), second.exchange(0)
	if !answered(y) {
		return true
	}
	took, waited := x.FirstByte-x.Started, y.FirstByte-y.Started
	freed := first.began + first.conn().Close.At
	return first.byServer() && waited > 4*took+agree && freed > second.began+y.Started && freed <= second.began+y.FirstByte
}

// dialTime bounds the first connect beside the session's own limit.
const dialTime = 30 * time.Second
