package record

import (
	"iter"
	"time"

	"linger/session"
)

// inUse is how long a connection has to be idle before its end counts as that
// of an idle one.
const inUse = 250 * time.Millisecond

// IdleCloses are the connections like c that the server closed while they were
// idle, of its own accord, newest first: those with the same advertised timeout
// and, where the target has a label and its paths differ, the same request
// target. They measure its idle limit. A close that was announced, that answers
// the client's FIN, or that came right after a response does not.
func (r *Record) IdleCloses(c *Connection) iter.Seq[*Connection] {
	return func(yield func(*Connection) bool) {
		if c == nil || c.Last() == nil {
			return
		}
		for i := len(r.Conns) - 1; i >= 0; i-- {
			if o := r.Conns[i]; o.closedIdle() && r.alike(c, o) && !yield(o) {
				return
			}
		}
	}
}

func (c *Connection) closedIdle() bool {
	e := &c.Close
	return c.State == Ended && e.By == session.ByServer && e.Phase == session.PhaseIdle && !e.Announced &&
		!c.HalfClosed && e.Idle > inUse && c.Last() != nil
}

func (r *Record) alike(c, o *Connection) bool {
	return o.Budget.Timeout == c.Budget.Timeout && (r.Start.Label == "" || o.Last().Target == c.Last().Target)
}
