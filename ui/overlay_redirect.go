package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/wire/format"
)

// A redirectOverlay asks whether to follow a Location field to another origin.
type redirectOverlay struct {
	inert
	destination
	from     session.Target
	response int    // ID of the exchange whose response has the Location field
	conn     int    // ID of the connection that connecting would end; 0: none is open
	verify   bool   // linger verifies certificates
	accept   func() // connects to the destination
}

func (o *redirectOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch b.bindings().ActionOf(k.String()) {
	case keys.Send:
		b.leave()
		o.accept()
	case keys.Quit:
		return nil, false
	}
	return nil, true
}

func (o *redirectOverlay) draw(f *frame) {
	d, th := newDialog(f), f.th
	d.line(th.Strong, text.Masked(o.to.String()+strings.TrimPrefix(o.next.Target, o.to.String()), d.w))
	d.say(th.Text, "Response "+itoa(o.response)+" names it; this session is at "+text.Safe(o.from.String())+".")
	if len(o.left) > 0 {
		d.blank()
		d.say(th.Caution, o.dropped("there"))
	}
	d.blank()
	d.key("enter", o.does())
	d.key("esc", "stays here")
	if o.to.TLS {
		d.blank()
		words := "TLS options stay the same."
		if !o.verify {
			words = "TLS options stay the same: the certificate is not verified there either."
		}
		d.say(th.Text, words)
	}
	d.blank()
	d.draw(f, "Location points to another origin", "esc stays")
}

// does describes what the enter key does.
func (o *redirectOverlay) does() string {
	s := "connects there, sends "
	if o.conn > 0 {
		s = "closes connection " + itoa(o.conn) + ", connects there, sends "
	}
	s += text.Safe(o.next.Method)
	if n := len(o.next.Content); n > 0 {
		s += " with " + format.Count(n, "byte") + " of content"
	}
	return s
}

func (*redirectOverlay) covers() cover { return coverSome }

func (*redirectOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "connect there"}, {Action: keys.Back, Words: "stay here"}}
}
