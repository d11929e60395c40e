package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
	"linger/wire/format"
)

// A quitOverlay asks before exchanges are lost that nothing has saved.
type quitOverlay struct {
	inert
	lost unsaved
	quit func() tea.Cmd
	copy func() // opens the menu of what can be copied
}

// An unsaved is what would be lost: exchanges with other servers than the
// practice server, and the connections that they were on.
type unsaved struct{ exchanges, connections int }

// unsaved counts what would be lost with the desk. A recording is a file
// already, and what the practice server did can be had again.
func (d *desk) unsaved() (u unsaved) {
	if d.src.Recording {
		return u
	}
	for _, c := range d.rec.Conns {
		practice := len(d.src.Scenarios) > 0 && c.Target == d.rec.Start.Target
		if n := len(c.Exchanges); n > 0 && !practice {
			u.exchanges, u.connections = u.exchanges+n, u.connections+1
		}
	}
	return u
}

// leaveOrAsk quits, and asks before that where something would be lost.
func (m *Model) leaveOrAsk() tea.Cmd {
	var all unsaved
	for _, d := range m.desks {
		u := d.unsaved()
		all.exchanges, all.connections = all.exchanges+u.exchanges, all.connections+u.connections
	}
	if all.exchanges == 0 {
		return m.quit()
	}
	m.desk().open(&quitOverlay{lost: all, quit: m.quit, copy: m.desk().copyMenu})
	return nil
}

func (o *quitOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch keys.ActionOf(k.String()) {
	case keys.Quit:
		return o.quit(), true
	case keys.Copy:
		b.leave()
		o.copy()
	}
	return nil, true
}

func (o *quitOverlay) draw(f *frame) {
	d := newDialog(f)
	verb := " are"
	if o.lost.exchanges == 1 {
		verb = " is"
	}
	d.say(f.th.Text, format.Count(o.lost.exchanges, "exchange")+" on "+format.Count(o.lost.connections, "connection")+verb+" only in this window.")
	d.blank()
	d.key("q", "quit without saving")
	d.key("y", "copy what a report needs")
	d.key("esc", "stay")
	d.blank()
	d.draw(f, "Quit linger?", "esc stays")
}

func (*quitOverlay) covers() cover { return coverSome }

func (*quitOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Quit, Words: "quit without saving"}, {Action: keys.Copy, Words: "copy first"}, {Action: keys.Back, Words: "stay"}}
}
