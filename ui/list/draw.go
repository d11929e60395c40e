package list

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire"
)

// Columns, from the right: one cell of padding, the findings, framing and time,
// the status. What is left is the request's.
const (
	findingsWidth = 5
	timingWidth   = 19 // framing and time together
	statusWidth   = 5
	leastTarget   = 6
)

// columns says where the columns of a list of that width begin and end.
type columns struct {
	number  int // width of the number
	request int // where the request begins
	target  int // cells for method and target
	timing  int // cells for framing and time; 0: no room
}

func (m *Model) columns() columns {
	c := columns{number: max(2, len(strconv.Itoa(m.x.total))), timing: timingWidth}
	c.request = 3 + c.number + 2
	c.target = m.w - 1 - findingsWidth - timingWidth - 2 - statusWidth - c.request
	if c.target < 5+leastTarget {
		c.timing = 8
		c.target += timingWidth - c.timing + 1
	}
	if c.target < 5+leastTarget {
		c.timing = 0
		c.target += 8 + 1
	}
	c.target = max(0, c.target)
	return c
}

// Rows are the rows of the pane, h of them, w cells each.
func (m *Model) Rows() []string {
	if m.w <= 0 || m.h <= 0 {
		return nil
	}
	m.refresh()
	cols := m.columns()
	out := make([]string, 0, m.h)
	out = append(out, m.header(cols))
	n := m.visible()
	for i := m.top; i < m.top+n; i++ {
		if i == 1 && len(m.x.rows) == 0 && m.query != "" {
			out = append(out, m.th.Muted.Render(m.th.Fit("   no exchange matches; esc shows all", m.w)))
			continue
		}
		if i >= len(m.x.rows) {
			out = append(out, text.Spaces(m.w))
			continue
		}
		out = append(out, m.draw(m.x.rows[i], cols))
	}
	if m.hasFoot() {
		out = append(out, m.footRows()...)
	}
	return out[:min(len(out), m.h)]
}

func (m *Model) header(c columns) string {
	s := text.Spaces(3) + text.Right("#", c.number) + "  " + text.Pad("request", c.target) + text.Right("status", statusWidth)
	switch {
	case c.timing == timingWidth:
		s += "  framing" + text.Right("time", timingWidth-len("framing"))
	case c.timing > 0:
		s += text.Right("time", c.timing+1)
	}
	// status is a cell wider than its column: the request gives it up
	if c.target > len("request") {
		s = text.Spaces(3) + text.Right("#", c.number) + "  " + text.Pad("request", c.target-1) + s[3+c.number+2+c.target:]
	}
	return m.th.Muted.Render(m.th.Fit(s, m.w))
}

func (m *Model) draw(r row, cols columns) string {
	switch r.ex {
	case blank:
		return text.Spaces(m.w)
	case none:
		words := "   no exchange"
		if c := m.rec.Conn(int(r.conn)); c.State.Open() || c.State == record.Connecting {
			words += " yet"
		}
		return m.th.Muted.Render(m.th.Fit(words, m.w))
	case heading:
		return m.drawHeading(r)
	}
	if s, ok := m.drawn.rows[r]; ok {
		return s
	}
	s := m.drawExchange(r, cols)
	if m.rec.Exchange(int(r.ex)).Done {
		m.drawn.rows[r] = s
	}
	return s
}

// drawn are the rows of exchanges that nothing has changed since: when only
// time has passed, none of them is drawn again.
type drawn struct {
	from from
	rows map[row]string
}

// from is all that the row of an exchange that is done depends on.
type from struct {
	th      *theme.Theme
	applied int
	w       int
	chosen  row
	marked  int
	focus   bool
}

func (m *Model) refresh() {
	f := from{m.th, 0, m.w, m.chosen, m.marked, m.focus}
	if m.rec != nil {
		f.applied = m.rec.Applied
	}
	if m.drawn.from != f || m.drawn.rows == nil {
		m.drawn = drawn{f, make(map[row]string, m.h)}
	}
}

