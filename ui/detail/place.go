package detail

import "linger/session/record"

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

// Content is the content of the exchange that is shown, the chunked coding
// removed, content codings not, as far as it is kept; whole says whether that
// is all of it.
func (m *Model) Content() (data []byte, whole bool) {
	if m.scene.ex == nil {
		return nil, true
	}
	c := gather(m.scene.ex, record.KeepContent)
	return c.data, c.whole
}
