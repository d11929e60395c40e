package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/detail"
	"linger/ui/layout"
)

// resize gives the desk a size. A screen that begins with room for one pane
// begins with the detail: it says what to press.
func (d *desk) resize(w, h int) {
	if d.plan.W == 0 && len(layout.Of(w, h, layout.List, false).Columns) == 1 {
		d.focus = layout.Detail
	}
	d.plan.W, d.plan.H = w, h
	d.arrange()
}

// arrange lays the panes out again and gives each its size.
func (d *desk) arrange() {
	of := layout.Of
	switch {
	case d.split != nil:
		of = func(w, h int, _ layout.Pane, _ bool) layout.Plan { return layout.OfSplit(w, h, *d.split) }
	case d.src.Player != nil:
		of = layout.OfReplay
	case d.teaching(), d.drilling():
		of = func(w, h int, focus layout.Pane, full bool) layout.Plan {
			return layout.OfLesson(w, h, focus, full, d.tuition.rows)
		}
	}
	d.plan = of(d.plan.W, d.plan.H, d.focus, d.full)
	if _, ok := d.plan.Where(d.focus); !ok && !d.plan.Small {
		d.focus = layout.List
		d.plan = of(d.plan.W, d.plan.H, d.focus, d.full)
	}
	for _, col := range d.plan.Columns {
		for _, pl := range col {
			switch p := d.panes[pl.Pane]; {
			case pl.Pane == layout.List:
				d.list.SetSize(pl.W-2, pl.H-2)
			case p != nil:
				p.SetSize(pl.W-2, pl.H-2)
			}
		}
	}
	_, large := d.plan.Where(layout.Findings)
	d.list.ShowFindings(!large && !d.inStep())
	d.setAside(large && !d.drilling())
	d.list.SetFocus(d.focus == layout.List && d.active)
}

// besidePanes are the panes of a large screen that stand for a tab of the detail each.
var besidePanes = [...]struct {
	tab  detail.Tab
	pane layout.Pane
}{{detail.Wire, layout.Wire}, {detail.Timing, layout.Timing}, {detail.Findings, layout.Findings}}

// setAside sets, for the detail and the panes beside it, which tabs are beside it.
func (d *desk) setAside(on bool) {
	var panes []*detail.Model
	for _, b := range besidePanes {
		if on {
			panes = append(panes, d.panes[b.pane])
		}
	}
	d.detail().Aside(panes...)
	d.panes[layout.Timing].Aside(panes...)
	d.panes[layout.Findings].Aside(panes...)
}

// besideDetail returns the pane that stands for a tab beside the detail.
func (d *desk) besideDetail(t detail.Tab) (layout.Pane, bool) {
	for _, b := range besidePanes {
		if _, there := d.plan.Where(b.pane); b.tab == t {
			return b.pane, there && !d.drilling()
		}
	}
	return 0, false
}

func (d *desk) setFocus(p layout.Pane) {
	d.focus = p
	d.arrange()
}

// nextPane gives the focus to the next pane that the screen has room for. It
// reports whether that led around the end.
func (d *desk) nextPane(backward bool) (around bool) {
	var order []layout.Pane
	for _, p := range []layout.Pane{layout.List, layout.Detail, layout.Wire, layout.Timing, layout.Findings} {
		if _, ok := d.plan.Where(p); ok || len(d.plan.Columns) == 1 && p <= layout.Detail {
			order = append(order, p)
		}
	}
	step, last := 1, len(order)-1
	if backward {
		step, last = len(order)-1, 0
	}
	for i, p := range order {
		if p == d.focus {
			d.full = false
			d.setFocus(order[(i+step)%len(order)])
			return i == last
		}
	}
	return false
}

// move moves in the list or, where it has the focus, in a pane of the detail.
func (d *desk) move(inList func(), intent tea.Msg) {
	p := d.focused()
	switch {
	case d.focus == layout.Detail && d.welcoming():
		d.scrollWelcome(intent)
		return
	case p != nil:
		p.Update(intent)
		return
	}
	inList()
	d.show()
}

func (d *desk) tab(t detail.Tab) {
	if d.quiz.blind.On && !d.detail().Has(t) {
		d.say(itoa(int(t)+1) + ": " + hidden + ".")
		return
	}
	if p, ok := d.besideDetail(t); ok {
		d.setFocus(p)
		return
	}
	if !d.detail().Has(t) {
		d.say(itoa(int(t)+1) + " " + t.String() + ": select an exchange (↑ ↓).")
		return
	}
	d.turn(t)
}

// turn turns the detail to another tab, and shows the detail where only the list is seen.
func (d *desk) turn(to tea.Msg) {
	d.detail().Update(to)
	if d.focus == layout.List && (len(d.plan.Columns) == 1 || d.teaching() || d.drilling()) {
		d.setFocus(layout.Detail)
	}
}

// nextFinding goes to the next finding of what is selected; where it has no
// other, to the next exchange or connection that has one. While the list follows
// that is the most recent, of which its last row speaks.
func (d *desk) nextFinding() {
	conn, ex := d.list.Selected()
	has := d.finds(conn, ex)
	if !has || d.detail().Found() {
		toConn, toEx := d.list.NextFinding()
		if !has && d.list.Following() {
			toConn, toEx = d.list.NewestFinding()
		}
		if toConn > 0 {
			d.choose(toConn, toEx)
		}
	}
	d.detail().Update(detail.NextFinding{})
	if _, ok := d.besideDetail(detail.Wire); ok {
		d.setFocus(layout.Wire)
	}
}

func (d *desk) toggleFull() {
	d.full = !d.full
	if d.full && d.focus == layout.List {
		d.focus = layout.Detail
	}
	d.arrange()
}

func (d *desk) toggleSecrets() {
	on := !d.detail().Secrets()
	for p := range d.details {
		p.ShowSecrets(on)
	}
}

func (d *desk) toggleHex() {
	d.detail().Update(detail.ToggleHex{})
	d.panes[layout.Wire].Update(detail.ToggleHex{})
}

// back undoes the last thing that can be undone: long work, full width, the
// filter.
func (d *desk) back() {
	switch {
	case d.busy():
		d.stop()
	case d.full:
		d.toggleFull()
	case d.list.Query() != "":
		d.setFilter("")
	case d.watching():
		d.goHome()
	case d.focus != layout.List && !d.teaching():
		d.setFocus(layout.List)
	case len(d.marks) > 0:
		d.setMarks(nil)
	case d.teaching():
		d.lessonList()
	case d.drilling():
		d.laterRound()
	}
}
