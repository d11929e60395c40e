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

// If the user quits right after the start, linger waits for the answers of the terminal,
// but not for long. Later, or after a second request to quit, it ends at once.
func TestLeavingAtOnceWaitsForTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := shown(play.Idle(), 80, 24)
		if isQuit(m.quit()) || !m.leaving {
			t.Error("linger does not wait for the answers")
		}
		if !isQuit(m.take(tea.CursorPositionMsg{})) {
			t.Error("the last answer does not end the program")
		}
		if !isQuit(m.quit()) {
			t.Error("a second request does not end the program")
		}
		m, _ = shown(play.Idle(), 80, 24)
		if m.take(tea.CursorPositionMsg{}) != nil {
			t.Error("the program ends without a request")
		}
		time.Sleep(allAnswered)
		if !isQuit(m.quit()) {
			t.Error("a later request does not end the program at once")
		}
	})
}

func isQuit(cmd tea.Cmd) bool {
	_, ok := cmd().(tea.QuitMsg)
	return ok
}

// A terminal that does not answer does not prevent the end.
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
