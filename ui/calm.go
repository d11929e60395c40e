package ui

import "time"

// While exchanges stream in, the list follows each of them; the detail shows the
// newest at a pace at which it can be read.
const (
	calmPace  = time.Second / 4 // between two changes, while they go on
	calmBurst = 2               // changes that may come earlier: a few a second are shown at once
)

// A calm says when the detail may go on to what the list follows.
type calm struct {
	shown [2]int        // connection and exchange in the detail
	next  time.Duration // when a change is due that comes in its turn
	owes  bool          // the list has gone on
}

// due is when the next change may be made.
func (c *calm) due() time.Duration { return c.next - calmBurst*calmPace }

// keepUp shows what is selected: at once, unless that moves by itself and has
// moved too often of late.
func (m *Model) keepUp() {
	conn, ex := m.list.Selected()
	moved := m.calm.shown != [2]int{conn, ex}
	if moved && m.list.Following() && !m.opt.Recording {
		if m.calm.owes = m.now < m.calm.due(); m.calm.owes {
			return
		}
		m.calm.next = max(m.calm.next, m.now) + calmPace
	}
	m.show()
}

// catchUp shows what the list has gone on to, where that is due.
func (m *Model) catchUp() {
	if m.calm.owes {
		m.keepUp()
	}
}
