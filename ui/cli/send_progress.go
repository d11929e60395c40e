package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/x/term"

	"linger/session/record"
)

// A sendProgress tells on a terminal how far long work has come, where the
// results do not tell it: on one line, which it takes away in the end.
type sendProgress struct {
	w     io.Writer // nil: nobody is to be told
	total int
	next  time.Duration // on the session's clock
	shown bool
}

// The first word comes after a second, further ones no faster than they can be
// read.
const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

// newSendProgress tells diagnostics, when that is a terminal and the results
// do not scroll by on it.
func newSendProgress(results, diagnostics io.Writer, quiet bool, total int) *sendProgress {
	p := &sendProgress{total: total, next: progressAfter}
	if total > 1 && isTerminal(diagnostics) && (quiet || !isTerminal(results)) {
		p.w = diagnostics
	}
	return p
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

func (p *sendProgress) update(r *record.Record) {
	if p.w == nil || r.Now() < p.next {
		return
	}
	p.next = r.Now() + progressEvery
	p.shown = true
	fmt.Fprintf(p.w, "\r%d of %d exchanges, ctrl+c stops", len(r.Exchanges), p.total)
}

func (p *sendProgress) clear() {
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
