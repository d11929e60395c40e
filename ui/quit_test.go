package ui

import (
	"context"
	"io"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"linger/ui/internal/play"
)

// Who leaves at once waits for the answers of the terminal, though not long;
// later, and when asked twice, the end is at once.
func TestLeavingAtOnceWaitsForTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := shown(play.Idle(), 80, 24)
		if isQuit(m.quit()) || !m.leaving {
			t.Error("the answers are not waited for")
		}
		if !isQuit(m.take(tea.CursorPositionMsg{})) {
			t.Error("the last answer does not end it")
		}
		if !isQuit(m.quit()) {
			t.Error("asked twice it does not end")
		}
		m, _ = shown(play.Idle(), 80, 24)
		if m.take(tea.CursorPositionMsg{}) != nil {
			t.Error("it ends unasked")
		}
		time.Sleep(allAnswered)
		if !isQuit(m.quit()) {
			t.Error("later it does not end at once")
		}
	})
}

func isQuit(cmd tea.Cmd) bool {
	_, ok := cmd().(tea.QuitMsg)
	return ok
}

// A terminal that answers nothing does not keep the program.
func TestLeavingAtOnceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := New(context.Background(), Options{Source: Source{Engine: &still{}, Request: next}})
		p := tea.NewProgram(m, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24),
			tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		done := make(chan error, 1)
		go func() { _, err := p.Run(); done <- err }()
		p.Send(keyOf("q"))
		began := time.Now()
		if err := <-done; err != nil || time.Since(began) > allAnswered {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		time.Sleep(time.Minute)
	})
}
