package cli

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/charmbracelet/x/term"

	"linger/session"
	"linger/session/traffic"
	"linger/ui"
)

// A watch passes the events of connections between other programs to the screen and to a
// log. The events come from one goroutine.
type watch struct {
	*traffic.Feed
	log recording
	now func() time.Duration
	do  func(session.Command)
}

// emit passes an event to the log and to the screen.
func (w *watch) emit(ev session.Event) {
	w.log.add(ev)
	w.Add(ev)
}

// Now returns the current time in the session. Do carries out a command.
func (w *watch) Now() time.Duration   { return w.now() }
func (w *watch) Do(c session.Command) { w.do(c) }

// show shows the session until the user quits, while run emits its events. If run ends
// first, the screen stays, and show returns the error from run when the user quits.
func (w *watch) show(l *exitContext, o ui.Options, run func(context.Context) error) error {
	o.Leave = l.onInterrupt()
	running, cancel := context.WithCancel(l)
	done := make(chan error, 1)
	go func() {
		err := run(running)
		w.End()
		done <- err
	}()
	o.Engine, o.Mouse, o.Save, o.JSON = w, true, saveCopy, jsonOf(o.SecretFields)
	err := ui.Run(l, o)
	if errors.Is(err, ui.ErrInterrupted) {
		l.interrupted()
	}
	cancel()
	w.Leave()
	ended := <-done
	switch {
	case errors.Is(err, ui.ErrInterrupted):
		return &exitError{code: exitInterrupt}
	case err != nil:
		return err
	}
	return ended
}

// hasScreen reports whether the output is a terminal. Keys need not come from standard
// input, which may be a pipe: the inspector can read them from the terminal.
func hasScreen() bool { return term.IsTerminal(os.Stdout.Fd()) && os.Getenv("TERM") != "dumb" }
