package detail

import (
	"strconv"

	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
)

// A tabForm is a way to write the row of tabs. Every form shows the digits of all tabs.
type tabForm struct {
	gap    int  // number of cells between two tabs
	spaced bool // a blank follows the digit
	short  []Tab
	bare   bool // only the selected tab has a name
}

// tabForms holds the forms, widest first.
var tabForms = []tabForm{
	{gap: 2, spaced: true},
	{gap: 1, spaced: true},
	{gap: 1, spaced: true, short: []Tab{Request, Response, Timing}},
	{gap: 1, spaced: true, short: ofExchange},
	{gap: 1, short: ofExchange},
	{gap: 1, short: ofExchange, bare: true},
}

// A tabPlace is the position of a tab in its row: from the cell from up to, but not
// including, the cell to.
type tabPlace struct {
	tab      Tab
	name     string
	from, to int
}

// placeTabs returns the position of each tab, in the widest form that fits.
func (m *Model) placeTabs(found findingCount) (out []tabPlace) {
	for _, form := range tabForms {
		out = out[:0]
		x := 1
		for _, t := range m.tabs() {
			name := m.label(t, found, &form)
			k := text.Width(name)
			out = append(out, tabPlace{t, name, x, x + k})
			x += k + form.gap
		}
		if x-form.gap <= m.scene.w {
			return out
		}
	}
	return out
}

// label returns the text of a tab: its digit, its name and its count.
func (m *Model) label(t Tab, found findingCount, f *tabForm) string {
	digit := strconv.Itoa(int(t) + 1)
	if t == Life {
		digit = "1"
	}
	if f.bare && t != m.shownTab() {
		return digit
	}
	if f.spaced {
		digit += " "
	}
	name := m.name(t)
	for _, s := range f.short {
		if s == t {
			name = tabs[t].short
		}
	}
	if t == Findings && found.n > 0 && !f.bare {
		name += " " + format.Number(int64(found.n))
	}
	return digit + name
}

// name returns the name of a tab, which depends on whether the pane shows an exchange or
// a connection.
func (m *Model) name(t Tab) string {
	switch conn := m.scene.conn; {
	case t != Life || conn == nil || conn.State == record.Ended:
		return tabs[t].name
	case conn.State.Open():
		return "Open"
	}
	return "Dial"
}

// tabRow returns the row of tabs and the rule below it. The selected tab is bold, over a
// thick line.
func (m *Model) tabRow() (names, line string) {
	th, w := m.th, m.scene.w
	found := m.found.total
	var n, l []byte
	used := 0
	for _, p := range m.placeTabs(found) {
		p.to = min(p.to, w)
		k, sep := p.to-p.from, p.from-used
		if k <= 0 {
			break
		}
		n, l = append(n, text.Spaces(sep)...), th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, sep))
		if p.tab == m.shownTab() {
			n, l = th.Key.Append(n, text.Cut(p.name, k)), th.Accent.Append(l, text.Repeat(th.Glyphs.Max, k))
		} else {
			n, l = found.token(p.tab).of(th).Append(n, text.Cut(p.name, k)), th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, k))
		}
		used = p.to
	}
	n = m.appendModes(n, w-used)
	return string(n), string(th.Rule.Append(l, text.Repeat(th.Glyphs.Horizontal, w-used)))
}

// TabAt returns the tab at a cell of the row of tabs. ok is false if there is no tab at
// that cell.
func (m *Model) TabAt(x int) (t Tab, ok bool) {
	if m.scene.conn == nil {
		return 0, false
	}
	for _, p := range m.placeTabs(m.found.count(&m.scene, m.built)) {
		if x >= p.from && x < p.to {
			return p.tab, true
		}
	}
	return 0, false
}

// appendModes adds the ways to show bytes to the end of the row of tabs, if there is
// room.
func (m *Model) appendModes(b []byte, free int) []byte {
	modes := m.modeSpans()
	c := cells(modes)
	if c == 0 || c+1 > free {
		return append(b, text.Spaces(free)...)
	}
	b = append(b, text.Spaces(free-1-c)...)
	for _, s := range modes {
		b = s.tok.of(m.th).Append(b, s.text)
	}
	return append(b, ' ')
}
