package ui

import (
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

// faraway returns options with a practice server whose round trip can be changed. The
// port of a target is the round-trip time in milliseconds.
func faraway(away time.Duration) func(*Options) {
	return func(o *Options) {
		practising(o)
		o.Away = away
		o.Distant = func(trip time.Duration) session.Retarget {
			return session.Retarget{Target: session.Target{Host: "far", Port: itoa(int(trip.Milliseconds()))}}
		}
	}
}

func farther(port string) session.Command {
	return session.Retarget{Target: session.Target{Host: "far", Port: port}}
}

func TestReconnectAsksForTheRoundTrip(t *testing.T) {
	for _, c := range []struct {
		keys []string
		away time.Duration
		want session.Command // nil: no command
	}{
		{[]string{"R", "enter"}, 0, session.Reconnect{}},
		{[]string{"R", "R"}, 0, session.Reconnect{}},
		{[]string{"R", "a"}, 0, farther("300")},
		{[]string{"R", "n"}, farAway, farther("0")},
		{[]string{"R", "n"}, 0, nil},
		{[]string{"R", "q"}, 0, nil},
		{[]string{"R", "esc"}, 0, nil},
		{[]string{"R", "c", "enter"}, 0, farther("40")},
		{[]string{"R", "c", "backspace", "backspace", "backspace", "backspace", "2", "s", "enter"}, 0, farther("2000")},
		{[]string{"R", "c", "q", "enter"}, 0, nil},
		{[]string{"R", "c", "backspace", "backspace", "s", "enter"}, 0, nil},
	} {
		m, e := shown(play.Fresh(), 80, 24, faraway(c.away))
		press(m, c.keys...)
		switch {
		case c.want == nil && len(e.did) > 0, c.want != nil && (len(e.did) != 1 || e.did[0] != c.want):
			t.Errorf("%q gave the commands %+v, want %+v", c.keys, e.did, c.want)
		}
	}
}

func TestReconnectOffersThePreviousRoundTrip(t *testing.T) {
	m, _ := shown(play.Fresh(), 120, 40, faraway(0))
	press(m, "R", "a", "R")
	expect(t, m, "with the round trip of 300 ms as before", "without a round trip")
	press(m, "c", "q", "enter")
	expect(t, m, "Write a duration with its unit")
	press(m, "esc", "esc")
	if m.desk().top() != nil {
		t.Error("pressing esc twice did not close the overlay")
	}
}

func TestDistanceOverlayFitsTheScreen(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		m, _ := shown(play.Fresh(), size[0], size[1], faraway(farAway))
		press(m, "R", "c")
		rows := screen(m)
		golden.Size(t, rows, size[0], size[1])
		golden.Check(t, "distance-"+itoa(size[0])+"x"+itoa(size[1]), chrome(m, rows))
	}
}
