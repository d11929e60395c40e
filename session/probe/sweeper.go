package probe

import (
	"context"
	"time"

	"linger/session/live"
	"linger/session/record"
	"linger/wire"
)

// A sweeper carries out the sweep.
type sweeper struct {
	*Sweep
	p    *prober
	s    *live.Session
	rec  *record.Record
	m    wire.RequestMessage
	sent int

	spent bool // the last request failed, so the proxy has no connection to reuse until another request was sent
}

// sweep carries out the sweep in the remaining time.
func (p *prober) sweep(ctx context.Context) {
	if !p.cfg.Sweeps() || p.broken != "" || ctx.Err() != nil {
		return
	}
	own := p.cfg.connecting()
	if p.cfg.Record != nil {
		own.Publish = p.cfg.Record()
	}
	w := &sweeper{Sweep: &Sweep{own: p.plan.closes.low}, p: p, s: live.New(own), rec: new(record.Record), m: p.plan.given}
	p.begin(nameSweep, sweepRequests)
	w.all(ctx)
	w.s.Close()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	follow(last, w.s, w.rec, func(rec *record.Record) bool { return rec.Ended })
	p.swept = w.Sweep
}

// all tries different idle times, first those just below the common limits. If a request
// fails or is delayed, all continues between that idle time and the previous one.
// Otherwise it tries idle times in the gaps.
func (w *sweeper) all(ctx context.Context) {
	if !w.usual(ctx) {
		return
	}
	for _, before := range beforeLimit {
		low := time.Duration(0)
		for _, limit := range commonLimits {
			d := time.Duration(limit)*time.Second - before
			if d > min(w.p.cfg.MaxWait, w.left()/2) {
				break
			}
			t, ok := w.try(ctx, d)
			switch {
			case !ok:
				return
			case w.Failed(t):
				w.begins(ctx, low, t.Idle)
				return
			case w.later(t) && w.again(ctx, t):
				if w.window(ctx, low, t.Idle) {
					return
				}
			}
			low = t.Idle
		}
	}
	w.fill(ctx)
}

// usual measures how long a response takes if there is no pause before the request. It
// returns false if the sweep cannot continue, because a request was not answered or got a
// server error.
func (w *sweeper) usual(ctx context.Context) bool {
	for range sweepUsual {
		x, ok := w.ask(ctx, 0)
		switch {
		case !ok || !wasAnswered(x):
			return false
		case x.Facts().Status >= 500:
			w.Refused = x.Facts().Status
			return false
		}
		if took := x.FirstByte - x.SentAt; w.Usual == 0 || took < w.Usual {
			w.Usual = took
		}
	}
	return true
}

// again makes two requests and reports whether the idle time is the reason for a delay:
// the response without a pause is not delayed, and the one after the idle time of t is.
func (w *sweeper) again(ctx context.Context, t SweepTry) bool {
	x, ok := w.ask(ctx, 0)
	if !ok || w.later(SweepTry{Took: x.FirstByte - x.SentAt}) {
		return false
	}
	more, ok := w.try(ctx, t.Idle)
	return ok && !w.Failed(more) && w.later(more)
}

// window looks for failing requests between two idle times: after low, the proxy uses its
// connection, and after high, it has to connect. The window of failures is between them,
// so bisection finds it, unless it is too narrow. window returns false if the responses
// were delayed for another reason, or if no time or no requests were left.
func (w *sweeper) window(ctx context.Context, low, high time.Duration) bool {
	extra := time.Duration(0)
	for high-low > sweepFine {
		t, ok := w.try(ctx, (low+high)/2)
		switch {
		case !ok:
			return false
		case w.Failed(t):
			w.begins(ctx, low, t.Idle)
			return true
		case w.later(t):
			high, extra = t.Idle, t.Took-w.Usual
		default:
			low = t.Idle
		}
	}
	for _, beyond := range []bool{true, false, true, false} {
		d := low * 9 / 10
		if beyond {
			d = high * 11 / 10
		}
		if t, ok := w.try(ctx, d); !ok || w.Failed(t) || w.later(t) != beyond {
			return false
		}
	}
	w.Connect, w.Later = high, extra
	for i := range 8 { // just below the close, in steps smaller than the inaccuracy of timers
		t, ok := w.try(ctx, high-time.Duration(i)*time.Millisecond/2)
		if ok && w.Failed(t) {
			w.begins(ctx, low-4*time.Millisecond, t.Idle)
		}
		if !ok || w.Failed(t) {
			break
		}
	}
	return true
}

