package capture

import (
	"slices"
	"time"

	"linger/session/traffic"
)

const (
	maxOpen     = 10_000           // maximum number of connections that are followed at the same time
	maxEnded    = 4_096            // maximum number of ended connections that are remembered
	lateness    = 60 * time.Second // how long an ended connection is remembered, so that its late packets do not begin a new connection
	heldTotal   = 16 << 20         // maximum number of waiting bytes in all connections; if it is exceeded, the tracker delivers the waiting pieces of all open connections
	keptTotal   = 16 << 20         // maximum number of bytes kept for comparison in all connections
	reorderWait = time.Second      // how long the tracker waits for a later packet to fill a gap that was acknowledged
)

// A Tracker turns segments into connection events. It has no clock and uses the
// timestamps of the packets.
type Tracker struct {
	emit  func(*traffic.Event)
	conns map[key]*conn
	open  list // connections that have not ended, sorted by the time of the last packet, earliest first
	ended list // connections that have ended, in the same order
	gaps  []deadline
	now   time.Duration // the latest time from a packet or from Advance
	ids   int
	held  int // number of waiting bytes in all connections
	kept  int // number of delivered bytes kept for comparison in all connections
	where locator
	event traffic.Event
}

// A deadline is the time at which the tracker stops waiting for missing bytes that one
// side of a connection sent.
type deadline struct {
	conn *conn
	side traffic.Side
	gap  int64 // value of conn.sinceNext when the tracker began to wait
	at   time.Duration
}

// over reports whether the tracker no longer waits for these bytes.
func (d *deadline) over() bool { return d.conn.done || d.conn.sinceNext[d.side] != d.gap }

// NewTracker returns a Tracker that passes events to emit. An event is valid only during
// the call to emit. emit must not call methods of the Tracker.
func NewTracker(emit func(*traffic.Event)) *Tracker {
	return &Tracker{emit: emit, conns: map[key]*conn{}}
}

// add passes s to the connection that it belongs to, and creates that connection if
// necessary.
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

// Advance sets the tracker's time to now, counted from the first packet, unless it is
// already later. The tracker then stops waiting for missing bytes whose deadline has
// passed. Call Advance while a growing file has no new packets.
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

// wait adds d. If the list has grown far beyond the number of connections, wait first
// removes the deadlines that are over, because they keep ended connections in memory.
func (t *Tracker) wait(d deadline) {
	if len(t.gaps) > 4*(t.open.len+t.ended.len)+keptGaps {
		t.gaps = slices.DeleteFunc(t.gaps, func(d deadline) bool { return d.over() })
	}
	t.gaps = append(t.gaps, d)
}

// keptGaps is the length up to which wait never removes deadlines from the list.
const keptGaps = 1000

// giveUp stops following the open connection c, to limit memory.
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

// release delivers all waiting pieces of the open connections.
func (t *Tracker) release() {
	for c := t.open.first; c != nil; {
		after := c.after // pump may have moved c
		c.pump(true)
		c = after
	}
}

// A list holds connections in the order of their last packets, earliest first.
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
