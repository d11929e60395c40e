package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/keys"
	"linger/ui/projector"
	"linger/ui/text"
	"linger/wire/format"
)

// projecting is the very large countdown in the place of everything. Keys mean
// what they always mean; those that would open something else leave it.
type projecting struct{}

func (projecting) press(m *Model, k tea.KeyPressMsg) (tea.Cmd, bool) {
	b := keys.Find(k.String())
	switch {
	case b == nil:
		return nil, true
	case b.Action == keys.Projector:
		return m.leave(), true
	case b.Action == keys.Help || b.Action == keys.Edit || b.Action == keys.Scenarios || b.Action == keys.Timeline:
		m.over = nil
	}
	return nil, false
}

func (p projecting) hints(s keys.State) []keys.Hint {
	first := []keys.Hint{{Action: keys.Send}, {Action: keys.Wait}}
	switch {
	case s.Working:
		first = []keys.Hint{{Action: keys.Back, Words: "stop"}, {Action: keys.Send}}
	case s.Ended:
		first = []keys.Hint{{Action: keys.Send, Words: "reconnect and send"}}
	}
	return append(first, []keys.Hint{{Action: keys.Reconnect}, {Action: keys.Projector, Words: "back"}, {Action: keys.Help}}...)
}

func (p projecting) draw(m *Model, rows []string) {
	c := m.clockView()
	words, style := c.Words()
	digits, label := c.Digits()
	lead, rest, leadStyle := c.Told()
	sign, _ := c.State()
	s := projector.Scene{
		Header: c.Header(),
		Left:   projector.Number{Label: label, Digits: digits, Unit: "s", Style: m.zoneStyle(&c), Words: words, Below: style},
		Right:  projector.Number{Label: "max", Digits: "-", Style: m.th.Accent, Words: c.MaxWords(), Below: m.th.Strong},
		Bar:    c.Bar, Sign: sign, Lead: lead, Rest: rest, Style: leadStyle,
		Footer: rows[m.plan.Keys],
	}
	if m.noticed() != "" {
		s.Lead, s.Rest, s.Style = m.noticed(), "", m.th.Caution
	}
	g := &m.th.Glyphs
	if conn := m.watched(); conn != nil {
		if conn.Budget.HasMax && conn.Budget.Applies {
			s.Right.Digits = itoa(int(min(conn.Budget.Max, 999)))
		}
		if conn.State.Open() {
			s.Under = "idle " + format.Idle(conn.IdleFor(m.slow))
		}
		s.Exchange = lately(conn, g.Sent)
	}
	if c.Counting() {
		s.Zones = "caution 1 s " + g.Caution + "   race " + g.Race
	}
	copy(rows, projector.Rows(m.th, m.w, m.h, s))
}

// lately is the newest exchange of a connection: its number, what it was, and
// what became of the connection.
func lately(c *record.Connection, arrow string) (parts [3]string) {
	e := c.Last()
	if e == nil {
		return [3]string{"", "no exchange yet"}
	}
	parts[0], parts[1] = itoa(e.ID), text.Safe(e.Method+" "+e.Target)
	switch {
	case !e.Done:
		return parts
	case e.Facts.Status == 0:
		parts[1] += " " + arrow + " no response"
		return parts
	}
	parts[1] += " " + arrow + " " + itoa(e.Facts.Status)
	if phrase, ok := e.ReasonPhrase(); ok {
		parts[1] += " " + text.Safe(phrase)
	}
	switch {
	case c.State == record.Ended: // the state says so already
	case e.Reason.Persistent():
		parts[2] = "stays open"
	default:
		parts[2] = "closes"
	}
	return parts
}
