package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/detail"
	"linger/ui/internal/play"
	"linger/ui/layout"
)

// On a large screen Wire, Timing and Findings have panes of their own, with the same
// numbers. The detail does not show these tabs.
func TestNoPaneOfALargeScreenShowsAnothersPage(t *testing.T) {
	m, _ := shown(play.Idle(), 200, 50)
	for key, want := range map[string]layout.Pane{"6": layout.Wire, "7": layout.Timing, "8": layout.Findings} {
		press(m, "4", key)
		if d := m.desk(); d.focus != want || d.detail().Tab() != detail.Response {
			t.Errorf("%s: the focus is in pane %d, the detail shows %s", key, d.focus, d.detail().Tab())
		}
	}
	all := ansi.Strip(m.content())
	for _, title := range []string{"6 Wire", "7 Timing", "8 Findings"} {
		if strings.Count(all, title) != 1 {
			t.Errorf("%s is there %d times", title, strings.Count(all, title))
		}
	}
	for range 10 {
		press(m, "tab")
		for range 6 {
			press(m, "right")
			if d := m.desk(); d.detail().Tab() >= detail.Wire && d.detail().Tab() != detail.Life {
				t.Fatalf("the detail shows %s", d.detail().Tab())
			}
		}
	}
	press(m, "1", "z")
	m.resize(120, 40)
	press(m, "z", "6")
	if got := m.desk().detail().Tab(); got != detail.Wire {
		t.Errorf("6 on a smaller screen leads to %s", got)
	}
	m.resize(200, 50)
	if got := m.desk().detail().Tab(); got != detail.Why {
		t.Errorf("grown again, the detail shows %s", got)
	}
}

// If Wire has a pane of its own, enter on a row with bytes leads there.
func TestEnterLeadsToTheBytesBeside(t *testing.T) {
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
		t.Errorf("the focus is in pane %d, the detail shows %s", d.focus, d.detail().Tab())
	}
	m, _ = shown(tooShort(), 200, 50)
	press(m, "n")
	if d := m.desk(); d.focus != layout.Wire {
		t.Errorf("n leaves the focus in pane %d", d.focus)
	}
	press(m, "8", "down", "enter")
	if d := m.desk(); d.focus != layout.Wire {
		t.Errorf("enter on a finding leaves the focus in pane %d", d.focus)
	}
}

// tooShort returns a response with more content than its Content-Length announces.
func tooShort() *play.Play {
	return play.New("http://h").Connect(ms).Exchange("GET", "/", ms,
		play.Head("HTTP/1.1 200 OK", "Content-Length: 10", "Connection: keep-alive", "Keep-Alive: timeout=5, max=99")+"0123456789and more").Wait(ms)
}
