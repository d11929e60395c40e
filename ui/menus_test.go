package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/internal/play"
)

// Each letter that a menu shows chooses its item, whatever the letter means elsewhere.
func TestLettersOfMenusChooseItems(t *testing.T) {
	for key, want := range map[string]string{"x": "session.Close", "h": "session.HalfClose", "r": "session.Reset", "c": "session.Check"} {
		m, e := shown(play.Idle(), 120, 40)
		press(m, "x", key)
		if len(e.did) != 1 || fmt.Sprintf("%T", e.did[0]) != want || m.desk().top() != nil {
			t.Errorf("%s gave the commands %T, want one %s and the menu closed", key, e.did, want)
		}
	}
	for key, want := range map[string]string{"t": "ticket", "y": "status sentence", "p": "this page", "c": "curl command", "r": "request",
		"a": "response", "b": "content", "j": "JSON line"} {
		m, _ := shown(play.Idle(), 120, 40, func(o *Options) {
			o.JSON = func(*record.Record, int, bool) []byte { return []byte("{}") }
		})
		press(m, "y", key)
		if got := m.desk().notice.text; !strings.HasPrefix(got, "Copied: "+want) || m.desk().top() != nil {
			t.Errorf("%s: notice = %q, want it to begin with %q", key, got, "Copied: "+want)
		}
	}
}

// The copied text is about the exchange that was selected when the menu opened, even if
// the list follows newer ones.
func TestCopyMenuKeepsItsExchange(t *testing.T) {
	p := play.Idle()
	var saved []byte
	m, _ := shown(p, 120, 40, func(o *Options) {
		o.Save = func(data []byte) (string, error) { saved = data; return "copied", nil }
	})
	press(m, "y")
	seen := len(p.Events)
	p.ClosedOnTime().Connect(ms)
	happens(m, p.Events[seen:]...)
	if m.desk().selected() != nil {
		t.Fatal("an exchange is selected, want the list to follow to the new connection")
	}
	press(m, "c")
	if !strings.Contains(string(saved), "/chunked") {
		t.Errorf("copied %q, want the request for /chunked", saved)
	}
}

// The last items of the copy menu write files and ask for a name.
func TestCopyMenuOpensTheFileDialogs(t *testing.T) {
	for key, title := range map[string]string{"T": "Export as a ticket", "W": "Save content", "E": "Export the session"} {
		m, _ := shown(play.Idle(), 120, 40)
		press(m, "y")
		expect(t, m, "files")
		press(m, key)
		expect(t, m, title)
	}
}

// At 80 columns, a row of the copy menu is not cut.
func TestCopyMenuFits80Columns(t *testing.T) {
	p := play.Idle().ClosedOnTime()
	m, _ := shown(p, 80, 24)
	press(m, "y")
	expect(t, m, "connection 2: server FIN after 6.803 s idle", "server FIN after 6.803 s idle: 1.8 s after 5 s")
	for row := range strings.SplitSeq(look(m), "\n") {
		if strings.Contains(row, "ticket ") && strings.Contains(row, "…") || strings.Contains(row, "status sentence") && strings.Contains(row, "…") {
			t.Errorf("the row is cut: %q", row)
		}
	}
}

// q closes a menu as esc does, unless q is the letter of an item or part of a search.
func TestQClosesMenus(t *testing.T) {
	m, _ := shown(play.Fresh(), 120, 40, practising)
	press(m, "x", "q")
	if m.desk().top() != nil {
		t.Error("q did not close the menu")
	}
	press(m, "S", "/", "q", "u", "i", "t")
	expect(t, m, "no match")
	press(m, "esc")
	m.take(tea.PasteMsg{Content: "early"})
	expect(t, m, "1 of 3")
}
