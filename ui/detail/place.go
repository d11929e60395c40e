package detail

// Enters returns a few words that say what [Enter] does with the row under the cursor, or
// "" if [Enter] does nothing or no row is selected.
func (m *Model) Enters() string {
	r := m.refreshed()
	at := r.places[r.shownTab()].cursor
	if at < 0 {
		return ""
	}
	switch v := r.view.(type) {
	case *wireRows:
		if _, ok := v.fold(at); ok {
			return "expand"
		}
	case *page:
		if v.list[at].to != nil {
			return "show the bytes"
		}
	}
	return ""
}

// AtEnd reports whether the last row is visible.
func (m *Model) AtEnd() bool {
	v := m.current()
	return m.places[m.shownTab()].top+m.scene.h >= v.rows()
}

// Scroll moves the page down by the given number of rows, or up if by is negative, as the
// mouse wheel does. The cursor stays on its row, and disappears if that row is no longer
// visible.
func (m *Model) Scroll(by int) {
	v, at := m.current(), &m.places[m.shownTab()]
	at.top, at.last = at.top+by, false
	at.clamp(v, m.scene.h)
	if at.cursor < at.top || at.cursor >= at.top+m.scene.h {
		at.cursor = -1
	}
}
