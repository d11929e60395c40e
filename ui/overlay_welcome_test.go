package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// The help opens the welcome again. While the welcome is open, its steps are ticked off.
func TestHelpOpensTheWelcomeAgain(t *testing.T) {
	p := play.Fresh().Exchange("GET", "/", ms, play.Hint("timeout=5"))
	m, e := shown(p, 80, 24, practising)
	press(m, "?")
	expect(t, m, "w welcome again")
	press(m, "w")
	expect(t, m, "Welcome", "1 of 4 done", "✓ enter  send GET /countdown", "▸ enter  send again")
	golden.Size(t, screen(m), 80, 24)
	press(m, "enter")
	if len(e.did) != 1 {
		t.Fatalf("enter gave the commands %+v, want one", e.did)
	}
	p.Exchange("GET", "/", ms, play.Hint("timeout=5"))
	n := len(p.Events)
	happens(m, p.Events[n-4:]...)
	expect(t, m, "Welcome")
	press(m, "esc")
	if m.desk().top() != nil {
		t.Error("esc did not close the welcome")
	}
}

// The welcome is about the practice server, so it closes when the session connects to
// another server.
func TestWelcomeClosesForAnotherServer(t *testing.T) {
	m, _ := shown(play.Fresh(), 80, 24, practising)
	expect(t, m, "Welcome")
	happens(m, session.Dialing{At: ms, Conn: 2, Target: "http://127.0.0.1:8415", Address: "127.0.0.1:8415"}, session.Connected{At: 2 * ms, Conn: 2, Remote: "127.0.0.1:8415"})
	if got := look(m); strings.Contains(got, "Welcome") {
		t.Errorf("the welcome is open on another server:\n%s", got)
	}
}

// With another server, w in the help waits for the close, as the table of keys says.
func TestWInTheHelpWaitsOnAnotherServer(t *testing.T) {
	m, e := shown(play.Idle(), 80, 24)
	press(m, "?", "w")
	if len(e.did) != 1 || e.did[0] != (session.Wait{}) {
		t.Errorf("w gave the commands %+v, want session.Wait", e.did)
	}
}

func TestWelcomeScrolls(t *testing.T) {
	m, _ := shown(play.Fresh(), 80, 16, practising)
	first := look(m)
	if !strings.Contains(first, "↓ more") {
		t.Fatalf("the welcome fits the screen, want it cut:\n%s", first)
	}
	press(m, "pgdown")
	second := look(m)
	if second == first || strings.Contains(second, "↓ more") {
		t.Errorf("pgdown did not scroll to the end:\n%s", second)
	}
	press(m, "g")
	if look(m) != first {
		t.Error("g did not scroll back to the top")
	}
	m.Update(tea.MouseWheelMsg{X: 20, Y: 10, Button: tea.MouseWheelDown})
	if look(m) == first {
		t.Error("the wheel did not scroll the welcome")
	}
}
