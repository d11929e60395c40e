package ui

import (
	tea "charm.land/bubbletea/v2"

	"linger/ui/menu"
)

// scenarioMenu offers what the practice server can do, by group.
func (d *desk) scenarioMenu() {
	var items []menu.Item
	for i, s := range d.src.Scenarios {
		if i == 0 || s.Group != d.src.Scenarios[i-1].Group {
			if i > 0 {
				items = append(items, menu.Item{})
			}
			items = append(items, menu.Item{Words: s.Group})
		}
		items = append(items, menu.Item{Name: s.Path, Words: s.Does, More: s.Watch, Found: s.Words, Do: func() tea.Cmd { d.prepare(s); return nil }})
	}
	scenarios := newMenu("Practice scenarios", items)
	scenarios.Long = true
	d.open(scenarios)
}

// prepare makes a scenario the next request; enter sends it.
func (d *desk) prepare(s Scenario) {
	d.next.Target = s.Path
	d.say(s.Path + " is next: enter sends it. Scenario: " + s.Does + ".")
}
