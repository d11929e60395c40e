package ui

import (
	"math/rand/v2"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/session/drill"
	"linger/session/lesson"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/keys"
	"linger/ui/tutor"
)

// Whatever the keys, the terminal size and the events, the screen fills the terminal
// exactly, drawing does not modify the model, and nothing panics.
func TestRandomKeysKeepTheScreenValid(t *testing.T) {
	var names []string
	for _, b := range keys.Table {
		if b.Action != keys.Quit && b.Action != keys.QuitNow && b.Action != keys.Suspend && b.Action != keys.Save && b.Action != keys.Editor {
			names = append(names, b.Keys...)
		}
	}
	names = append(names, "a", "c", "d", "i", "r", "backspace", "enter", "esc", "esc", "esc")
	t.Chdir(t.TempDir()) // the directory for recordings
	for seed := range uint64(30) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := []*play.Play{play.Idle(), play.Fresh(), play.Racing(), play.Closed(), many(300, 40)}[r.IntN(5)]
		with := practising
		switch seed % 3 {
		case 1:
			with = learning(lesson.Table(1)[r.IntN(16)].Name)
		case 2:
			p = []*play.Play{closesEarly(), play.Fresh(), play.Racing()}[r.IntN(3)]
			with = drilling(func(d *tutor.Drill) { d.Level = drill.Levels()[r.IntN(3)] })
		}
		m, e := shown(p, 20+r.IntN(200), 6+r.IntN(60), with)
		for range 150 {
			name := names[r.IntN(len(names))]
			_, cmd := m.Update(keyOf(name))
			if cmd != nil && m.desk().top() != nil && r.IntN(3) == 0 {
				deliver(m, cmd)
			}
			switch r.IntN(12) {
			case 0:
				m.Update(tea.WindowSizeMsg{Width: 20 + r.IntN(220), Height: 6 + r.IntN(64)})
			case 1:
				e.now += 700 * ms
			case 2:
				m.Update(tea.PasteMsg{Content: "pasted\x1b[2J\r\n\u202e"})
			case 3:
				m.Update(tea.MouseWheelMsg{X: r.IntN(m.w), Y: r.IntN(m.h), Button: tea.MouseWheelDown})
			case 4:
				m.Update(tea.MouseClickMsg{X: r.IntN(m.w), Y: r.IntN(m.h), Button: tea.MouseLeft})
			case 5:
				m.Update(eventsMsg{desk: m.desk(), events: []session.Event{session.Declined{At: e.now, Conn: 1, Why: "Not now."}}})
			}
			var before []string
			looks := r.IntN(10) == 0
			if looks {
				before = reachable(m)
			}
			golden.Size(t, screen(m), m.w, m.h)
			if looks {
				unchanged(t, before, reachable(m))
			}
			if t.Failed() {
				t.Fatalf("seed %d, key %s", seed, name)
			}
		}
	}
}
