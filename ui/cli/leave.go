package cli

import (
	"context"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"linger/ui"
)

// The time limits of a command that ends because of a signal. Together, they are less
// than a second.
const (
	patience   = 700 * time.Millisecond // maximum time for a command to end after a signal
	lastWrites = 150 * time.Millisecond // maximum time after that to complete the files
	repetition = 20 * time.Millisecond  // signals within this time count as one signal
	takesBytes = 100 * time.Millisecond // a terminal that accepts no byte for this time has no reader
)

// A terminal holds the state of the terminal before the inspector started.
type terminal struct{ state *term.State }

// newTerminal returns a terminal with the current state, or the zero value if the
// standard input is not a terminal.
func newTerminal() terminal {
	state, err := term.GetState(os.Stdin.Fd())
	if err != nil {
		return terminal{}
	}
	return terminal{state}
}

// restore restores the state of the terminal and writes last to w. It does not wait long
// for either, because the terminal may accept no more bytes.
func (t terminal) restore(w io.Writer, last string) {
	within(takesBytes, func() {
		if t.state != nil {
			_, _ = os.Stdout.WriteString(ui.ResetModes)
		}
		_, _ = io.WriteString(w, last)
	})
	if t.state != nil {
		_ = term.Restore(os.Stdin.Fd(), t.state)
	}
}

// within calls do, and returns when do has returned or d has passed.
func within(d time.Duration, do func()) {
	done := make(chan struct{})
	go func() {
		do()
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(d):
	}
}

// signalCodes maps the signals that end a command to exit codes.
var signalCodes = map[os.Signal]int{
	os.Interrupt: exitInterrupt, syscall.SIGTERM: exitTerminate, syscall.SIGQUIT: exitAbort, syscall.SIGHUP: exitHangup,
}

// An exitContext is the context of a command that ends after a signal. SIGINT, SIGTERM,
// SIGQUIT or SIGHUP cancels it, and the cause is then an exitError with the code of the
// signal. After SIGQUIT (ctrl+\), the command prints the results so far, not the stacks
// of the goroutines.
//
// A second signal ends the program at once. The program also ends when the time limit
// patience has passed, because a command whose output nobody reads would never return.
type exitContext struct {
	context.Context
	terminal    terminal
	diagnostics io.Writer
	cancel      context.CancelCauseFunc
	asked       chan os.Signal
	ended       chan struct{}

	mu    sync.Mutex
	files openFiles
}

// openFiles is the set of files that a command is writing.
type openFiles interface {
	// rescue completes the files within the given time. It abandons those that are not
	// complete by then, and returns a line about each of them.
	rescue(within time.Duration) string
}

// leaveOn returns an exitContext for a command. The caller must call stop when the files
// are complete.
func leaveOn(c *cobra.Command, t terminal) *exitContext {
	l := &exitContext{terminal: t, diagnostics: c.ErrOrStderr(), asked: make(chan os.Signal, 2), ended: make(chan struct{})}
	l.Context, l.cancel = context.WithCancelCause(c.Context())
	for s := range signalCodes {
		if s != syscall.SIGHUP || !signal.Ignored(s) { // nohup ignores it
			signal.Notify(l.asked, s)
		}
	}
	go l.wait()
	return l
}

func (l *exitContext) wait() {
	select {
	case <-l.ended:
		return
	case s := <-l.asked:
		code := signalCodes[s]
		l.cancel(&exitError{code: code})
		l.repeated()
		select {
		case <-l.ended:
			return
		case <-l.asked:
		case <-time.After(patience):
		}
		l.leave(code)
	}
}

// repeated discards repetitions of a signal: timeout(1) sends a signal to the program and
// then to its process group.
func (l *exitContext) repeated() {
	over := time.After(repetition)
	for {
		select {
		case <-l.asked:
		case <-over:
			return
		case <-l.ended:
			return
		}
	}
}

// stop stops waiting for signals.
func (l *exitContext) stop() {
	signal.Stop(l.asked)
	close(l.ended)
	l.cancel(context.Canceled)
}

// interrupted ends the command in the same way as SIGINT. The inspector calls it when the
// user presses ctrl+c.
func (l *exitContext) interrupted() {
	select {
	case l.asked <- os.Interrupt:
	default:
	}
}

// writes sets the files that leave completes if the command does not end by itself.
func (l *exitContext) writes(files openFiles) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.files = files
}

// onInterrupt returns a function that ends the program if ctrl+c is pressed while nobody
// reads the terminal. onInterrupt returns nil if the keys do not come from a terminal.
func (l *exitContext) onInterrupt() func() {
	if l.terminal.state == nil {
		return nil
	}
	return func() { l.leave(exitInterrupt) }
}

// leave completes the files, restores the terminal and ends the program.
func (l *exitContext) leave(code int) {
	l.mu.Lock()
	last := ""
	if l.files != nil {
		last = l.files.rescue(lastWrites)
	}
	l.terminal.restore(l.diagnostics, last)
	os.Exit(code)
}
