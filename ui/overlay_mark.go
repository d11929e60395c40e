package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/field"
	"linger/ui/keys"
)

// A markOverlay asks for the note of a mark. The mark gets the time at which the user
// confirms it, not the time at which the overlay opens.
type markOverlay struct {
	inert
	text *field.Field
}

// markNow asks for the note of a new mark.
func (d *desk) markNow() { d.open(&markOverlay{text: field.New("")}) }

func (o *markOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if keys.InField(k.String()) == keys.Send {
		b.leave()
		b.do(session.Mark{Text: o.text.Value()})
		return nil, true
	}
	o.text.Update(k)
	return nil, true
}

func (o *markOverlay) update(_ bench, msg tea.Msg) tea.Cmd {
	if _, pasted := msg.(tea.PasteMsg); pasted {
		o.text.Update(msg)
	}
	return nil
}

func (*markOverlay) covers() cover { return coverSome }

func (*markOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send, Words: "set the mark"}, {Action: keys.Back, Words: "cancel"}}
}

func (o *markOverlay) draw(f *frame) {
	d := newDialog(f)
	d.say(f.th.Text, "The session log and the time bar of a replay show the mark.")
	d.blank()
	d.row("  " + f.th.Muted.Render("note    ") + o.text.Row(d.w-11) + " ")
	d.blank()
	d.key("enter", "set the mark")
	d.key("esc", "cancel")
	d.blank()
	d.draw(f, "Mark this moment", "esc cancels")
}
