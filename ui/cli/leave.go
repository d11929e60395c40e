package cli

import (
	"os"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

const (
	patience   = 3 * time.Second        // a command may take so long to end after a signal
	takesBytes = 100 * time.Millisecond // a terminal that takes no byte for so long takes none
)

// A terminal is the state that the terminal had before the inspector took it.
type terminal struct{ state *term.State }

// newTerminal notes the state of the terminal, if there is one.
func newTerminal() terminal {
	state, err := term.GetState(os.Stdin.Fd())
	if err != nil {
		return terminal{}
	}
	return terminal{state}
}

// handBack ends every mode that the inspector uses.
const handBack = ansi.ResetModeSynchronizedOutput + ansi.ResetStyle +
	ansi.ResetModeMouseNormal + ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr +
	ansi.ResetModeFocusEvent + ansi.ResetModeBracketedPaste + ansi.ResetModeUnicodeCore +
	ansi.ResetModifyOtherKeys + ansi.DisableKittyKeyboard + ansi.ResetModeAltScreenSaveCursor + ansi.ShowCursor

// restore restores what it can of a terminal that may take no more bytes.
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

// onInterrupt returns what ends the program as ctrl+c does where nothing reads the
// terminal; nil where keys do not come from it.
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
