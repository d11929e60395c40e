package ui

import (
	"testing"

	"linger/session"
	"linger/ui/detail"
	"linger/ui/internal/play"
	"linger/ui/layout"
)

// Enter does what the footer says. If the selected row of the focused pane refers to
// bytes, enter shows those bytes. Otherwise it sends the request.
func TestEnterDoesWhatTheFooterSays(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	expect(t, m, "↓ and enter show the bytes", " enter send ")
	press(m, "tab", "enter")
	if len(e.did) != 1 {
		t.Fatalf("with no row selected, enter gave the commands %v, want one", e.did)
	}
	press(m, "down")
	expect(t, m, " enter show the bytes ")
	press(m, "enter")
	if len(e.did) != 1 || m.desk().detail().Tab() != detail.Wire {
		t.Errorf("with a row selected, enter gave %v and showed the tab %v; want no further command and Wire", e.did, m.desk().detail().Tab())
	}
	expect(t, m, " enter send ")
	press(m, "enter")
	if _, ok := e.did[len(e.did)-1].(session.Send); !ok || len(e.did) != 2 {
		t.Errorf("on a row of bytes, enter gave the commands %v, want a second request", e.did)
	}
}

// On a row of the list that the user selected, enter opens the exchange, and the footer
// says so. While the list follows the newest exchange, enter sends.
func TestEnterOpensASelectedRow(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		m, e := shown(play.Idle(), size[0], size[1])
		if size[0] == 80 {
			press(m, "tab")
		}
		expect(t, m, " enter send ")
		press(m, "up")
		expect(t, m, " enter open ")
		press(m, "enter")
		if len(e.did) != 0 || m.desk().focus != layout.Detail {
			t.Fatalf("%v: enter on a row gave %v and the focus is in pane %d; want no command and the detail", size, e.did, m.desk().focus)
		}
		expect(t, m, "5  GET /bare-lf", " enter send ")
		press(m, "shift+tab")
		expect(t, m, " enter open ")
		press(m, "down", "down") // on the newest row, which the user selected
		expect(t, m, " enter open ")
		press(m, "G")
		expect(t, m, " enter send ")
		if press(m, "enter"); len(e.did) != 1 {
			t.Errorf("%v: enter while the list follows gave %v, want one command", size, e.did)
		}
	}
}
