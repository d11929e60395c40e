package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
)

// A stalledQuestion asks before linger sends a request while the previous response is
// stalled. linger would read the next bytes of the server as the rest of that response.
type stalledQuestion struct {
	inert
	said        func() string // how much of the response has come so far
	send, again func()
}

func (o *stalledQuestion) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch b.bindings().ActionOf(k.String()) {
	case keys.Copy: // "y" for yes
		b.leave()
		o.send()
	case keys.Reconnect:
		b.leave()
		o.again()
	case keys.Quit:
		b.leave()
	}
	return nil, true
}

func (o *stalledQuestion) draw(f *frame) {
	d, th := newDialog(f), f.th
	d.say(th.Text, o.said())
	d.blank()
	d.key("y", "send anyway; linger misreads the response")
	d.key("R", "reconnect and send")
	d.blank()
	d.draw(f, "The response has stalled", "esc: nothing is sent")
}

func (*stalledQuestion) covers() cover { return coverSome }

func (*stalledQuestion) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Copy, Words: "send anyway"}, {Action: keys.Reconnect, Words: "reconnect and send"}, {Action: keys.Back, Words: "cancel"}}
}
