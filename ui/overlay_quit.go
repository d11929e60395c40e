package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
	"linger/wire/format"
)

// A quitOverlay asks before linger discards unsaved exchanges. A second press of
// the key that opened it does not discard them.
type quitOverlay struct {
	inert
	lost  unsaved
	title string
	words string // what the key that discards the exchanges does
	size  string // size of the log that s writes
	note  string // what the log contains in place of secrets
	quit  func() tea.Cmd
	copy  func() // opens the copy menu
	save  func() // asks for the name of a session log, and quits
}

// saveKey saves and then quits; discardKey quits without saving.
const saveKey, discardKey = "s", "d"

// An unsaved counts the data that would be lost: exchanges with servers other than the
// practice server, and their connections. It counts exchanges with the practice server
// separately.
type unsaved struct{ exchanges, connections, practice int }

// unsaved counts the data that would be lost if the desk were closed. A replay or a
// recording is already in a file, and exchanges with the practice server can be repeated.
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

// leaveOrAsk quits or, with two desks, closes the active one. It asks first if exchanges
// would be lost.
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
	d.say(f.th.Text, format.Count(o.lost.exchanges, "exchange")+" on "+format.Count(o.lost.connections, "connection")+verb+" not in any file.")
	if n := o.lost.practice; n > 0 {
		d.say(f.th.Muted, "Not counted: "+format.Count(n, "exchange")+" with the practice server.")
	}
	d.blank()
	d.key(saveKey, "save them to a session log first, "+o.size)
	d.key(discardKey, o.words)
	d.key("y", "open the copy menu")
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
