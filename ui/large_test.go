package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/detail"
	"linger/ui/internal/play"
	"linger/ui/layout"
)

// On a large screen, Wire, Timing and Findings have panes of their own and keep their
// numbers. The detail does not show these tabs.
func TestLargeScreenShowsEachPageInOnePane(t *testing.T) {
	m, _ := shown(play.Idle(), 200, 50)
	for key, want := range map[string]layout.Pane{"6": layout.Wire, "7": layout.Timing, "8": layout.Findings} {
		press(m, "4", key)
		if d := m.desk(); d.focus != want || d.detail().Tab() != detail.Response {
			t.Errorf("%s: the focus is in pane %d, the detail shows %s; want pane %d and Response", key, d.focus, d.detail().Tab(), want)
		}
	}
	all := ansi.Strip(m.content())
	for _, title := range []string{"6 Wire", "7 Timing", "8 Findings"} {
		if strings.Count(all, title) != 1 {
			t.Errorf("the screen shows %s %d times, want once", title, strings.Count(all, title))
		}
	}
	for range 10 {
		press(m, "tab")
		for range 6 {
			press(m, "right")
			if d := m.desk(); d.detail().Tab() >= detail.Wire && d.detail().Tab() != detail.Life {
				t.Fatalf("the detail shows %s, which has a pane of its own", d.detail().Tab())
			}
		}
	}
	press(m, "1", "z")
	m.resize(120, 40)
	press(m, "z", "6")
	if got := m.desk().detail().Tab(); got != detail.Wire {
		t.Errorf("6 on a smaller screen shows %s, want Wire", got)
	}
	m.resize(200, 50)
	if got := m.desk().detail().Tab(); got != detail.Why {
		t.Errorf("after the screen has grown, the detail shows %s, want Why", got)
	}
}

// If Wire has a pane of its own, enter on a row with bytes gives that pane the focus.
func TestEnterMovesTheFocusToTheWirePane(t *testing.T) {
	m, _ := shown(play.Idle(), 200, 50)
	press(m, "1", "tab")
	for range 40 {
		if m.desk().enters() != "" {
			break
		}
		press(m, "down")
	}
	expect(t, m, "enter show the bytes")
	press(m, "enter")
	if d := m.desk(); d.focus != layout.Wire || d.detail().Tab() != detail.Why {
		t.Errorf("the focus is in pane %d, the detail shows %s; want Wire and Why", d.focus, d.detail().Tab())
	}
	m, _ = shown(tooShort(), 200, 50)
	press(m, "n")
	if d := m.desk(); d.focus != layout.Wire {
		t.Errorf("after n, the focus is in pane %d, want Wire", d.focus)
	}
	press(m, "8", "down", "enter")
	if d := m.desk(); d.focus != layout.Wire {
		t.Errorf("after enter on a finding, the focus is in pane %d, want Wire", d.focus)
	}
}

// tooShort returns a session with a response whose Content-Length is too small.
func tooShort() *play.Play {
	return play.New("http://h").Connect(ms).Exchange("GET", "/", ms,
		play.Head("HTTP/1.1 200 OK", "Content-Length: 10", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99")+"0123456789and more").Wait(ms)
}
