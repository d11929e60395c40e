package ui

import (
	"io"
	"os"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"linger/session"
)

// A job handles job control: the shell can stop the program and continue it. linger
// releases the terminal before a stop and reclaims it afterwards, both for ctrl+z and for
// a SIGTSTP from another program.
type job struct {
	signals chan os.Signal
	lent    atomic.Bool // an editor has the terminal
	asked   atomic.Bool // linger stopped itself, and will reclaim the terminal itself
	shell   shellState
}

func newJob() *job { return &job{signals: make(chan os.Signal, 4)} }

// apart runs do while an editor has the terminal. A stop then applies to both programs.
// Afterwards the terminal has its original state, even if the editor was killed.
func (j *job) apart(do func() error) error {
	j.lent.Store(true)
	defer j.lent.Store(false)
	err := execFunc(do).Run()
	if err != nil {
		_, _ = os.Stdout.WriteString(ResetModes)
	}
	j.shell.restore()
	return err
}

// suspended stops the program until the shell continues it. The user may change the state
// of the terminal in between.
func (j *job) suspended() error {
	err := j.stop()
	j.shell.save()
	return err
}

// Messages for the signals that stop and continue the inspector.
type (
	stopMsg   struct{} // SIGTSTP arrived
	redrawMsg struct{} // SIGCONT arrived after a SIGSTOP, which linger cannot catch
	aloneMsg  struct{} // the program did not stop, because no shell could continue it
)

// An execFunc is a tea.ExecCommand that runs a function while the terminal is in its
// original state.
type execFunc func() error

// settling is the maximum time that Bubble Tea takes to release the terminal. Its drawing
// goroutine stops its ticker a moment after the request. If linger took the terminal back
// before that, nothing would be drawn again.
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

// suspend stops the program until the shell continues it.
func (m *Model) suspend() tea.Cmd {
	return tea.Exec(execFunc(m.job.suspended), func(err error) tea.Msg {
		if err != nil {
			return aloneMsg{}
		}
		return tea.ResumeMsg{}
	})
}

// resumed checks whether the servers have closed in the meantime.
func (m *Model) resumed() {
	for _, d := range m.desks {
		d.do(session.Check{})
	}
}

func (stopMsg) apply(m *Model) tea.Cmd { return m.suspend() }

// apply reclaims the terminal, because another program has changed its mode.
func (redrawMsg) apply(*Model) tea.Cmd {
	return tea.Exec(execFunc(func() error { return nil }), func(error) tea.Msg { return tea.ResumeMsg{} })
}

func (aloneMsg) apply(m *Model) tea.Cmd {
	m.desk().say("Cannot suspend: there is no job-control shell.")
	return nil
}
