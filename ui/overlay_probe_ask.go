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
	all    probe.Extent
	idle   probe.Extent // the extent of a probe that checks only the idle timeout
	start  func(only ...string) tea.Cmd
}

// idleKey is the key that starts a probe that checks only the idle timeout.
const idleKey = "o"

// askProbe asks for confirmation before linger probes a server.
func (d *desk) askProbe() {
	target, ok := d.target()
	if !ok {
		return
	}
	o := &probeQuestion{target: target, path: d.next.Target, start: func(only ...string) tea.Cmd { return d.startProbe(target, only) }}
	if extent := d.src.Extent; extent != nil {
		o.all, o.idle = extent(), extent(probe.IdleOnly)
	}
	d.open(o)
}

func (o *probeQuestion) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch action := b.bindings().ActionOf(k.String()); {
	case k.String() == idleKey:
		b.leave()
		return o.start(probe.IdleOnly), true
	case action == keys.Send:
		b.leave()
		return o.start(), true
	case action == keys.Quit:
		b.leave()
	}
	return nil, true
}

func (o *probeQuestion) draw(f *frame) {
	d, x := newDialog(f), &o.all
	d.say(f.th.Text, format.Count(x.Checks, "check")+", up to about "+format.Count(x.Connections, "connection")+" of their own and "+format.Count(x.Requests, "request")+".")
	d.say(f.th.Text, "It waits until the server closes idle connections: "+format.Minutes(x.AtMost)+" at most.")
	d.say(f.th.Text, "This connection stays as it is.")
	d.blank()
	d.key("enter", "start")
	d.key(idleKey, "only the idle timeout: up to "+format.Count(o.idle.Connections, "connection"))
	d.key("esc", "cancel")
	d.blank()
	d.say(f.th.Muted, "Do not probe a server in production without its owner's consent.")
	d.blank()
	d.draw(f, "Probe "+o.target.String()+o.path, "esc cancels")
}

func (*probeQuestion) covers() cover { return coverSome }

func (*probeQuestion) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "start the probe"}, {Key: idleKey, Words: "only the idle timeout"}, {Action: keys.Back, Words: "cancel"}}
}
