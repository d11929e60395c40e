package detail

// A Proof is a line of bytes that a student has marked. Conn is 0 if no line is marked.
type Proof struct {
	Conn int
	Sent bool
	Off  int64 // offset of the line in its direction
}

// Proofs holds the marked lines of one round of a drill.
type Proofs [2]Proof

// SetProofs sets the lines that have a mark beside them.
func (m *Model) SetProofs(p Proofs) { set(m, &m.scene.proofs, p) }

// proves reports whether a student has marked the line that r shows.
func (s *scene) proves(r *run) bool {
	for _, p := range s.proofs {
		if p.Conn > 0 && p == (Proof{s.conn.ID, r.sent, r.off}) {
			return true
		}
	}
	return false
}

// Byte returns the direction and the offset of the row under the cursor. ok is false
// unless the pane shows bytes and a row is selected.
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

// ShowByte scrolls to the byte at offset off of one direction.
func (m *Model) ShowByte(sent bool, off int64) { m.jump(place{sent, off}) }
