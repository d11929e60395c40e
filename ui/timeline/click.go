package timeline

import (
	"time"

	"linger/session/record"
)

// ExchangeAt returns the ID of the exchange at a cell, or 0 if there is none. The
// coordinates are relative to the area inside the border. In a pipeline, the result is
// the exchange of the lane; in a connection, it is the exchange that is nearest in time.
func (m *Model) ExchangeAt(x, y int) int {
	if m.w < 4 || m.h < 3 || x < 0 || y < 0 || x >= m.w-2 || y >= m.h-2 {
		return 0
	}
	if m.pipe.exchanges != nil {
		return m.laneAt(y)
	}
	c := m.connAt(y)
	if c == nil || len(c.Exchanges) == 0 {
		return 0
	}
	l := life{m: m, c: c, n: m.cells(), w: m.w - 2, end: m.endOf(c)}
	at := l.moment(max(0, x-axisAt))
	nearest := c.Exchanges[0]
	for _, e := range c.Exchanges {
		if away(&l, e, at) < away(&l, nearest, at) {
			nearest = e
		}
	}
	return nearest.ID
}

// away returns the time between at and an exchange, or 0 if at is during the exchange.
func away(l *life, e *record.Exchange, at time.Duration) time.Duration {
	return max(0, e.Started-at-l.m.sc.cell+1, at-l.endOf(e))
}

// laneAt returns the ID of the exchange whose lane is in row y of a pipeline, or 0 if
// there is none.
func (m *Model) laneAt(y int) int {
	p := m.pipeline(m.w - 2)
	first, n := p.seen(m.h - 2)
	if i := y - p.top(m.h-2); i >= 0 && i < n {
		return p.es[first+i].ID
	}
	return 0
}

// connAt returns the connection whose block contains row y, or nil if there is none.
func (m *Model) connAt(y int) *record.Connection {
	h := m.h - 2
	detail := m.magnified(m.w-2, h)
	room := m.room()
	if y >= h-len(detail) || m.shown == 0 {
		return nil
	}
	if room < h-len(detail) {
		y--
	}
	gap := max(0, min(2, (room-m.shown*blockRows)/m.shown))
	i := y / (min(blockRows, room) + gap)
	if y < 0 || i >= m.shown {
		return nil
	}
	return m.rec.Conns[m.top+i]
}
