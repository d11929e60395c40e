package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session/state"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/tutor"
)

func withParams(o *Options) {
	practising(o)
	o.Scenarios = append([]Scenario{}, lessons...)
	o.Scenarios[1].Params = []Param{{Name: "timeout", Default: "5", About: "the hint (1 to 600 s)"}, {Name: "after", Default: "3", About: "when it closes"}}
}

// linger recognises a remote practice server only by the Server field of its first
// response.
func TestRemotePracticeServerIsRecognised(t *testing.T) {
	for server, want := range map[string]bool{"linger-practice": true, "linger-practice/2": true, "nginx": false, "": false} {
		p := play.New("http://teacher:8321").Connect(ms)
		p.Exchange("GET", "/", ms, play.Head("HTTP/1.1 200 OK", "Server: "+server, "Content-Length: 0"))
		m, _ := shown(p, 120, 40, func(o *Options) { o.Scenarios = lessons })
		if got := strings.Contains(look(m), "S scenarios"); got != want {
			t.Errorf("Server: %s: the footer shows S: %t, want %t", server, got, want)
		}
		press(m, "S")
		if got := m.desk().top() != nil; got != want {
			t.Errorf("Server: %s: S opens the scenarios: %t, want %t", server, got, want)
		}
	}
}

// Lessons and the drill also work on a remote practice server.
func TestLessonsAndDrillWorkOnARemotePracticeServer(t *testing.T) {
	for server, want := range map[string]bool{"linger-practice": true, "nginx": false} {
		p := play.New("http://teacher:8321").Connect(ms)
		p.Exchange("GET", "/", ms, play.Head("HTTP/1.1 200 OK", "Server: "+server, "Content-Length: 0"))
		m, e := shown(p, 120, 40, drilling(func(d *tutor.Drill) { d.Begin = false }), func(o *Options) {
			o.Practice, o.Learn, o.State = false, tutor.Options{Pace: 1}, state.Open(state.Options{NoState: true, NoProgress: true})
		})
		press(m, "T")
		if got := strings.Contains(look(m), "0 of 16 done"); got != want {
			t.Errorf("Server: %s: T opens the lessons: %t, want %t", server, got, want)
		}
		press(m, "esc", "D")
		if got := strings.Contains(look(m), "GET /r/7K3P-1"); got != want || got && len(e.did) != 1 {
			t.Errorf("Server: %s: D begins the drill: %t, want %t; commands %v", server, got, want, e.did)
		}
	}
}

// The menu of scenarios opens at the current scenario. Tab opens the parameters of that
// scenario.
func TestTabEditsTheParametersOfAScenario(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, e := shown(play.Fresh(), size[0], size[1], withParams)
		m.desk().next.Target = "/early?after=2"
		press(m, "S", "tab")
		golden.Size(t, screen(m), size[0], size[1])
		expect(t, m, "Parameters of /early", "timeout", "GET /early?after=2")
		press(m, "backspace", "9", "down", "backspace", "3", "enter")
		if got := m.desk().next.Target; got != "/early?timeout=9" || len(e.did) > 0 {
			t.Errorf("the next target is %s and the commands are %+v, want /early?timeout=9 and none", got, e.did)
		}
		if m.desk().top() != nil {
			t.Error("the menu is open after enter")
		}
	}
	m, _ := shown(play.Fresh(), 120, 40, withParams)
	m.desk().next.Target = "/countdown"
	press(m, "S", "tab")
	expect(t, m, "/countdown has no parameters.")
}

func TestLongScenarioDescriptionIsShownWhole(t *testing.T) {
	m, _ := shown(play.Fresh(), 80, 24, func(o *Options) {
		withParams(o)
		o.Scenarios[1].Watch, o.Scenarios[1].Ref = strings.Repeat("word ", 60)+"end.", "RFC 9112 §9.5"
	})
	press(m, "S", "down")
	expect(t, m, "§9.5.", "after=3")
}

// The wheel moves in a menu as the arrow keys do.
func TestWheelMovesTheCursorOfAMenu(t *testing.T) {
	m, _ := shown(play.Fresh(), 120, 40, withParams)
	press(m, "S")
	m.Update(tea.MouseWheelMsg{X: 60, Y: 20, Button: tea.MouseWheelDown})
	expect(t, m, "▸    /early")
	m.Update(tea.MouseWheelMsg{X: 60, Y: 20, Button: tea.MouseWheelUp})
	expect(t, m, "▸    /countdown")
}
