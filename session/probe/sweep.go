package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	"linger/session/live"
	"linger/session/record"
	"linger/session/servers"
	"linger/wire"
	"linger/wire/format"
)

// A proxy keeps connections to the next hop in a pool that a client cannot see. Where
// it keeps them longer than the next hop does, a request that is sent just when the
// next hop closes gets 502, and most proxies repeat no POST. The sweep finds the idle
// time at which that begins: requests on one connection, one after another, each after
// another time of silence, while linger leaves the server alone otherwise. A pool hands
// out what was used last, so that its idle time is that of linger.
//
// The window is about as wide as the way to the next hop is long. Idle limits are set in
// whole seconds: the first silences end just before those that are common. Where it is
// elsewhere, it is found by its upper end: beyond it the proxy has to connect, and
// responses come later.

var sweep = experiment{
	name:  nameSweep,
	ref:   "RFC 9110 §15.6.3",
	asks:  "a proxy must not let a request meet the close of its own connection to the next hop: the client gets 502",
	judge: judgeSweep,
}

const (
	sweepRequests = 40                   // at most, with those that say how long a response takes
	sweepUsual    = 3                    // of them, that are sent without a pause
	sweepFine     = 2 * time.Millisecond // no idle time is told more exactly: timers are no better
	sweepWorth    = 2 * time.Millisecond // by which responses come later is worth a look
)

// commonLimits are idle limits that servers are often set to, in seconds; Node adds
// one to its own.
var commonLimits = [...]int{1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 60}

// beforeLimit is how much shorter than a common limit the silences are: so short as the
// window of a next hop that is far, and then of one that is near.
var beforeLimit = [...]time.Duration{20 * time.Millisecond, 6 * time.Millisecond}

// A SweepTry is a request after a time of silence.
type SweepTry struct {
	Idle   time.Duration
	Status int           // 0: there was no complete response
	Took   time.Duration // until its first byte
}

// A Sweep is requests after different times of silence, in the order of these.
type Sweep struct {
	Tries   []SweepTry
	Usual   time.Duration // how long a response takes without a pause
	Later   time.Duration // by how much responses come later where the proxy has to connect; 0: it was not seen
	Connect time.Duration // the shortest silence after which they do
	Refused int           // the status of the very first response, where that is an error of the server
	own     time.Duration // after which the server itself closes; 0: it is not known
}

// Sweeps reports whether the sweep is made: it was asked for, in so many words or
// with the request that it is to send.
func (c Config) Sweeps() bool {
	return slices.Contains(c.Only, nameSweep) || c.Sweep && len(c.Only) == 0
}

// SweepRequests returns how many requests the sweep sends at most; 0 where it is not
// made.
func (c Config) SweepRequests() int {
	if c.Sweeps() {
		return sweepRequests
	}
	return 0
}

// Failed reports whether a try met an error of the server, or a close on which the
// server itself had no reason to insist.
func (s *Sweep) Failed(t SweepTry) bool {
	return t.Status >= 500 || t.Status == 0 && (s.own == 0 || t.Idle < s.own-agree)
}

// Failures returns the tries that failed.
func (s *Sweep) Failures() (ts []SweepTry) {
	for _, t := range s.Tries {
		if s.Failed(t) {
			ts = append(ts, t)
		}
	}
	return ts
}

// answered returns the longest silence below d after which a request was answered, and
// the shortest beyond it; 0 where there is none.
func (s *Sweep) answered(d time.Duration) (below, beyond time.Duration) {
	for _, t := range s.Tries {
		switch {
		case s.Failed(t) || t.Status == 0:
		case t.Idle < d:
			below = t.Idle
		case beyond == 0:
			beyond = t.Idle
		}
	}
	return below, beyond
}

// later reports whether a response came as much later as one for which the proxy has
// to connect.
func (s *Sweep) later(t SweepTry) bool { return t.Took-s.Usual > max(sweepWorth, s.Usual/4) }

// add adds a try in its place.
func (s *Sweep) add(t SweepTry) {
	i, _ := slices.BinarySearchFunc(s.Tries, t, func(a, b SweepTry) int { return int(a.Idle - b.Idle) })
	s.Tries = slices.Insert(s.Tries, i, t)
}

// A sweeper makes the sweep.
type sweeper struct {
	*Sweep
	p    *prober
	s    *live.Session
	rec  *record.Record
	m    wire.RequestMessage
	sent int

	spent bool // the last request failed: the proxy has no connection to reuse until another one was sent
}

// sweep makes the sweep, with what time there is left.
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

// all makes the tries: just before the common limits, until something is seen; then
// between those that it lies between.
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

// usual takes how long a response takes without a pause, and reports whether the sweep
// can go on.
func (w *sweeper) usual(ctx context.Context) bool {
	for range sweepUsual {
		x, ok := w.ask(ctx, 0)
		switch {
		case !ok || !answered(x):
			return false
		case x.Facts.Status >= 500:
			w.Refused = x.Facts.Status
			return false
		}
		if took := x.FirstByte - x.SentAt; w.Usual == 0 || took < w.Usual {
			w.Usual = took
		}
	}
	return true
}