// ink is the theme for a row, and its cursor.
func (m *Model) ink(r row) (th *theme.Theme, cursor string) {
	if r != m.chosen {
		return m.th, " "
	}
	th = m.th.Selected
	if m.focus {
		return th, th.Key.Render(th.Glyphs.Cursor)
	}
	return th, th.Muted.Render(th.Glyphs.Cursor)
}

func (m *Model) drawHeading(r row) string {
	th, cursor := m.ink(r)
	c := m.rec.Conn(int(r.conn))
	name := "connection " + strconv.Itoa(c.ID)
	sign, words, right := m.state(c)
	style := th.Muted
	if c == m.rec.Current() && c.State.Open() {
		style = m.head.Style
		if r == m.chosen {
			style = th.Text
		}
	} else if c.State == record.Failed {
		style = th.Race
	}
	room := m.w - 4 - text.Width(name) - 2
	if k := text.Width(right); k > 0 && k+2 <= room-text.Width(sign)-1-8 {
		room -= k
	} else {
		right = ""
	}
	words = text.Pad(th.Cut(sign+" "+words, max(0, room-1)), max(0, room))
	var b []byte
	b = th.Text.Append(b, " ")
	b = append(b, cursor...)
	b = th.Text.Append(b, " ")
	b = th.Strong.Append(b, name)
	b = th.Text.Append(b, "  ")
	b = style.Append(b, words)
	b = th.Muted.Append(b, right)
	return string(th.Text.Append(b, " "))
}

// state is the sign and words of a connection and, for the right, how long it
// lived or was idle before it ended.
func (m *Model) state(c *record.Connection) (sign, words, right string) {
	g := &m.th.Glyphs
	switch {
	case c.State == record.Failed:
		return g.Error, string(c.Failure.Kind), ""
	case c.State != record.Ended:
		if c.State.Open() {
			right = text.Clock(c.Age(m.now))
		}
		if len(c.Exchanges) == 0 && c.State == record.Unused {
			return g.Open, "open", ""
		}
		return m.head.Sign, m.head.Words, right
	case c.Close.Phase == session.PhaseIdle:
		right = text.Exact(c.Close.Idle) + " idle"
	case len(c.Close.Lost) > 0:
		right = strconv.Itoa(len(c.Close.Lost)) + " lost"
	}
	return g.Closed, Ended(c.Close), right
}

// Ended is who ended a connection and how, in few words: "server closed (FIN)".
func Ended(c session.Closed) string {
	switch c.How {
	case session.HowFIN:
		return string(c.By) + " closed (FIN)"
	case session.HowReset:
		return string(c.By) + " reset (RST)"
	case session.HowCloseNotify:
		return string(c.By) + " closed (close_notify)"
	}
	return string(c.By) + " " + string(c.How)
}

func (m *Model) drawExchange(r row, cols columns) string {
	th, cursor := m.ink(r)
	e := m.rec.Exchange(int(r.ex))
	plain := th.Text
	if r == m.chosen {
		plain = th.Strong
	}
	mark := " "
	if int(r.ex) == m.marked {
		mark = "m"
	}
	var b []byte
	b = th.Text.Append(b, " ")
	b = append(b, cursor...)
	b = th.Key.Append(b, mark)
	num := th.Muted
	if r == m.chosen {
		num = th.Strong
	}
	b = num.Append(b, text.Right(strconv.Itoa(e.ID), cols.number))
	b = plain.Append(b, "  "+th.Fit(request(e), cols.target))
	b = statusStyle(th, e).Append(b, text.Right(statusWord(e), statusWidth))
	b = m.timing(b, th, plain, e, cols.timing)
	b = m.findings(b, th, e)
	b = th.Text.Append(b, " ")
	return string(b)
}

func request(e *record.Exchange) string {
	if !e.Requested {
		return "     not asked for"
	}
	return text.Pad(text.Safe(e.Method), 4) + " " + text.Safe(e.Target)
}

func statusWord(e *record.Exchange) string {
	switch {
	case e.Facts.Status > 0:
		return strconv.Itoa(e.Facts.Status)
	case e.Done:
		return "lost"
	}
	return ""
}

