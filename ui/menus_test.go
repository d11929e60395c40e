package ui

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session/record"
	"linger/ui/internal/play"
	"linger/ui/menu"
)

// Every letter that a menu shows chooses its item, whatever the letter means
// elsewhere.
func TestLettersOfMenusChoose(t *testing.T) {
	items := map[string][]menu.Item{}
	for _, c := range copies {
		items["y"] = append(items["y"], c.Item)
	}
	for _, w := range ways {
		items["x"] = append(items["x"], w.Item)
	}
	for opens, all := range items {
		for i, it := range all {
			m, _ := shown(play.Idle(), 120, 40, func(o *Options) {
				o.JSON = func(*record.Record, int) []byte { return []byte("{}") }
			})
			press(m, opens)
			_, cmd := m.Update(keyOf(it.Key))
			if got, ok := chosen(cmd); !ok || got.Item != i {
				t.Errorf("%s, then %s: %+v, want %s", opens, it.Key, got, it.Name)
			}
		}
	}
}

// What is copied is of the exchange that was selected when the menu opened, though
// the list follows others meanwhile.
func TestTheCopyMenuKeepsItsExchange(t *testing.T) {
	p := play.Idle()
	m, _ := shown(p, 120, 40)
	press(m, "y")
	seen := len(p.Events)
	p.ClosedOnTime().Connect(ms)
	m.Update(eventsMsg{events: p.Events[seen:]})
	if m.selected() != nil {
		t.Fatal("the list does not follow to the new connection")
	}
	_, cmd := m.Update(keyOf("c"))
	got, ok := chosen(cmd)
	if _, cmd = m.Update(got); !ok || cmd == nil {
		t.Error("nothing is copied")
	}
}

func chosen(cmd tea.Cmd) (menu.Chosen, bool) {
	if cmd == nil {
		return menu.Chosen{}, false
	}
	switch msg := cmd().(type) {
	case menu.Chosen:
		return msg, true
	case tea.BatchMsg:
		for _, c := range msg {
			if got, ok := chosen(c); ok {
				return got, true
			}
		}
	}
	return menu.Chosen{}, false
}
