package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/compare"
	"linger/ui/keys"
)

// A compareOverlay shows two exchanges side by side in place of the panes.
type compareOverlay struct {
	inert
	*compare.Model
}

// compareMarked compares the two marked exchanges. If only one is marked, it compares the
// selected exchange with that one, and otherwise with the previous one.
func (d *desk) compareMarked() {
	e, n := d.selected(), len(d.marks)
	switch {
	case n > 2:
		d.say("= compares two exchanges, and "+itoa(n)+" are marked; esc removes the marks.", "= compares two exchanges; "+itoa(n)+" are marked.")
	case n == 2:
		d.compare(d.rec.Exchange(d.marks[0]), d.rec.Exchange(d.marks[1]))
	case n == 1 && d.marks[0] != e.ID:
		d.compare(d.rec.Exchange(d.marks[0]), e)
	default:
		d.compare(d.rec.Exchange(e.ID-1), e)
	}
}

func (d *desk) compare(a, b *record.Exchange) {
	c := compare.New(d.th)
	c.SetSecretFields(d.secretFields)
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
	o.Refresh()
}

func (o *compareOverlay) draw(f *frame) { f.page(strings.Split(o.View(), "\n")) }

func (o *compareOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	a := b.bindings().ActionOf(k.String())
	if scrolls(a, o.Move, o.Page) {
		return nil, true
	}
	switch a {
	case keys.None:
	case keys.Compare:
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
