package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/help"
	"linger/ui/keys"
)

// helping is the page of keys. A key that does something closes it and does it.
type helping struct{ top int }

func (h helping) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch k.String() {
	case "down", "j":
		m.over = helping{h.top + 1}
		return nil, true
	case "up", "k":
		m.over = helping{max(0, h.top-1)}
		return nil, true
	case "?", "q":
		return m.leave(), true
	}
	b := keys.Find(k.String())
	if b == nil || b.Why(m.state()) != "" {
		return nil, false
	}
	m.over = nil
	return nil, false
}

func (h helping) draw(m *Model, rows []string) {
	m.window(rows, "Keys", "esc closes", m.w-4, help.Height(m.th, m.w-6)+2, func(w, hh int) []string {
		return help.Rows(m.th, w, hh, m.state(), h.top)
	})
}

func (h helping) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Back, Words: "closes"}, {Action: keys.Up, Words: "up"}, {Action: keys.Down, Words: "down"}, {Action: keys.Quit, Words: "closes"}}
}
