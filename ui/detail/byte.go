package detail

// Byte returns the direction and the offset of the row under the cursor, where the
// pane shows bytes and a row of them is chosen.
func (m *Model) Byte() (sent bool, off int64, ok bool) {
	w, wire := m.current().(*wireRows)
	at := m.places[m.shownTab()].cursor
	if !wire || at < 0 {
		return false, 0, false
	}
	r, _ := w.at(at)
	if r.kind != runBytes && r.kind != runFolded {
		return false, 0, false
	}
	return r.sent, r.off, true
}

// ShowByte shows the bytes at an offset of a direction.
func (m *Model) ShowByte(sent bool, off int64) { m.jump(place{sent, off}) }
