package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"linger/ui/keys"
	"linger/ui/menu"
)

// scenarioMenu opens the menu of scenarios of the practice server, by group.
func (d *desk) scenarioMenu() {
	var items []menu.Item
	for i, s := range d.src.Scenarios {
		if i == 0 || s.Group != d.src.Scenarios[i-1].Group {
			if i > 0 {
				items = append(items, menu.Item{})
			}
			items = append(items, menu.Item{Words: s.Group})
		}
		items = append(items, menu.Item{Name: s.Path, Words: s.Does, More: s.about(), Found: s.Words, Do: func() tea.Cmd { d.prepare(s, s.Path); return nil }})
	}
	scenarios := &scenarioOverlay{menuOverlay: newMenu("Practice scenarios", items), params: func(path string) {
		if s, ok := d.scenario(path); ok {
			d.editParams(s)
		}
	}}
	scenarios.Long = true
	if s, ok := d.scenario(d.next.Target); ok {
		scenarios.Choose(s.Path)
	}
	d.open(scenarios)
}

// about returns the full description of a scenario.
func (s *Scenario) about() string {
	words := s.Watch
	if s.Ref != "" {
		words += " " + s.Ref + "."
	}
	if len(s.Params) == 0 {
		return words
	}
	words += " Parameters (tab):"
	for _, p := range s.Params {
		words += " " + p.Name + "=" + p.Default
	}
	return words
}

// prepare makes the request of a scenario the next request. Enter sends it.
func (d *desk) prepare(s Scenario, target string) {
	d.next.Target = target
	d.say("Next: "+target+" ("+s.Does+"). Enter sends it.", "Next: "+target+". Enter sends it.")
}

// A scenarioOverlay is the menu of scenarios. Tab opens the parameters of the scenario
// under the cursor.
type scenarioOverlay struct {
	*menuOverlay
	params func(path string)
}

func (o *scenarioOverlay) press(b bench, k tea.KeyPressMsg) (tea.Cmd, bool) {
	if keys.InField(k.String()) == keys.NextPane {
		o.params(o.Chosen())
		return nil, true
	}
	return o.menuOverlay.press(b, k)
}

func (o *scenarioOverlay) hints(s keys.State) []keys.Hint {
	return slices.Insert(o.menuOverlay.hints(s), 1, keys.Hint{Action: keys.NextPane, Words: "parameters"})
}
