package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/composer"
	"linger/ui/keys"
	"linger/ui/text"
)

// An originOverlay asks whether to connect to the origin that a request in the composer
// names. It asks before linger sends that request to a different server.
type originOverlay struct {
	inert
	destination
	here   string
	accept func()
}

// offerOrigin asks whether to connect to another origin. The request stays in the
// composer unless the user chooses to connect.
func (d *desk) offerOrigin(x composer.Origin) {
	from, _ := d.target()
	if x.Own {
		from = x.To
	}
	there, err := d.destination(x.Request, temporaryRedirect, from, x.To, x.Target)
	if err != nil {
		d.say("Cannot reach " + x.To.String() + ": " + err.Error() + ".")
		return
	}
	d.open(&originOverlay{destination: there, here: d.rec.Target(), accept: func() {
		d.leave() // the composer
		d.goTo(there)
	}})
}

func (o *originOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch b.bindings().ActionOf(k.String()) {
	case keys.Connect:
		b.leave()
		o.accept()
	case keys.Send, keys.Quit:
		b.leave()
	}
	return nil, true
}

func (o *originOverlay) draw(f *frame) {
	d, th := newDialog(f), f.th
	to := text.Safe(o.to.String())
	d.say(th.Text, "This request is for "+to+", and the session is connected to "+text.Safe(o.here)+". Sent here, it would still name the other server.")
	d.blank()
	d.key("o", "connect to "+to+"; the request is the next one there")
	d.key("enter", "keep it here; enter in the composer sends it anyway")
	if len(o.left) > 0 {
		d.blank()
		d.say(th.Caution, o.dropped("there"))
	}
	d.blank()
	d.draw(f, "Another server", "esc: back to the composer")
}

func (*originOverlay) covers() cover { return coverSome }

func (*originOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Connect, Words: "connect there"}, {Action: keys.Send, Words: "keep it here"}, {Action: keys.Back, Words: "back"}}
}
