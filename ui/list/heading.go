package list

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// shorter are the ways to end, named in few words.
var shorter = strings.NewReplacer(" closed (FIN)", " FIN", " reset (RST)", " RST", " closed (close_notify)", " close_notify", " connection refused", " refused")

func (m *Model) drawHeading(r row) string {
	th, cursor := m.ink(r)
	c := m.rec.Conn(int(r.conn))
	name := "connection " + strconv.Itoa(c.ID)
	origin := ""
	if m.rec.Moved() {
		name, origin = m.origin(c)
	}
	sign, words, right := m.state(c)
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
	words = sign + " " + words
	k := text.Width(right)
	if text.Width(words) > room-k-1 { // the long way to end has a short name
		words = strings.Replace(words, " closed (close_notify)", " close_notify", 1)
	}
	if text.Width(words) > room-1 {
		words = shorter.Replace(words)
	}
	if text.Width(words) > room-1 && c.State == record.Ended {
		words = sign + " " + string(c.Close.By)
	}
	switch cut := text.Width(words) > room-k-1; {
	case cut && text.Width(words) <= room-1: // how it ended says more than after how long
		right, k = "", 0
	case k > 0 && k+2 > room-text.Width(sign)-1-8:
		right, k = "", 0
	}
	room -= k
	words = text.Pad(th.Cut(words, max(0, room-1)), max(0, room))
	signStyle := style
	if c.Broken() {
		signStyle = th.Race
	}
	if s, _ := record.Worst(c.Findings); s >= wire.SeverityWarning && c.State == record.Ended {
		words = strings.TrimPrefix(words, sign)
		sign, signStyle = Severity(th, s)
		words = sign + words
	}
	var b []byte
	b = th.Text.Append(b, " ")
	b = append(b, cursor...)
	b = th.Text.Append(b, " ")
	b = th.Strong.Append(b, name)
	b = th.Text.Append(b, origin)
	b = th.Text.Append(b, "  ")
	if rest, ok := strings.CutPrefix(words, sign); ok {
		b = signStyle.Append(b, sign)
		words = rest
	}
	b = style.Append(b, words)
	b = th.Muted.Append(b, right)
	return string(th.Text.Append(b, " "))
}

// stateWidth is what the state of a connection has at least beside its origin.
const stateWidth = 13

// origin is the name of a connection and its origin, where there are several: as
// much of both as the state leaves room for.
func (m *Model) origin(c *record.Connection) (name, origin string) {
	name = "connection " + strconv.Itoa(c.ID)
	origin = text.Safe(c.Target)
	room := m.w - 4 - 2 - 2 - stateWidth
	if text.Width(name)+text.Width(origin) > room {
		name = strconv.Itoa(c.ID)
	}
	if _, host, ok := strings.Cut(origin, "://"); ok && text.Width(name)+text.Width(origin) > room {
		origin = host
	}
	return name, "  " + m.th.Cut(origin, max(1, room-text.Width(name)))
}

// stateWords are what a connection is doing whose clock is not the one shown.
var stateWords = map[record.State]string{
	record.Connecting: "connecting", record.Unused: "open, not used yet", record.Sending: "sending", record.Awaiting: "awaiting the response",
	record.Idle: "open, idle", record.Closing: "closing", record.Tunneling: "tunnel",
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
			right = format.Clock(c.Age(m.now))
		}
		if len(c.Exchanges) == 0 && c.State == record.Unused {
			return g.Open, "open", ""
		}
		if c != m.head.Conn {
			return g.Open, stateWords[c.State], right
		}
		return m.head.Sign, m.head.Words, right
	case c.Close.Phase == session.PhaseIdle:
		right = format.Exactly(c.Close.Idle) + " idle"
	case len(c.Close.Lost) > 0:
		right = strconv.Itoa(len(c.Close.Lost)) + " lost"
	}
	if c.Broken() {
		return g.Error, Ended(c.Close), right
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
