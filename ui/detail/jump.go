package detail

import (
	"slices"

	"linger/wire"
)

// enter follows the row under the cursor, or the first that leads anywhere.
func (m *Model) enter() {
	t := m.tab()
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

// jump shows the bytes at a place.
func (m *Model) jump(to place) {
	m.choose(Wire)
	if m.tab() != Wire {
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

// unfold shows the chunks of a run, or hides them again.
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
	m.scene.open = open
}

// nextFinding goes round the findings, each time to the bytes of the next.
func (m *Model) nextFinding() {
	fs := slices.DeleteFunc(slices.Clone(m.scene.findings()), func(f wire.Finding) bool { return f.Offset < 0 })
	if len(fs) == 0 {
		return
	}
	f := fs[m.next%len(fs)]
	m.next++
	m.jump(place{sent: inRequest(f), off: f.Offset})
}

// inRequest says whether a finding is about bytes that were sent. Offsets of
// the two directions count apart, so the code has to tell.
func inRequest(f wire.Finding) bool {
	return f.Code == wire.CodeRequestLine || f.Code == wire.CodeRequestTE
}
