package pairs

import (
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// These are the widths of the columns, in cells.
const (
	sideWidth    = 16
	countWidth   = 5
	idleWidth    = 8
	limitWidth   = 10 // width of the bar, without its deadline
	findingWidth = 5
	portWidth    = 6
	addressWidth = 21
	leastStory   = 16
)

// columns holds the widths of the columns that fit in the list.
type columns struct {
	number, client, side, count, idle, limit, story int // width in cells; 0 if the column is not shown
}

func (m *Model) columns() columns {
	c := columns{number: max(4, len(strconv.Itoa(m.x.seen))), side: sideWidth, count: countWidth, idle: idleWidth}
	room := func() int {
		used := 3 + c.number + 2 + 2*(c.side+2) + c.count + c.idle + 2 + findingWidth + 1
		if c.client > 0 {
			used += c.client + 2
		}
		if c.limit > 0 {
			used += c.limit + 3
		}
		return m.w - used
	}
	c.story = room()
	if c.client = portWidth; m.peer.many {
		c.client = addressWidth
	}
	if c.limit = limitWidth; room() < 2*leastStory {
		c.limit = 0
	}
	if room() < leastStory {
		c.client = 0
	}
	if room() < leastStory {
		c.count = 0
	}
	if room() < leastStory/2 {
		c.side = 8
	}
	if room() < leastStory/2 {
		c.idle = 0
	}
	c.story = max(0, room())
	return c
}

// Rows returns the h rows of the pane, each w cells wide.
func (m *Model) Rows() []string {
	if m.w <= 0 || m.h <= 0 {
		return nil
	}
	cols := m.columns()
	out := make([]string, 0, m.h)
	out = append(out, m.header(cols), m.all())
	for i := range m.visible() {
		switch place := m.top + i; {
		case place < m.x.length():
			out = append(out, m.draw(m.rec.Conn(m.x.at(place)), cols))
		case m.x.length() == 0 && m.query == "" && m.relay:
			out = append(out, m.pointing(i))
		case place == m.x.length() && m.counts():
			out = append(out, m.th.Muted.Render(m.th.Fit(m.discarded(), m.w)))
		case i == 0 && m.query != "":
			out = append(out, m.th.Muted.Render(m.th.Fit(m.noMatch(), m.w)))
		default:
			out = append(out, text.Spaces(m.w))
		}
	}
	return out[:min(len(out), m.h)]
}

// discarded returns a row with the number of connections that the record has dropped.
func (m *Model) discarded() string {
	return "   " + format.Count(m.x.forgotten.Connections, "older "+m.Noun()) + " discarded to limit memory"
}

// pointing returns row i of the text that explains how to make programs use the relay.
// The list shows this text until the first program connects.
func (m *Model) pointing(i int) string {
	start := &m.rec.Start
	target, _, err := session.ParseTarget(start.Target)
	ways := words.Pointing(start.Via, target)
	switch {
	case err != nil || i == 0 || i > len(ways)+3:
		return text.Spaces(m.w)
	case i == 1:
		return m.th.Muted.Render(m.th.Fit("   Point a program at the relay. It still uses the server's name:", m.w))
	case i == 2 || i == len(ways)+3:
		return text.Spaces(m.w)
	}
	way := ways[i-3]
	label := text.Pad("   "+way[0], 13)
	return m.th.Muted.Render(label) + m.th.Text.Render(m.th.Fit(text.Safe(way[1]), max(0, m.w-len(label))))
}

// noMatch returns the row that the list shows if the filter matches no connection.
func (m *Model) noMatch() string {
	if name := m.Unknown(); name != "" {
		return "   no match: unknown key " + text.Safe(name) + "; available: " + Keys.Names()
	}
	return "   no " + m.Noun() + " matches; esc shows all"
}

func (m *Model) header(c columns) string {
	s := text.Spaces(3) + text.Right("#", c.number) + "  "
	if c.client > 0 {
		s += text.Pad("client", c.client+2)
	}
	left, right := "client side", "server side"
	if c.side < sideWidth {
		left, right = "client", "server"
	}
	s += text.Pad(left, c.side+2) + text.Pad(right, c.side+2)
	if c.count > 0 {
		s += text.Right("exch", c.count)
	}
	if c.idle > 0 {
		s += text.Right("idle", c.idle)
	}
	s += "  "
	if c.limit > 0 {
		s += text.Pad("limit", c.limit+3)
	}
	return m.th.Muted.Render(m.th.Fit(s+"what happened", m.w))
}

// all returns the row that represents all connections together.
func (m *Model) all() string {
	th, cursor := m.th.Row(m.chosen == 0, m.focus)
	t := &m.x.totals
	var b []byte
	b = th.Text.Append(b, " ")
	b = append(b, cursor...)
	name := text.Pad(" all "+m.Noun()+"s", 20)
	state := format.Number(int64(t.Open)) + " open, " + format.Number(int64(t.Ended)) + " ended"
	if t.Unfollowed > 0 {
		state += ", " + format.Number(int64(t.Unfollowed)) + " not followed"
	}
	lead := name + text.Pad(state, 24)
	tail := "  9 Learned "
	b = th.Strong.Append(b, th.Cut(lead, m.w-2))
	used := 2 + min(text.Width(lead), m.w-2)
	add := func(style theme.Style, s string) {
		if used+text.Width(s)+2+len(tail) <= m.w {
			b = style.Append(b, s)
			b = th.Text.Append(b, "  ")
			used += text.Width(s) + 2
		}
	}
	if t.Lost > 0 {
		add(th.RaceStrong, th.Glyphs.Error+" "+format.Number(int64(t.Lost))+" lost")
	}
	for _, f := range []struct {
		n int
		s wire.Severity
	}{{t.Errors, wire.SeverityError}, {t.Warnings, wire.SeverityWarning}, {t.Notes, wire.SeverityNote}} {
		if f.n > 0 {
			sign, style := words.Severity(th, f.s)
			add(style, sign+" "+format.Number(int64(f.n)))
		}
	}
	if used+len(tail) <= m.w {
		b = th.Text.Append(b, text.Spaces(m.w-used-len(tail)))
		b = th.Key.Append(b, "  9")
		return string(th.Muted.Append(b, " Learned "))
	}
	return string(th.Text.Append(b, text.Spaces(m.w-used)))
}

func (m *Model) draw(c *record.Connection, cols columns) string {
	th, cursor := m.th.Row(c.ID == m.chosen, m.focus)
	plain, number := th.Text, th.Muted
	if c.ID == m.chosen {
		plain, number = th.Strong, th.Strong
	}
	p := words.Pair{Conn: c, Now: m.now, Relay: m.relay}
	b := make([]byte, 0, 4*m.w)
	b = th.Text.Append(b, " ")
	b = append(b, cursor...)
	b = th.Text.Append(b, " ")
	b = number.Append(b, text.Right(strconv.Itoa(c.ID), cols.number)+"  ")
	if cols.client > 0 {
		b = th.Muted.Append(b, th.Fit(m.peer.client(c), cols.client)+"  ")
	}
	b = side(b, th, p.Side(session.ByClient), cols.side)
	b = side(b, th, p.Side(session.ByServer), cols.side)
	if cols.count > 0 {
		b = plain.Append(b, text.Right(th.Cut(exchanges(c), cols.count), cols.count))
	}
	if cols.idle > 0 {
		b = th.Text.Append(b, text.Right(idleTime(p, th), cols.idle))
	}
	b = th.Text.Append(b, "  ")
	if cols.limit > 0 {
		b = m.limit(b, th, c, cols.limit)
	}
	ways, bad := p.Story()
	style := th.Muted
	if bad {
		style = th.Race
	}
	b = style.Append(b, th.Fit(words.Fit(cols.story, ways...), cols.story))
	b = m.worst(b, th, &m.x.entries[c.ID].now)
	return string(th.Text.Append(b, " "))
}

// side appends to b the state of one side of a connection, with a coloured sign.
func side(b []byte, th *theme.Theme, s words.SideState, w int) []byte {
	sign, style := s.Sign.Glyph(th)
	b = style.Append(b, sign)
	if s.Sign != words.SignError {
		style = th.Text
	}
	return style.Append(b, " "+th.Fit(s.Words, w-2)+"  ")
}

// exchanges returns the number of exchanges on a connection, or a dot if linger cannot
// decode the connection.
func exchanges(c *record.Connection) string {
	if c.Passing.Opaque {
		return "·"
	}
	return strconv.Itoa(c.Past.Exchanges + len(c.Exchanges))
}

func idleTime(p words.Pair, th *theme.Theme) string {
	d, ok := p.IdleFor()
	switch {
	case !ok:
		return th.Glyphs.NotAsked
	case len(p.Conn.Passing.Ends) == 0:
		return inCells(d, th, format.Idle(d))
	}
	return inCells(d, th, format.Exactly(d))
}

// inCells returns d as text. It returns said, the usual form, if that fits in the column,
// and a shorter form otherwise.
func inCells(d time.Duration, th *theme.Theme, said string) string {
	hours := format.Number(int64(d/time.Hour)) + " h"
	const w = idleWidth - 1 // leave a space to the left
	return th.Cut(words.Fit(w, said, format.Duration(d), format.Number(int64(d/time.Second))+" s", hours), w)
}

// limit appends the bar of the remaining idle time to b. If no limit is known, it appends
// spaces.
func (m *Model) limit(b []byte, th *theme.Theme, c *record.Connection, w int) []byte {
	g := &th.Glyphs
	l := m.rec.Limit(c)
	_, idle := words.Pair{Conn: c, Now: m.now}.IdleFor()
	ended := len(c.Passing.Ends) > 0 && idle
	if !ended && !l.Known() {
		return th.Text.Append(b, text.Spaces(w+3))
	}
	left := 0
	if l.Known() && !ended {
		left = min(w, max(0, int(float64(l.EndAt()-m.now)/float64(l.End)*float64(w)+0.999)))
	}
	race := min(left, 1)
	b = th.Track.Append(b, text.Repeat(g.Spent, w-left))
	b = th.OK.Append(b, text.Repeat(g.Safe, left-race))
	b = th.Race.Append(b, text.Repeat(g.Race, race))
	return th.Muted.Append(b, g.Deadline+"  ")
}

// worst appends the sign of the connection's most severe kind of problem to b, and the
// number of such problems.
func (m *Model) worst(b []byte, th *theme.Theme, n *connCounts) []byte {
	s, count := wire.SeverityNote, n.notes
	switch {
	case n.errors > 0:
		s, count = wire.SeverityError, n.errors
	case n.lost > 0:
		s, count = wire.SeverityError, n.lost
	case n.failed:
		s, count = wire.SeverityError, 1
	case n.warnings > 0:
		s, count = wire.SeverityWarning, n.warnings
	case count == 0:
		return th.Text.Append(b, text.Spaces(findingWidth))
	}
	sign, style := words.Severity(th, s)
	return style.Append(b, text.Right(sign+" "+strconv.Itoa(min(count, 99)), findingWidth))
}
