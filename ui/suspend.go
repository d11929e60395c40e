package ui

import (
	"io"
	"os"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
)

// A job is the program as the shell sees it: stopped, and going on again. The
// terminal is given back before a stop and taken after it, whichever program asks for
// one: ctrl+z, or SIGTSTP from elsewhere.
type job struct {
	signals chan os.Signal
	lent    atomic.Bool // an editor has the terminal
	asked   atomic.Bool // the stop was the program's own: the terminal is taken after it anyway
}

func newJob() *job { return &job{signals: make(chan os.Signal, 4)} }

// apart does something while an editor has the terminal: the program is stopped
// together with it.
func (j *job) apart(do func() error) error {
	j.lent.Store(true)
	defer j.lent.Store(false)
	return execFunc(do).Run()
}

// What signals ask of the inspector.
type (
	stopMsg   struct{} // SIGTSTP came
	redrawMsg struct{} // SIGCONT came after a stop that was not asked for here: SIGSTOP
	aloneMsg  struct{} // nothing stopped: there is no shell that could make it go on
)

// An execFunc is a tea.ExecCommand that runs a function while the terminal is in
// its former state.
type execFunc func() error

// settling is the longest time that Bubble Tea takes to release the terminal:
// the goroutine that draws stops its ticker a moment after the request. If the
// next one began earlier, nothing would be drawn again.
const settling = 2 * oneFrame

// Run implements tea.ExecCommand.
func (f execFunc) Run() error {
	time.Sleep(settling)
	return f()
}

// SetStdin implements tea.ExecCommand: the function needs no terminal.
func (execFunc) SetStdin(io.Reader) {}

// SetStdout implements tea.ExecCommand.
func (execFunc) SetStdout(io.Writer) {}

// SetStderr implements tea.ExecCommand.
func (execFunc) SetStderr(io.Writer) {}

// suspend stops the program until the shell lets it go on.
func (m *Model) suspend() tea.Cmd {
	return tea.Exec(execFunc(m.job.stop), func(err error) tea.Msg {
		if err != nil {
			return aloneMsg{}
		}
		return tea.ResumeMsg{}
	})
}

// resumed looks whether the servers have closed meanwhile.
func (m *Model) resumed() {
	for _, d := range m.desks {
		d.do(session.Check{})
	}
}

func (stopMsg) apply(m *Model) tea.Cmd { return m.suspend() }

// apply takes the terminal again: the program that had it meanwhile changed its mode.
func (redrawMsg) apply(*Model) tea.Cmd {
	return tea.Exec(execFunc(func() error { return nil }), func(error) tea.Msg { return tea.ResumeMsg{} })
}

func (aloneMsg) apply(m *Model) tea.Cmd {
	m.desk().say("Cannot suspend: there is no job-control shell.")
	return nil
}
