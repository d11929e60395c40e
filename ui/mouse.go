package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/layout"
)

// wheelRows is how far one notch of the wheel goes.
const wheelRows = 3

// point gives a click or a turn of the wheel to the desk that is there; a click
// makes it the active one.
func (m *Model) point(msg tea.MouseMsg) {
	at, i := msg.Mouse(), m.active
	if m.beside() {
		i = 0
		if at.X >= m.half() {
			at.X, i = at.X-m.half(), 1
		}
	}
	if _, click := msg.(tea.MouseClickMsg); click && i != m.active {
		m.activate(i)
	}
	m.desks[i].point(msg, at)
}

// point takes a click or a turn of the wheel at a cell of the desk.
func (d *desk) point(msg tea.MouseMsg, at tea.Mouse) {
	d.touched = true
	if d.seekTo(msg, at) {
		return
	}
	if d.atHome() {
		d.home.point(d, msg, at)
		return
	}
	if _, wheel := msg.(tea.MouseWheelMsg); wheel && d.top() != nil {
		d.wheelOver(at.Button)
		return
	}
	pl, ok := d.plan.At(at.X, at.Y)
	if !ok || d.top() != nil {
		return
	}
	switch msg.(type) {
	case tea.MouseClickMsg:
		if at.Button != tea.MouseLeft {
			return
		}
		if pl.Pane == layout.Lesson {
			return
		}
		d.setFocus(pl.Pane)
		d.click(pl, at.X-pl.X-1, at.Y-pl.Y-1)
	case tea.MouseWheelMsg:
		d.wheel(pl.Pane, at.Button)
	}
}

// click selects what stands in a cell of a pane, counted inside its border: a row
// of the list, or a tab of the detail.
func (d *desk) click(pl layout.Placed, x, y int) {
	switch {
	case pl.Pane == layout.List:
		d.list.Click(y)
		d.show()
	case pl.Pane == layout.Detail && y == 0 && !d.welcoming():
		if t, ok := d.detail().TabAt(x); ok {
			d.tab(t)
		}
	}
}

// wheelOver gives a turn of the wheel to the topmost overlay, as the keys up or down.
func (d *desk) wheelOver(b tea.MouseButton) {
	key := tea.KeyPressMsg{Code: tea.KeyDown}
	if b == tea.MouseWheelUp {
		key.Code = tea.KeyUp
	}
	d.pressOver(key)
}

func (d *desk) wheel(p layout.Pane, b tea.MouseButton) {
	by := wheelRows
	if b == tea.MouseWheelUp {
		by = -wheelRows
	}
	switch {
	case p == layout.Lesson:
		return
	case p == layout.Detail && d.welcoming():
		d.welcomeTop += by
		d.scrollWelcome(nil)
		return
	case p == layout.List:
		d.list.Scroll(by)
		d.show()
		return
	}
	d.panes[p].Scroll(by)
}
