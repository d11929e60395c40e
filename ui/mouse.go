package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/detail"
	"linger/ui/layout"
)

// wheelRows is how far one notch of the wheel goes.
const wheelRows = 3

// point takes a click or a turn of the wheel.
func (m *Model) point(msg tea.MouseMsg) tea.Cmd {
	at := msg.Mouse()
	pl, ok := m.plan.At(at.X, at.Y)
	if !ok || m.layer() != nil {
		return nil
	}
	switch msg.(type) {
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft {
			return nil
		}
		m.setFocus(pl.Pane)
		m.click(pl, at.X-pl.X-1, at.Y-pl.Y-1)
	case tea.MouseWheelMsg:
		m.wheel(pl.Pane, at.Button)
	}
	return nil
}

// click selects what stands in a cell of a pane, counted inside its border: a row
// of the list, or a tab of the detail.
func (m *Model) click(pl layout.Placed, x, y int) {
	switch {
	case pl.Pane == layout.List:
		m.list.Click(y)
		m.show()
	case pl.Pane == layout.Detail && y == 0 && !m.welcoming():
		if t, ok := m.detail.TabAt(x); ok {
			m.tab(int(t))
		}
	}
}

func (m *Model) wheel(p layout.Pane, b tea.MouseButton) {
	by := wheelRows
	if b == tea.MouseWheelUp {
		by = -wheelRows
	}
	if p == layout.List {
		m.list.Scroll(by)
		m.show()
		return
	}
	d := map[layout.Pane]*detail.Model{layout.Detail: m.detail, layout.Wire: m.wire, layout.Timing: m.timing, layout.Findings: m.found}[p]
	d.Scroll(by)
}
