package ui

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"linger/ui/layout"
)

// wheelRows is the number of rows by which one notch of the wheel scrolls.
const wheelRows = 3

// point passes a click or a turn of the wheel to the desk under the mouse. A click makes
// that desk the active one. A click on a key of the footer or in an overlay presses a
// key.
func (m *Model) point(msg tea.MouseMsg) tea.Cmd {
	at, i := msg.Mouse(), m.active
	click, ok := msg.(tea.MouseClickMsg)
	ok = ok && click.Button == tea.MouseLeft
	if ok && at.Y == m.h-1 {
		return m.pressNamed(m.desk().footerKey(m.w, at.X))
	}
	if m.beside() {
		i = 0
		if at.X >= m.half() {
			i = 1
		}
		if m.split && m.desk().plan.Below(at.Y) { // the detail belongs to the active desk, whichever half was clicked
			i = m.active
		}
		at.X -= i * m.half()
	}
	if ok && i != m.active {
		m.activate(i)
	}
	d := m.desks[i]
	if ok && d.top() != nil && !d.atHome() && !d.plan.Small {
		d.touched = true
		return m.pressNamed(d.frame().click(d, at.X, at.Y))
	}
	d.point(msg, at)
	return nil
}

// footerKey returns the key that is shown at column x of the footer, which is w cells
// wide.
func (d *desk) footerKey(w, x int) string {
	if d.plan.Small || d.plan.Next < 0 && d.search != nil {
		return ""
	}
	s := d.state()
	return d.bound.KeyAt(w, s, d.hints(s), x)
}

// onSecond returns the key that a click on a row presses: enter if the row was already
// selected, or else "".
func onSecond(selected bool) string {
	if selected {
		return "enter"
	}
	return ""
}

// codes maps key names of more than one letter to key codes.
var codes = map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace,
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd}

// pressNamed presses the key with the given Bubble Tea name, or no key if the name is "".
func (m *Model) pressNamed(name string) tea.Cmd {
	if name == "" {
		return nil
	}
	return m.press(keyNamed(name))
}

// keyNamed returns the key with the given Bubble Tea name.
func keyNamed(name string) (k tea.KeyPressMsg) {
	for {
		mod, rest, more := strings.Cut(name, "+")
		if !more || rest == "" {
			break
		}
		switch mod {
		case "ctrl":
			k.Mod |= tea.ModCtrl
		case "shift":
			k.Mod |= tea.ModShift
		case "alt":
			k.Mod |= tea.ModAlt
		}
		name = rest
	}
	code, special := codes[name]
	if !special {
		code, _ = utf8.DecodeRuneInString(name)
		if k.Mod == 0 {
			k.Text = name
		}
	}
	k.Code = code
	return k
}

// point handles a click or a turn of the wheel at a cell of the desk.
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
		if at.Button != tea.MouseLeft || pl.Pane == layout.Lesson {
			return
		}
		d.setFocus(pl.Pane)
		d.click(pl, at.X-pl.X-1, at.Y-pl.Y-1)
	case tea.MouseWheelMsg:
		d.wheel(pl.Pane, at.Button)
	}
}

// click selects the row of the list or the tab of the detail at a cell of a pane,
// relative to the inside of its border.
func (d *desk) click(pl layout.Placed, x, y int) {
	switch {
	case pl.Pane == layout.List:
		if d.list.Click(y); d.list.OnSummary() {
			d.showSummary()
		}
		d.show()
	case pl.Pane == layout.Detail && y == 0 && !d.welcoming():
		if t, ok := d.detail().TabAt(x); ok {
			d.tab(t)
		}
	}
}

// wheelOver passes a turn of the wheel to the topmost overlay, as the key up or down.
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
