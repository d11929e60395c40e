package cli

import (
	"context"
	"errors"
	"os"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"linger/session"
	"linger/session/traffic"
	"linger/ui"
)

// A watch is a session of connections between other programs on its way to a screen
// and into a log. Its events come from one goroutine.
type watch struct {
	*traffic.Feed
	log recording
	now func() time.Duration
	do  func(session.Command)
}

// emit passes an event on.
func (w *watch) emit(ev session.Event) {
	w.log.add(ev)
	w.Add(ev)
}

// Now returns the time of the session, and Do carries out a command.
func (w *watch) Now() time.Duration   { return w.now() }
func (w *watch) Do(c session.Command) { w.do(c) }

// show shows the session until the person leaves it, while run makes its events. When
// run ends by itself, with an error that is returned in the end, the screen stays.
func (w *watch) show(c *cobra.Command, o ui.Options, run func(context.Context) error) error {
	t := newTerminal()
	o.Leave = t.onInterrupt()
	ctx, stop := untilSignal(c.Context(), t, syscall.SIGHUP)
	defer stop()
	within, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() {
		err := run(within)
		w.End()
		done <- err
	}()
	o.Engine, o.Mouse, o.Save, o.JSON = w, true, saveCopy, jsonOf(o.SecretFields)
	err := ui.Run(ctx, o)
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

// hasScreen reports whether there is a terminal to draw on; what is read may come
// from a pipe.
func hasScreen() bool { return term.IsTerminal(os.Stdout.Fd()) && os.Getenv("TERM") != "dumb" }