// begins finds the shortest idle time after which requests fail. It is between low, after
// which a request was answered, and high, after which one failed.
func (w *sweeper) begins(ctx context.Context, low, high time.Duration) {
	for high-low > max(sweepFine, high/200) {
		t, ok := w.try(ctx, (low+high)/2)
		switch {
		case !ok:
			return
		case w.Failed(t):
			high = t.Idle
		default:
			low = t.Idle
		}
	}
	if _, beyond := w.answered(high); beyond == 0 {
		w.try(ctx, w.Tries[len(w.Tries)-1].Idle*5/4) // check whether a request is answered after a longer idle time
	}
}

// fill makes tries in the widest gaps between idle times, as long as there is
// time.
func (w *sweeper) fill(ctx context.Context) {
	for w.sent < sweepRequests {
		low, high := w.widest()
		if high == 0 {
			return
		}
		t, ok := w.try(ctx, (low+high)/2)
		if !ok {
			return
		}
		if w.Failed(t) {
			w.begins(ctx, low, t.Idle)
			return
		}
	}
}

// widest returns the two neighbouring idle times with the largest relative gap, among
// those with enough time left for tries in between. It returns zeros if there are none.
func (w *sweeper) widest() (low, high time.Duration) {
	for i := range max(0, len(w.Tries)-1) {
		a, b := w.Tries[i].Idle, w.Tries[i+1].Idle
		if (a+b)/2 <= w.left()/6 && (low == 0 || float64(b)/float64(a) > 1.02*float64(high)/float64(low)) {
			low, high = a, b
		}
	}
	return low, high
}

// left returns the longest idle time that can still be tried.
func (w *sweeper) left() time.Duration { return w.p.left() - 2*w.p.plan.answer - closing }

// try sends the request after the idle time d and records the result. It returns false if
// no time or no requests are left.
func (w *sweeper) try(ctx context.Context, d time.Duration) (SweepTry, bool) {
	if d > w.left() {
		return SweepTry{}, false
	}
	if w.spent {
		if _, ok := w.ask(ctx, 0); !ok {
			return SweepTry{}, false
		}
	}
	since := w.since()
	x, ok := w.ask(ctx, d)
	if !ok {
		return SweepTry{}, false
	}
	t := SweepTry{Idle: x.Started - since}
	if wasAnswered(x) {
		t.Status, t.Took = x.Facts().Status, x.FirstByte-x.SentAt
	}
	w.add(t)
	w.spent = w.Failed(t)
	return t, true
}

// since returns when the current idle time began: at the end of the last response, or at
// the last request if there was no response.
func (w *sweeper) since() time.Duration {
	if e := w.rec.Exchange(w.rec.Count()); e != nil {
		return max(e.Started, e.LastByte)
	}
	return 0
}

// ask sends the request after the idle time d, and connects first if necessary. It
// returns false if no time or no requests were left, or if there was no connection.
func (w *sweeper) ask(ctx context.Context, d time.Duration) (*record.Exchange, bool) {
	if w.sent >= sweepRequests {
		return nil, false
	}
	silent, cancel := context.WithTimeout(ctx, w.since()+d-w.s.Now())
	follow(silent, w.s, w.rec, func(rec *record.Record) bool { return rec.Ended })
	cancel()
	if ctx.Err() != nil || w.rec.Ended {
		return nil, false
	}
	w.sent++
	w.s.Do(send(w.m))
	timed, cancel := context.WithTimeout(ctx, w.p.plan.patience)
	defer cancel()
	next := done(w.sent)
	came := follow(timed, w.s, w.rec, func(rec *record.Record) bool { return next(rec) || unmade(rec) })
	w.p.step(nameSweep)
	if e := w.rec.Exchange(w.rec.Count()); e != nil && !unmade(w.rec) && (came || ctx.Err() == nil) {
		return e, true
	}
	return nil, false
}

// unmade reports whether the last connection could not be made.
func unmade(rec *record.Record) bool {
	n := len(rec.Conns)
	return n > 0 && rec.Conns[n-1].State == record.Failed
}
