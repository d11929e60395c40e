package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/field"
	"linger/ui/layout"
)

// filter begins to edit the filter of the list.
func (m *Model) filter() {
	m.search = field.New(m.list.Query())
	if len(m.plan.Columns) == 1 {
		m.setFocus(layout.List)
	}
}

// searching takes a key while the filter is typed; the list shows at once what
// it lets through.
func (m *Model) searching(msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "enter", "tab", "down", "up":
			m.search = nil
			return nil
		case "esc":
			m.search = nil
			m.list.Filter("")
			m.show()
			return nil
		}
	}
	m.search.Update(msg)
	m.list.Filter(m.search.Value())
	m.show()
	return nil
}