func statusStyle(th *theme.Theme, e *record.Exchange) theme.Style {
	switch e.Facts.Status / 100 {
	case 0:
		return th.Race
	case 2:
		return th.OK
	case 3, 4:
		return th.Caution
	case 5:
		return th.Race
	}
	return th.Muted
}

// timing is framing and time, or, before the response has come, that it is
// awaited and for how long.
func (m *Model) timing(b []byte, th *theme.Theme, plain theme.Style, e *record.Exchange, w int) []byte {
	if w == 0 {
		return b
	}
	words, style, took := Framing(e), th.Text, text.Duration(e.LastByte-e.Started)
	switch {
	case !e.Requested:
		took = ""
	case e.Done && e.FirstByte == 0:
		words, style, took = th.Glyphs.Error+" no response", th.Race, ""
	case e.Done && !e.Facts.Complete:
		words, style = th.Glyphs.Error+" "+Incomplete(e), th.Race
	case !e.Done && e.FirstByte == 0:
		words, style, took = th.Glyphs.Waiting+" awaiting", th.Muted, text.Clock(m.now-e.Started)
	case !e.Done:
		words, style, took = th.Glyphs.Busy+" "+text.Bytes(e.Facts.ContentBytes), th.Content, text.Clock(m.now-e.Started)
	}
	if w < timingWidth {
		words, w = "", w-1
	}
	room := w - text.Width(took)
	if text.Width(words) >= room {
		words = strings.Replace(words, "length ", "len ", 1)
	}
	if words != "" {
		b = th.Text.Append(b, "  ")
		b = style.Append(b, text.Pad(th.Cut(words, max(0, room-1)), max(0, room)))
	} else {
		b = th.Text.Append(b, text.Spaces(room+2))
	}
	return plain.Append(b, took)
}

// Framing is how the body was framed and how long it was: "length 512",
// "chunked 5", "no body".
func Framing(e *record.Exchange) string {
	word := framingWord(e.Facts.Framing())
	switch e.Facts.Framing() {
	case wire.LengthDelimited:
		return word + " " + text.Bytes(e.Facts.Length)
	case wire.Chunked:
		return word + " " + text.Number(e.Facts.ChunkCount)
	}
	return word
}

// Incomplete is how much of a message that was cut short has come.
func Incomplete(e *record.Exchange) string {
	if e.Facts.Length >= 0 && e.Facts.Framing() == wire.LengthDelimited {
		return text.Bytes(e.Facts.ContentBytes) + " of " + text.Bytes(e.Facts.Length)
	}
	if e.Facts.Framing() == wire.Undecided {
		return "cut short"
	}
	return text.Bytes(e.Facts.ContentBytes) + ", cut"
}

func (m *Model) findings(b []byte, th *theme.Theme, e *record.Exchange) []byte {
	s, n := e.Worst()
	if n == 0 {
		return th.Text.Append(b, text.Spaces(findingsWidth))
	}
	sign, style := Severity(th, s)
	return style.Append(b, text.Right(sign+" "+strconv.Itoa(min(n, 99)), findingsWidth))
}

// Severity is the sign of a severity and the style of what is said about it.
func Severity(th *theme.Theme, s wire.Severity) (sign string, style theme.Style) {
	switch s {
	case wire.Error:
		return th.Glyphs.Error, th.RaceStrong
	case wire.Warning:
		return th.Glyphs.Warning, th.CautionStrong
	}
	return th.Glyphs.Note, th.Muted
}

// footRows are a rule and the newest finding in words.
func (m *Model) footRows() []string {
	th, e := m.th, m.newest.ex
	s, n := e.Worst()
	sign, style := Severity(th, s)
	count := sign + " " + strconv.Itoa(n)
	var words string
	for _, f := range e.Findings {
		if session.SeverityOf(f.Code) == s {
			rule, _ := session.Lookup(f.Code)
			words = "exchange " + strconv.Itoa(e.ID) + ": " + rule.Text + " (" + string(f.Code) + ")"
			break
		}
	}
	rule := " " + th.Rule.Render(text.Repeat(th.Glyphs.Horizontal, m.w-2)) + " "
	return []string{rule, " " + style.Render(count) + "  " + th.Muted.Render(th.Fit(words, m.w-4-text.Width(count))) + " "}
}
