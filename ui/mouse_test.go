package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/play"
	"linger/ui/text"
)

// clickOn clicks on the first place where the screen shows the words.
func clickOn(t *testing.T, m *Model, words string) {
	t.Helper()
	for y, row := range screen(m) {
		row = ansi.Strip(row)
		if i := strings.Index(row, words); i >= 0 {
			deliver(m, m.take(tea.MouseClickMsg{X: text.Width(row[:i]), Y: y, Button: tea.MouseLeft}))
			return
		}
	}
	t.Fatalf("the screen does not show %q:\n%s", words, ansi.Strip(m.content()))
}

// A click on a key presses that key, in the footer at every width and in a window over
// the panes.
func TestFooterTakesClicks(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 50}} {
		m, e := shown(play.Idle(), size[0], size[1])
		clickOn(t, m, "? help")
		expect(t, m, "┤ Keys ├")
		clickOn(t, m, "esc close   ")
		if m.desk().top() != nil {
			t.Fatalf("%v: a click on esc did not close the help", size)
		}
		clickOn(t, m, "y copy")
		expect(t, m, "┤ Copy ├")
		clickOn(t, m, "esc back")
		if clickOn(t, m, "enter send"); len(e.did) != 1 {
			t.Errorf("%v: a click on enter gave the commands %v, want one", size, e.did)
		}
		before := m.desk().detail().Tab()
		if clickOn(t, m, "1-8 tabs"); m.desk().detail().Tab() == before {
			t.Errorf("%v: a click on the tabs did not change the tab", size)
		}
	}
}

// A click in a menu selects an item. A click on the selected item does what enter does.
func TestMenusTakeClicks(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "x")
	clickOn(t, m, "reset")
	if len(e.did) != 0 || m.desk().top() == nil {
		t.Fatalf("one click gave the commands %v; want none, and the menu open", e.did)
	}
	clickOn(t, m, "reset")
	if len(e.did) != 1 || m.desk().top() != nil {
		t.Errorf("a second click gave the commands %v; want one, and the menu closed", e.did)
	}
	press(m, "x")
	deliver(m, m.take(tea.MouseClickMsg{X: 2, Y: 20, Button: tea.MouseLeft}))
	deliver(m, m.take(tea.MouseClickMsg{X: 60, Y: 20, Button: tea.MouseRight}))
	if len(e.did) != 1 || m.desk().top() == nil {
		t.Errorf("after clicks beside the menu and with another button, the commands are %v; want no new one, and the menu open", e.did)
	}
}

// The user can click on the keys of a question and on the suggestions of a prompt.
func TestDialogsTakeClicks(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40, stuck)
	press(m, "P")
	clickOn(t, m, "esc cancels") // in the border
	if m.desk().top() != nil {
		t.Fatal("a click on \"esc cancels\" did not close the question")
	}
	press(m, "P")
	clickOn(t, m, "esc     cancel")
	if m.desk().top() != nil {
		t.Fatal("a click on \"cancel\" did not close the question")
	}
	press(m, "P")
	m.take(tea.MouseClickMsg{X: 40, Y: indexOf(screen(m), "enter   start"), Button: tea.MouseLeft})
	if probing(m) == nil {
		t.Error("a click on \"start\" did not start the probe")
	}
	m, _ = shown(play.Idle(), 120, 40)
	press(m, "o")
	clickOn(t, m, "http://127.0.0.1:8321  ")
	if got := m.desk().top().(*connectOverlay).in.Value(); got != "http://127.0.0.1:8321" {
		t.Errorf("after a click on a recent address, the field has %q, want that address", got)
	}
}

// indexOf returns the index of the first row that contains the words, or -1.
func indexOf(rows []string, words string) int {
	for y, row := range rows {
		if strings.Contains(ansi.Strip(row), words) {
			return y
		}
	}
	return -1
}

// In the composer, a click selects a part of the request or a preset. A second click on a
// preset applies it.
func TestComposerTakesClicks(t *testing.T) {
	for _, size := range [][2]int{{120, 40}, {100, 30}, {200, 50}} {
		m, _ := shown(play.Idle(), size[0], size[1])
		press(m, "e")
		clickOn(t, m, "no Host")
		expect(t, m, "malformed:")
		if strings.Contains(ansi.Strip(m.content()), "No Host: an HTTP/1.1 server must") {
			t.Fatal("one click applied a preset, want it only selected")
		}
		clickOn(t, m, "no Host")
		expect(t, m, "No Host: an HTTP/1.1 server must")
		clickOn(t, m, "  target")
		press(m, "x")
		expect(t, m, "GET /chunkedx HTTP/1.1")
		clickOn(t, m, "User-Agent")
		expect(t, m, "User-Agent:")
		clickOn(t, m, "  content")
		press(m, "a")
		expect(t, m, "Content-Length")
	}
	m, _ := shown(play.Idle(), 80, 24)
	press(m, "e", "shift+tab")
	clickOn(t, m, "HTTP/1.0")
	press(m, "tab")
	clickOn(t, m, "  method")
	press(m, "backspace")
	expect(t, m, "GE /chunked")
}

// In the timeline, a click selects an exchange, and a second click opens it.
func TestTimelineTakesClicks(t *testing.T) {
	m, _ := shown(play.Idle(), 120, 40)
	press(m, "t")
	lane := indexOf(screen(m), " exchange ")
	row := ansi.Strip(screen(m)[lane])
	x := text.Width(row[:strings.Index(row, "1")])
	m.take(tea.MouseClickMsg{X: x, Y: lane, Button: tea.MouseLeft})
	if _, ex := m.desk().list.Selected(); ex != 1 {
		t.Fatalf("a click on 1 in %q selected exchange %d, want 1", row, ex)
	}
	m.take(tea.MouseClickMsg{X: x, Y: lane, Button: tea.MouseLeft})
	if m.desk().top() != nil {
		t.Error("a second click did not open the exchange")
	}
	expect(t, m, "┤ 1  GET /")
}
