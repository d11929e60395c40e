package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/help"
	"linger/ui/keys"
)

// helping is the page of keys. A key that does something closes it and does it.
type helping struct{ top int }

func (h helping) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	b := keys.Find(k.String())
	if b == nil {
		return nil, false
	}
	switch b.Action {
	case keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last:
		m.over = h.scroll(m, b.Action)
		return nil, true
	case keys.Help, keys.Quit:
		return m.leave(), true
	}
	if b.Why(m.state()) == "" {
		m.over = nil
	}
	return nil, false
}

// scroll is the page further up or down, as far as there is any.
func (h helping) scroll(m *Model, a keys.Action) helping {
	w := m.w - 6
	s := m.state()
	all, shown := help.Span(m.th, s, w, min(help.Height(m.th, s, w), m.plan.Body.H-2))
	by := map[keys.Action]int{keys.Up: -1, keys.Down: 1, keys.PageUp: 1 - shown, keys.PageDown: shown - 1, keys.First: -all, keys.Last: all}
	return helping{max(0, min(h.top+by[a], all-shown))}
}

func (h helping) draw(m *Model, rows []string) {
	s := m.state()
	m.window(rows, "Keys", "esc closes", m.w-4, help.Height(m.th, s, m.w-6)+2, func(w, hh int) []string {
		return help.Rows(m.th, w, hh, s, h.top)
	})
}

func (h helping) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Back, Words: "closes"}, {Action: keys.Up, Words: "up"}, {Action: keys.Down, Words: "down"}, {Action: keys.PageDown, Words: "page"}, {Action: keys.Quit, Words: "closes"}}
}
