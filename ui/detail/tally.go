package detail

import (
	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A findingCount is the number of findings, and their highest severity.
type findingCount struct {
	n     int
	worst wire.Severity
}

// token returns the style of the name of a tab. The style of Findings shows the highest
// severity.
func (t findingCount) token(tab Tab) tok {
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

func (t *findingCount) add(fs []wire.Finding) {
	for _, f := range fs {
		t.n += f.Count()
		t.worst = max(t.worst, session.SeverityOf(f.Code))
	}
}

// A counter counts the findings of the exchange or the connection. For a connection, it
// stores the sum for older exchanges, because a connection may have a hundred thousand
// exchanges.
type counter struct {
	total findingCount

	conn   *record.Connection
	summed int // number of exchanges in sum, including discarded ones
	sum    findingCount
}

// recent is the number of most recent exchanges that are counted again each time, because
// findings may still be added to them. In a pipeline, all exchanges after one that has
// not ended are also counted again.
const recent = 64

func (c *counter) count(s *scene) {
	c.total = findingCount{}
	switch {
	case s.conn == nil:
	case s.ex != nil:
		c.total.add(s.ofExchange())
	default:
		c.connection(s.conn)
	}
}

func (c *counter) connection(conn *record.Connection) {
	if c.conn != conn {
		c.conn, c.summed, c.sum = conn, 0, findingCount{}
	}
	past := conn.Past.Exchanges
	c.summed = max(c.summed, past)
	for ; c.summed < conn.Count()-recent && conn.Exchanges[c.summed-past].Ended; c.summed++ {
		c.sum.add(conn.Exchanges[c.summed-past].Findings)
	}
	c.total = c.sum
	c.total.add(conn.Findings)
	for _, e := range conn.Exchanges[c.summed-past:] {
		c.total.add(e.Findings)
	}
}
