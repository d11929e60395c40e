package detail

import "linger/wire"

// enter opens the row under the cursor, or the first row that leads to bytes.
func (m *Model) enter() {
	t := m.shownTab()
	v, at := m.current(), &m.places[t]
	if w, ok := v.(*wireRows); ok {
		if at.cursor >= 0 {
			m.unfold(w, at.cursor)
		}
		return
	}
	p, ok := v.(*page)
	if !ok {
		return
	}
	if at.cursor < 0 {
		for i := range p.list {
			if p.list[i].to != nil {
				at.show(v, m.scene.h, i)
				break
			}
		}
	}
	if at.cursor >= 0 && p.list[at.cursor].to != nil {
		m.jump(*p.list[at.cursor].to)
	}
}

// jump shows the byte at a place.
func (m *Model) jump(to place) {
	if other := m.aside[Wire]; other != nil {
		other.jump(to)
		return
	}
	m.choose(Wire)
	if m.shownTab() != Wire {
		return
	}
	w, ok := m.current().(*wireRows)
	if !ok {
		return
	}
	if run, hidden := w.foldAt(to); hidden {
		m.open(run)
		w = m.current().(*wireRows)
	}
	if i, ok := w.find(to); ok {
		m.places[Wire].show(w, m.scene.h, i)
	}
}

// unfold shows the chunks of the folded run on row i.
func (m *Model) unfold(w *wireRows, i int) {
	if off, ok := w.fold(i); ok {
		m.open(off)
	}
}

func (m *Model) open(off int64) {
	open := map[int64]bool{off: true}
	for o := range m.scene.open {
		open[o] = true
	}
	m.scene.open, m.stale = open, true
}

// nextFinding shows the bytes of the next finding. After the last finding it continues
// with the first. For findings that are not about bytes it shows the Findings tab.
func (m *Model) nextFinding() {
	stops := m.stops()
	if len(stops) == 0 {
		return
	}
	f := stops[m.next%len(stops)]
	m.next++
	if f.Offset < 0 {
		m.choose(Findings)
		return
	}
	m.jump(place{sent: f.Request, off: f.Offset})
}

// Found reports whether [NextFinding] has shown every finding of the exchange or the
// connection.
func (m *Model) Found() bool { return m.next >= len(m.stops()) }

// stops returns the findings that nextFinding visits. If the pane shows a connection with
// findings of its own, it returns only these. It returns only one of the findings that
// are not about bytes, because the Findings tab shows all of them.
func (m *Model) stops() (out []wire.Finding) {
	s := &m.scene
	all := s.findings()
	if s.ex == nil && s.conn != nil && len(s.conn.Findings) > 0 {
		all = s.conn.Findings
	}
	whole := false
	for _, f := range all {
		if f.Offset < 0 && whole {
			continue
		}
		whole = whole || f.Offset < 0
		out = append(out, f)
	}
	return out
}
