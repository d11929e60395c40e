package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/compare"
	"linger/ui/keys"
)

// A compareOverlay is two exchanges side by side in the place of the panes.
type compareOverlay struct {
	inert
	*compare.Model
}

// markSelected marks the selected exchange; a second one is compared with it.
func (d *desk) markSelected() {
	e := d.selected()
	marked := d.rec.Exchange(d.marked)
	switch {
	case marked == nil:
		d.mark(e.ID)
		d.say("Exchange "+itoa(e.ID)+" is marked: m on another one compares them, m here takes the mark away.",
			"Exchange "+itoa(e.ID)+" is marked: m on another one compares them.")
	case marked == e:
		d.mark(0)
	default:
		d.compare(marked, e)
	}
}

func (d *desk) mark(exchange int) {
	d.marked = exchange
	d.list.SetMark(exchange)
}

// compareWithPrevious compares the selected exchange with the one before it.
func (d *desk) compareWithPrevious() {
	e := d.selected()
	d.compare(d.rec.Exchange(e.ID-1), e)
}

func (d *desk) compare(a, b *record.Exchange) {
	c := compare.New(d.th)
	if a.ID > b.ID {
		a, b = b, a
	}
	c.Show(a, b)
	d.open(&compareOverlay{Model: c})
}

func (o *compareOverlay) refresh(s *scene) {
	o.SetTheme(s.th)
	o.SetSize(s.plan.Body.W, s.plan.Body.H)
	o.ShowSecrets(s.secrets)
}

func (o *compareOverlay) draw(f *frame) { f.page(strings.Split(o.View(), "\n")) }

func (o *compareOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	switch keys.ActionOf(k.String()) {
	case keys.None:
	case keys.Up:
		o.Move(-1)
	case keys.Down:
		o.Move(1)
	case keys.PageUp:
		o.Page(-1)
	case keys.PageDown:
		o.Page(1)
	case keys.Compare, keys.Mark:
		b.mark(0)
		b.leave()
	default:
		return nil, false
	}
	return nil, true
}

func (*compareOverlay) covers() cover { return coverPanes }

func (*compareOverlay) amend(s *keys.State) { s.Masked = true }

func (*compareOverlay) hints(keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Back, Words: "back"}, {Key: "↑↓", Words: "scroll"}, {Action: keys.Secrets, Words: "masked values"}, {Action: keys.Send}, {Action: keys.Help}}
}
