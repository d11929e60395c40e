package detail

// A Proof is a line of bytes that a student points at. Conn is 0 where there is none.
type Proof struct {
	Conn int
	Sent bool
	Off  int64 // of the line, in its direction
}

// Proofs are all the lines that can be pointed at, in one round of a drill.
type Proofs [2]Proof

// SetProofs sets the lines that have a mark beside them.
func (m *Model) SetProofs(p Proofs) { m.scene.proofs = p }

// proves reports whether the row of a run is one that a student points at.
func (s *scene) proves(r *run) bool {
	for _, p := range s.proofs {
		if p.Conn > 0 && p == (Proof{s.conn.ID, r.sent, r.off}) {
			return true
		}
	}
	return false
}

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
