package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
)

// A malformedQuestion asks before linger sends a request that the server cannot parse, or
// parses differently. The composer asks the same question about the request that is being
// edited.
type malformedQuestion struct {
	inert
	why  string // a sentence that says what is wrong
	send func()
	edit func()
}

// check sends a request. If the request is malformed, it asks first.
func (d *desk) check(send func()) {
	why := d.malformed()
	if why == "" {
		send()
		return
	}
	d.open(&malformedQuestion{why: why, send: send, edit: d.compose})
}

func (o *malformedQuestion) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch b.bindings().ActionOf(k.String()) {
	case keys.Send:
		b.leave()
		o.send()
	case keys.Edit:
		b.leave()
		o.edit()
	case keys.Quit:
		b.leave()
	}
	return nil, true
}

func (o *malformedQuestion) draw(f *frame) {
	d := newDialog(f)
	d.say(f.th.Text, "The next request is malformed. "+o.why)
	d.blank()
	d.key("enter", "send it anyway")
	d.key("e", "edit it")
	d.key("esc", "cancel")
	d.blank()
	d.draw(f, "Malformed request", "esc cancels")
}

func (*malformedQuestion) covers() cover { return coverSome }

func (*malformedQuestion) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "send it anyway"}, {Action: keys.Edit}, {Action: keys.Back, Words: "cancel"}}
}
