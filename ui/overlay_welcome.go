package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/box"
	"linger/ui/detail"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/welcome"
)

// A welcomeOverlay shows the welcome again, in place of the panes. Keys keep their
// actions and do not close it, so that the user sees its steps ticked off.
type welcomeOverlay struct {
	inert
	page welcome.Page
}

// welcomeAgain opens the welcome again.
func (d *desk) welcomeAgain() { d.open(&welcomeOverlay{page: d.welcomePage(layout.Rect{})}) }

// welcomePage returns the welcome for an area of the screen. The area includes the
// border.
func (d *desk) welcomePage(r layout.Rect) welcome.Page {
	p := welcome.Page{Theme: d.th, W: max(0, r.W-2), H: max(0, r.H-2), All: len(d.src.Scenarios), Done: welcome.Done(d.rec), Next: d.next.Method + " " + d.next.Target, Top: d.welcomeTop}
	for _, s := range d.src.Scenarios {
		if s.First {
			p.Scenarios = append(p.Scenarios, welcome.Scenario{Path: s.Path, Does: s.Does})
		}
	}
	return p
}

// scrollWelcome scrolls the welcome that replaces the detail.
func (d *desk) scrollWelcome(intent tea.Msg) {
	r, ok := d.plan.Where(layout.Detail)
	if !ok {
		return
	}
	p := d.welcomePage(r)
	by := map[any]int{detail.Up{}: -1, detail.Down{}: 1, detail.PageUp{}: 1 - p.H, detail.PageDown{}: p.H - 1, detail.Top{}: -1 << 20, detail.Bottom{}: 1 << 20}[intent]
	d.welcomeTop = p.Scroll(by)
}

// boxedWelcome returns the rows of a welcome in its box.
func boxedWelcome(p *welcome.Page, b box.Box, r layout.Rect) []string {
	rows, more := p.Rows()
	if more {
		b.Foot = p.Theme.Glyphs.Down + " more"
	}
	b.Title = "Welcome"
	return b.Draw(p.Theme, r.W, r.H, rows)
}

func (o *welcomeOverlay) refresh(s *scene) {
	b := s.plan.Body
	o.page.Theme, o.page.W, o.page.H, o.page.Done = s.th, b.W-2, b.H-2, welcome.Done(s.rec)
	o.page.Top = o.page.Scroll(0)
}

func (o *welcomeOverlay) draw(f *frame) {
	f.page(boxedWelcome(&o.page, box.Box{Fact: "esc closes", Focus: true}, f.plan.Body))
}

func (o *welcomeOverlay) move(by int) { o.page.Top = o.page.Scroll(by) }

func (o *welcomeOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	a := b.bindings().ActionOf(k.String())
	if scrolls(a, o.move, func(by int) { o.move(by * max(1, o.page.H-1)) }) {
		return nil, true
	}
	switch a {
	case keys.Send, keys.Wait, keys.Reconnect, keys.Quit, keys.Scenarios, keys.Lessons, keys.Connect, keys.Help:
	default:
		b.leave()
	}
	return nil, false
}

func (*welcomeOverlay) covers() cover { return coverPanes }

func (*welcomeOverlay) workFirst() bool { return true }

func (*welcomeOverlay) hints(s keys.State) []keys.Hint {
	return []keys.Hint{{Action: keys.Send}, {Action: keys.Wait}, {Action: keys.Reconnect}, {Action: keys.Scenarios}, {Action: keys.Lessons}, {Action: keys.Connect}, {Action: keys.Back, Words: "close"}, {Action: keys.Help}}
}
