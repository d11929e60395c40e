package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/composer"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/wire"
)

// A composerOverlay is the composer in the place of the panes. What it writes is
// the next request.
type composerOverlay struct {
	inert
	*composer.Model
	next func(wire.RequestMessage) // is told what was written
	sent func(session.Command)     // is told what is to be sent
	asks func(composer.Origin)     // asks about another origin
}

// compose opens the composer on the next request.
func (d *desk) compose() {
	d.composer.SetNext(d.next)
	d.open(&composerOverlay{Model: d.composer, next: func(r wire.RequestMessage) { d.next = r }, asks: d.offerOrigin, sent: func(c session.Command) {
		d.list.Last()
		d.do(c)
	}})
}

func (o *composerOverlay) refresh(s *scene) {
	o.SetTheme(s.th)
	o.SetSize(s.plan.Body.W, s.plan.Body.H)
	o.ShowSecrets(s.secrets)
	o.Show(s.rec)
	o.Refresh()
}

func (o *composerOverlay) draw(f *frame) {
	f.page(strings.Split(o.View(), "\n"))
	f.takes(f.plan.Body, func(_ bench, x, y int) string { return o.Click(x, y) })
	x, _ := layout.Bar(f.plan.W)
	switch {
	case f.plan.Next >= 0:
		f.rows[f.plan.Next] = o.Row(f.plan.W, x)
	case o.Asking():
		f.rows[f.plan.Keys] = o.Row(f.plan.W, x)
	}
}

func (o *composerOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	return o.update(b, k), true
}

// update gives the composer a message. When it sends, the panes come back, so
// that the response is seen.
func (o *composerOverlay) update(b bench, msg tea.Msg) tea.Cmd {
	command, cmd := o.Update(msg)
	if r, ok := o.Next(); ok {
		o.next(r)
	}
	if x, ok := o.Elsewhere(); ok {
		o.asks(x)
	}
	if command != nil {
		b.leave()
		o.sent(command)
	}
	return cmd
}

// escape takes back a question, or else leaves.
func (o *composerOverlay) escape(b bench) {
	if !o.Escape() {
		b.leave()
	}
}

func (*composerOverlay) covers() cover { return coverPanes }

func (o *composerOverlay) hints(keys.State) []keys.Hint { return o.Hints() }
