package record

import (
	"iter"
	"strconv"
	"time"

	"linger/session"
	"linger/session/ending"
)

// IdleCloses are the connections like c that the server closed while they were
// idle, of its own accord, newest first: those with the same advertised timeout
// and, where the target has a label and its paths differ, the same request
// target. They measure its idle limit, with a last word that nobody asked for or
// without. A close that was announced otherwise, that answers the client's FIN, or
// that came right after a response does not.
func (r *Record) IdleCloses(c *Connection) iter.Seq[*Connection] {
	return func(yield func(*Connection) bool) {
		if c == nil || c.Last() == nil {
			return
		}
		for i := len(r.Conns) - 1; i >= 0; i-- {
			if o := r.Conns[i]; closedIdle(o) && r.alike(c, o) && !yield(o) {
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
	return c.State == Ended && ending.IdleClose(&c.Close.Ending) && c.Last() != nil
}

func (r *Record) alike(c, o *Connection) bool {
	return o.Target == c.Target && o.Budget.Timeout == c.Budget.Timeout &&
		(r.Label(c.Target) == "" || o.lastTarget() == c.lastTarget())
}

// lastTarget is what the last request asked for.
func (c *Connection) lastTarget() string {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		if e := c.Exchanges[i]; e.Requested {
			return e.Target
		}
	}
	return ""
}

// A Range is how long a server was seen to wait before it closed an idle
// connection. The zero value is that of one that was not seen to close any.
type Range struct {
	Low, High time.Duration
	Closes    int
}

// Closed is the range with one more close, after that much idle time.
func (g Range) Closed(idle time.Duration) Range { return g.with(Range{idle, idle, 1}) }

// with is the range that holds both.
func (g Range) with(o Range) Range {
	switch {
	case o.Closes == 0:
		return g
	case g.Closes == 0:
		return o
	}
	return Range{min(g.Low, o.Low), max(g.High, o.High), g.Closes + o.Closes}
}

// maxCloses is how many closes of a record a range is made of, at most.
const maxCloses = 100

// IdleRange returns how long the server of a connection was seen to wait: the
// most recent closes of [Record.IdleCloses], and what was measured of the target.
func (r *Record) IdleRange(c *Connection) (g Range) {
	if r == nil || c == nil {
		return g
	}
	for o := range r.IdleCloses(c) {
		if g = g.Closed(o.Close.Idle); g.Closes == maxCloses {
			break
		}
	}
	return g.with(r.measured[c.Target])
}

// measure keeps what was measured of a target. Where the paths of the target
// differ, that says nothing about any of them.
func (r *Record) measure(ev session.Measured) {
	r.at(ev.At)
	if r.Label(ev.Target) != "" {
		return
	}
	if r.measured == nil {
		r.measured = map[string]Range{}
	}
	r.measured[ev.Target] = Range{Low: ev.Low, High: ev.High, Closes: ev.Closes}
}

// String is the range as it is written: "2.60 to 4.70 s", "75.0 to 75.1 s".
func (g Range) String() string {
	digits := 2
	if g.High >= 10*time.Second {
		digits = 1
	}
	low, high := strconv.FormatFloat(g.Low.Seconds(), 'f', digits, 64), strconv.FormatFloat(g.High.Seconds(), 'f', digits, 64)
	if !g.Wide() {
		return low + " s"
	}
	return low + " to " + high + " s"
}

// Wide reports whether closes came after different idle times.
func (g Range) Wide() bool { return g.High-g.Low > ending.Punctual }
