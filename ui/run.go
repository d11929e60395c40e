package ui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/ui/plain"
)

// framesPerSecond bounds how often the terminal is written to.
const framesPerSecond = 30

// Run shows the inspector until the person leaves it. It restores the terminal
// however it ends. The error is nil after q, one of [ErrInterrupted],
// [ErrTerminated], [ErrHangup] and [ErrAborted] where something else ended it,
// and what Bubble Tea says where it could not run. The engine is the caller's to close.
func Run(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if o.Plain {
		return runPlain(ctx, o)
	}
	m := New(ctx, o)
	opts := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond), tea.WithoutSignalHandler()}
	if o.Profile != colorprofile.Unknown {
		opts = append(opts, tea.WithColorProfile(o.Profile))
	}
	p := tea.NewProgram(m, append(opts, o.Program...)...)
	told := make(chan error, 1)
	stop := onSignal(func(err error) {
		told <- err
		p.Quit()
	})
	defer stop()
	defer m.job.watch(p.Send)()
	_, err := p.Run()
	select {
	case err := <-told:
		return err
	default:
	}
	if m.err != nil {
		return m.err
	}
	if errors.Is(err, tea.ErrProgramKilled) && !errors.Is(err, tea.ErrProgramPanic) && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// runPlain follows the session in lines, on standard input and output.
func runPlain(ctx context.Context, o Options) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop := onSignal(func(err error) { cancel(err) })
	defer stop()
	return plain.Run(ctx, plain.Options{Engine: o.Engine, Reach: o.Reach, Request: o.Request, Recording: o.Recording, ASCII: o.ASCII, In: os.Stdin, Out: os.Stdout})
}

// onSignal calls f once, with the error that stands for the signal that ends
// the program. Bubble Tea's own handler tells SIGTERM as an ordinary end and
// leaves SIGHUP and SIGQUIT to kill the program with the terminal as it is.
func onSignal(f func(error)) (stop func()) {
	ch := make(chan os.Signal, 1)
	signal.Notify(ch, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	done := make(chan struct{})
	go func() {
		select {
		case s := <-ch:
			f(map[os.Signal]error{
				os.Interrupt: ErrInterrupted, syscall.SIGTERM: ErrTerminated, syscall.SIGHUP: ErrHangup, syscall.SIGQUIT: ErrAborted,
			}[s])
		case <-done:
		}
	}()
	return func() {
		signal.Stop(ch)
		close(done)
	}
}
