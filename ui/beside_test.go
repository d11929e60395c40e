package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/layout"
)

// two returns an inspector with two sessions side by side, of which the second is active.
// a and b are their engines, and ended counts how many times the second session was
// ended.
func two(t *testing.T, w, h int) (m *Model, a, b *still, ended *int) {
	t.Helper()
	b, ended = &still{}, new(int)
	m, a = shown(play.Idle(), w, h, func(o *Options) {
		o.Open = func(session.Target) (Source, error) {
			return Source{Engine: b, End: func() { *ended++ }}, nil
		}
	})
	press(m, "|")
	press(m, typing("localhost:8080/b")...)
	press(m, "enter")
	if len(m.desks) != 2 || m.active != 1 || len(a.did) > 0 {
		t.Fatalf("%d sessions are open, session %d is active, the commands are %T; want two sessions, session 1 active, no command", len(m.desks), m.active, a.did)
	}
	happens(m, play.New("http://localhost:8080").Connect(ms).Events...)
	b.did = nil
	return m, a, b, ended
}

// frames returns the rows of the screen without the content of the detail panes.
func frames(m *Model, rows []string) []string {
	body := m.desk().plan.Body
	return append(rows[:body.Y+2:body.Y+2], rows[body.Y+body.H-1:]...)
}

// The screen shows two sessions. Keys go to the active one.
func TestTwoSessionsSideBySide(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {160, 45}} {
		m, a, b, ended := two(t, size[0], size[1])
		rows := screen(m)
		golden.Size(t, rows, size[0], size[1])
		golden.Check(t, "beside-"+itoa(size[0])+"x"+itoa(size[1]), frames(m, rows))
		expect(t, m, "127.0.0.1:8321", "localhost:8080", "GET /b HTTP/1.1")
		press(m, "enter")
		if len(b.did) != 1 || len(a.did) > 0 {
			t.Errorf("enter in the second session gave the commands %T and %T, want one in the second only", a.did, b.did)
		}
		press(m, "|", "enter")
		if len(b.did) != 1 || len(a.did) != 1 {
			t.Errorf("enter in the first session gave the commands %T and %T in total, want one each", a.did, b.did)
		}
		press(m, "|", "q")
		if len(m.desks) != 1 || *ended != 1 || m.leaving {
			t.Errorf("after q: %d sessions are open, the second has ended %d times, leaving is %t; want 1, 1, false", len(m.desks), *ended, m.leaving)
		}
		expect(t, m, "127.0.0.1:8321")
		golden.Size(t, screen(m), size[0], size[1])
	}
}

// tab on the last pane activates the other session, and so does a click on that session.
func TestTabAndClickActivateTheOtherSession(t *testing.T) {
	m, _, _, _ := two(t, 120, 40)
	press(m, "tab", "tab")
	if m.active != 0 {
		t.Error("tab did not activate the other session")
	}
	m.take(tea.MouseClickMsg{X: 90, Y: 15, Button: tea.MouseLeft})
	if m.active != 1 {
		t.Error("a click did not activate the other session")
	}
	d := m.desk()
	m.take(tea.MouseClickMsg{X: 20, Y: 30, Button: tea.MouseLeft}) // in the left half of the detail, which belongs to the right session
	if m.active != 1 || d.focus != layout.Detail {
		t.Errorf("after a click in the detail, session %d and pane %d have the focus; want session 1 and the detail", m.active, d.focus)
	}
}

// At 80 columns, the row of the inactive session says how its connection ended in words
// that fit.
func TestRowOfTheInactiveSessionIsNotCut(t *testing.T) {
	m, _, _, _ := two(t, 80, 24)
	p := play.New("http://localhost:8080").Connect(ms)
	n := len(p.Events)
	p.Exchange("GET", "/b", ms, play.Head("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: keep-alive", "Keep-Alive: timeout=5")).Wait(6013 * ms).ServerClosed()
	happens(m, p.Events[n:]...)
	press(m, "|")
	for row := range strings.SplitSeq(look(m), "\n") {
		if strings.Contains(row, "| activate") && (strings.Contains(row, "…") || !strings.Contains(row, "closed by the server   1.0 s after 5 s")) {
			t.Errorf("row = %q, want the whole end of the connection in it", row)
		}
	}
}

// q asks before it closes a session with unsaved exchanges.
func TestCloseOfAnUnsavedSessionAsks(t *testing.T) {
	m, _, _, _ := two(t, 120, 40)
	press(m, "|", "q")
	expect(t, m, "Close this session?", "discard them and close")
	if press(m, "q"); len(m.desks) != 2 {
		t.Fatal("a second q closed the session, want it to cancel the question")
	}
	press(m, "q", "d")
	if len(m.desks) != 1 || m.leaving {
		t.Errorf("after d: %d sessions are open, leaving is %t; want 1, false", len(m.desks), m.leaving)
	}
	expect(t, m, "localhost:8080")
}

func TestTwoSessionsFitEverySize(t *testing.T) {
	m, _, _, _ := two(t, 120, 40)
	for _, keys := range [][]string{nil, {"?"}, {"esc", "e"}, {"esc", "b"}, {"b", "t"}, {"t", "o"}, {"esc", "|"}} {
		press(m, keys...)
		for w := 20; w <= 240; w += 17 {
			for h := 1; h <= 70; h += 9 {
				m.take(tea.WindowSizeMsg{Width: w, Height: h})
				golden.Size(t, screen(m), w, h)
			}
		}
	}
}

func TestSecondSessionWithoutOpenIsRefused(t *testing.T) {
	m, _ := shown(play.Idle(), 80, 24)
	press(m, "|")
	expect(t, m, "A second session cannot be opened here.")
}

func TestAmpersandSendsInBothSessions(t *testing.T) {
	m, a, b, _ := two(t, 120, 40)
	press(m, "&")
	if len(a.did) != 1 || len(b.did) != 1 {
		t.Errorf("& gave the commands %T and %T, want one each", a.did, b.did)
	}
	m, e := shown(play.Idle(), 120, 40)
	press(m, "&")
	expect(t, m, "&: only one session is open; | opens another.")
	if len(e.did) > 0 {
		t.Errorf("& with one session gave the command %T, want none", e.did)
	}
}

// z shows the active session on the whole screen, and the other one as one row.
func TestZGivesTheScreenToTheActiveSession(t *testing.T) {
	m, _, _, _ := two(t, 120, 40)
	expect(t, m, "▸ B  localhost:8080", "  A  127.0.0.1:8321")
	press(m, "z")
	golden.Size(t, screen(m), 120, 40)
	expect(t, m, "▸ B  http://localhost:8080", "A  http://127.0.0.1:8321", "| activate")
	press(m, "|")
	expect(t, m, "▸ A  http://127.0.0.1:8321", "B  http://localhost:8080")
	press(m, "z")
	expect(t, m, "▸ A  127.0.0.1:8321")
	press(m, "z", "q", "d") // q asks, d confirms
	if len(m.desks) != 1 || m.solo {
		t.Errorf("after q and d: %d sessions are open, solo is %t; want 1, false", len(m.desks), m.solo)
	}
	golden.Size(t, screen(m), 120, 40)
}
