package probe

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// Progress is how far a probe has come.
type Progress struct {
	Target string
	At     time.Duration // since the probe began
	Going  []Going       // the checks whose trials are under way
	Open   int           // connections open now
}

// Going is one check under way.
type Going struct {
	Check       string
	Done, Total int // trials
}

// waitsFor says what a check under way is waiting for.
var waitsFor = map[string]string{
	greeting:  "the first response",
	nameIdle:  "idle closes",
	nameFirst: "the close of unused connections",
	nameMax:   "the end of a series of exchanges",
	nameRace:  "the moment of the close",
}

// String says what is being waited for: "12 s: waiting for idle closes (2 of
// 5), the close of unused connections (0 of 3)".
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
		waits = append(waits, "answers for "+count(others, "check"))
	}
	if len(waits) == 0 {
		return fmt.Sprintf("%d s", int(p.At.Seconds()))
	}
	return fmt.Sprintf("%d s: waiting for %s", int(p.At.Seconds()), strings.Join(waits, ", "))
}

func (p *prober) expect(name string, trials int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.going[name] = &Going{Check: name, Total: trials}
}

// report tells of the progress once a second until the function it returns is
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
	now := Progress{Target: p.cfg.Name, At: time.Since(p.start), Open: p.open}
	names := append([]string{greeting}, Names()...)
	for _, name := range names {
		if g := p.going[name]; g != nil && g.Done < g.Total {
			now.Going = append(now.Going, *g)
		}
	}
	return now
}
