package ui

import "linger/ui/menu"

// scenarios is the menu of what the practice server can do, by group.
func (m *Model) scenarios() {
	items, _ := m.scenarioItems()
	scenarios := menu.New("scenarios", "Practice scenarios", items)
	scenarios.Long = true
	m.over = choosing{scenarios}
}

// scenarioItems are the rows of the menu and, for each, the scenario that it
// stands for; -1 for headings and blanks.
func (m *Model) scenarioItems() (items []menu.Item, of []int) {
	group := ""
	add := func(it menu.Item, i int) { items, of = append(items, it), append(of, i) }
	for i, s := range m.opt.Scenarios {
		if s.Group != group {
			if group != "" {
				add(menu.Item{}, -1)
			}
			group = s.Group
			add(menu.Item{Words: group}, -1)
		}
		add(menu.Item{Name: s.Path, Words: s.Does, More: s.Watch, Found: s.Words}, i)
	}
	return items, of
}

// choose makes a scenario the next request; enter sends it.
func (m *Model) choose(item int) {
	_, of := m.scenarioItems()
	if i := of[item]; i >= 0 {
		s := m.opt.Scenarios[i]
		m.next.Target = s.Path
		m.say(s.Path + " is next: enter sends it. Scenario: " + s.Does + ".")
	}
}
