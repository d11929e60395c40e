package probe

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A Config says what to probe, and how long. Zero values mean the defaults.
type Config struct {
	Session session.Config
	Name    string              // what to call the target: its URL
	Request wire.RequestMessage // empty: GET /

	MaxWait     time.Duration // the longest wait for one idle close (default 2 min)
	MaxRequests int           // the longest series of exchanges (default 1000)
	Repeat      int           // waits for an idle close (default 5)
	Only        []string      // names of checks; empty: all
	Expect      []Threshold
}

// The defaults of a Config.
const (
	DefaultMaxWait     = 2 * time.Minute
	DefaultMaxRequests = 1000
	DefaultRepeat      = 5
)

func (c Config) withDefaults() Config {
	if c.MaxWait <= 0 {
		c.MaxWait = DefaultMaxWait
	}
	if c.MaxRequests <= 0 {
		c.MaxRequests = DefaultMaxRequests
	}
	if c.Repeat <= 0 {
		c.Repeat = DefaultRepeat
	}
	if c.Request.Method == "" {
		c.Request = c.Session.Target.Request("GET", "/")
	}
	if c.Name == "" {
		c.Name = c.Session.Target.String() + c.Request.Target
	}
	return c
}

// Bounds on what is done at once and on how long an answer may take.
const (
	quickAtOnce = 4
	patience    = 3 * time.Second // for a close that was asked for, or for an answer, beside the time one takes
	firstAnswer = 5 * time.Second // for the first answer
	quickTime   = 5 * time.Second // for all quick trials together, beside the time two answers take
	largeAnswer = 64 << 10        // bytes of content from which on long series ask for the head alone
)

// Run probes a target and reports. It sends nothing but GET and HEAD, unless
// the request is another one: that one is sent by the checks framing and
// expect-continue. It takes at most three times the longest wait plus 10 s;
// when ctx ends it reports what is known by then. Progress is told about once
// a second from one goroutine at a time; it may be nil.
func Run(ctx context.Context, c Config, progress func(Progress)) *Report {
	c = c.withDefaults()
	p := &prober{cfg: c, start: time.Now(), runs: map[string][]run{}, going: map[string]*Going{}, tell: progress}
	p.plan = plan{
		request: c.Request, given: session.Framed(c.Request), patience: patience,
		repeat: c.Repeat, maxWait: c.MaxWait, maxRequests: c.MaxRequests,
	}
	if !safe(c.Request) {
		p.plan.request = bare(c.Request)
	}
	stop := p.report()
	defer stop()
	if !p.greet(ctx) {
		return p.unreachable(ctx.Err() != nil)
	}
	p.work(ctx)
	return p.card(ctx.Err() != nil)
}

// A prober is a probe under way.
type prober struct {
	cfg   Config
	plan  plan
	start time.Time
	tell  func(Progress)

	mu           sync.Mutex
	runs         map[string][]run
	going        map[string]*Going
	open, atOnce int
	oneByOne     bool
	broken       string        // why nothing can be learned from this server's responses
	answer       time.Duration // how long the first answer took
}

// conduct makes the trials of a check, each begun when it is due, at most atOnce
// of them at a time (0: all), and returns when all have ended.
func (p *prober) conduct(ctx context.Context, name string, ts []trial, slots chan struct{}) {
	p.expect(name, len(ts))
	var wg sync.WaitGroup
	runs := make([]run, len(ts))
	for i, t := range ts {
		wg.Go(func() {
			if t.within == 0 {
				t.within = p.plan.patience
			}
			if !sleep(ctx, t.after) || !take(ctx, slots) {
				return
			}
			runs[i] = p.play(ctx, name, t)
			give(slots)
		})
	}
	wg.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range runs {
		if r.rec != nil {
			p.runs[name] = append(p.runs[name], r)
		}
	}
}

func (p *prober) play(ctx context.Context, name string, t trial) run {
	p.mu.Lock()
	p.open++
	p.atOnce = max(p.atOnce, p.open)
	p.mu.Unlock()
	began := time.Since(p.start)
	r := t.play(ctx, p.cfg.Session)
	r.began = began
	p.mu.Lock()
	p.open--
	if g := p.going[name]; g != nil {
		g.Done++
	}
	p.mu.Unlock()
	return r
}

