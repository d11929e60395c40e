package capture

import "linger/session/traffic"

// pump delivers the waiting pieces that need not wait any longer. If force is true or
// more than maxHeld bytes wait, it delivers all pieces and reports gaps for missing
// bytes.
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
// bytes are missing before that piece and the bytes that it acknowledges were delivered.
// If both directions have such a piece, ready returns the direction whose piece was
// captured first. ok is false if neither has one.
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

// giveUp removes one obstacle to delivery: it reports a gap whose bytes linger no longer
// waits for, or ignores an impossible acknowledgement. It returns false if linger must
// still wait for missing bytes. If force is true, it never waits.
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

// reveal reports the missing bytes up to offset end, with the timestamp of the piece that
// reveals the gap. If that piece is the other side's FIN and only one sequence number is
// missing, that number belongs to a FIN that was not captured. An acknowledgement in an
// RST reveals no gap.
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

// waitedEnough reports whether the gap at the next byte from side has been known for
// reorderWait. When the gap is new, waitedEnough adds a deadline, at which the tracker
// calls pump again.
func (c *conn) waitedEnough(side traffic.Side) bool {
	t := c.tracker
	if gap := c.halves[side].next + 1; c.sinceNext[side] != gap {
		c.sinceNext[side], c.since[side] = gap, t.now
		t.wait(deadline{c, side, gap, t.now + reorderWait})
	}
	return t.now-c.since[side] >= reorderWait
}
