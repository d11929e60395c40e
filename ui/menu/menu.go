// Package menu implements a menu: a list of items to choose from, with a search if it is
// long.
package menu

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/ui/theme"
)

// An Item is one choice of a menu. An item without a name is a heading.
type Item struct {
	Key   string // the key that chooses the item at once, or empty
	Name  string
	Words string             // description of the item
	Fit   func(w int) string // returns the description in at most w cells; if nil, Words is cut
	More  string             // text below the list while the cursor is on the item
	Found string             // additional words for the search
	Do    func() tea.Cmd     // carries out the item
}

// A Model is a menu.
type Model struct {
	Title string
	Long  bool // the menu can be searched with /
	Keys  *keys.Bindings
	items []Item
	shown []int // indexes of the items that match the search

	places map[int]place // where the search found the items; nil without a search
	at     int           // position of the cursor in shown
	top    int
	w, h   int
	typed  *field.Field // the field of the search; nil without a search
}

// New returns a menu with the cursor on its first item.
func New(title string, items []Item) *Model {
	m := &Model{Title: title, Keys: keys.Default(), items: items}
	m.filter("")
	return m
}

// SetSize sets the size of the menu in cells.
func (m *Model) SetSize(w, h int) {
	m.w, m.h = w, h
	m.scroll()
}

// Update handles a key: it moves the cursor, searches, or returns the chosen item.
func (m *Model) Update(msg tea.Msg) *Item {
	defer m.scroll()
	key, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
		m.search(msg)
	case m.typed != nil && keys.InField(key.String()) == keys.None:
		m.search(msg)
	case m.Has(key.String()): // the letters of the items take precedence over the letters that move the cursor
		return &m.items[m.keyed(key.String())]
	default:
		return m.act(m.Keys.ActionOf(key.String()))
	}
	return nil
}

// Choose moves the cursor to the item with the given name, if there is one.
func (m *Model) Choose(name string) {
	for i, k := range m.shown {
		if m.items[k].Name == name {
			m.at = i
		}
	}
	m.scroll()
}

// Chosen returns the name of the item under the cursor, or "" if the menu is empty.
func (m *Model) Chosen() string {
	if i := m.item(); i >= 0 {
		return m.items[i].Name
	}
	return ""
}

func (m *Model) act(a keys.Action) *Item {
	switch a {
	case keys.Up:
		m.move(-1)
	case keys.Down:
		m.move(1)
	case keys.PageUp:
		m.page(-1)
	case keys.PageDown:
		m.page(1)
	case keys.First:
		m.first()
	case keys.Last:
		m.at = len(m.shown)
		m.move(-1)
	case keys.Filter:
		if m.Long {
			m.typed = field.New("")
		}
	case keys.Send:
		if i := m.item(); i >= 0 && m.items[i].Name != "" {
			return &m.items[i]
		}
	}
	return nil
}

// Has reports whether a key chooses one of the items.
func (m *Model) Has(key string) bool { return m.typed == nil && m.keyed(key) >= 0 }

// keyed returns the index of the item that a key chooses, or -1 if there is none.
func (m *Model) keyed(key string) int {
	return slices.IndexFunc(m.items, func(it Item) bool { return key != "" && it.Key == key })
}

// item returns the index of the item under the cursor, or -1 if there is none.
func (m *Model) item() int {
	if m.at < 0 || m.at >= len(m.shown) {
		return -1
	}
	return m.shown[m.at]
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
	for range max(1, m.visible()-2) {
		m.move(by)
	}
}

// mostWide is the maximum width in cells that a menu requests for the text about an item.
const mostWide = 100

// Wants returns the size in cells that the menu needs.
func (m *Model) Wants() (w, h int) {
	name, words, more := m.widths()
	return max(6+name+3+words+2, min(more+4, mostWide)), len(m.items) + 2 + m.moreRows()
}

func (m *Model) widths() (name, words, more int) {
	for _, it := range m.items {
		name, words = max(name, text.Width(it.Name)), max(words, text.Width(it.Words))
		more = max(more, text.Width(it.More))
	}
	return name, words, more
}

// mostMore is the maximum number of rows for the text about an item.
const mostMore = 9

