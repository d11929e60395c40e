package composer

import "linger/ui/keys"

// Click handles a click on a cell of the pane, and moves the cursor there. If the cursor
// was already on the clicked preset or action, Click returns the key "enter", and
// otherwise "".
func (m *Model) Click(x, y int) string {
	m.drawn = ""
	if m.ask != nil || m.pending != nil || m.h < 3 || m.w < leastWidth {
		return ""
	}
	left, side := m.w, m.side
	if m.w >= wide {
		left = m.w - sideWidth
		side = x >= left
	}
	if !side {
		if i := m.partIn(left-2, y-1); i >= 0 {
			m.side = false
			m.goTo(i)
		}
		return ""
	}
	w := m.w
	if m.w >= wide {
		w = sideWidth
	}
	i := m.choiceAt(w, y-1)
	if i < 0 {
		return ""
	}
	was := m.side && m.pick == i
	m.side, m.pick = true, i
	if was {
		return m.keys.Of(keys.Send).Keys[0]
	}
	return ""
}

// partIn returns the index of the part of the form in a row of the box, or -1. The box is
// w cells wide inside its border.
func (m *Model) partIn(w, y int) int {
	if m.draft.raw {
		return -1
	}
	form, at := m.formRows(w)
	raw, _ := m.draft.goesOut()
	p := plan(m.h-2, len(form), len(m.outgoing(raw, w)), false)
	if p.blanks > topBlank {
		y--
	}
	top := windowTop(len(form), at, p.form)
	shown := min(len(form), p.form)
	for i := range shown {
		if whole := shown == m.parts(); whole && (i == 3 && p.blanks > versionBlank || i == shown-1 && p.blanks > contentBlank) {
			y--
			if y < i {
				return -1
			}
		}
		if i == y {
			return top + i
		}
	}
	return -1
}
