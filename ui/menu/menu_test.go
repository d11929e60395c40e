package menu

import (
	"slices"
	"strconv"
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

// rows returns the rows of the menu at a size.
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
			t.Errorf("the keys %v chose %+v, want item %d", tt.keys, got, tt.want)
		}
	}
}

// numbered returns a menu of n items below a heading.
func numbered(n int) *Model {
	items := []Item{{Words: "Group"}}
	for i := range n {
		items = append(items, Item{Name: "item " + strconv.Itoa(i+1)})
	}
	return New("Menu", items)
}

func TestMoving(t *testing.T) {
	key := func(code rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code} }
	for _, tt := range []struct {
		keys []tea.KeyPressMsg
		want string
	}{
		{nil, "item 1"},
		{[]tea.KeyPressMsg{key(tea.KeyUp)}, "item 1"},
		{[]tea.KeyPressMsg{key(tea.KeyPgDown)}, "item 7"}, // in 8 rows, a page is six rows
		{[]tea.KeyPressMsg{key(tea.KeyPgDown), key(tea.KeyPgDown), key(tea.KeyPgUp)}, "item 7"},
		{[]tea.KeyPressMsg{key(tea.KeyEnd), key(tea.KeyPgDown)}, "item 20"},
		{[]tea.KeyPressMsg{key(tea.KeyEnd), key(tea.KeyPgUp)}, "item 14"},
		{[]tea.KeyPressMsg{key(tea.KeyPgDown), key(tea.KeyHome)}, "item 1"},
	} {
		m := numbered(20)
		m.SetSize(40, 10)
		for _, k := range tt.keys {
			m.Update(k)
		}
		if got := m.Chosen(); got != tt.want {
			t.Errorf("after %v the cursor is on %q, want %q", tt.keys, got, tt.want)
		}
	}
}

func TestChooseByName(t *testing.T) {
	m := numbered(20)
	m.SetSize(40, 10)
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, name := range []string{"item 15", "item 3"} {
		if m.Choose(name); m.Chosen() != name || !strings.Contains(ansi.Strip(strings.Join(m.Rows(th), "\n")), th.Glyphs.Cursor+"    "+name+" ") {
			t.Errorf("Choose put the cursor on %q, want %q:\n%s", m.Chosen(), name, ansi.Strip(strings.Join(m.Rows(th), "\n")))
		}
	}
	if m.Choose("no such item"); m.Chosen() != "item 3" {
		t.Errorf("Choose with an unknown name moved the cursor to %q, want item 3", m.Chosen())
	}
	if got := New("Menu", nil).Chosen(); got != "" {
		t.Errorf("Chosen of an empty menu = %q, want an empty string", got)
	}
}

// A click on an item moves the cursor there. At a second click, Point reports that the
// cursor is already on the item.
func TestPoint(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, h := range []int{3, 4, 10, 30} { // the smallest menus have no row above the items
		m := numbered(20)
		m.SetSize(40, h)
		for _, first := range []string{"item 1", "item 12", "item 20"} {
			m.Choose(first)
			for y, row := range m.Rows(th) {
				name := strings.TrimSpace(strings.Trim(ansi.Strip(row), " "+th.Glyphs.Cursor))
				m.Choose(first)
				was := m.Chosen() == name
				if !strings.HasPrefix(name, "item ") {
					if m.Point(y) || m.Chosen() != first {
						t.Errorf("%d rows: a click on %q put the cursor on %q, want no change", h, name, m.Chosen())
					}
					continue
				}
				if got := m.Point(y); got != was || m.Chosen() != name {
					t.Errorf("%d rows: Point on %q returned %t, with the cursor on %q; want %t and the item", h, name, got, m.Chosen(), was)
				}
				m.Choose(first)
			}
			if m.Choose(first); m.Point(-1) || m.Point(h) || m.Chosen() != first {
				t.Errorf("%d rows: a click outside the items put the cursor on %q, want no change", h, m.Chosen())
			}
		}
	}
}

