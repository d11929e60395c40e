package ui

import "time"

// While exchanges stream in, the list follows each of them; the detail shows the
// most recent at a pace at which it can be read.
const (
	throttlePace  = time.Second / 4 // between two changes, while they go on
	throttleBurst = 2               // changes that may come earlier: a few a second are shown at once
)

// A throttle says when the detail may go on to what the list follows.
type throttle struct {
	shown [2]int        // connection and exchange in the detail
	next  time.Duration // when a change is due that comes in its turn
	owes  bool          // the list has gone on
}

// due returns when the next change may be made.
func (t *throttle) due() time.Duration { return t.next - throttleBurst*throttlePace }

// keepUp shows what is selected: at once, unless that moves by itself and has
// moved too often in the last moments.
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

// catchUp shows what the list has gone on to, where that is due.
func (d *desk) catchUp() {
	if d.throttle.owes {
		d.keepUp()
	}
}
