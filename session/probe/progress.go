package probe

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"linger/wire/format"
)

// Progress describes the state of a running probe.
type Progress struct {
	Target string
	At     time.Duration // time since the probe began
	Going  []Going       // the checks whose trials are running
	Open   int           // connections open now
	AtMost time.Duration // maximum duration of the whole probe
}

// Going describes one running check.
type Going struct {
	Check       string
	Done, Total int           // trials
	Until       time.Duration // latest time at which it ends, since the probe began
}

// Waits returns what the check waits for: "idle closes".
func (g Going) Waits() string {
	if words, ok := waitsFor[g.Check]; ok {
		return words
	}
	return "responses"
}

// waitsFor says what a check waits for. Checks that are not in it wait for responses.
var waitsFor = map[string]string{
	greeting:  "the first response",
	nameIdle:  "idle closes",
	nameFirst: "the close of unused connections",
	nameMax:   "the end of a series of exchanges",
	nameRace:  "the moment of the close",
	nameSweep: "requests after longer and longer idle times",
}

// String returns the time and what the probe waits for: "12 s: waiting for idle closes (2
// of 5), the close of unused connections (0 of 3)".
func (p Progress) String() string {
	var waits []string
	others := 0
	for _, g := range p.Going {
		words, ok := waitsFor[g.Check]
		switch {
		case !ok:
			others++
		case g.Total > 1:
			waits = append(waits, fmt.Sprintf("%s (%d of %d)", words, g.Done, g.Total))
		default:
			waits = append(waits, words)
		}
	}
	if others > 0 {
		waits = append(waits, "responses for "+format.Count(others, "check"))
	}
	if len(waits) == 0 {
		return fmt.Sprintf("%d s", int(p.At.Seconds()))
	}
	return fmt.Sprintf("%d s: waiting for %s", int(p.At.Seconds()), strings.Join(waits, ", "))
}

// expect records that the trials of a check begin now.
func (p *prober) expect(ctx context.Context, name string, ts []trial) {
	var longest time.Duration
	for _, t := range ts {
		longest = max(longest, t.after+t.lasts(p.plan.patience))
	}
	longest = min(longest, p.left())
	if end, ok := ctx.Deadline(); ok {
		longest = min(longest, time.Until(end))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.going[name] = &Going{Check: name, Total: len(ts), Until: time.Since(p.start) + longest}
}

// begin records that the given number of steps of a check begin now. They may take all
// the time that is left.
func (p *prober) begin(name string, steps int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.going[name] = &Going{Check: name, Total: steps, Until: time.Since(p.start) + p.left()}
}

// step records that a step of a check has ended.
func (p *prober) step(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.going[name].Done++
}

// bound records that a running check will end within d.
func (p *prober) bound(name string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if g := p.going[name]; g != nil {
		g.Until = min(g.Until, time.Since(p.start)+d)
	}
}

// report publishes the progress once a second until the function it returns is
// called.
func (p *prober) report() (stop func()) {
	if p.tell == nil {
		return func() {}
	}
	quit := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for {
			p.tell(p.progress())
			select {
			case <-tick.C:
			case <-quit:
				return
			}
		}
	})
	return func() {
		close(quit)
		wg.Wait()
	}
}

func (p *prober) progress() Progress {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := Progress{Target: p.cfg.Name, At: time.Since(p.start), Open: p.open, AtMost: p.cfg.AtMost()}
	names := append([]string{greeting}, Names()...)
	for _, name := range names {
		if g := p.going[name]; g != nil && g.Done < g.Total {
			now.Going = append(now.Going, *g)
		}
	}
	return now
}
