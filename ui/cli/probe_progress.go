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

// A probeProgress reports the progress of probes on standard error. On a terminal it
// shows a line that changes. Without a terminal it reports once how long the probe may
// take.
type probeProgress struct {
	w    io.Writer
	fd   uintptr
	live bool // whether w is a terminal
	mu   sync.Mutex
	last []probe.Progress // progress of each target
}

func newProgress(w io.Writer, targets int) *probeProgress {
	p := &probeProgress{w: w, last: make([]probe.Progress, targets)}
	if f, ok := w.(term.File); ok && term.IsTerminal(f.Fd()) {
		p.fd, p.live = f.Fd(), true
	}
	return p
}

// begin reports the targets if progress is not shown on a terminal.
func (p *probeProgress) begin(urls []string, atMost time.Duration) {
	if !p.live {
		fmt.Fprintf(p.w, "linger: probing %s; this takes at most %s\n", safe(strings.Join(urls, ", ")), format.Minutes(atMost))
	}
}

// sweeps reports, before a sweep, the method and the number of its requests.
func (p *probeProgress) sweeps(configs []probe.Config) {
	for _, c := range configs {
		if n := c.SweepRequests(); n > 0 {
			fmt.Fprintf(p.w, "linger: the sweep sends up to %d %s requests to %s\n", n, safe(c.Request.Method), safe(c.Name))
		}
	}
}

// of returns a function that receives the progress of the i-th target, or nil if progress
// is not shown.
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

// show writes the line again, cut to the width of the terminal.
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

// clear removes the line.
func (p *probeProgress) clear() {
	if p.live {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
