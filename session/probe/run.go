package probe

import (
	"context"
	"sync"
	"time"

	"linger/session"
	"linger/session/expect"
	"linger/session/live"
	"linger/wire"
)

// A Config says what to probe and for how long. Zero values mean the defaults.
type Config struct {
	Session live.Config

	// Record, if not nil, is called for each session that the probe makes. It returns the
	// session's Publish function.
	Record  func() func([]session.Event)
	Name    string              // name of the target; if empty, its URL is used
	Request wire.RequestMessage // zero: GET /

	MaxWait     time.Duration // the longest wait for one idle close (default 2 min)
	MaxRequests int           // the number of exchanges in the longest series (default 1000)
	Repeat      int           // number of waits for an idle close (default 5)
	Only        []string      // names of checks; empty: all
	Sweep       bool          // also make the sweep, which sends the given request many times
	Expect      []expect.Condition
	Words       Words
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
	c.Words = c.Words.withDefaults()
	return c
}

// through returns the URL of the proxy without its password, or "" if there is
// none.
func (c Config) through() string {
	if p, ok := c.Session.Dialer.(*live.Proxy); ok {
		return p.URL.Redacted()
	}
	return ""
}

// Limits on simultaneous trials and on the bytes that are read.
const (
	quickAtOnce   = 4
	slowAtOnce    = 8        // used if a response takes a second or more
	largeAnswer   = 64 << 10 // number of bytes of content above which long series use HEAD
	hugeAnswer    = 1 << 20  // number of bytes of content above which all trials use HEAD
	endlessAnswer = 64 << 20 // number of bytes after which linger stops reading
)

// Run probes a target and returns a report. It sends only GET and HEAD requests, with one
// exception: if Config.Request has another method, the checks framing and expect-continue
// send it, and so does the sweep if it is made. Run takes no longer than [Config.AtMost].
// If ctx ends earlier, the report has the results up to then. Run calls progress about
// once a second, from one goroutine at a time; progress may be nil.
func Run(ctx context.Context, c Config, progress func(Progress)) *Report {
	c = c.withDefaults()
	p := &prober{cfg: c, start: time.Now(), runs: map[string][]trialRun{}, going: map[string]*Going{}, tell: progress}
	p.plan = plan{
		words:   c.Words,
		request: c.Request, given: session.Framed(c.Request), patience: c.AnswerWait(),
		repeat: c.Repeat, maxWait: c.MaxWait, askedWait: c.MaxWait, unusedWait: c.MaxWait, maxRequests: c.MaxRequests,
	}
	if c.Session.MaxTime > 0 {
		p.plan.patience += moment // so that the session stops waiting first and reports the timeout
	}
	if !safe(c.Request) {
		p.plan.request = bare(c.Request)
	}
	stop := p.report()
	defer stop()
	timed, cancel := context.WithTimeout(ctx, p.left())
	defer cancel()
	if !p.greet(timed) {
		return p.unreachable(ctx.Err() != nil)
	}
	p.fit()
	p.work(timed)
	p.sweep(timed)
	return p.card(ctx.Err() != nil)
}

// A prober is the state of a running probe.
type prober struct {
	cfg   Config
	plan  plan
	start time.Time
	tell  func(Progress)

	mu           sync.Mutex
	runs         map[string][]trialRun
	going        map[string]*Going
	open, atOnce int
	dropped      int // number of runs that were discarded and repeated
	bursts       int // number of times that several connections were opened at once
	evicted      int // number of these bursts in which the server closed some connections
	swept        *Sweep
	byHead       bool
	broken       string // why this server's responses cannot be judged; empty if they can
}

// conduct makes the trials of a check, adds their runs, and returns when all have ended.
// Each trial begins when it is due and holds a slot while it runs.
func (p *prober) conduct(ctx context.Context, name string, ts []trial, slots chan struct{}) {
	p.expect(ctx, name, ts)
	var wg sync.WaitGroup
	runs := make([]trialRun, len(ts))
	for i, t := range ts {
		wg.Go(func() {
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

// made returns the runs of a check so far. It may be called while other checks are
// running.
func (p *prober) made(name string) []trialRun {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.runs[name]
}

func (p *prober) play(ctx context.Context, name string, t trial) trialRun {
	p.mu.Lock()
	p.open++
	p.atOnce = max(p.atOnce, p.open)
	p.mu.Unlock()
	began := time.Since(p.start)
	own := p.cfg.connecting()
	if p.cfg.Record != nil {
		own.Publish = p.cfg.Record()
	}
	r := t.play(ctx, own, p.plan.patience)
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

// take takes a slot and reports whether it got one before ctx ended. A nil channel has an
// unlimited number of slots.
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
