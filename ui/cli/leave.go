package cli

import (
	"os"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

const (
	patience   = 3 * time.Second        // maximum time for a command to end after a signal
	takesBytes = 100 * time.Millisecond // a terminal that accepts no byte for this time is not read
)

// A terminal is the state that the terminal had before the inspector took it.
type terminal struct{ state *term.State }

// newTerminal records the state of the terminal, if there is one.
func newTerminal() terminal {
	state, err := term.GetState(os.Stdin.Fd())
	if err != nil {
		return terminal{}
	}
	return terminal{state}
}

// handBack is the sequence that ends every mode of the inspector.
const handBack = ansi.ResetModeSynchronizedOutput + ansi.ResetStyle +
	ansi.ResetModeMouseNormal + ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr +
	ansi.ResetModeFocusEvent + ansi.ResetModeBracketedPaste + ansi.ResetModeUnicodeCore +
	ansi.ResetModifyOtherKeys + ansi.DisableKittyKeyboard + ansi.ResetModeAltScreenSaveCursor + ansi.ShowCursor

// restore restores as much as possible of a terminal that may accept no more bytes.
func (t terminal) restore() {
	if t.state == nil {
		return
	}
	written := make(chan struct{})
	go func() {
		_, _ = os.Stdout.WriteString(handBack)
		close(written)
	}()
	select {
	case <-written:
	case <-time.After(takesBytes):
	}
	_ = term.Restore(os.Stdin.Fd(), t.state)
}

// onInterrupt returns a function that ends the program as ctrl+c does while nobody reads
// the terminal, or nil if keys do not come from a terminal.
func (t terminal) onInterrupt() func() {
	if t.state == nil {
		return nil
	}
	return func() { t.leave(exitInterrupt) }
}

// leave ends the program.
func (t terminal) leave(code int) {
	t.restore()
	os.Exit(code)
}
