package ui

import (
	"slices"
	"testing"
	"time"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
)

func TestMarkGetsTheTypedNote(t *testing.T) {
	m, e := shown(play.Idle(), 120, 40)
	press(m, "#")
	expect(t, m, "Mark this moment")
	golden.Size(t, screen(m), 120, 40)
	press(m, "g", "o", "q", "?", "backspace", "enter")
	if want := []session.Command{session.Mark{Text: "goq"}}; !slices.Equal(e.did, want) {
		t.Errorf("enter gave the commands %+v, want %+v", e.did, want)
	}
	happens(m, session.Marked{At: e.now, Text: "goq"})
	expect(t, m, "Mark 1 is set.")
	press(m, "#", "x", "esc")
	if m.desk().top() != nil || len(e.did) != 1 {
		t.Errorf("after esc, the commands are %+v; want no further mark and no overlay", e.did)
	}
}

func TestHashGoesToTheMarksOfALog(t *testing.T) {
	p := play.Closed()
	for i := range 2 {
		p.Tell(session.Marked{At: time.Duration(i+1) * 2 * time.Second, Text: "n"})
	}
	m := replaying(t, p.Events, 120, 40)
	for _, want := range []time.Duration{2 * time.Second, 2 * time.Second} {
		if press(m, "#"); m.desk().now < want {
			t.Errorf("# went to %s, want at least %s", m.desk().now, want)
		}
	}
}
