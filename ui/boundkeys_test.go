package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/play"
	"linger/ui/keys"
)

// Keys from the settings belong to one inspector. They work everywhere in it, and it
// shows them. Another inspector has its own keys.
func TestKeysOfTheSettings(t *testing.T) {
	bound := keys.Default()
	for action, key := range map[keys.Action]string{keys.Send: "f5", keys.Help: "f1", keys.Copy: "f2", keys.Down: "f8", keys.Timeline: "f9", keys.ZoomIn: "f3", keys.SendN: "f4"} {
		var err error
		if bound, err = bound.Rebind(action, key); err != nil {
			t.Fatal(err)
		}
	}
	given := func(o *Options) { o.Keys = bound }
	view := func(m *Model) string { return ansi.Strip(m.View().Content) }

	m, e := shown(play.Idle(), 120, 40, given)
	other, still := shown(play.Idle(), 120, 40)
	if !strings.Contains(view(m), "f5 send") || !strings.Contains(view(other), "enter send") {
		t.Errorf("the footers:\n%s\n%s", view(m), view(other))
	}
	press(m, "f5")
	press(other, "f5")
	if len(e.did) != 1 || len(still.did) != 0 {
		t.Fatalf("f5 did %v and %v", e.did, still.did)
	}
	if _, ok := e.did[0].(session.Send); !ok {
		t.Errorf("f5 did %T", e.did[0])
	}

	press(m, "f1")
	if !strings.Contains(view(m), "f9") || strings.Contains(view(other), "f9") {
		t.Errorf("the page of keys:\n%s", view(m))
	}
	press(m, "f1", "f2")
	menu := m.desk().top().(*menuOverlay)
	first := menu.Chosen()
	press(m, "f8")
	if menu.Chosen() == first {
		t.Error("f8 does not move in a menu")
	}
	press(m, "esc", "f9")
	if !strings.Contains(view(m), "f3 - zoom") {
		t.Errorf("the footer of the timeline:\n%s", view(m))
	}
	press(m, "esc", "e", "f4")
	if !m.desk().composer.Asking() {
		t.Error("f4 does not ask how many in the composer")
	}
}
