package capture

import "linger/session/traffic"

// pump delivers the waiting pieces that need not wait any longer. If force is true, pump
// delivers all of them, and reports gaps for missing bytes.
func (c *conn) pump(force bool) {
	force = force || c.held > maxHeld
	for c.waits() {
		if from, ok := c.ready(); ok {
			c.deliverHead(from)
			continue
		}
		if !c.giveUp(force) {
			break
		}
	}
	if c.ended() && c.list == &c.tracker.open {
		c.list.remove(c)
		c.tracker.ended.push(c)
		c.forget()
	}
}

func (c *conn) waits() bool {
	return len(c.halves[traffic.Client].queue) > 0 || len(c.halves[traffic.Server].queue) > 0
}

// ready returns a direction whose first waiting piece can be delivered now, because no
// bytes are missing before it and the bytes that it acknowledges were delivered. If both
// directions have such a piece, ready returns the one with the older piece.
func (c *conn) ready() (from traffic.Side, ok bool) {
	for side := range traffic.Side(2) {
		h, o := &c.halves[side], &c.halves[side.Other()]
		if len(h.queue) == 0 || h.queue[0].off > h.next && !h.closed || !o.reached(h.queue[0].ack) {
			continue
		}
		if !ok || h.queue[0].at < o.queue[0].at {
			from, ok = side, true
		}
	}
	return from, ok
}

func (c *conn) deliverHead(from traffic.Side) {
	h := &c.halves[from]
	p := h.queue[0]
	h.queue[0] = pending{}
	if h.queue = h.queue[1:]; len(h.queue) == 0 {
		h.queue = nil
	}
	c.held -= len(p.data) + pendingSize
	c.tracker.held -= len(p.data) + pendingSize
	c.deliver(from, p)
}

// giveUp stops waiting for one gap, if linger need not wait any longer or force is true.
// It returns true if delivery can then continue.
func (c *conn) giveUp(force bool) bool {
	missing := false
	for side := range traffic.Side(2) {
		h, o := &c.halves[side], &c.halves[side.Other()]
		end, ok := h.hole(o)
		if !ok {
			continue
		}
		missing = true
		if force || h.permanent(o) && c.waitedEnough(side) {
			c.reveal(side, end)
			return true
		}
	}
	if missing {
		return false
	}
	// Each direction acknowledges bytes that the other one has not sent yet. Because that
	// is impossible, linger ignores the earlier acknowledgement.
	from := traffic.Client
	if c.halves[traffic.Server].queue[0].at < c.halves[traffic.Client].queue[0].at {
		from = traffic.Server
	}
	c.halves[from].queue[0].ack = -1
	return true
}

// reveal reports a gap that ends at end. The gap has the time of the piece that shows
// that bytes are missing. If that piece is a FIN of the other side, and only one sequence
// number is missing, then a FIN was not captured, and reveal reports that FIN. If the
// piece is an RST, reveal reports nothing, because an RST does not prove that bytes are
// missing.
func (c *conn) reveal(side traffic.Side, end int64) {
	h, o := &c.halves[side], &c.halves[side.Other()]
	if len(h.queue) > 0 {
		c.gap(side, end, h.queue[0].at)
		return
	}
	shows := &o.queue[0]
	if shows.rst {
		shows.ack = h.next
		return
	}
	if !shows.fin || end-h.next != 1 {
		c.gap(side, end, shows.at)
		return
	}
	h.end, h.closed = h.next, true
	c.emit(traffic.KindFIN, side, shows.at, nil, 0)
}

// waitedEnough reports whether the gap at the side's next byte has been known for
// reorderWait. On the first call for a gap, it asks the tracker to check again after that
// time.
func (c *conn) waitedEnough(side traffic.Side) bool {
	t := c.tracker
	if gap := c.halves[side].next + 1; c.sinceNext[side] != gap {
		c.sinceNext[side], c.since[side] = gap, t.now
		t.wait(deadline{c, side, gap, t.now + reorderWait})
	}
	return t.now-c.since[side] >= reorderWait
}
