package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/play"
	"linger/ui/keys"
)

// The keys from the settings belong to one inspector. They work everywhere in it, and its
// screen shows them. Another inspector has keys of its own.
func TestReboundKeysWorkEverywhere(t *testing.T) {
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
		t.Errorf("the first footer does not show f5, or the second does not show enter:\n%s\n%s", view(m), view(other))
	}
	press(m, "f5")
	press(other, "f5")
	if len(e.did) != 1 || len(still.did) != 0 {
		t.Fatalf("f5 gave the commands %v and %v, want one in the first inspector only", e.did, still.did)
	}
	if _, ok := e.did[0].(session.Send); !ok {
		t.Errorf("f5 gave the command %T, want session.Send", e.did[0])
	}

	press(m, "f1")
	if !strings.Contains(view(m), "f9") || strings.Contains(view(other), "f9") {
		t.Errorf("the help does not show f9, or the other inspector does:\n%s", view(m))
	}
	press(m, "f1", "f2")
	menu := m.desk().top().(*menuOverlay)
	first := menu.Chosen()
	press(m, "f8")
	if menu.Chosen() == first {
		t.Error("f8 did not move the cursor of the menu")
	}
	press(m, "esc", "f9")
	if !strings.Contains(view(m), "f3 - zoom") {
		t.Errorf("the footer of the timeline does not show f3:\n%s", view(m))
	}
	press(m, "esc", "e", "f4")
	if !m.desk().composer.Asking() {
		t.Error("f4 in the composer did not ask how many requests to send")
	}
}