// moreRows returns the number of rows for the text about an item, including the blank
// rows around it.
func (m *Model) moreRows() int {
	_, _, more := m.widths()
	if more == 0 {
		return 0
	}
	w := m.w
	if w == 0 {
		w = mostWide
	}
	return min(mostMore, 3+more/max(1, w-8))
}

// leastItems is the minimum number of visible items. The text about an item gets only the
// rows that remain.
const leastItems = 4

// parts divides the height. It returns whether there is a row above the items, the number
// of visible items, and the number of rows for the text about an item.
func (m *Model) parts() (above bool, items, more int) {
	more = m.moreRows()
	if more = min(more, m.h-2-leastItems, max(4, m.h/2)); more < 3 {
		more = 0
	}
	if m.h > leastItems {
		return true, max(1, m.h-2-more), more
	}
	// The row above the items is dropped first, unless the user types a search in it.
	if m.typed != nil {
		return true, max(1, m.h-1), more
	}
	return false, max(1, m.h), more
}

// visible returns the number of items that are visible at once.
func (m *Model) visible() int {
	_, n, _ := m.parts()
	return n
}

// Point moves the cursor to the item in row y of the menu. It reports whether the cursor
// was already on that item.
func (m *Model) Point(y int) bool {
	above, visible, _ := m.parts()
	if above {
		y--
	}
	i := m.top + y
	if y < 0 || y >= visible || i >= len(m.shown) || m.items[m.shown[i]].Name == "" {
		return false
	}
	was := m.at
	m.at = i
	m.scroll()
	return m.at == was
}

// scroll makes the item under the cursor and the heading above it visible.
func (m *Model) scroll() {
	if m.at < m.top+1 {
		m.top = max(0, m.at-1)
	}
	if n := m.visible(); m.at >= m.top+n {
		m.top = m.at - n + 1
	}
}

// Rows returns the rows of the menu, in exactly the size that SetSize has set.
func (m *Model) Rows(th *theme.Theme) []string {
	above, visible, more := m.parts()
	name, _, _ := m.widths()
	var out []string
	if above {
		out = append(out, m.searchRow(th, m.w))
	}
	last := min(len(m.shown), m.top+visible)
	for last < len(m.shown) && last > m.top+1 && m.items[m.shown[last-1]].Name == "" { // the last visible row must not be a heading without its items
		last--
	}
	for i := m.top; i < last; i++ {
		out = append(out, m.row(th, m.shown[i], i == m.at, name, m.w))
	}
	if more > 0 {
		for len(out) < m.h-more+1 {
			out = append(out, text.Spaces(m.w))
		}
		if i := m.item(); i >= 0 {
			out = append(out, m.more(th, m.items[i].More, m.w, more-2)...)
		}
	}
	for len(out) < m.h {
		out = append(out, text.Spaces(m.w))
	}
	return out[:max(0, m.h)]
}

// more returns the text about an item, in at most n rows.
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

func (m *Model) row(th *theme.Theme, i int, chosen bool, name, w int) string {
	it, where := m.items[i], m.where(th, i)
	if it.Name == "" {
		return th.Strong.Render(th.Fit("  "+it.Words, w))
	}
	cursor := " "
	if chosen {
		th = th.Selected
		cursor = th.Glyphs.Cursor
	}
	key := text.Pad(it.Key, 1)
	room := max(0, w-name-9)
	if it.Fit != nil && text.Width(it.Words) > room {
		it.Words = it.Fit(room)
	}
	words := text.Pad(th.Words(it.Words, room), room)
	if n := text.Width(where); n > room-2-text.Width(it.Words) {
		switch place, _, _ := strings.Cut(where, ": "); place {
		case "group":
			where = "in its group"
		case "text":
			where = inText
		}
	}
	if n := text.Width(where); where != "" && text.Width(it.Words)+2+n <= room {
		words = text.Pad(it.Words, room-n) + where
	}
	var b []byte
	b = th.Text.Append(b, " ")
	b = th.Key.Append(b, cursor+" "+key)
	b = th.Strong.Append(b, "  "+text.Pad(it.Name, name))
	b = th.Muted.Append(b, "  "+words+" ")
	return th.Fit(string(b), w)
}
