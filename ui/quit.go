package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// At the start Bubble Tea queries the terminal for synchronized output and grapheme
// clusters (modes 2026 and 2027), its background colour and its keyboard. An answer after
// the end of the program would appear at the prompt of the shell. If the user quits at
// once, linger therefore sends one more query and waits for its answer: by then the
// terminal has answered all earlier queries.
const (
	allAnswered = time.Second            // time after which a terminal has answered all queries
	firstFrame  = 3 * oneFrame           // time by which Bubble Tea has sent its queries
	lastAnswer  = 300 * time.Millisecond // maximum time to wait for an answer
	oneFrame    = time.Second / framesPerSecond
)

// quit ends the program when the terminal has answered.
func (m *Model) quit() tea.Cmd {
	if m.leaving || time.Since(m.began) >= allAnswered {
		return tea.Quit
	}
	m.leaving = true
	return tea.Sequence(after(firstFrame-time.Since(m.began)), tea.RequestCursorPosition, after(lastAnswer), tea.Quit)
}

// answered handles the answer to the last query.
func (m *Model) answered() tea.Cmd {
	if m.leaving {
		return tea.Quit
	}
	return nil
}

// after returns a command that sleeps for d.
func after(d time.Duration) tea.Cmd {
	return func() tea.Msg {
		time.Sleep(d)
		return nil
	}
}
