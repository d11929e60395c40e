package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/keys"
	"linger/ui/projector"
	"linger/ui/text"
	"linger/wire/format"
)

// A projectorOverlay is the very large countdown in the place of everything.
// Keys mean what they always mean.
type projectorOverlay struct {
	inert
	s *scene
}

func (o *projectorOverlay) refresh(s *scene) { o.s = s }

func (o *projectorOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch b.bindings().ActionOf(k.String()) {
	case keys.None:
		return nil, true
	case keys.Projector:
		b.leave()
		return nil, true
	}
	return nil, false
}

func (*projectorOverlay) covers() cover { return coverScreen }

func (*projectorOverlay) workFirst() bool { return true }

func (*projectorOverlay) hints(s keys.State) []keys.Hint {
	first := []keys.Hint{{Action: keys.Send}, {Action: keys.Wait}}
	switch {
	case s.Working:
		first = []keys.Hint{{Action: keys.Back, Words: "stop"}, {Action: keys.Send}}
	case s.Ended, s.OutOfStep:
		first = []keys.Hint{{Action: keys.Send, Words: "reconnect and send"}}
	}
	return append(first, []keys.Hint{{Action: keys.Reconnect}, {Action: keys.Projector, Words: "back"}, {Action: keys.Help}}...)
}

func (o *projectorOverlay) draw(f *frame) {
	c, th := o.s.clock, f.th
	words, style := c.Words()
	digits, label := c.Digits()
	lead, rest, leadStyle := c.Parts()
	sign, _ := c.State()
	s := projector.Scene{
		Header: c.Header(),
		Left:   projector.Number{Label: label, Digits: digits, Unit: "s", Style: zoneStyle(c), Words: words, Below: style},
		Right:  projector.Number{Label: "max", Digits: "-", Style: th.Accent, Words: c.MaxWords(), Below: th.Strong},
		Bar:    c.Bar, Sign: sign, Lead: lead, Rest: rest, Style: leadStyle,
		Footer: f.rows[f.plan.Keys],
	}
	if c.Notice != "" {
		s.Lead, s.Rest, s.Style = c.Notice, "", th.Caution
	}
	g := &th.Glyphs
	if conn := c.Conn; conn != nil {
		if conn.Budget.HasMax && conn.Budget.Applies {
			s.Right.Digits = itoa(int(min(conn.Budget.Max, 999)))
		}
		if conn.State.Open() {
			s.Under = "idle " + format.Idle(conn.IdleFor(o.s.now))
		}
		s.Exchange = lately(conn, g.Sent)
	}
	switch {
	case c.Advertised():
		s.Zones = "last second " + g.Caution + "   race " + g.Race
	case c.Counting():
		s.Zones = "race " + g.Race
	}
	copy(f.rows, projector.Rows(th, f.plan.W, f.plan.H, s))
}

// lately returns the most recent exchange of a connection: its number, what it
// was, and what became of the connection.
func lately(c *record.Connection, arrow string) (parts [3]string) {
	e := c.Last()
	if e == nil {
		return [3]string{"", "no exchange yet"}
	}
	parts[0], parts[1] = itoa(e.ID), text.Masked(e.Method+" "+e.Target, 200)
	switch {
	case !e.Done:
		return parts
	case e.Facts.Status == 0:
		parts[1] += " " + arrow + " no response"
		return parts
	}
	parts[1] += " " + arrow + " " + itoa(e.Facts.Status)
	if phrase, ok := e.ReasonPhrase(); ok {
		parts[1] += " " + text.Masked(phrase, 200)
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
