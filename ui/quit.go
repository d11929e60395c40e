package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// At startup, Bubble Tea asks the terminal whether it supports synchronized output and
// grapheme clusters (modes 2026 and 2027), and queries its background colour and its
// keyboard. A reply that arrives after the program has ended would appear at the shell
// prompt. If the user quits right after startup, linger therefore sends one more query
// and waits for the reply: by then the terminal has replied to all earlier queries.
const (
	allAnswered = time.Second            // time after which the terminal has replied to all queries
	firstFrame  = 3 * oneFrame           // time by which Bubble Tea has sent its queries
	lastAnswer  = 300 * time.Millisecond // maximum time to wait for the last reply
	oneFrame    = time.Second / framesPerSecond
)

// quit ends the program once the terminal has replied to all queries.
func (m *Model) quit() tea.Cmd {
	if m.leaving || time.Since(m.began) >= allAnswered {
		return tea.Quit
	}
	m.leaving = true
	return tea.Sequence(after(firstFrame-time.Since(m.began)), tea.RequestCursorPosition, after(lastAnswer), tea.Quit)
}

// answered handles the reply to the last query.
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
