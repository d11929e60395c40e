package ui

import (
	"io"
	"os"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A job is the program as the shell sees it: stopped, and going on again. The
// terminal is given back before a stop and taken after it, whoever asks for
// one: ctrl+z, or SIGTSTP from elsewhere.
type job struct {
	signals  chan os.Signal
	watching bool        // for SIGTSTP
	lent     atomic.Bool // an editor has the terminal
	asked    atomic.Bool // the stop was the program's own: the terminal is taken after it anyway
}

func newJob() *job { return &job{signals: make(chan os.Signal, 4)} }

// apart does something while an editor has the terminal: the program is stopped
// together with it.
func (j *job) apart(do func() error) error {
	j.lent.Store(true)
	defer j.lent.Store(false)
	return deed(do).Run()
}

// What signals ask of the inspector.
type (
	stopMsg   struct{} // SIGTSTP came
	redrawMsg struct{} // SIGCONT came after a stop that nobody asked here for: SIGSTOP
	aloneMsg  struct{} // nothing stopped: there is no shell that could make it go on
)

// A deed is done while the terminal is in its former state.
type deed func() error

// settling is how long Bubble Tea takes at most to let go of the terminal: the
// goroutine that draws stops its ticker a moment after it was told to. Where the
// next one began earlier, nothing would ever be drawn again.
const settling = 2 * oneFrame

// Run does it.
func (d deed) Run() error {
	time.Sleep(settling)
	return d()
}

// SetStdin does nothing: a deed needs no terminal.
func (deed) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (deed) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (deed) SetStderr(io.Writer) {}

// suspend stops the program until the shell lets it go on.
func (m *Model) suspend() tea.Cmd {
	return tea.Exec(deed(m.job.stop), func(err error) tea.Msg {
		if err != nil {
			return aloneMsg{}
		}
		return tea.ResumeMsg{}
	})
}

// redraw takes the terminal anew: whoever had it meanwhile left it otherwise.
func redraw() tea.Cmd {
	return tea.Exec(deed(func() error { return nil }), func(error) tea.Msg { return tea.ResumeMsg{} })
}

// jobbed does what a signal asks for.
func (m *Model) jobbed(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case stopMsg:
		return m.suspend()
	case redrawMsg:
		return redraw()
	case aloneMsg:
		m.say("ctrl+z has no shell to go back to.")
	}
	return nil
}
