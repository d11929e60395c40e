package ui

import "time"

// While many exchanges arrive, the list follows each of them. The detail follows at a
// rate at which the user can read.
const (
	throttlePace  = time.Second / 4 // time between two changes of the detail
	throttleBurst = 2               // number of changes that are shown at once
)

// A throttle decides when the detail may follow the list.
type throttle struct {
	shown [2]int        // the connection and the exchange in the detail
	next  time.Duration // time of the next change, if changes came at a steady rate
	owes  bool          // the list shows a newer exchange
}

// due returns the earliest time of the next change.
func (t *throttle) due() time.Duration { return t.next - throttleBurst*throttlePace }

// keepUp makes the detail show the selection. It does so at once, unless the selection
// follows new exchanges and has changed too often recently.
func (d *desk) keepUp() {
	conn, ex := d.list.Selected()
	t := &d.throttle
	if moved := t.shown != [2]int{conn, ex}; moved && d.list.Following() && !d.src.Recording {
		if t.owes = d.now < t.due(); t.owes {
			return
		}
		t.next = max(t.next, d.now) + throttlePace
	}
	d.show()
}

// catchUp makes the detail show the selection of the list, if that is due.
func (d *desk) catchUp() {
	if d.throttle.owes {
		d.keepUp()
	}
}
