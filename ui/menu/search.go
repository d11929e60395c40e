package menu

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/ui/field"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// Searching reports whether a search is open. Letters are then typed into it.
func (m *Model) Searching() bool { return m.typed != nil }

// EndSearch ends the search and shows every item again, with the cursor on the same item.
// It reports whether a search was open.
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

// search passes a key or pasted text to the search. It opens the search first if the menu
// is long.
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

// A place is the part of an item that contains a word of the search. The places are in
// order of importance.
type place uint8

const (
	named       place = iota // the word is the name
	nameBegins               // the name begins with the word
	inName                   //
	inWords                  // in the description of the item
	inGroup                  // in the heading above the item
	inFound                  // in the words that are only for the search
	inMore                   // in the text about the item
	inside                   // in the words for the search or in the text about the item, but not at the beginning of a word
	nowhere                  //
	placesCount = int(nowhere)
)

// filter shows the items whose texts contain every word of the query, and moves the
// cursor to the first item. The places of the words decide the order. If the query is
// empty, filter shows all items, below the headings of their groups.
func (m *Model) filter(query string) {
	words := strings.Fields(strings.ToLower(query))
	m.shown, m.places = m.shown[:0], nil
	if len(words) == 0 {
		for i := range m.items {
			m.shown = append(m.shown, i)
		}
		m.first()
		return
	}
	var found [placesCount][]int
	m.places = map[int]place{}
	group := ""
	for i, it := range m.items {
		if it.Name == "" {
			group = it.Words
			continue
		}
		if p := it.place(group, words); p != nowhere {
			found[p] = append(found[p], i)
			m.places[i] = p
		}
	}
	m.shown = slices.Concat(found[:]...)
	m.first()
}

// place returns the part of an item that contains the words. For several words it returns
// the least important place.
func (it *Item) place(group string, words []string) (all place) {
	name := strings.ToLower(strings.TrimPrefix(it.Name, "/"))
	for _, w := range words {
		p, part := nowhere, strings.TrimPrefix(w, "/")
		switch in := func(s string) bool { return strings.Contains(strings.ToLower(s), w) }; {
		case name == part:
			p = named
		case strings.HasPrefix(name, part):
			p = nameBegins
		case in(it.Name):
			p = inName
		case in(it.Words):
			p = inWords
		case in(group):
			p = inGroup
		case whole(it.Found, w):
			p = inFound
		case whole(it.More, w):
			p = inMore
		case in(it.Found), in(it.More):
			p = inside
		}
		all = max(all, p)
	}
	return all
}

// where says where the search found an item. It returns "" if the row of the item shows
// the match.
func (m *Model) where(th *theme.Theme, i int) string {
	switch m.places[i] {
	case inGroup:
		for ; i >= 0; i-- {
			if m.items[i].Name == "" {
				return "group: " + m.items[i].Words
			}
		}
	case inFound, inMore, inside:
		words := strings.Fields(strings.ToLower(m.typed.Value()))
		if s := excerpt(th, m.items[i].More, words); s != "" {
			return `text: "` + s + `"`
		}
		return "about: " + strings.Join(words, " ")
	}
	return ""
}

// inText says that a match is in the text about an item, if there is no room for an
// excerpt.
const inText = "in its text"

// whole reports whether a word of s begins with word.
func whole(s, word string) bool {
	return slices.ContainsFunc(strings.Fields(s), func(f string) bool { return begins(f, word) })
}

// begins reports whether field begins with word, ignoring case and any quotes,
// parentheses and slashes at the beginning of field.
func begins(field, word string) bool {
	return strings.HasPrefix(strings.TrimLeft(strings.ToLower(field), `"'(/`), word)
}

// excerptWidth is the maximum width in cells of an excerpt, unless a single word is
// wider.
const excerptWidth = 20

// excerpt returns the words of s around the first match of the given words, or "" if
// there is no match.
func excerpt(th *theme.Theme, s string, words []string) string {
	all := strings.Fields(s)
	for _, w := range words {
		at := slices.IndexFunc(all, func(f string) bool { return begins(f, w) })
		if at < 0 {
			at = slices.IndexFunc(all, func(f string) bool { return strings.Contains(strings.ToLower(f), w) })
		}
		if at >= 0 {
			return around(th, all, at)
		}
	}
	return ""
}

// around returns the word at index at with as many of its neighbours as fit in
// excerptWidth.
func around(th *theme.Theme, all []string, at int) string {
	from, to := at, at+1
	fits := func(from, to int) bool { return text.Width(strings.Join(all[from:to], " ")) <= excerptWidth }
	for grown := true; grown; {
		grown = false
		if from > 0 && fits(from-1, to) {
			from, grown = from-1, true
		}
		if to < len(all) && fits(from, to+1) {
			to, grown = to+1, true
		}
	}
	out := strings.Join(all[from:to], " ")
	if from > 0 {
		out = th.Glyphs.Cut + out
	}
	if to < len(all) {
		out += th.Glyphs.Cut
	}
	return out
}

// near returns the longest proper prefix of the typed text that matches an item, and the
// number of matching items. It returns "" if no prefix of at least three characters
// matches.
func (m *Model) near() (word string, n int) {
	typed := []rune(strings.ToLower(strings.TrimSpace(m.typed.Value())))
	for k := len(typed) - 1; k >= 3; k-- {
		word, n, group := string(typed[:k]), 0, ""
		for _, it := range m.items {
			if it.Name == "" {
				group = it.Words
			} else if it.place(group, strings.Fields(word)) != nowhere {
				n++
			}
		}
		if n > 0 {
			return word, n
		}
	}
	return "", 0
}

// counted returns the number of matching items and the number of all items.
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

// scrollMarks returns marks that show whether there are more items above or below the
// visible ones.
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

// searchRow returns the row above the items: the search, or the key that opens it.
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
		if word, k := m.near(); k > 0 {
			count = `no match; "` + text.Safe(word) + `" finds ` + format.Number(int64(k)) + "  "
		}
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
