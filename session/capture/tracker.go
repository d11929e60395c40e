package capture

import (
	"slices"
	"time"

	"linger/session/traffic"
)

const (
	maxOpen     = 10_000           // maximum number of connections that are followed at the same time
	maxEnded    = 4_096            // maximum number of ended connections that are remembered
	lateness    = 60 * time.Second // how long an ended connection is remembered, so that its late packets do not begin a new one
	heldTotal   = 16 << 20         // maximum number of waiting bytes of all connections; beyond this, no connection waits for missing bytes
	keptTotal   = 16 << 20         // maximum number of bytes of all connections that are kept for comparison
	reorderWait = time.Second      // how long a later packet may still fill an acknowledged gap
)

// A Tracker turns segments into the events of connections. It has no clock; it uses the
// times of the packets.
type Tracker struct {
	emit  func(*traffic.Event)
	conns map[key]*conn
	open  list // connections that have not ended, sorted by the time of their last packet
	ended list // connections that have ended, sorted in the same way
	gaps  []deadline
	now   time.Duration // time of the latest packet
	ids   int
	held  int // number of waiting bytes of all connections
	kept  int // number of delivered bytes of all connections that are kept for comparison
	where locator
	event traffic.Event
}

// A deadline is the time from which a connection no longer waits for the missing bytes of
// one side.
type deadline struct {
	conn *conn
	side traffic.Side
	gap  int64 // value of conn.sinceNext when linger began to wait
	at   time.Duration
}

// over reports whether the connection does not wait for these bytes any more.
func (d *deadline) over() bool { return d.conn.done || d.conn.sinceNext[d.side] != d.gap }

// NewTracker returns a Tracker that passes events to emit. An event is valid only during
// the call. emit must not call the Tracker.
func NewTracker(emit func(*traffic.Event)) *Tracker {
	return &Tracker{emit: emit, conns: map[key]*conn{}}
}

// add processes one segment.
func (t *Tracker) add(s *segment) {
	t.Advance(s.at)
	k, sender := keyOf(s)
	c := t.conns[k]
	if c != nil && c.replacedBy(s, sender) {
		t.end(c)
		c = nil
	}
	if c == nil {
		c = t.begin(k, s, sender)
	}
	c.list.toBack(c)
	c.seen = s.at
	c.take(s, sender)
	c.pump(false)
	if t.held > heldTotal {
		t.release()
	}
}

// Advance sets the tracker's time to now, counted from the first packet, and stops
// waiting for bytes whose deadline has passed. Call it while a growing file has no new
// packets.
func (t *Tracker) Advance(now time.Duration) {
	t.now = max(t.now, now)
	for len(t.gaps) > 0 && t.gaps[0].at <= t.now {
		d := t.gaps[0]
		t.gaps = t.gaps[1:]
		if !d.over() {
			d.conn.pump(false)
		}
	}
	for c := t.ended.first; c != nil && (t.now-c.seen > lateness || t.ended.len > maxEnded); c = t.ended.first {
		t.end(c)
	}
}

// Finish delivers all waiting pieces and ends all connections.
func (t *Tracker) Finish() {
	for t.ended.first != nil {
		t.end(t.ended.first)
	}
	for t.open.first != nil {
		t.end(t.open.first)
	}
}

func (t *Tracker) begin(k key, s *segment, sender int) *conn {
	if t.open.len >= maxOpen {
		t.giveUp(t.open.first)
	}
	t.ids++
	c := newConn(t, k, s, sender)
	t.conns[k] = c
	t.open.push(c)
	return c
}

// wait adds a deadline. It first removes those that are over if they are most of the
// list, so that the list holds few connections that have ended.
func (t *Tracker) wait(d deadline) {
	if len(t.gaps) > 4*(t.open.len+t.ended.len)+keptGaps {
		t.gaps = slices.DeleteFunc(t.gaps, func(d deadline) bool { return d.over() })
	}
	t.gaps = append(t.gaps, d)
}

// keptGaps is the least number of deadlines at which those that are over are removed.
const keptGaps = 1000

// giveUp ends the tracking of an open connection, to limit memory.
func (t *Tracker) giveUp(c *conn) {
	c.orient(c.swapped)
	c.pump(true)
	if !c.ended() {
		c.emit(traffic.KindUnfollowed, traffic.Client, c.last, nil, 0)
	}
	t.end(c)
}

// end delivers the waiting pieces of c, emits its last event, and removes c.
func (t *Tracker) end(c *conn) {
	c.orient(c.swapped)
	c.pump(true)
	c.emit(traffic.KindDone, traffic.Client, c.last, nil, 0)
	c.done = true
	c.forget()
	c.list.remove(c)
	delete(t.conns, c.key)
}

// release delivers the waiting pieces of all open connections.
func (t *Tracker) release() {
	for c := t.open.first; c != nil; {
		after := c.after // pump may have moved c
		c.pump(true)
		c = after
	}
}

// A list orders connections by the time of their last packet.
type list struct {
	first, last *conn
	len         int
}

func (l *list) push(c *conn) {
	c.list, c.before, c.after = l, l.last, nil
	if l.last != nil {
		l.last.after = c
	} else {
		l.first = c
	}
	l.last = c
	l.len++
}

func (l *list) remove(c *conn) {
	if c.before != nil {
		c.before.after = c.after
	} else {
		l.first = c.after
	}
	if c.after != nil {
		c.after.before = c.before
	} else {
		l.last = c.before
	}
	c.list, c.before, c.after = nil, nil, nil
	l.len--
}

func (l *list) toBack(c *conn) {
	if l.last != c {
		l.remove(c)
		l.push(c)
	}
}
