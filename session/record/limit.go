package record

import (
	"iter"
	"slices"
	"strconv"
	"time"

	"linger/session"
	"linger/session/ending"
)

// IdleCloses returns the connections like c that the server closed, on its own
// initiative, while they were idle, newest first. Their idle times measure the
// idle limit of the server. A close after an unsolicited response, such as a
// 408, is included. A close that was announced in another way, that follows the
// client's FIN, or that comes right after a response is not included.
//
// A connection is like c if it has the same target and the same advertised timeout.
// If the target has a label, its paths differ in behaviour: then the last request
// target must also be the same.
func (r *Record) IdleCloses(c *Connection) iter.Seq[*Connection] {
	return func(yield func(*Connection) bool) {
		if c == nil || c.Last() == nil {
			return
		}
		for _, o := range slices.Backward(r.idle[r.kindOf(c)].conns) {
			if !yield(o) {
				return
			}
		}
	}
}

// LastIdleClose returns the newest of [Record.IdleCloses], or nil.
func (r *Record) LastIdleClose(c *Connection) *Connection {
	for o := range r.IdleCloses(c) {
		return o
	}
	return nil
}

func closedIdle(c *Connection) bool {
	return ending.IdleClose(&c.Close.Ending) && c.Last() != nil
}

// A kind holds the properties that connections must share to be compared.
type kind struct {
	target  string
	timeout time.Duration
	path    string // the last request target, if the target has a label
}

func (r *Record) kindOf(c *Connection) kind {
	k := kind{target: c.Target, timeout: c.Budget.Timeout}
	if r.Label(c.Target) != "" {
		k.path = c.lastTarget()
	}
	return k
}

// idleCloses holds the connections of a kind that the server closed while they
// were idle, in order, and the range of their most recent idle times.
type idleCloses struct {
	conns  []*Connection
	recent Range
}

// addIdleClose adds c, which the server closed while it was idle, and updates the range.
func (r *Record) addIdleClose(c *Connection) {
	if r.idle == nil {
		r.idle = map[kind]idleCloses{}
	}
	k := r.kindOf(c)
	all := idleCloses{conns: append(r.idle[k].conns, c)}
	for _, o := range all.conns[max(0, len(all.conns)-maxCloses):] {
		all.recent = all.recent.Closed(o.Close.Idle)
	}
	r.idle[k] = all
}

// forgetIdleClose removes a connection from those that were closed while they
// were idle. It does not change the range.
func (r *Record) forgetIdleClose(c *Connection) {
	k := r.kindOf(c)
	if all, ok := r.idle[k]; ok {
		switch i := slices.Index(all.conns, c); { // usually c is the oldest
		case i == 0:
			all.conns[0] = nil
			all.conns = all.conns[1:]
		case i > 0:
			all.conns = slices.Delete(all.conns, i, i+1)
		}
		r.idle[k] = all
	}
}

// lastTarget returns the target of the last request, or "".
func (c *Connection) lastTarget() string {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		if e := c.Exchanges[i]; e.Requested {
			return e.Target
		}
	}
	return ""
}

// A Range is the range of idle times after which a server closed connections. The
// zero value means that no such close was observed.
type Range struct {
	Low, High time.Duration
	Closes    int
}

// Closed returns the range with one more close, after the given idle time.
func (g Range) Closed(idle time.Duration) Range { return g.with(Range{idle, idle, 1}) }

// with returns the smallest range that contains both ranges, with the closes of both.
func (g Range) with(o Range) Range {
	switch {
	case o.Closes == 0:
		return g
	case g.Closes == 0:
		return o
	}
	return Range{min(g.Low, o.Low), max(g.High, o.High), g.Closes + o.Closes}
}

// maxCloses is the maximum number of closes in a session that a range includes.
const maxCloses = 100

// IdleRange returns the range of the idle times after which the server of c closed
// connections. It includes the most recent of [Record.IdleCloses], and the range that a
// probe measured for the target of c.
func (r *Record) IdleRange(c *Connection) Range {
	probed, _ := r.Probed(c)
	return r.Seen(c).with(probed)
}

// Seen returns the part of [Record.IdleRange] that was seen on connections of the
// record.
func (r *Record) Seen(c *Connection) (g Range) {
	if r != nil && c != nil && c.Last() != nil {
		g = r.idle[r.kindOf(c)].recent
	}
	return g
}

// Probed returns the part of [Record.IdleRange] that a probe measured, and the time of
// the measurement if it was before this session.
func (r *Record) Probed(c *Connection) (g Range, on time.Time) {
	if r == nil || c == nil {
		return g, on
	}
	m := r.measured[c.Target]
	return m.Range, m.on
}

// A measured is the range that a probe measured, with its time if the probe was before
// this session.
type measured struct {
	Range
	on time.Time
}

// measure stores the measurement of a target. It ignores a target whose paths differ in
// behaviour, because the measurement would not apply to every path.
func (r *Record) measure(ev session.Measured) {
	r.at(ev.At)
	if r.Label(ev.Target) != "" {
		return
	}
	if r.measured == nil {
		r.measured = map[string]measured{}
	}
	r.measured[ev.Target] = measured{Range{Low: ev.Low, High: ev.High, Closes: ev.Closes}, ev.On}
}

// String returns the range in seconds: "2.60 to 4.70 s". For a narrow range it returns
// its low end: "5.00 s".
func (g Range) String() string {
	digits := 2
	if g.High >= 10*time.Second {
		digits = 1
	}
	low, high := strconv.FormatFloat(g.Low.Seconds(), 'f', digits, 64), strconv.FormatFloat(g.High.Seconds(), 'f', digits, 64)
	if !g.Wide() || low == high {
		return low + " s"
	}
	return low + " to " + high + " s"
}

// Wide reports whether closes came after clearly different idle times.
func (g Range) Wide() bool { return g.High-g.Low > ending.Punctual }
