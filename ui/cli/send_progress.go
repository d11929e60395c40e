package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/x/term"

	"linger/session/record"
	"linger/ui/words"
)

// A sendProgress shows on a terminal whether a response has stalled, and the progress of
// a long task that the output does not show. It uses one line, which it removes at the
// end.
type sendProgress struct {
	w       io.Writer // the terminal; nil if progress is not shown
	results bool      // the results appear on the same terminal
	total   int
	next    time.Duration // time of the next text, on the clock of the session
	shown   bool
}

// The first text appears after a second. Later texts change slowly enough to be read.
const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

// newSendProgress returns a sendProgress that writes to diagnostics if that is a
// terminal.
func newSendProgress(results, diagnostics io.Writer, quiet bool, total int) *sendProgress {
	p := &sendProgress{total: total, results: !quiet && isTerminal(results), next: progressAfter}
	if isTerminal(diagnostics) {
		p.w = diagnostics
	}
	return p
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// watches reports whether update must also be called while no events arrive.
func (p *sendProgress) watches() bool { return p.w != nil }

// update shows the progress at time now, on the clock of the session.
func (p *sendProgress) update(r *record.Record, now time.Duration) {
	if p.w == nil || now < p.next {
		return
	}
	said := p.say(r, now)
	if said == "" {
		p.clear()
		return
	}
	p.next = now + progressEvery
	p.shown = true
	fmt.Fprintf(p.w, "\r%s, ctrl+c stops\x1b[K", said)
}

func (p *sendProgress) say(r *record.Record, now time.Duration) string {
	if c := r.Newest(); c != nil && c.State.Open() {
		if e := c.Oldest(); e != nil && e.Stalled(now) {
			return fmt.Sprintf("response %d: %s", e.ID, words.Stalled(e, now))
		}
	}
	if p.total > 1 && !p.results {
		return fmt.Sprintf("%d of %d exchanges", r.Count(), p.total)
	}
	return ""
}

func (p *sendProgress) clear() {
	if p.shown {
		p.shown = false
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
