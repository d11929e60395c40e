package timeline

import (
	"time"

	"linger/session"
	"linger/session/record"
)

// ZoomIn halves the visible span of time, approximately, around the selected exchange. A
// pipeline cannot be magnified.
func (m *Model) ZoomIn() { m.zoomBy(-1) }

// ZoomOut doubles the visible span of time, approximately, until everything fits. From a
// pipeline it switches to the connections.
func (m *Model) ZoomOut() { m.zoomBy(1) }

func (m *Model) zoomBy(by int) {
	defer m.arrange()
	switch {
	case m.pipe.exchanges != nil: // a pipeline cannot be magnified; zooming out shows the connections
		m.apart = by > 0
		return
	case by < 0 && m.apart && m.zoom < 0 && m.pipelined() != nil:
		m.apart = false
		return
	}
	fits := m.fits()
	z := m.zoom
	if z < 0 {
		z = fits
	}
	if z = min(len(scales)-1, max(0, z+by)); z >= fits {
		m.zoom, m.from = -1, 0
		return
	}
	m.zoom = z
	m.from = 0
	m.reveal()
	if e := m.rec.Exchange(m.selected); e != nil && by < 0 && m.follow && !m.inSight(e) {
		m.follow = false // the magnified exchange stays visible
		m.reveal()
	}
}

// inSight reports whether the beginning of an exchange is visible on the axis.
func (m *Model) inSight(e *record.Exchange) bool {
	at := e.Started - m.rec.Conn(e.Conn).Dialed
	return at >= m.from && at < m.from+m.sc.cell*time.Duration(m.cells())
}

// rescale chooses the scale again, because the connections grow with time.
func (m *Model) rescale() {
	z := m.zoom
	if z < 0 {
		z = m.fits()
	}
	m.sc = scales[z]
}

// fits returns the index of the finest scale at which every connection fits on the axis.
// On a wide axis it leaves room for a label at the end.
func (m *Model) fits() int {
	for ; m.over < len(m.rec.Conns) && isOver(m.rec.Conns[m.over]); m.over++ {
		m.longest = max(m.longest, m.lifeOf(m.rec.Conns[m.over]))
	}
	longest := m.longest
	for _, c := range m.rec.Conns[m.over:] {
		longest = max(longest, m.lifeOf(c))
	}
	n := m.cells()
	if n >= 60 {
		n -= 20
	}
	return fit(longest, max(1, n))
}

// lifeOf returns how long a connection is drawn: until it ended or until its deadline,
// whichever is later.
func (m *Model) lifeOf(c *record.Connection) time.Duration {
	end := m.endOf(c)
	if d, ok := m.deadline(c); ok {
		end = max(end, d)
	}
	return end - c.Dialed
}

// endOf returns the time when a connection ended, or the current time if it has not
// ended.
func (m *Model) endOf(c *record.Connection) time.Duration {
	switch c.State {
	case record.Ended:
		return c.Close.At
	case record.Failed:
		return c.Failure.At
	}
	return max(m.now, c.Dialed)
}

// deadline returns the time when an idle connection is expected to be closed: the
// advertised time or, without a hint, a time derived from earlier closes.
func (m *Model) deadline(c *record.Connection) (time.Duration, bool) {
	if c.State == record.Idle {
		l := m.rec.Limit(c)
		return l.EndAt(), l.Known()
	}
	b := c.Budget
	if !b.HasTimeout || !b.Applies {
		return 0, false
	}
	if c.State == record.Ended && c.Close.Phase == session.PhaseIdle && !c.Close.Announced() {
		return b.Deadline, true
	}
	return 0, false
}

// cells returns the number of cells of the axis, a multiple of the distance between
// ticks.
func (m *Model) cells() int { return max(minor, (m.w-2-axisAt-minor)/minor*minor) }

// axisAt is the column where the axis begins.
const axisAt = 13

// reveal scrolls to the current time while the timeline follows the newest exchange, and
// to the selected exchange otherwise.
func (m *Model) reveal() {
	m.rescale()
	if m.zoom < 0 {
		m.from = 0
		return
	}
	s := m.sc
	span := s.cell * time.Duration(m.cells())
	c, at := m.head.Conn, time.Duration(0)
	if c != nil {
		at = m.lifeOf(c)
	}
	if e := m.rec.Exchange(m.selected); e != nil && !m.follow {
		c = m.rec.Conn(e.Conn)
		if m.inSight(e) {
			return
		}
		at = e.Started - c.Dialed + span/2
	}
	from := max(0, at-span*3/4)
	m.from = from.Truncate(s.cell * minor)
}

func isOver(c *record.Connection) bool {
	return c.State == record.Ended || c.State == record.Failed
}
