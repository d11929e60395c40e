package list

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

func (m *Model) drawHeading(r row) string {
	th, cursor := m.th.Row(r == m.chosen, m.focus)
	c := m.rec.Conn(int(r.conn))
	name := "connection " + strconv.Itoa(c.ID)
	origin := ""
	if m.rec.Moved() {
		name, origin = m.origin(c)
	}
	sign, said, right := m.state(c)
	if at := m.timeOfConn(c); at != "" {
		right = at
	}
	style := th.Muted
	if c == m.head.Conn && c.State.Open() {
		style = m.head.Style
		if r == m.chosen {
			style = th.Text
		}
	} else if c.State == record.Failed {
		style = th.Race
	}
	room := m.w - 4 - text.Width(name) - text.Width(origin) - 2
	k, head := text.Width(right), text.Width(sign)+2
	state := said(room - k - head)
	switch cut := text.Width(state) > room-k-head; {
	case c.State.Open() && text.Width(said(room-head)) > text.Width(state): // the state takes precedence over the age
		right, k, state = "", 0, said(room-head)
	case cut && text.Width(said(room-head)) <= room-head: // how the connection ended takes precedence over the time of the end
		right, k, state = "", 0, said(room-head)
	case k > 0 && k+2 > room-text.Width(sign)-1-8:
		right, k, state = "", 0, said(room-head)
	}
	room -= k
	signStyle := style
	if c.State == record.Ended && ending.Faulty(&c.Close.Ending) {
		signStyle = th.Race
	}
	if s, _ := record.Worst(c.Findings); s >= wire.SeverityWarning && c.State == record.Ended {
		sign, signStyle = words.Severity(th, s)
	}
	if room <= text.Width(sign) {
		sign = ""
	}
	room = max(0, room-text.Width(sign))
	var b []byte
	b = th.Text.Append(b, " ")
	b = append(b, cursor...)
	b = th.Text.Append(b, " ")
	b = th.Strong.Append(b, name)
	b = th.Text.Append(b, origin)
	b = th.Text.Append(b, "  ")
	b = signStyle.Append(b, sign)
	b = style.Append(b, text.Pad(th.Cut(" "+state, max(0, room-1)), room))
	b = th.Muted.Append(b, right)
	return string(th.Text.Append(b, " "))
}

// stateWidth is the minimum width, in cells, that is left for a connection's state beside
// its origin.
const stateWidth = 13

// origin returns the name and the origin of a connection, shortened to fit beside its
// state.
func (m *Model) origin(c *record.Connection) (name, origin string) {
	name = "connection " + strconv.Itoa(c.ID)
	origin = strings.TrimPrefix(text.Safe(c.Target), "http://")
	room := m.w - 4 - 2 - 2 - stateWidth
	if c.State == record.Ended && c.Close.Phase == session.PhaseIdle { // an idle close, shown with its idle time
		room -= 1 + text.Width(words.Idle(&c.Close.Ending))
	}
	for _, short := range []string{"conn " + strconv.Itoa(c.ID), strconv.Itoa(c.ID)} {
		if text.Width(name)+text.Width(origin) > room {
			name = short
		}
	}
	if _, host, ok := strings.Cut(origin, "://"); ok && text.Width(name)+text.Width(origin) > room {
		origin = host
	}
	return name, "  " + m.th.Cut(origin, max(1, room-text.Width(name)))
}

// stateWords maps the states of connections to texts. It is used for connections whose
// state is not shown at the top of the screen.
var stateWords = map[record.State]string{
	record.Connecting: "connecting", record.Unused: "open, unused", record.Sending: "sending", record.Awaiting: "awaiting the response",
	record.Idle: "open, idle", record.Closing: "closing", record.Tunneling: "tunnel",
}

// state returns a connection's glyph, a function that returns its state in at most w
// cells, and the text at the right edge, such as how long the connection existed, or how
// long it was idle before its end.
func (m *Model) state(c *record.Connection) (sign string, said func(w int) string, right string) {
	g := &m.th.Glyphs
	is := func(ways ...string) func(int) string { return func(w int) string { return words.Fit(w, ways...) } }
	switch {
	case c.State == record.Failed && c.Failure.Kind == session.DialRefused:
		return g.Error, is(string(c.Failure.Kind), "refused"), ""
	case c.State == record.Failed:
		return g.Error, is(string(c.Failure.Kind)), ""
	case c.Passing.Unfollowed && c.State != record.Ended:
		return g.Closed, is("no longer followed", "not followed"), ""
	case c.State != record.Ended:
		if c.State.Open() {
			right = "up " + format.Clock(c.Age(m.now))
		}
		if len(c.Exchanges) == 0 && c.State == record.Unused {
			return g.Open, is("open"), ""
		}
		switch e := c.Oldest(); {
		case c == m.head.Conn:
		case c.OutOfStep && c.State == record.Idle:
			return g.Error, is("out of step, not reusable", "out of step"), right
		case e != nil && e.FramingLost():
			return g.Error, is("framing lost, not reusable", "framing lost"), right
		default:
			return g.Open, is(stateWords[c.State]), right
		}
		return m.head.Sign, is(m.head.Words, m.head.Few), right
	case c.Close.Phase == session.PhaseIdle:
		right = words.Idle(&c.Close.Ending)
	case len(c.Close.Lost) > 0:
		right = strconv.Itoa(len(c.Close.Lost)) + " lost"
	}
	said = func(w int) string { return words.Subject(&c.Close.Ending, w) }
	if ending.Faulty(&c.Close.Ending) {
		return g.Error, said, right
	}
	return g.Closed, said, right
}
