package cli

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"

	"linger/session/probe"
	"linger/ui/text"
	"linger/wire/format"
)

// A probeProgress says on standard error what a probe waits for: on a terminal
// in a line that changes, elsewhere once, how long it may take.
type probeProgress struct {
	w    io.Writer
	fd   uintptr
	live bool // a terminal
	mu   sync.Mutex
	last []probe.Progress // of each target
}

func newProgress(w io.Writer, targets int) *probeProgress {
	p := &probeProgress{w: w, last: make([]probe.Progress, targets)}
	if f, ok := w.(term.File); ok && term.IsTerminal(f.Fd()) {
		p.fd, p.live = f.Fd(), true
	}
	return p
}

// begin says what is probed, where no line will.
func (p *probeProgress) begin(urls []string, atMost time.Duration) {
	if !p.live {
		fmt.Fprintf(p.w, "linger: probing %s, for %s at most\n", safe(strings.Join(urls, ", ")), format.Minutes(atMost))
	}
}

// sweeps says how many requests of which kind the sweep sends, before it does.
func (p *probeProgress) sweeps(configs []probe.Config) {
	for _, c := range configs {
		if n := c.SweepRequests(); n > 0 {
			fmt.Fprintf(p.w, "linger: the sweep sends up to %d %s requests to %s\n", n, safe(c.Request.Method), safe(c.Name))
		}
	}
}

// of takes the progress of the i-th target, or is nil where it is not shown.
func (p *probeProgress) of(i int) func(probe.Progress) {
	if !p.live {
		return nil
	}
	return func(now probe.Progress) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.last[i] = now
		p.show()
	}
}

// show writes the line anew, cut to the width of the terminal.
func (p *probeProgress) show() {
	var words []string
	for _, now := range p.last {
		if len(now.Going) > 0 {
			words = append(words, now.String())
		}
	}
	width, _, err := term.GetSize(p.fd)
	if err != nil || width <= 0 {
		width = 80
	}
	fmt.Fprintf(p.w, "\r\x1b[K%s", text.Cut(safe(strings.Join(words, " | ")), width-1))
}

// clear takes the line away.
func (p *probeProgress) clear() {
	if p.live {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
