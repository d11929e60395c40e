package menu

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/ui/field"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// Searching reports whether letters are typed into the search.
func (m *Model) Searching() bool { return m.typed != nil }

// EndSearch shows every item again, the cursor on the one it was on. It reports
// whether there was a search to end.
func (m *Model) EndSearch() bool {
	defer m.scroll()
	if m.typed == nil {
		return false
	}
	was := m.item()
	m.typed = nil
	m.filter("")
	for i, k := range m.shown {
		if k == was {
			m.at = i
		}
	}
	return true
}

// search takes a key or what was pasted while the menu is searched.
func (m *Model) search(msg tea.Msg) {
	if m.typed == nil && m.Long {
		m.typed = field.New("")
	}
	if m.typed == nil {
		return
	}
	before := m.typed.Value()
	m.typed.Update(msg)
	if now := m.typed.Value(); now != before {
		m.filter(now)
	}
}

// filter shows the items whose texts contain every word, below
// the headings of their groups, and puts the cursor on the one that is named so,
// or whose name begins so, or on the first.
func (m *Model) filter(query string) {
	words := strings.Fields(strings.ToLower(query))
	m.shown = m.shown[:0]
	head, begun := -1, false
	for i, it := range m.items {
		switch {
		case len(words) == 0:
			m.shown = append(m.shown, i)
		case it.Name == "" && it.Words != "":
			head, begun = i, false
		case it.Name != "" && matches(it, words):
			if head >= 0 && !begun {
				m.shown = append(m.shown, head)
			}
			begun = true
			m.shown = append(m.shown, i)
		}
	}
	m.first()
	if len(words) == 1 {
		m.named(strings.TrimPrefix(words[0], "/"))
	}
}

// named puts the cursor on the item of a name, else on the first whose name
// begins with it. A slash before a name is ignored.
func (m *Model) named(s string) {
	begins := -1
	for at, i := range m.shown {
		switch name := strings.ToLower(strings.TrimPrefix(m.items[i].Name, "/")); {
		case name == s:
			m.at = at
			return
		case begins < 0 && name != "" && strings.HasPrefix(name, s):
			begins = at
		}
	}
	if begins >= 0 {
		m.at = begins
	}
}

func matches(it Item, words []string) bool {
	s := strings.ToLower(it.Name + " " + it.Words + " " + it.More + " " + it.Found)
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// counted returns how many items there are to choose from, of how many.
func (m *Model) counted() (shown, all int) {
	for _, i := range m.shown {
		if m.items[i].Name != "" {
			shown++
		}
	}
	for _, it := range m.items {
		if it.Name != "" {
			all++
		}
	}
	return shown, all
}

// scrollMarks returns the signs of what is above and below the items that are seen.
func (m *Model) scrollMarks(th *theme.Theme) string {
	s := ""
	if m.top > 0 {
		s += " " + th.Glyphs.Up
	}
	if m.top+m.visible() < len(m.shown) {
		s += " " + th.Glyphs.Down + " more"
	}
	return s
}

// searchRow returns the row above the items: what is searched for, or how to.
func (m *Model) searchRow(th *theme.Theme, w int) string {
	if m.typed == nil {
		words, count := "", ""
		if m.Long {
			_, all := m.counted()
			words, count = "  / searches", format.Number(int64(all))+m.scrollMarks(th)+"  "
		}
		if w < text.Width(words)+text.Width(count) {
			count = ""
		}
		return th.Muted.Render(th.Fit(words, w-text.Width(count)) + count)
	}
	n, all := m.counted()
	count := format.Number(int64(n)) + " of " + format.Number(int64(all)) + m.scrollMarks(th) + "  "
	if n == 0 {
		count = "no match  "
	}
	room := w - 4 - text.Width(count)
	if room < 8 {
		count, room = "", w-4
	}
	if room < 1 {
		return text.Spaces(w)
	}
	return "  " + th.Key.Render("/") + " " + m.typed.Row(room) + th.Muted.Render(count)
}
