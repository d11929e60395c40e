package ui

import (
	"testing"

	"linger/session"
	"linger/ui/detail"
	"linger/ui/internal/play"
)

// Enter does what the footer says: it sends, unless a row is chosen in the pane
// with the focus that leads to its bytes.
func TestEnterDoesWhatTheFooterSays(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	expect(t, m, "↓ select, enter the bytes", " enter send ")
	press(m, "tab", "enter")
	if len(e.did) != 1 {
		t.Fatalf("no row is chosen: %v", e.did)
	}
	press(m, "down")
	expect(t, m, " enter show the bytes ")
	press(m, "enter")
	if len(e.did) != 1 || m.desk().detail().Tab() != detail.Wire {
		t.Errorf("a row is chosen: %v, tab %v", e.did, m.desk().detail().Tab())
	}
	expect(t, m, " enter send ")
	press(m, "enter")
	if _, ok := e.did[len(e.did)-1].(session.Send); !ok || len(e.did) != 2 {
		t.Errorf("a row of bytes leads nowhere: %v", e.did)
	}
}