// The text about an item is cut with a mark if it does not fit in its rows.
func TestLongTextAboutAnItemIsCut(t *testing.T) {
	m := New("Menu", []Item{{Name: "one", More: strings.Repeat("many words ", 60)}, {Name: "two", More: "few words"}})
	th := theme.New(true, colorprofile.TrueColor, false)
	got := ansi.Strip(strings.Join(rows(m, th, 40, 12), "\n"))
	if !strings.Contains(got, "many words") || strings.Count(got, th.Glyphs.Cut) != 1 {
		t.Errorf("the text is not cut with a mark: %q", got)
	}
	m.Choose("two")
	if got := ansi.Strip(strings.Join(rows(m, th, 40, 12), "\n")); !strings.Contains(got, "  few words ") || strings.Contains(got, th.Glyphs.Cut) {
		t.Errorf("the text does not fit or is cut: %q", got)
	}
}

// Text that is pasted into a menu starts a search, unless the menu is short.
func TestPasteStartsASearch(t *testing.T) {
	m, short := long(), two()
	for _, m := range []*Model{m, short} {
		m.Update(tea.PasteMsg{Content: "early"})
	}
	if !m.Searching() || m.Chosen() != "/early" {
		t.Errorf("after pasting, Searching = %t and the cursor is on %q, want true and /early", m.Searching(), m.Chosen())
	}
	if n, all := short.counted(); short.Searching() || n != all || short.Chosen() != "one" {
		t.Errorf("after pasting into a short menu, Searching = %t, %d of %d items are shown and the cursor is on %q, want no change", short.Searching(), n, all, short.Chosen())
	}
}

// A letter that the menu shows chooses its item, even if the same letter moves the cursor
// in other menus.
func TestLettersOfItemsTakePrecedence(t *testing.T) {
	for _, key := range []string{"j", "k", "g", "G", "q"} {
		m := New("Menu", []Item{{Key: "x", Name: "one"}, {Key: key, Name: "two"}})
		if got := m.Update(tea.KeyPressMsg{Code: rune(key[0]), Text: key}); got != &m.items[1] || !m.Has(key) {
			t.Errorf("the key %s did not choose its item", key)
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

// The item under the cursor is visible at any height.
func TestCursorIsVisible(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, typed := range []string{"", "/e"} {
		for h := 2; h < 14; h++ {
			m := long()
			for _, k := range keysOf(typed) {
				m.Update(k)
			}
			for range 4 {
				if all := ansi.Strip(strings.Join(rows(m, th, 60, h), "\n")); !strings.Contains(all, th.Glyphs.Cursor) {
					t.Errorf("%d rows, %q typed: the item under the cursor is not visible:\n%s", h, typed, all)
				}
				m.Update(tea.KeyPressMsg{Code: tea.KeyDown})
			}
		}
	}
}

// long returns a menu that can be searched.
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
		want  int // -1 for no item
	}{
		{"/early", []tea.KeyPressMsg{enter}, 2},
		{"/reset", []tea.KeyPressMsg{enter}, 6}, // the search is the name
		{"//reset", []tea.KeyPressMsg{enter}, 6},
		{"/rese", []tea.KeyPressMsg{enter}, 5}, // the first name that begins with the search
		{"/rese", []tea.KeyPressMsg{down, enter}, 6},
		{"/resets", []tea.KeyPressMsg{enter}, 5},
		{"/MIDDLE re", []tea.KeyPressMsg{enter}, 6},
		{"/kept", []tea.KeyPressMsg{down, down, enter}, 1}, // k is typed into the search
		{"/and that", []tea.KeyPressMsg{enter}, 1},         // in the text below the list
		{"/race", []tea.KeyPressMsg{enter}, 2},             // in the words that no row shows
		{"/endings", []tea.KeyPressMsg{enter}, 5},          // in the heading of the group
		{"/race 502", []tea.KeyPressMsg{enter}, 2},
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
			t.Errorf("the keys after %q chose %v, want item %d", tt.typed, got, tt.want)
		}
	}
}

