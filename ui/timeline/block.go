package timeline

import (
	"slices"
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// blockRows is the number of rows of a connection.
const blockRows = 7

// block returns the rows of one connection: its heading, the axis and four lanes. If they
// do not fit, it returns the h most useful of these rows.
func (m *Model) block(c *record.Connection, w, h int) []string {
	n := m.cells()
	labels, ticks := m.axis(axisAt, n, w)
	rows := []string{m.heading(c, w), labels, ticks}
	for _, l := range m.lanes(c, n, w) {
		rows = append(rows, l.draw(m.th))
	}
	gone := givesWay(c)
	gone = gone[:min(len(gone), max(0, blockRows-h))]
	kept := rows[:0]
	for i, r := range rows {
		if !slices.Contains(gone, i) {
			kept = append(kept, r)
		}
	}
	return kept
}

// lanesAt is the index of the first row of a block that is a lane.
const lanesAt = 3

// givesWay returns the indexes of the rows of a block that can be dropped if there is no
// room, in the order in which they are dropped: first the ticks, then all lanes except
// the lane of the exchanges and the lane that shows what is happening now, and last the
// labels, the heading and the lane of the exchanges.
func givesWay(c *record.Connection) []int {
	live := idleLane
	switch c.State {
	case record.Connecting, record.Failed, record.Sending:
		live = sendingLane
	case record.Awaiting, record.Tunneling:
		live = receivingLane
	}
	gone := []int{lanesAt - 1}
	for _, lane := range []int{sendingLane, receivingLane, idleLane} {
		if lane != live {
			gone = append(gone, lanesAt+lane)
		}
	}
	return append(gone, lanesAt-2, 0, lanesAt+exchangeLane)
}

func (m *Model) heading(c *record.Connection, w int) string {
	if c.ID == 0 {
		return ends(m.th, w, []span{{muted, "a connection that was discarded to limit memory"}}, nil)
	}
	left := []span{{strong, "connection " + strconv.Itoa(c.ID)}}
	if m.rec.Moved() {
		left = append(left, span{plain, "   " + m.th.Cut(text.Safe(c.Target), max(12, w/3))})
	}
	left = append(left, span{muted, "   " + format.Count(c.Count(), "exchange")})
	if s := m.making(c); s != "" {
		left = append(left, span{muted, "   " + s})
	}
	g := &m.th.Glyphs
	switch {
	case c.State == record.Ended:
		sign, _ := endSign(g, c)
		return ends(m.th, w, left, []span{{plain, m.th.Cut(sign+" "+words.End(&c.Close.Ending, w-8-width(left)), w-6-width(left))}})
	case c.State == record.Failed:
		return ends(m.th, w, left, []span{{raceStrong, g.Error + " " + text.Safe(string(c.Failure.Kind))}})
	case c != m.head.Conn && c.OutOfStep && c.State == record.Idle:
		return ends(m.th, w, left, []span{{race, g.Error + " out of step"}})
	case c != m.head.Conn && c.Unframed():
		return ends(m.th, w, left, []span{{race, g.Error + " framing lost"}})
	case c != m.head.Conn:
		return ends(m.th, w, left, []span{{plain, g.Open + " open"}})
	}
	state := m.head.Sign + " " + m.head.Words
	if w < 1+width(left)+3+text.Width(state)+2 {
		return ends(m.th, w, left, nil)
	}
	row := ends(m.th, w-2-text.Width(state), left, nil)
	return row + m.head.Style.Render(state) + "  "
}

// making returns a text about how long connecting took, or "" if that took less time than
// one cell represents.
func (m *Model) making(c *record.Connection) string {
	if c.Opened == 0 || c.Opened-c.Dialed < m.sc.cell {
		return ""
	}
	dial := c.Opened - c.Dialed
	s := ""
	if t := c.Info.TLS; t != nil {
		dial -= t.Handshake
		s = ", TLS in " + format.Duration(t.Handshake)
	}
	return "connected in " + format.Duration(max(0, dial)) + s
}

// The lanes of a connection.
const (
	exchangeLane = iota
	sendingLane
	receivingLane
	idleLane
	laneCount
)

// A life draws one connection from its beginning to its end.
type life struct {
	m     *Model
	c     *record.Connection
	n, w  int
	lanes [laneCount]lane
	end   time.Duration // end of the connection, or the current time
	limit record.Limit  // idle limit, if the connection is idle now
}

func (m *Model) lanes(c *record.Connection, n, w int) [laneCount]lane {
	l := life{m: m, c: c, n: n, w: w, end: m.endOf(c)}
	g := &m.th.Glyphs
	for i, name := range [laneCount]string{"exchange", g.Sent + " sending", g.Received + " receiving", "idle"} {
		l.lanes[i] = newLane(w)
		l.lanes[i].word(1, name, muted)
	}
	l.making()
	l.busy()
	l.numbers()
	l.ending()
	l.passed()
	return l.lanes
}

// cellOf returns the cell of the axis that contains the time t. It may be outside the
// axis.
func (l *life) cellOf(t time.Duration) int {
	d := t - l.c.Dialed - l.m.from
	s := l.m.sc.cell
	if d < 0 {
		return int((d - s + 1) / s)
	}
	return int(d / s)
}

// moment returns the time at which cell i begins.
func (l *life) moment(i int) time.Duration {
	return l.c.Dialed + l.m.from + time.Duration(i)*l.m.sc.cell
}

// put draws a sign in a cell of the axis. It does nothing outside the axis.
func (l *life) put(lane, i int, glyph string, k ink) {
	if i >= 0 && i <= l.n {
		l.lanes[lane].put(axisAt+i, glyph, k)
	}
}

// passed draws the signs of uncaptured bytes and TCP keepalive probes.
func (l *life) passed() {
	g := &l.m.th.Glyphs
	for _, k := range l.c.Passing.Probes {
		l.put(idleLane, l.cellOf(k.At), g.Probe, muted)
	}
	for _, m := range l.c.Passing.Missing {
		lane := receivingLane
		if m.Side == session.ByClient {
			lane = sendingLane
		}
		l.put(lane, l.cellOf(m.At), g.Gap, caution)
	}
}

// making draws the time before the connection was open: dialing, then the TLS handshake.
func (l *life) making() {
	g := &l.m.th.Glyphs
	open := l.c.Opened
	if open == 0 {
		open = l.end
	}
	hello := open
	if t := l.c.Info.TLS; t != nil {
		hello -= t.Handshake
	}
	for i := max(0, l.cellOf(l.c.Dialed)); i <= min(l.n, l.cellOf(open)-1); i++ {
		if i >= l.cellOf(hello) {
			l.put(sendingLane, i, g.Doubtful, framing)
		} else {
			l.put(sendingLane, i, g.Spent, track)
		}
	}
	l.put(sendingLane, l.cellOf(l.c.Dialed), g.Bar, framing)
}
