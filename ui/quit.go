package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// The terminal answers what Bubble Tea asks it at the start: whether it draws
// frames whole (modes 2026 and 2027), its background colour, its keyboard. An
// answer that comes after the end would stand on the shell's prompt. Who leaves
// at once waits for it: one more question is asked, and what answers that one has
// answered all before it.
const (
	allAnswered = time.Second            // from then on all has been answered
	firstFrame  = 3 * oneFrame           // by then the questions are asked
	lastAnswer  = 300 * time.Millisecond // a terminal that does not answer is not waited for
	oneFrame    = time.Second / framesPerSecond
)

// quit ends the program, once the terminal has answered.
func (m *Model) quit() tea.Cmd {
	if m.leaving || time.Since(m.began) >= allAnswered {
		return tea.Quit
	}
	m.leaving = true
	return tea.Sequence(after(firstFrame-time.Since(m.began)), tea.RequestCursorPosition, after(lastAnswer), tea.Quit)
}

// answered takes the answer to the last question.
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
