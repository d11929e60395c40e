// Package menu is a list to choose from. A long one can be searched.
package menu

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"linger/ui/field"
	"linger/ui/text"
	"linger/ui/theme"
)

// An Item is one choice. An item without a name is a heading.
type Item struct {
	Key   string // chooses it at once; empty: none
	Name  string
	Words string // what it does
	More  string // shown below the list while the cursor is on it
	Found string // more words that the search looks at
}

// Chosen says which item was chosen.
type Chosen struct {
	Menu string
	Item int
}

// A Model is a menu.
type Model struct {
	Name  string // tells menus apart in [Chosen]
	Title string
	Long  bool // it can be searched: / begins
	items []Item
	shown []int // the items that the search lets through
	at    int   // among those shown
	top   int
	h     int
	typed *field.Field // what is searched for; nil: nothing
}

// New is a menu with the cursor on its first item.
func New(name, title string, items []Item) *Model {
	m := &Model{Name: name, Title: title, items: items}
	m.filter("")
	return m
}

// Update moves the cursor, chooses, or searches.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		m.search(msg)
		return nil
	}
	switch s := key.String(); s {
	case "up":
		m.move(-1)
	case "down":
		m.move(1)
	case "pgup":
		m.page(-1)
	case "pgdown":
		m.page(1)
	case "enter":
		return m.choose(m.item())
	default:
		if m.typed != nil {
			m.search(msg)
			return nil
		}
		return m.letter(s)
	}
	return nil
}

// Has says whether a key chooses one of the items now.
func (m *Model) Has(key string) bool { return m.typed == nil && m.keyed(key) >= 0 }

// keyed is the item that a key chooses, or -1.
func (m *Model) keyed(key string) int {
	return slices.IndexFunc(m.items, func(it Item) bool { return key != "" && it.Key == key })
}

// letter takes a key that would be typed while the menu is searched. The letters
// that the menu shows come before those that move.
func (m *Model) letter(s string) tea.Cmd {
	if i := m.keyed(s); i >= 0 {
		return m.choose(i)
	}
	switch s {
	case "k":
		m.move(-1)
	case "j":
		m.move(1)
	case "space":
		m.page(1)
	case "home", "g":
		m.first()
	case "end", "G":
		m.at = len(m.shown)
		m.move(-1)
	case "/":
		if m.Long {
			m.typed = field.New("")
		}
	}
	return nil
}

// item is the one under the cursor, or -1.
func (m *Model) item() int {
	if m.at < 0 || m.at >= len(m.shown) {
		return -1
	}
	return m.shown[m.at]
}

func (m *Model) choose(i int) tea.Cmd {
	if i < 0 || i >= len(m.items) || m.items[i].Name == "" {
		return nil
	}
	c := Chosen{m.Name, i}
	return func() tea.Msg { return c }
}

func (m *Model) first() {
	m.at, m.top = -1, 0
	m.move(1)
}

func (m *Model) move(by int) {
	for i := m.at + by; i >= 0 && i < len(m.shown); i += by {
		if m.items[m.shown[i]].Name != "" {
			m.at = i
			return
		}
	}
}

func (m *Model) page(by int) {
	for range max(1, m.h-2) {
		m.move(by)
	}
}

// Size is how large the menu would like to be, in cells.
func (m *Model) Size() (w, h int) {
	name, words, more := m.widths()
	return max(6+name+3+words+2, min(more+4, 100)), len(m.items) + 2 + m.moreRows()
}

func (m *Model) widths() (name, words, more int) {
	for _, it := range m.items {
		name, words = max(name, text.Width(it.Name)), max(words, text.Width(it.Words))
		more = max(more, text.Width(it.More))
	}
	return name, words, more
}

func (m *Model) moreRows() int {
	switch _, _, more := m.widths(); {
	case more == 0:
		return 0
	case more <= 90:
		return 3
	}
	return 4
}

// leastItems is how many items are shown before there is room for more about one.
const leastItems = 4

// Rows are the menu in h rows of w cells.
func (m *Model) Rows(th *theme.Theme, w, h int) []string {
	n := m.moreRows()
	if h-2-n < leastItems {
		n = 0
	}
	search := h > leastItems || m.typed != nil
	m.h = max(1, h-2-n)
	if h <= leastItems { // the row above the items gives way, unless something is typed in it
		m.h = h
		if search {
			m.h = max(1, h-1)
		}
	}
	if m.at < m.top+1 {
		m.top = max(0, m.at-1)
	}
	if m.at >= m.top+m.h {
		m.top = m.at - m.h + 1
	}
	name, _, _ := m.widths()
	var out []string
	if search {
		out = append(out, m.searchRow(th, w))
	}
	for i := m.top; i < min(len(m.shown), m.top+m.h); i++ {
		out = append(out, m.row(th, m.items[m.shown[i]], i == m.at, name, w))
	}
	if n > 0 {
		for len(out) < h-n+1 {
			out = append(out, text.Spaces(w))
		}
		if i := m.item(); i >= 0 {
			out = append(out, m.more(th, m.items[i].More, w, n-2)...)
		}
	}
	for len(out) < h {
		out = append(out, text.Spaces(w))
	}
	return out[:h]
}

// more is what else there is to say about an item, in at most n rows.
func (m *Model) more(th *theme.Theme, words string, w, n int) (out []string) {
	lines := text.Wrap(words, w-4)
	for i, l := range lines[:min(n, len(lines))] {
		if i == n-1 && len(lines) > n {
			l = text.Cut(l, w-6) + " " + th.Glyphs.Cut
		}
		out = append(out, th.Text.Render("  "+th.Fit(l, w-3)+" "))
	}
	return out
}

func (m *Model) row(th *theme.Theme, it Item, chosen bool, name, w int) string {
	if it.Name == "" {
		return th.Strong.Render(th.Fit("  "+it.Words, w))
	}
	cursor := " "
	if chosen {
		th = th.Selected
		cursor = th.Glyphs.Cursor
	}
	key := text.Pad(it.Key, 1)
	words := text.Pad(th.Words(it.Words, max(0, w-name-9)), max(0, w-name-9))
	var b []byte
	b = th.Text.Append(b, " ")
	b = th.Key.Append(b, cursor+" "+key)
	b = th.Strong.Append(b, "  "+text.Pad(it.Name, name))
	b = th.Muted.Append(b, "  "+words+" ")
	return th.Fit(string(b), w)
}