// again reports whether a response that comes later does so for the silence before
// it: the next one, without a pause, does not, and one after the same silence does.
func (w *sweeper) again(ctx context.Context, t SweepTry) bool {
	x, ok := w.ask(ctx, 0)
	if !ok || w.later(SweepTry{Took: x.FirstByte - x.SentAt}) {
		return false
	}
	more, ok := w.try(ctx, t.Idle)
	return ok && !w.Failed(more) && w.later(more)
}

// window looks for requests that fail between a silence after which the proxy uses its
// connection and one after which it has to connect: the window of failures is in
// between, so that halving meets it, unless it is too narrow. It reports whether that
// was so; it was not, where responses came later for another reason.
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
	for i := range 8 { // as timers go, now before it, now after
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

// begins finds the shortest silence after which requests fail, between one after which
// they do not and one after which they do.
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
		w.try(ctx, w.Tries[len(w.Tries)-1].Idle*5/4) // is it answered again?
	}
}

// fill makes tries where the silences lie farthest apart, as long as there is time.
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

// widest returns two neighbouring silences that lie farthest apart, as parts of the
// shorter one, and between which there is time for some tries.
func (w *sweeper) widest() (low, high time.Duration) {
	for i := range max(0, len(w.Tries)-1) {
		a, b := w.Tries[i].Idle, w.Tries[i+1].Idle
		if (a+b)/2 <= w.left()/6 && (low == 0 || float64(b)/float64(a) > 1.02*float64(high)/float64(low)) {
			low, high = a, b
		}
	}
	return low, high
}

// left returns the time there is for one more silence.
func (w *sweeper) left() time.Duration { return w.p.left() - 2*w.p.plan.answer - closing }

// try sends the request after so long in silence, where there is time and a request
// left, and takes what became of it.
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
	if answered(x) {
		t.Status, t.Took = x.Facts.Status, x.FirstByte-x.SentAt
	}
	w.add(t)
	w.spent = w.Failed(t)
	return t, true
}

// since returns when the last request was over.
func (w *sweeper) since() time.Duration {
	if n := len(w.rec.Exchanges); n > 0 {
		return max(w.rec.Exchanges[n-1].Started, w.rec.Exchanges[n-1].LastByte)
	}
	return 0
}

// ask sends the request when the last response is so long ago, on a new connection where
// there is none. False means that there was no time for it, or no connection.
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
	if n := len(w.rec.Exchanges); n > 0 && !unmade(w.rec) && (came || ctx.Err() == nil) {
		return w.rec.Exchanges[n-1], true
	}
	return nil, false
}

// unmade reports whether the last connection could not be made.
func unmade(rec *record.Record) bool {
	n := len(rec.Conns)
	return n > 0 && rec.Conns[n-1].State == record.Failed
}

func judgeSweep(e *evidence) Check {
	s := e.swept
	switch {
	case s == nil:
		return skipped(fmt.Sprintf("made only when it is asked for: it sends up to %d requests", sweepRequests))
	case s.Refused > 0:
		return skipped(fmt.Sprintf("the request is answered with %d without a pause", s.Refused))
	case len(s.Tries) == 0:
		return skipped(e.noTime())
	}
	bad := s.Failures()
	c := Check{Samples: len(s.Tries), Unit: "requests", Measured: new(float64(len(bad)))}
	first, last := s.Tries[0].Idle, s.Tries[len(s.Tries)-1].Idle
	if len(bad) == 0 {
		c.Verdict, c.Found = Pass, "no 5xx"
		c.Text = fmt.Sprintf("%s after %s to %s of silence", format.Count(len(s.Tries), "request"), format.Brief(first), format.Brief(last))
		if s.Connect > 0 {
			c.Text += fmt.Sprintf("; from %s on responses take %s longer: the proxy has to connect", format.Duration(s.Connect), format.Brief(s.Later))
		} else {
			c.Text += "; failures in a shorter time than lies between two of them are not seen"
		}
		return c
	}
	what := "no answer"
	if bad[0].Status > 0 {
		what = fmt.Sprint(bad[0].Status)
	}
	begins := bad[0].Idle
	c.Verdict, c.Found = Fail, what+" from "+format.Duration(begins)
	c.Text = fmt.Sprintf("%d of %s failed", len(bad), format.Count(len(s.Tries), "request"))
	switch below, beyond := s.answered(begins); {
	case below > 0 && beyond > 0:
		c.Text += fmt.Sprintf("; up to %s and from %s on they are answered: the next hop closes in between, while the proxy uses the connection",
			format.Duration(below), format.Duration(beyond))
	case below > 0:
		c.Text += fmt.Sprintf("; up to %s they are answered: the next hop is gone after that, and the proxy does not see it", format.Duration(below))
	}
	if most := limitBelow(begins); most > 0 {
		c.advice = append(c.advice, Advice{For: "server", Text: fmt.Sprintf("in the proxy, keep idle connections to the next hop at most %s", format.Brief(most)),
			Paste: append(servers.LetGo(most)[:1], servers.Paste{Where: "Apache", Code: fmt.Sprintf("ttl=%d", max(1, most/time.Second)), In: "ProxyPass"})})
	}
	c.advice = append(c.advice, Advice{For: "server", Text: "or let the application keep them longer than the proxy does (nginx, AWS: 60 s)", Paste: servers.Keep(overPool)})
	return c
}
