package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
	"linger/wire/format"
)

// A quitOverlay asks before exchanges are lost that nothing has saved. The key that
// opened it is not one that loses them.
type quitOverlay struct {
	inert
	lost  unsaved
	title string
	words string // what the key that saves nothing does
	size  string // of the log that s writes
	note  string // what becomes of secrets in it
	quit  func() tea.Cmd
	copy  func() // opens the menu of what can be copied
	save  func() // asks for the name of a session log, and quits
}

// saveKey saves first, discardKey does not save.
const saveKey, discardKey = "s", "d"

// An unsaved is what would be lost: exchanges with other servers than the
// practice server, the connections that they were on, and how many exchanges with the
// practice server are not counted.
type unsaved struct{ exchanges, connections, practice int }

// unsaved counts what would be lost with the desk. What is replayed or recorded is a
// file already, and what the practice server did can be had again.
func (d *desk) unsaved() (u unsaved) {
	if d.src.Recording || d.log != nil {
		return u
	}
	for _, c := range d.rec.Conns {
		practice := d.src.Practice && c.Target == d.rec.Start.Target
		n := c.Count()
		for _, e := range c.Exchanges {
			if e.ID <= d.saved {
				n--
			}
		}
		switch {
		case n > 0 && practice:
			u.practice += n
		case n > 0:
			u.exchanges, u.connections = u.exchanges+n, u.connections+1
		}
	}
	return u
}

// leaveOrAsk quits, or closes the active of two desks, and asks before that where
// something would be lost.
func (m *Model) leaveOrAsk() tea.Cmd {
	d := m.desk()
	o := &quitOverlay{lost: d.unsaved(), title: "Quit linger?", words: "discard them and quit", quit: m.quit, copy: d.copyMenu}
	if len(m.desks) > 1 {
		o.title, o.words = "Close this session?", "discard them and close"
		o.quit = func() tea.Cmd { m.closeDesk(); return nil }
	}
	if o.lost.exchanges == 0 {
		return o.quit()
	}
	h := d.held()
	o.size, o.note = "about "+format.Amount(h.Size()), h.SecretsNote()
	o.save = func() { d.saveLog(o.quit) }
	d.open(o)
	return nil
}

func (o *quitOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch k.String() {
	case saveKey:
		b.leave()
		o.save()
		return nil, true
	case discardKey:
		return o.quit(), true
	}
	switch b.bindings().ActionOf(k.String()) {
	case keys.Quit:
		b.leave()
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
	if n := o.lost.practice; n > 0 {
		d.say(f.th.Muted, "Not counted: "+format.Count(n, "exchange")+" with the practice server.")
	}
	d.blank()
	d.key(saveKey, "save them to a session log first, "+o.size)
	d.key(discardKey, o.words)
	d.key("y", "copy what a report needs")
	d.key("esc", "stay")
	d.blank()
	d.say(f.th.Muted, o.note)
	d.blank()
	d.draw(f, o.title, "esc stays")
}

func (*quitOverlay) covers() cover { return coverSome }

func (o *quitOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Key: saveKey, Words: "save first"}, {Key: discardKey, Words: o.words}, {Action: keys.Copy, Words: "copy first"}, {Action: keys.Back, Words: "stay"}}
}
