package keys

import (
	"slices"
	"strings"
	"testing"
)

// restored puts the table back after a test.
func restored(t *testing.T) {
	t.Helper()
	was := slices.Clone(Table)
	for i := range was {
		was[i].Keys = slices.Clone(was[i].Keys)
	}
	t.Cleanup(func() { copy(Table, was); reindex() })
}

func TestEveryActionHasAName(t *testing.T) {
	seen := map[string]bool{}
	for i := range Table {
		name := Table[i].Action.String()
		if name == "" || seen[name] || Named(name) != Table[i].Action {
			t.Errorf("action %d of %s is named %q", Table[i].Action, Table[i].Shown, name)
		}
		seen[name] = true
	}
	if Named("nonsense") != None || Named("") != None {
		t.Error("a name of nothing")
	}
}

func TestRebind(t *testing.T) {
	restored(t)
	if err := Rebind(Send, "ctrl+s", "f5"); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"ctrl+s", "f5", "enter"} {
		if ActionOf(key) != Send {
			t.Errorf("%s does %s", key, ActionOf(key))
		}
	}
	if !strings.Contains(Markdown(), "| `ctrl+s` | send the next request |") {
		t.Error("the table of keys does not show it")
	}
	// A key is taken from an action that has another.
	if err := Rebind(Hex, "g"); err != nil {
		t.Fatal(err)
	}
	if ActionOf("g") != Hex || ActionOf("home") != First || Of(First).Shown != "home" {
		t.Errorf("g does %s, first is shown as %s", ActionOf("g"), Of(First).Shown)
	}
	// What is written in the composer is another world.
	if err := Rebind(Older, "S"); err != nil {
		t.Fatal(err)
	}
	if InComposer("S") != Older || ActionOf("S") != Scenarios {
		t.Error("a key of the composer took one of the panes")
	}
}

func TestRebindRefuses(t *testing.T) {
	restored(t)
	for key, want := range map[string]string{
		"x":       "x is the only key of close",
		"ctrl+c":  "ctrl+c cannot be changed",
		"esc":     "esc cannot be changed",
		"":        "is not the name of a key",
		"two it":  "is not the name of a key",
		"+s":      "is not the name of a key",
		"Ctrl+S":  "is not the name of a key",
		"\u0304a": "is not the name of a key",
	} {
		if err := Rebind(Send, key); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", key, err)
		}
	}
	if Rebind(None, "x") == nil || Rebind(Send) == nil {
		t.Error("nothing is rebound")
	}
	if err := Rebind(Send, "enter"); err != nil || ActionOf("enter") != Send {
		t.Error(err)
	}
}
