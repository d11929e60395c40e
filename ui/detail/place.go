package detail

// OnRow says whether the cursor stands on a row, which [Enter] follows.
func (m *Model) OnRow() bool { return m.places[m.tab()].cursor >= 0 }

// Scroll moves the page by rows, as the mouse wheel does; the cursor stays
// behind.
func (m *Model) Scroll(by int) {
	v, at := m.current(), &m.places[m.tab()]
	at.top += by
	at.clamp(v, m.scene.h)
	if at.cursor < at.top || at.cursor >= at.top+m.scene.h {
		at.cursor = -1
	}
}
