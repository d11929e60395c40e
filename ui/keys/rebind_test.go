package keys

import (
	"strings"
	"testing"
)

func TestEveryActionHasAName(t *testing.T) {
	seen := map[string]bool{}
	for i := range Table {
		name := Table[i].Action.String()
		if name == "" || seen[name] || Named(name) != Table[i].Action {
			t.Errorf("action %d of the key %s has the name %q, want one that no other action has", Table[i].Action, Table[i].Shown, name)
		}
		seen[name] = true
	}
	if Named("nonsense") != None || Named("") != None {
		t.Error("Named returned an action for an unknown name, want None")
	}
}

func TestRebind(t *testing.T) {
	rebound := func(bs *Bindings, a Action, more ...string) *Bindings {
		bs, err := bs.Rebind(a, more...)
		if err != nil {
			t.Fatal(err)
		}
		return bs
	}
	bs := rebound(Default(), Send, "ctrl+s", "f5")
	for _, key := range []string{"ctrl+s", "f5", "enter"} {
		if bs.ActionOf(key) != Send {
			t.Errorf("the key %s has the action %s, want send", key, bs.ActionOf(key))
		}
	}
	if bs.Of(Send).Shown != "ctrl+s" {
		t.Errorf("the screen shows send as %s, want the new key", bs.Of(Send).Shown)
	}
	// Rebind may use the key of an action that has another key.
	bs = rebound(bs, Hex, "g")
	if bs.ActionOf("g") != Hex || bs.ActionOf("home") != First || bs.Of(First).Shown != "home" {
		t.Errorf("g has the action %s and first is shown as %s, want hex and home", bs.ActionOf("g"), bs.Of(First).Shown)
	}
	// Keys of the composer and keys of the panes do not affect each other.
	bs = rebound(bs, Older, "S")
	if bs.InComposer("S") != Older || bs.ActionOf("S") != Scenarios {
		t.Error("a key of the composer replaced a key of the panes")
	}
	// Rebind does not change the default bindings.
	if d := Default(); d.ActionOf("ctrl+s") != None || d.ActionOf("g") != First || d.Of(Send).Shown != "enter" || d.InComposer("S") != None {
		t.Error("Rebind changed the default table")
	}
}

func TestRebindRejectsImpossibleKeys(t *testing.T) {
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
		if _, err := Default().Rebind(Send, key); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Rebind with the key %q returned the error %v, want one with %q", key, err, want)
		}
	}
	for _, a := range []Action{None, Send} {
		if _, err := Default().Rebind(a); err == nil {
			t.Errorf("Rebind accepted %q without a key", a)
		}
	}
	if bs, err := Default().Rebind(Send, "enter"); err != nil || bs.ActionOf("enter") != Send {
		t.Errorf("Rebind returned the error %v, want none", err)
	}
}
