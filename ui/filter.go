package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/field"
	"linger/ui/keys"
	"linger/ui/layout"
	"linger/ui/list"
	"linger/ui/pairs"
	"linger/ui/text"
)

// filter opens the filter of the list for editing.
func (d *desk) filter() {
	d.search = field.New(d.filtered().Query())
	if len(d.plan.Columns) == 1 {
		d.setFocus(layout.List)
	}
}

// A filterable is a list that has a filter.
type filterable interface {
	Query() string
	Filter(query string)
	Unknown() string
}

// filtered returns the list to which the filter belongs.
func (d *desk) filtered() filterable {
	if d.atHome() {
		return d.home.list
	}
	return d.list
}

// filtering handles a key or pasted text while the user types the filter. The list shows
// the matches at once.
func (d *desk) filtering(msg tea.Msg) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch keys.InField(key.String()) {
		case keys.Send, keys.NextPane, keys.Up, keys.Down:
			d.search = nil
			return
		case keys.Back:
			d.search = nil
			d.setFilter("")
			return
		}
	}
	d.search.Update(msg)
	d.setFilter(d.search.Value())
}

func (d *desk) setFilter(query string) {
	d.filtered().Filter(query)
	if d.atHome() {
		d.home.look(d)
		return
	}
	d.show()
}

// filterRow returns the row with the field of the filter.
func (d *desk) filterRow() string {
	th := d.th
	x, _ := layout.Bar(d.plan.W)
	room := d.plan.W - x - 1
	help, known, style := "status:5xx  method:HEAD  framing:chunked  finding:*  or words", list.Keys.Names(), th.Muted
	if d.atHome() {
		help, known = pairs.Example, pairs.Keys.Names()
	}
	if room < 34+len(help) {
		help = ""
	}
	if name := d.filtered().Unknown(); name != "" {
		help, style = th.Words("no key "+text.Safe(name)+"; "+known, room-16), th.Caution
	}
	in := max(10, room-text.Width(help))
	return " " + th.Muted.Render(text.Pad("filter", x-1)) + d.search.Row(in) + style.Render(text.Fit(help, room-in)) + " "
}
