package menu

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/golden"
	"linger/ui/theme"
)

func two() *Model {
	return New("Menu", []Item{{Words: "Group"}, {Key: "x", Name: "one", Words: "does this", More: "and that"}, {Words: "Other"}, {Name: "two", Words: "does more"}})
}

// rows returns the menu at a size.
func rows(m *Model, th *theme.Theme, w, h int) []string {
	m.SetSize(w, h)
	return m.Rows(th)
}

func TestChoosing(t *testing.T) {
	enter, down, up := tea.KeyPressMsg{Code: tea.KeyEnter}, tea.KeyPressMsg{Code: tea.KeyDown}, tea.KeyPressMsg{Code: tea.KeyUp}
	for _, tt := range []struct {
		keys []tea.KeyPressMsg
		want int
	}{
		{[]tea.KeyPressMsg{enter}, 1},
		{[]tea.KeyPressMsg{down, enter}, 3},
		{[]tea.KeyPressMsg{down, down, up, enter}, 1},
		{[]tea.KeyPressMsg{down, {Code: 'x', Text: "x"}}, 1},
		{[]tea.KeyPressMsg{{Code: tea.KeyEnd}, enter}, 3},
	} {
		m := two()
		m.SetSize(40, 9)
		var got *Item
		for _, k := range tt.keys {
			got = m.Update(k)
		}
		if got != &m.items[tt.want] {
			t.Errorf("%v: %+v, want item %d", tt.keys, got, tt.want)
		}
	}
}

// A letter that the menu shows chooses, although it moves elsewhere.
func TestLettersComeBeforeMoves(t *testing.T) {
	for _, key := range []string{"j", "k", "g", "G", "q"} {
		m := New("Menu", []Item{{Key: "x", Name: "one"}, {Key: key, Name: "two"}})
		if got := m.Update(tea.KeyPressMsg{Code: rune(key[0]), Text: key}); got != &m.items[1] || !m.Has(key) {
			t.Errorf("%s does not choose", key)
		}
	}
}

func TestSizes(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for w := 12; w < 100; w += 3 {
		for h := 4; h < 30; h++ {
			golden.Size(t, rows(two(), th, w, h), w, h)
		}
	}
	w, h := two().Wants()
	golden.Check(t, "menu", rows(two(), th, w, h))
}

// However low the menu is, the item under the cursor is in it.
func TestTheCursorIsInView(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, typed := range []string{"", "/e"} {
		for h := 2; h < 14; h++ {
			m := long()
			for _, k := range keysOf(typed) {
				m.Update(k)
			}
			for range 4 {
				if all := ansi.Strip(strings.Join(rows(m, th, 60, h), "\n")); !strings.Contains(all, th.Glyphs.Cursor) {
					t.Errorf("%d rows, %q typed:\n%s", h, typed, all)
				}
				m.Update(tea.KeyPressMsg{Code: tea.KeyDown})
			}
		}
	}
}

// long is a menu that can be searched.
func long() *Model {
	m := New("Menu", []Item{
		{Words: "Hints"}, {Name: "/countdown", Words: "a timeout that is kept", More: "and that"}, {Name: "/early", Words: "closes after 3", Found: "502, race"},
		{}, {Words: "Endings"}, {Name: "/reset-idle", Words: "resets while idle"}, {Name: "/reset", Words: "resets in the middle"},
	})
	m.Long = true
	return m
}

func keysOf(s string) (out []tea.KeyPressMsg) {
	for _, r := range s {
		out = append(out, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return out
}

func TestSearching(t *testing.T) {
	enter, down := tea.KeyPressMsg{Code: tea.KeyEnter}, tea.KeyPressMsg{Code: tea.KeyDown}
	for _, tt := range []struct {
		typed string
		then  []tea.KeyPressMsg
		want  int // -1: none
	}{
		{"/early", []tea.KeyPressMsg{enter}, 2},
		{"/reset", []tea.KeyPressMsg{enter}, 6}, // named so
		{"//reset", []tea.KeyPressMsg{enter}, 6},
		{"/rese", []tea.KeyPressMsg{enter}, 5}, // the first that begins so
		{"/rese", []tea.KeyPressMsg{down, enter}, 6},
		{"/resets", []tea.KeyPressMsg{enter}, 5},
		{"/MIDDLE re", []tea.KeyPressMsg{enter}, 6},
		{"/kept", []tea.KeyPressMsg{down, down, enter}, 1}, // k types
		{"/and that", []tea.KeyPressMsg{enter}, 1},         // in the text below the list
		{"/race", []tea.KeyPressMsg{enter}, 2},             // in words that no row shows
		{"/nothing", []tea.KeyPressMsg{down, enter}, -1},
		{"/nothingg", []tea.KeyPressMsg{{Code: tea.KeyBackspace}, enter}, -1},
	} {
		m := long()
		for _, k := range keysOf(tt.typed) {
			m.Update(k)
		}
		var got, want *Item
		for _, k := range tt.then {
			got = m.Update(k)
		}
		if tt.want >= 0 {
			want = &m.items[tt.want]
		}
		if got != want {
			t.Errorf("%q: %v, want item %d", tt.typed, got, tt.want)
		}
	}
}

func TestEscapeEndsTheSearch(t *testing.T) {
	m := long()
	for _, k := range keysOf("/early") {
		m.Update(k)
	}
	m.Update(tea.PasteMsg{Content: "\x1b[2J"})
	if n, _ := m.counted(); n != 0 || !m.Searching() {
		t.Errorf("%d items, searching %t", n, m.Searching())
	}
	m.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	for _, k := range keysOf("early") {
		m.Update(k)
	}
	if !m.EndSearch() || m.Searching() || m.item() != 2 || len(m.shown) != 7 || m.EndSearch() {
		t.Errorf("searching %t, on item %d, %d shown", m.Searching(), m.item(), len(m.shown))
	}
	short := two()
	if short.Update(tea.KeyPressMsg{Code: '/', Text: "/"}); short.Searching() {
		t.Error("a short menu is searched")
	}
}

func TestSearchedSizes(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	m := long()
	w, h := m.Wants()
	golden.Check(t, "long", rows(m, th, w, h))
	for _, k := range keysOf("/reset") {
		m.Update(k)
	}
	golden.Check(t, "searched", rows(m, th, w, h))
	for w := 4; w < 100; w += 3 {
		for h := 4; h < 30; h += 3 {
			golden.Size(t, rows(m, th, w, h), w, h)
		}
	}
}
