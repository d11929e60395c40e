package ui

import (
	"image/color"
	"testing"

	tea "charm.land/bubbletea/v2"

	"linger/session"
	"linger/ui/internal/play"
)

// A theme that the user has chosen does not follow the background. The default theme
// does.
func TestChosenThemeIgnoresTheBackground(t *testing.T) {
	for theme, want := range map[string][2]bool{"": {true, false}, "auto": {true, false}, "dark": {false, false}, "light": {true, true}} {
		m, _ := shown(play.Idle(), 80, 24, func(o *Options) { o.Theme = theme })
		m.take(tea.BackgroundColorMsg{Color: color.White})
		light := m.light
		m.take(tea.BackgroundColorMsg{Color: color.Black})
		if got := [2]bool{light, m.light}; got != want {
			t.Errorf("theme %q: light on white and on black = %v, want %v", theme, got, want)
		}
	}
}

func TestClockOptionSelectsTheTimeZone(t *testing.T) {
	for clock, want := range map[string]string{"utc": "UTC", "local": "local"} {
		p := play.Idle()
		p.Tell(session.Started{Target: "http://127.0.0.1:8321", Wall: noon})
		m, _ := shown(p, 120, 40, func(o *Options) { o.Clock = clock })
		expect(t, m, want)
	}
}
