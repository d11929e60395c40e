package detail

import (
	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A tally is how many findings there are, and the worst severity among them.
type tally struct {
	n     int
	worst wire.Severity
}

// tok returns the token of a tab's name: that of Findings tells of the worst.
func (t tally) tok(tab Tab) tok {
	switch {
	case tab != Findings:
		return muted
	case t.worst == wire.SeverityError:
		return race
	case t.worst == wire.SeverityWarning:
		return caution
	}
	return muted
}

func (t *tally) add(fs []wire.Finding) {
	for _, f := range fs {
		t.n += f.Count()
		t.worst = max(t.worst, session.SeverityOf(f.Code))
	}
}

// A counter tallies the findings of what is shown, once for a stamp. Of a
// connection it remembers the sum over the exchanges that have long ended, as
// there may be a hundred thousand of them.
type counter struct {
	stamp stamp
	tally tally

	conn    *record.Connection
	settled int // exchanges that are in sum, released ones included
	sum     tally
}

// unsettled is how many of the newest exchanges are counted each time: the
// session may still find something about them.
const unsettled = 64

func (c *counter) count(s *scene, st stamp) tally {
	if c.stamp == st {
		return c.tally
	}
	c.stamp, c.tally = st, tally{}
	switch {
	case s.conn == nil:
	case s.ex != nil:
		c.tally.add(s.ofExchange())
	default:
		c.connection(s.conn)
	}
	return c.tally
}

func (c *counter) connection(conn *record.Connection) {
	if c.conn != conn {
		c.conn, c.settled, c.sum = conn, 0, tally{}
	}
	past := conn.Past.Exchanges
	c.settled = max(c.settled, past)
	for ; c.settled < conn.Count()-unsettled; c.settled++ {
		c.sum.add(conn.Exchanges[c.settled-past].Findings)
	}
	c.tally = c.sum
	c.tally.add(conn.Findings)
	for _, e := range conn.Exchanges[c.settled-past:] {
		c.tally.add(e.Findings)
	}
}
