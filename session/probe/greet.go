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

// A greeter makes the first exchange and, while its connection is open, a
// second one on another connection.
type greeter struct {
	p       *prober
	release context.CancelFunc // ends the first connection
	size    atomic.Int64       // content of the first response so far, in bytes
	took    atomic.Int64       // how long the first response took, in nanoseconds; 0: not yet received
	begin   chan struct{}      // closed when the second exchange is to begin
	heard   chan struct{}      // closed when the first response was received
	over    chan struct{}      // closed when the first connection has ended
}

// moment is how long the first exchange may take before the second one begins. The second
// response may take this much longer than the first.
const moment = time.Second

// greet makes the first two exchanges, to see whether the server answers on two
// connections at once. It returns false if no connection could be made.
func (p *prober) greet(ctx context.Context) bool {
	held, release := context.WithCancel(ctx)
	defer release()
	g := &greeter{p: p, release: release, begin: make(chan struct{}), heard: make(chan struct{}), over: make(chan struct{})}
	go func() {
		defer close(g.over)
		p.conduct(held, greeting, []trial{g.first()}, nil)
	}()
	select {
	case <-g.begin:
	case <-g.over: // the connection ended within a moment, or was never made
		if rs := p.runs[greeting]; len(rs) == 0 || !rs[0].connected() {
			return false
		}
	}
	second := g.second(ctx)
	release()
	<-g.over
	first := p.runs[greeting][0]
	p.runs[greeting] = append(p.runs[greeting], second)
	p.plan.roundTrip = p.roundTrip()
	p.learn(first, second)
	return true
}

// first returns a trial that makes an exchange and keeps its connection open until
// release is called.
func (g *greeter) first() trial {
	begin := sync.OnceFunc(func() { close(g.begin) })
	hear := sync.OnceFunc(func() { close(g.heard) })
	asked := time.Now()
	return trial{stages: []stage{
		{do: session.Reconnect{}, atMost: longer, until: func(rec *record.Record) bool {
			if connected(rec) && !over(rec) {
				asked = time.Now()
				time.AfterFunc(moment, begin)
			}
			return connected(rec)
		}},
		{do: again(g.p.plan.request), until: func(rec *record.Record) bool {
			if x := rec.Exchange(1); x != nil {
				g.size.Store(max(x.Facts().ContentBytes, x.Response.Len, x.Facts().Length))
				g.took.Store(int64(x.LastByte - x.Started))
				if endless(x) {
					g.release()
				}
			}
			if !done(1)(rec) {
				return false
			}
			g.took.Store(int64(time.Since(asked)))
			hear()
			begin()
			return true
		}},
		{until: never, atMost: longer},
	}}
}

// second makes an exchange on another connection. If it gets no response within the
// duration of the first response plus moment, the first connection is closed, to see
// whether the server waited for that.
func (g *greeter) second(ctx context.Context) trialRun {
	timed, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-g.heard:
		case <-g.over:
		case <-timed.Done():
			return
		}
		long := time.Duration(g.took.Load()) + moment
		if sleep(timed, long) {
			g.release()
			sleep(timed, long)
		}
		cancel()
	}()
	m := g.p.plan.request
	if g.size.Load() > hugeAnswer {
		m = as(m, "HEAD")
	}
	r := g.p.play(timed, greeting, trial{stages: []stage{{do: send(m), until: done(1)}}})
	r.cut, r.late = r.cut && ctx.Err() != nil, r.cut || r.late
	return r
}

// learn adapts the plan to the result of the greeting.
func (p *prober) learn(r, beside trialRun) {
	x, y := r.exchange(0), beside.exchange(0)
	if wasAnswered(y) && y.Method == "HEAD" && p.plan.request.Method != "HEAD" && (!wasAnswered(x) || x.Promised() == y.Promised()) {
		p.byHead, p.plan.request = true, as(p.plan.request, "HEAD")
		x = y
	}
	if !wasAnswered(x) && wasAnswered(y) {
		r, x = beside, y
	}
	switch {
	case x == nil:
		p.broken = noAnswer
	case !p.asked(nameFraming) && (!wasAnswered(x) || x.Promised() == wire.ReasonFramingError):
		p.broken = r.fault(x, p.plan.words)
	case !wasAnswered(x):
		p.broken = "there is no complete response: see framing"
	case x.Promised() == wire.ReasonFramingError:
		p.broken = framingLost
	default:
		p.plan.oneByOne = !p.byHead && inTurn(p.runs[greeting][0], beside)
		p.plan.large = x.Facts().ContentBytes > largeAnswer
		p.plan.answer = r.ended(x) - x.Started
		p.plan.patience = patience + p.plan.answer
	}
}

// inTurn reports whether the second connection had to wait for the end of the first.
func inTurn(first, second trialRun) bool {
	x, y := first.exchange(0), second.exchange(0)
	if !wasAnswered(x) || !wasAnswered(y) {
		return false
	}
	took, waited := x.FirstByte-x.Started, y.FirstByte-y.Started
	freed := first.began + first.conn().Close.At
	return waited > 4*took+agree && freed > second.began+y.Started && freed <= second.began+y.FirstByte
}
