package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// The welcome comes back from the help, and its steps are ticked off while it stays.
func TestWelcomeComesBack(t *testing.T) {
	p := play.Fresh().Exchange("GET", "/", ms, play.Hint("timeout=5"))
	m, e := shown(p, 80, 24, practising)
	press(m, "?")
	expect(t, m, "w welcome again")
	press(m, "w")
	expect(t, m, "Welcome", "1 of 4 done", "✓ enter  send GET /countdown", "▸ enter  send again")
	golden.Size(t, screen(m), 80, 24)
	press(m, "enter")
	if len(e.did) != 1 {
		t.Fatalf("%+v", e.did)
	}
	p.Exchange("GET", "/", ms, play.Hint("timeout=5"))
	n := len(p.Events)
	happens(m, p.Events[n-4:]...)
	expect(t, m, "Welcome")
	press(m, "esc")
	if m.desk().top() != nil {
		t.Error("esc does not close it")
	}
}

// Elsewhere w in the help waits, as the table says.
func TestHelpHasNoWelcomeElsewhere(t *testing.T) {
	m, e := shown(play.Idle(), 80, 24)
	press(m, "?", "w")
	if len(e.did) != 1 || e.did[0] != (session.Wait{}) {
		t.Errorf("%+v", e.did)
	}
}

func TestWelcomeScrolls(t *testing.T) {
	m, _ := shown(play.Fresh(), 80, 16, practising)
	first := look(m)
	if !strings.Contains(first, "↓ more") {
		t.Fatalf("it fits\n%s", first)
	}
	press(m, "pgdown")
	second := look(m)
	if second == first || strings.Contains(second, "↓ more") {
		t.Errorf("pgdown does not scroll to the end\n%s", second)
	}
	press(m, "g")
	if look(m) != first {
		t.Error("g does not go back to the top")
	}
	m.Update(tea.MouseWheelMsg{X: 20, Y: 10, Button: tea.MouseWheelDown})
	if look(m) == first {
		t.Error("the wheel does not scroll")
	}
}
