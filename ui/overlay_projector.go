package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/keys"
	"linger/ui/projector"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// A projectorOverlay shows a very large countdown on the whole screen. Keys have their
// usual meaning.
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
	left, style := c.Words(words.Unbounded)
	digits, label := c.Digits()
	lead, rest, leadStyle := c.Parts()
	sign, _ := c.State()
	s := projector.Scene{
		Header: c.Header(),
		Left:   projector.Number{Label: label, Digits: digits, Unit: "s", Style: zoneStyle(c), Words: left, Below: style},
		Right:  projector.Number{Label: "max", Digits: "-", Style: th.Accent, Words: c.MaxWords(), Below: th.Strong},
		Bar:    c.Bar, Sign: sign, Lead: lead, Rest: rest, Style: leadStyle,
		Footer: f.rows[f.plan.Keys],
	}
	if c.Notice != "" {
		s.Lead, s.Rest, s.Style = c.Notice, "", th.Caution
	}
	g := &th.Glyphs
	if conn := c.Conn; conn != nil {
		if conn.Budget.HasMax && conn.Budget.Applies && !conn.OutOfStep {
			s.Right.Digits = itoa(int(min(conn.Budget.Max, 999)))
		}
		if conn.State.Open() && conn.Oldest() == nil {
			s.Under = "idle " + format.Idle(conn.IdleFor(o.s.now))
		}
		s.Exchanges = lately(conn, g.Sent)
		s.Ended = before(o.s.rec, conn)
	}
	switch {
	case c.Advertised():
		s.Zones = "last second " + g.Caution + "   race " + g.Race
	case c.Counting():
		s.Zones = "race " + g.Race
	}
	for _, b := range words.Bars(th) {
		if b.Sign != "life" { // not shown on this screen
			s.Signs = append(s.Signs, b)
		}
	}
	copy(f.rows, projector.Rows(th, f.plan.W, f.plan.H, s))
}

// mostShown is the maximum number of exchanges, and of connections, on the projector.
const mostShown = 20

// lately returns the most recent exchanges of a connection, at most mostShown, newest
// first.
func lately(c *record.Connection, arrow string) (out []projector.Exchange) {
	for i := len(c.Exchanges) - 1; i >= 0 && len(out) < mostShown; i-- {
		out = append(out, shortly(c, c.Exchanges[i], arrow))
	}
	if len(out) == 0 {
		out = append(out, projector.Exchange{Was: "no exchange yet"})
	}
	return out
}

// shortly returns a row about an exchange.
func shortly(c *record.Connection, e *record.Exchange, arrow string) projector.Exchange {
	x := projector.Exchange{Number: itoa(e.ID), Was: text.Masked(e.Method+" "+e.Target, 200)}
	switch {
	case !e.Done:
		return x
	case e.Facts().Status == 0:
		x.Was += " " + arrow + " no response"
		return x
	}
	x.Was += " " + arrow + " " + itoa(e.Facts().Status)
	if phrase, ok := e.ReasonPhrase(); ok {
		x.Was += " " + text.Masked(phrase, 200)
	}
	if c.State != record.Ended { // an ended connection's state already shows this
		x.Then = words.Reason(e.Reason, e.Facts().Status).Word
	}
	return x
}

// before returns the connections that ended before c, newest first.
func before(r *record.Record, c *record.Connection) (out []projector.Ended) {
	for i := len(r.Conns) - 1; i >= 0 && len(out) < mostShown; i-- {
		x := r.Conns[i]
		if x.ID >= c.ID || x.State != record.Ended {
			continue
		}
		out = append(out, projector.Ended{Name: "connection " + itoa(x.ID), How: func(w int) string { return words.End(&x.Close.Ending, w) }})
	}
	return out
}
