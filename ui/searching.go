package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/layout"
	"linger/ui/text"
)

// filter begins to edit the filter of the list.
func (m *Model) filter() {
	f := textinput.New()
	f.Prompt = ""
	f.KeyMap.Paste.SetEnabled(false) // the terminal pastes
	s := f.Styles()
	s.Focused = textinput.StyleState{}
	s.Cursor.Color, s.Cursor.Blink = nil, false
	f.SetStyles(s)
	f.SetValue(m.list.Query())
	f.Focus()
	m.search = &f
	if len(m.plan.Columns) == 1 {
		m.setFocus(layout.List)
	}
}

// searching takes a key while the filter is typed; the list shows at once what
// it lets through.
func (m *Model) searching(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		switch msg.String() {
		case "enter", "tab", "down", "up":
			m.search = nil
			return nil
		case "esc":
			m.search = nil
			m.list.Filter("")
			m.show()
			return nil
		}
		*m.search, _ = m.search.Update(msg)
	case tea.PasteMsg:
		*m.search, _ = m.search.Update(tea.PasteMsg{Content: text.Safe(msg.Content)})
	}
	m.list.Filter(m.search.Value())
	m.show()
	return nil
}

// searchRow is the filter while it is typed, in w cells.
func (m *Model) searchRow(w int) string {
	m.search.SetWidth(w - 1)
	row := ansi.Truncate(m.search.View(), w, "")
	return row + text.Spaces(w-ansi.StringWidth(row))
}
