package detail

import (
	"slices"

	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
)

// A tabForm is a way to write the row of tabs. Every form shows the digits of all tabs.
type tabForm struct {
	gap    int  // number of cells between two tabs
	spaced bool // a space follows the digit
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

// A tabPlace is the position of a tab in the row of tabs. from is the first cell of the
// tab, and to is the first cell after it.
type tabPlace struct {
	tab      Tab
	name     string
	from, to int
}

// placeTabs returns the position of each tab, in the widest form that fits.
func (m *Model) placeTabs() []tabPlace {
	list := m.tabs()
	out := make([]tabPlace, len(list))
	names := make([]byte, 0, 128)
	for i := range tabForms {
		form := &tabForms[i]
		names = names[:0]
		x := 1
		for j, t := range list {
			n := len(names)
			names = m.appendLabel(names, t, form)
			k := len(names) - n // a label is ASCII
			out[j] = tabPlace{tab: t, from: x, to: x + k}
			x += k + form.gap
		}
		if x-form.gap <= m.scene.w {
			break
		}
	}
	rest := string(names)
	for i := range out {
		k := out[i].to - out[i].from
		out[i].name, rest = rest[:k], rest[k:]
	}
	return out
}

// appendLabel appends the label of a tab: its digit, its name and, for Findings, the
// number of findings.
func (m *Model) appendLabel(b []byte, t Tab, f *tabForm) []byte {
	digit := '1' + byte(t)
	if t == Life {
		digit = '1'
	}
	b = append(b, digit)
	if f.bare && t != m.shownTab() {
		return b
	}
	if f.spaced {
		b = append(b, ' ')
	}
	if slices.Contains(f.short, t) {
		b = append(b, tabs[t].short...)
	} else {
		b = append(b, m.name(t)...)
	}
	if n := m.found.total.n; t == Findings && n > 0 && !f.bare {
		b = append(append(b, ' '), format.Number(int64(n))...)
	}
	return b
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

// tabRows is the number of rows of the row of tabs, including the rule below it.
const tabRows = 2

// appendTabRow appends the row of tabs and, if it may have two rows, the rule below it.
// The selected tab is bold, and the rule below it is thick.
func (m *Model) appendTabRow(b []byte, rows int) []byte {
	th, w := m.th, m.scene.w
	places := m.placeTabs()
	used := 0
	for i := range places {
		p := &places[i]
		p.to = min(p.to, w)
		k := p.to - p.from
		if k <= 0 {
			places = places[:i]
			break
		}
		b = append(b, text.Spaces(p.from-used)...)
		style := m.found.total.token(p.tab).of(th)
		if p.tab == m.shownTab() {
			style = &th.Key
		}
		b = style.Append(b, text.Cut(p.name, k))
		used = p.to
	}
	b = m.appendModes(b, w-used)
	if rows < tabRows {
		return b
	}
	b, used = append(b, '\n'), 0
	for _, p := range places {
		b = th.Rule.AppendTimes(b, th.Glyphs.Horizontal, p.from-used)
		if p.tab == m.shownTab() {
			b = th.Accent.AppendTimes(b, th.Glyphs.Max, p.to-p.from)
		} else {
			b = th.Rule.AppendTimes(b, th.Glyphs.Horizontal, p.to-p.from)
		}
		used = p.to
	}
	return th.Rule.AppendTimes(b, th.Glyphs.Horizontal, w-used)
}

// TabAt returns the tab at a cell of the row of tabs. ok is false if there is no tab at
// that cell.
func (m *Model) TabAt(x int) (t Tab, ok bool) {
	if m.scene.conn == nil {
		return 0, false
	}
	for _, p := range m.refreshed().placeTabs() {
		if x >= p.from && x < p.to {
			return p.tab, true
		}
	}
	return 0, false
}

// appendModes completes the row of tabs, which has free cells left. If there is room, it
// shows the ways in which bytes can be displayed.
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
