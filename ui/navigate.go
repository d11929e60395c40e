package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"linger/ui/detail"
	"linger/ui/layout"
)

// resize sets the size of the desk. If the first screen has room for only one pane, it
// shows the detail, because the detail says what to press.
func (d *desk) resize(w, h int) {
	if d.plan.W == 0 && len(layout.Of(w, h, layout.List, false).Columns) == 1 {
		d.focus = layout.Detail
	}
	d.plan.W, d.plan.H = w, h
	d.arrange()
}

// arrange lays out the panes again and sets the size of each.
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

// besidePanes lists the panes of a large screen that each show one tab of the detail.
var besidePanes = [...]struct {
	tab  detail.Tab
	pane layout.Pane
}{{detail.Wire, layout.Wire}, {detail.Timing, layout.Timing}, {detail.Findings, layout.Findings}}

// setAside tells the detail and the panes beside it which tabs have a pane of their own.
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

// besideDetail returns the pane beside the detail that shows a tab. ok is false if there
// is none.
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

// nextPane gives the focus to the next visible pane. It reports whether it went from the
// last pane to the first.
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

// move moves the cursor in the list or, if a detail pane has the focus, in that pane.
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

// turn selects another tab of the detail. If only the list is visible, turn shows the
// detail instead.
func (d *desk) turn(to tea.Msg) {
	d.detail().Update(to)
	if d.focus == layout.List && (len(d.plan.Columns) == 1 || d.teaching() || d.drilling()) {
		d.setFocus(layout.Detail)
	}
}

// nextFinding selects the next finding of the selected exchange or connection or, after
// its last one, the next exchange or connection with a finding. While the list follows
// the newest exchange, it selects the most recent finding, which the last row of the list
// shows.
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

// nextZone switches the time zone of the clock times in the list. If the list is not on
// the screen, a notice names the zone.
func (d *desk) nextZone() {
	d.list.NextZone()
	for _, column := range d.plan.Columns {
		if slices.ContainsFunc(column, func(p layout.Placed) bool { return p.Pane == layout.List }) {
			return
		}
	}
	if zone := d.list.Zone(); zone != "" {
		d.say("The list shows clock times, " + zone + ".")
		return
	}
	d.say("The list shows no clock times.")
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

// back stops a long task, leaves the full width, or removes the filter, whichever comes
// first.
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
