package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/probe"
	"linger/ui/keys"
	"linger/wire/format"
)

// A probeQuestion says what a probe will do and asks for confirmation.
type probeQuestion struct {
	inert
	target session.Target
	path   string
	extent probe.Extent
	start  func() tea.Cmd
}

// askProbe asks for confirmation before linger probes a server.
func (d *desk) askProbe() {
	target, ok := d.target()
	if !ok {
		return
	}
	d.open(&probeQuestion{target: target, path: d.next.Target, extent: d.src.Extent, start: func() tea.Cmd { return d.startProbe(target) }})
}

func (o *probeQuestion) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch b.bindings().ActionOf(k.String()) {
	case keys.Send:
		b.leave()
		return o.start(), true
	case keys.Quit:
		b.leave()
	}
	return nil, true
}

func (o *probeQuestion) draw(f *frame) {
	d, x := newDialog(f), &o.extent
	d.say(f.th.Text, format.Count(x.Checks, "check")+", up to about "+format.Count(x.Connections, "connection")+" of their own and "+format.Count(x.Requests, "request")+".")
	d.say(f.th.Text, "It waits until the server closes idle connections: "+format.Minutes(x.AtMost)+" at most.")
	d.say(f.th.Text, "This connection stays as it is.")
	d.blank()
	d.key("enter", "start")
	d.key("esc", "cancel")
	d.blank()
	d.say(f.th.Muted, "Do not probe a server in production without its owner's consent.")
	d.blank()
	d.draw(f, "Probe "+o.target.String()+o.path, "esc cancels")
}

func (*probeQuestion) covers() cover { return coverSome }

func (*probeQuestion) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "start the probe"}, {Action: keys.Back, Words: "cancel"}}
}