func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// take takes a slot; a nil channel has any number of them.
func take(ctx context.Context, slots chan struct{}) bool {
	if slots == nil {
		return true
	}
	select {
	case slots <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func give(slots chan struct{}) {
	if slots != nil {
		<-slots
	}
}

// greet makes the first exchange, and while its connection is open a second
// one on another, to see whether the server answers on two at once. False
// means that there is no connection at all.
func (p *prober) greet(ctx context.Context) bool {
	held, release := context.WithCancel(ctx)
	defer release()
	heard := make(chan struct{})
	hear := sync.OnceFunc(func() { close(heard) })
	first := make(chan struct{})
	go func() {
		defer close(first)
		defer hear()
		p.conduct(held, greeting, []trial{{within: dialTime + 3*firstAnswer, stages: []stage{
			{do: session.Reconnect{}, until: connected},
			{do: again(p.plan.request), atMost: firstAnswer, until: func(rec *record.Record) bool {
				if done(1)(rec) {
					hear()
				}
				return done(1)(rec)
			}},
			{until: never},
		}}}, nil)
	}()
	<-heard
	second := trial{within: firstAnswer, stages: []stage{{do: send(p.plan.request), until: done(1)}}}
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
	x := r.exchange(0)
	switch {
	case !answered(x) && !answered(beside.exchange(0)) && r.cut:
		p.broken = "the first response does not come to its end"
	case !answered(x) && !answered(beside.exchange(0)):
		p.broken = "the first response is incomplete"
	case x == nil:
	case x.Done && x.Reason == wire.ReasonFramingError:
		p.broken = "framing is in error: no connection can be reused"
	case answered(x):
		p.oneByOne = inTurn(r, beside)
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

// wanted says whether a check's trials are to be made: it was asked for, or
// one that was judges them too.
func (p *prober) wanted(name string) bool {
	if p.broken != "" {
		return name == nameFirst && p.asked(name)
	}
	if p.asked(name) {
		return true
	}
	for _, x := range checks() {
		if slices.Contains(x.needs, name) && p.wanted(x.name) {
			return true
		}
	}
	return false
}

func (p *prober) asked(name string) bool {
	return len(p.cfg.Only) == 0 || slices.Contains(p.cfg.Only, name)
}

// work makes all trials: quick ones a few at a time while others wait in
// silence, then those that aim. A long series of exchanges has the time that
// all the others take, but is not what a probe waits for.
func (p *prober) work(ctx context.Context) {
	if p.oneByOne {
		p.oneAfterAnother(ctx)
		return
	}
	var quickly, silent, ahead, series sync.WaitGroup
	slots := make(chan struct{}, quickAtOnce)
	soon, cancel := context.WithTimeout(ctx, quickTime+2*p.answer)
	defer cancel()
	unused, endUnused := context.WithCancel(ctx)
	defer endUnused()
	long, endLong := context.WithCancel(ctx)
	defer endLong()
	for _, x := range checks() {
		if x.trials == nil || x.wave == aimed || !p.wanted(x.name) {
			continue
		}
		ts := x.trials(p.plan)
		switch {
		case x.name == nameFirst:
			ahead.Go(func() { p.conduct(unused, x.name, ts, nil) })
		case x.name == nameMax:
			series.Go(func() { p.conduct(long, x.name, ts, nil) })
		case x.wave == waiting:
			silent.Go(func() { p.conduct(ctx, x.name, ts, nil) })
		default:
			quickly.Go(func() { p.conduct(soon, x.name, ts, slots) })
		}
	}
	silent.Wait()
	p.measured()
	enough := time.AfterFunc(p.unusedFor(), endUnused)
	defer enough.Stop()
	p.aim(ctx)
	quickly.Wait()
	ahead.Wait()
	time.AfterFunc(quickTime-time.Since(p.start), endLong)
	series.Wait()
}

// measured takes what the waits came to, for the trials that aim at it.
func (p *prober) measured() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plan.closes = spreadOf(closeTimes(samples(p.runs[nameIdle])))
	p.plan.roundTrip, p.plan.fastest = p.roundTrip(), p.fastest()
}

// unusedFor is how much longer unused connections are worth watching.
func (p *prober) unusedFor() time.Duration {
	atLeast := max(min(firstEnough, p.plan.maxWait), min(p.plan.closes.high+2*time.Second, p.plan.maxWait))
	if p.plan.closes.n == 0 && len(samples(p.runs[nameIdle])) > 0 {
		atLeast = p.plan.maxWait
	}
	return max(0, atLeast+starts+agree*10-time.Since(p.start))
}

// slack is what a probe may take beyond three times the longest wait.
const slack = 10 * time.Second

// AtMost bounds how long a probe takes whose longest wait is that.
func AtMost(wait time.Duration) time.Duration { return 3*wait + slack }

func (p *prober) aim(ctx context.Context) {
	if bound := AtMost(max(p.plan.closes.high, p.answer)); time.Since(p.start)+p.plan.closes.high+3*p.answer > bound {
		return // responses are too slow for it
	}
	for _, x := range checks() {
		if x.wave == aimed && p.wanted(x.name) && ctx.Err() == nil {
			p.conduct(ctx, x.name, x.trials(p.plan), nil)
		}
	}
}

// oneAfterAnother is for a server that answers on one connection at a time:
// whoever holds one idle keeps all others waiting. Waits are few then, and
// nothing is aimed.
func (p *prober) oneAfterAnother(ctx context.Context) {
	soon, cancel := context.WithTimeout(ctx, quickTime)
	defer cancel()
	p.plan.repeat = min(p.plan.repeat, 2)
	for _, w := range []wave{quick, waiting} {
		for _, x := range lengthyLast(checks()) {
			if x.wave != w || x.trials == nil || !p.wanted(x.name) {
				continue
			}
			if x.name == nameFirst {
				p.measured()
				p.plan.maxWait = min(p.plan.maxWait, max(p.plan.closes.high, patience)+time.Second)
				p.plan.repeat = 1
			}
			within := ctx
			if w == quick {
				within = soon
			}
			p.conduct(within, x.name, x.trials(p.plan), make(chan struct{}, 1))
		}
	}
	p.measured()
}

// lengthyLast puts the series of exchanges behind what is done in a moment.
func lengthyLast(xs []experiment) []experiment {
	i := slices.IndexFunc(xs, func(x experiment) bool { return x.name == nameMax })
	return append(slices.Delete(slices.Clone(xs), i, i+1), xs[i])
}

// fastest is the shortest time that any answer took: a round trip to whoever
// answers, which need not be whom we are connected to, and the answering.
func (p *prober) fastest() (d time.Duration) {
	for _, rs := range p.runs {
		for _, r := range rs {
			for _, x := range r.conn().Exchanges {
				if v := x.FirstByte - x.SentAt; x.Requested && x.FirstByte > x.SentAt && (d == 0 || v < d) {
					d = v
				}
			}
		}
	}
	return d
}

// roundTrip is the shortest that any connection measured.
func (p *prober) roundTrip() (d time.Duration) {
	for _, rs := range p.runs {
		for _, r := range rs {
			for _, v := range []time.Duration{r.conn().Info.RoundTrip, r.conn().Path.RoundTrip} {
				if v > 0 && (d == 0 || v < d) {
					d = v
				}
			}
		}
	}
	return d
}

func (p *prober) unreachable(interrupted bool) *Report {
	r := &Report{Target: p.cfg.Name, Failure: "no connection was made", Took: time.Since(p.start), Interrupted: interrupted}
	if interrupted {
		r.Failure = "interrupted before there was a connection"
		return r
	}
	if rs := p.runs[greeting]; len(rs) > 0 {
		if f := rs[0].conn().Failure; f.Kind != "" {
			r.Failure = fmt.Sprintf("%s. %s", f.Kind, f.Text)
		}
	}
	return r
}

// card judges what was recorded.
func (p *prober) card(interrupted bool) *Report {
	e := &evidence{plan: p.plan, runs: p.runs, order: Names()}
	r := &Report{
		Target: p.cfg.Name, Interrupted: interrupted, RoundTrip: p.plan.roundTrip, Fastest: p.plan.fastest,
		AtOnce: p.atOnce, OneByOne: p.oneByOne, Took: time.Since(p.start),
		Idle: samples(p.runs[nameIdle]), Race: Race{Tries: e.tries(), Expected: p.plan.closes.median, Ranged: p.plan.closes.ranged()},
	}
	_, r.Race.Apart = p.plan.raceFrom()
	r.Hint, r.HasHint = e.hint()
	for _, run := range e.all() {
		if run.connected() {
			r.Connections++
		}
	}
	for _, x := range checks() {
		if p.asked(x.name) {
			r.Checks = append(r.Checks, p.judge(x, e, interrupted))
		}
	}
	for _, t := range p.cfg.Expect {
		r.Expected = append(r.Expected, t.Judge(r))
	}
	r.Advice = advise(r)
	return r
}

func (p *prober) judge(x experiment, e *evidence, interrupted bool) Check {
	c := x.judge(e)
	c.Name, c.Ref, c.Asks = x.name, x.ref, x.asks
	if p.broken != "" && c.Verdict == Skip {
		c.Text = p.broken
	}
	if interrupted && (c.AtLeast || c.Verdict == Skip) {
		c.Verdict, c.Text = Skip, "interrupted before it was known"
	}
	return c
}