// The place of a match decides the order of the items: first the name, then the
// description, the group, and the texts that no row shows. If the row does not show the
// match, it says where the match is.
func TestSearchOrdersItemsByPlaceOfTheMatch(t *testing.T) {
	m := New("Menu", []Item{{Words: "Timeouts"}, {Name: "/a", Words: "one", More: "a timeout runs out"}, {Name: "/b", Words: "two"}, {Words: "Other"},
		{Name: "/c", Words: "closes early", Found: "timeout"}, {Name: "/d", Words: "advertises a timeout"}, {Name: "/no-timeout", Words: "three"}, {Name: "/timeout", Words: "four"}})
	m.Long = true
	for _, k := range keysOf("/timeout") {
		m.Update(k)
	}
	var got []string
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, row := range rows(m, th, 60, 20) {
		if s := strings.Fields(strings.TrimLeft(ansi.Strip(row), " "+th.Glyphs.Cursor)); len(s) > 0 && strings.HasPrefix(s[0], "/") && len(s[0]) > 1 {
			got = append(got, strings.Join(s, " "))
		}
	}
	want := []string{"/timeout four", "/no-timeout three", "/d advertises a timeout", "/a one group: Timeouts", "/b two group: Timeouts", "/c closes early about: timeout"}
	if !slices.Equal(got, want) {
		t.Errorf("the search found\n%q, want\n%q", got, want)
	}
}

// If the match is in the text about an item, the row of the item shows the words around
// the match. A match of a whole word comes before a match inside a word. If nothing
// matches, the row above the items names a shorter text that matches.
func TestSearchShowsWhereTheMatchIs(t *testing.T) {
	m := New("Menu", []Item{{Name: "/trace", Words: "one"}, {Name: "/b", Words: "two", More: "It answers a TRACE request"}, {Name: "/c", Words: "three", More: "A request that crosses the close is lost: the race. More follows here."}})
	m.Long = true
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, k := range keysOf("/race") {
		m.Update(k)
	}
	got := ansi.Strip(strings.Join(rows(m, th, 90, 20), "\n"))
	order := []string{"/trace", `text: "…lost: the race. More…"`, `text: "…a TRACE request"`}
	for i, want := range order {
		if !strings.Contains(got, want) || i > 0 && strings.Index(got, want) < strings.Index(got, order[i-1]) {
			t.Errorf("%q is not at its position:\n%s", want, got)
		}
	}
	if got := ansi.Strip(strings.Join(rows(m, th, 40, 20), "\n")); !strings.Contains(got, "in its text") || strings.Contains(got, "lost: the") {
		t.Errorf("the narrow menu must say \"in its text\" without an excerpt:\n%s", got)
	}
	m.Update(tea.PasteMsg{Content: "rs"})
	if got := ansi.Strip(strings.Join(rows(m, th, 60, 20), "\n")); !strings.Contains(got, `no match; "race" finds 3`) {
		t.Errorf("the row does not name a shorter text:\n%s", got)
	}
}

func TestEscapeEndsTheSearch(t *testing.T) {
	m := long()
	for _, k := range keysOf("/early") {
		m.Update(k)
	}
	m.Update(tea.PasteMsg{Content: "\x1b[2J"})
	if n, _ := m.counted(); n != 0 || !m.Searching() {
		t.Errorf("after pasting a control sequence, the search shows %d items and Searching = %t, want none and true", n, m.Searching())
	}
	m.Update(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
	for _, k := range keysOf("early") {
		m.Update(k)
	}
	if !m.EndSearch() || m.Searching() || m.item() != 2 || len(m.shown) != 7 || m.EndSearch() {
		t.Errorf("after EndSearch, Searching = %t, the cursor is on item %d and %d items are shown; want false, 2 and 7", m.Searching(), m.item(), len(m.shown))
	}
	short := two()
	if short.Update(tea.KeyPressMsg{Code: '/', Text: "/"}); short.Searching() {
		t.Error("a key opened a search in a short menu")
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
