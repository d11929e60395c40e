package list

import (
	"strconv"

	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// The widths of the columns, in cells. From right to left, they are one cell of padding,
// the findings, framing and time, and the status. The request has the rest of the width.
const (
	findingsWidth = 5
	timingWidth   = 19 // width of framing and time together
	statusWidth   = 5
	leastTarget   = 6
)

// columns holds the positions of the columns of a list, in cells.
type columns struct {
	number  int // width of the number
	clock   int // width of the time of day, with two spaces after it; 0: not shown
	request int // first cell of the request
	target  int // width of method and target
	timing  int // width of framing and time; 0: no room
}

func (m *Model) columns() columns {
	c := columns{number: max(2, len(strconv.Itoa(m.x.total))), timing: timingWidth}
	c.request = 3 + c.number + 2
	if m.Zone() != "" {
		c.clock = clockWidth
		c.request += c.clock
	}
	c.target = m.w - 1 - findingsWidth - timingWidth - 2 - statusWidth - c.request
	if c.target < 5+leastTarget {
		c.timing = 8
		c.target += timingWidth - c.timing + 1
	}
	if c.target < 5+leastTarget {
		c.timing = 0
		c.target += 8 + 1
	}
	if c.clock > 0 && c.target < 5+leastTarget { // the request takes precedence
		c.target += c.clock
		c.request -= c.clock
		c.clock = 0
	}
	c.target = max(0, c.target)
	return c
}

// Rows returns the h rows of the pane, each w cells wide.
func (m *Model) Rows() []string {
	if m.w <= 0 || m.h <= 0 {
		return nil
	}
	kept := m.drawn.rows
	if m.drawn.from != m.from() {
		kept = nil
	}
	cols := m.columns()
	out := make([]string, 0, m.h)
	out = append(out, m.header(cols))
	feet := m.feet()
	n := m.above(feet)
	for i := m.top; i < m.top+n; i++ {
		if len(m.x.rows) == 0 && m.query != "" && i > 0 {
			words := m.noMatch()
			out = append(out, m.th.Muted.Render(m.th.Fit(words[min(i, len(words))-1], m.w)))
			continue
		}
		if i == len(m.x.rows)+1 && m.coming != "" && i < m.top+n-1 {
			out = append(out, m.th.Muted.Render(m.th.Fit("   "+m.coming, m.w)))
			continue
		}
		if i >= len(m.x.rows) {
			out = append(out, text.Spaces(m.w))
			continue
		}
		out = append(out, m.draw(m.x.rows[i], cols, kept))
	}
	for _, f := range feet {
		out = append(out, f.draw(m.th, m.w)...)
	}
	return out[:min(len(out), m.h)]
}

// noMatch returns the rows that the list shows if the filter matches no exchange. The
// last row is blank.
func (m *Model) noMatch() []string {
	words := "no match; esc shows all"
	if m.busy {
		words = "no match; / edits the filter"
	}
	if name := m.Unknown(); name != "" {
		words += ". " + text.Safe(name) + ": unknown key; available: " + Keys.Names()
	}
	rows := text.Wrap(words, max(1, m.w-4))
	for i, r := range rows {
		rows[i] = "   " + r
	}
	return append(rows, "")
}

func (m *Model) header(c columns) string {
	s := text.Spaces(3) + text.Right("#", c.number) + "  " + text.Pad(m.zoneIn(c.clock), c.clock) + text.Pad("request", c.target) + text.Right("status", statusWidth)
	switch {
	case c.timing == timingWidth:
		s += "  framing" + text.Right("time", timingWidth-len("framing"))
	case c.timing > 0:
		s += text.Right("time", c.timing+1)
	}
	// the heading "status" is one cell wider than its column, so "request" gets one cell
	// less
	if c.target > len("request") {
		s = text.Spaces(3) + text.Right("#", c.number) + "  " + text.Pad(m.zoneIn(c.clock), c.clock) + text.Pad("request", c.target-1) + s[3+c.number+2+c.clock+c.target:]
	}
	return m.th.Muted.Render(m.th.Fit(s, m.w))
}

func (m *Model) draw(r row, cols columns, kept map[row]string) string {
	switch r.ex {
	case blank:
		return text.Spaces(m.w)
	case none:
		words := "   no exchange"
		switch c := m.rec.Conn(int(r.conn)); {
		case c.Waiting == 1:
			words = "   1 request waiting for the connection"
		case c.Waiting > 1:
			words = "   " + format.Count(c.Waiting, "request") + " waiting for the connection"
		case c.State.Open() || c.State == record.Connecting:
			words += " yet"
		}
		return m.th.Muted.Render(m.th.Fit(words, m.w))
	case heading:
		return m.drawHeading(r)
	}
	if s, ok := kept[r]; ok {
		return s
	}
	return m.drawExchange(r, cols)
}

// drawn holds the rows of exchanges that Refresh drew. While only time passes, no row is
// drawn again.
type drawn struct {
	from from
	rows map[row]string
}

// from holds all values that the row of a complete exchange depends on.
type from struct {
	th      *theme.Theme
	applied int
	w       int
	chosen  row
	marks   int
	focus   bool
	zone    zone
}

func (m *Model) from() from {
	f := from{m.th, 0, m.w, m.chosen, m.marks, m.focus, m.zone}
	if m.rec != nil {
		f.applied = m.rec.Applied
	}
	return f
}

// Refresh draws and stores the visible rows of complete exchanges. Call it at the end of
// an update, because Rows does not store them.
func (m *Model) Refresh() {
	if f := m.from(); m.drawn.from != f || m.drawn.rows == nil {
		m.drawn = drawn{f, make(map[row]string, m.h)}
	}
	cols := m.columns()
	end := min(m.top+m.visible(), len(m.x.rows))
	for i := m.top; i < end; i++ {
		r := m.x.rows[i]
		if _, ok := m.drawn.rows[r]; !ok && r.ex > 0 && m.rec.Exchange(int(r.ex)).Done {
			m.drawn.rows[r] = m.drawExchange(r, cols)
		}
	}
}
