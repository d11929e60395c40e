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

// If the user quits right after the start, linger first waits for the terminal's replies
// to its queries. If the user quits later, or a second time, linger ends at once.
func TestQuitAtTheStartWaitsForTheTerminal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, _ := shown(play.Idle(), 80, 24)
		if isQuit(m.quit()) || !m.leaving {
			t.Error("quit ended the program at once, want it to wait for the answers")
		}
		if !isQuit(m.take(tea.CursorPositionMsg{})) {
			t.Error("the last answer did not end the program")
		}
		if !isQuit(m.quit()) {
			t.Error("a second quit did not end the program")
		}
		m, _ = shown(play.Idle(), 80, 24)
		if m.take(tea.CursorPositionMsg{}) != nil {
			t.Error("an answer ended the program although nobody quit")
		}
		time.Sleep(allAnswered)
		if !isQuit(m.quit()) {
			t.Error("a later quit did not end the program at once")
		}
	})
}

func isQuit(cmd tea.Cmd) bool {
	_, ok := cmd().(tea.QuitMsg)
	return ok
}

// The program ends even if the terminal does not answer.
func TestQuitEndsWithoutAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := New(context.Background(), Options{Source: Source{Engine: &still{}, Request: next}})
		p := tea.NewProgram(m, tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(), tea.WithWindowSize(80, 24),
			tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
		done := make(chan error, 1)
		go func() { _, err := p.Run(); done <- err }()
		p.Send(keyOf("q"))
		began := time.Now()
		if err := <-done; err != nil || time.Since(began) > allAnswered {
			t.Errorf("Run returned %v after %v, want nil within %v", err, time.Since(began), allAnswered)
		}
		time.Sleep(time.Minute)
	})
}
