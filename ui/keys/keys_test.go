package keys_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/keys"
	"linger/ui/text"
	"linger/ui/theme"
)

func TestEveryKeyMeansOneThing(t *testing.T) {
	type place struct {
		key string
		in  keys.Group // empty: everywhere but where a group is modal
	}
	seen := map[place]bool{}
	for _, b := range keys.Table {
		var in keys.Group
		if b.Group.Modal() {
			in = b.Group
		}
		for _, k := range b.Keys {
			if seen[place{k, in}] {
				t.Errorf("%s has two meanings", k)
			}
			seen[place{k, in}] = true
			if found := keys.Find(k); in == "" && (found == nil || found.Action != b.Action) {
				t.Errorf("%s is not found", k)
			}
		}
		if in != "" { // not on the page of keys
			continue
		}
		if b.Help == "" || b.Shown == "" || len(b.Keys) == 0 {
			t.Errorf("%+v says too little", b)
		}
		if text.Width(b.Shown) > 8 || text.Width(b.Help) > 30 {
			t.Errorf("%s: too long for the page of keys", b.Shown)
		}
	}
}

// Why a key cannot be used is one sentence, whatever the state.
func TestReasonsAreSentences(t *testing.T) {
	states := []keys.State{{}, {Recording: true}, {Open: true}, {Ended: true}, {Tunnel: true, Open: true}, {Selected: true, Number: "response 6"}}
	for _, s := range states {
		for _, b := range keys.Table {
			why := b.Why(s)
			if why != "" && (!strings.HasPrefix(why, b.Shown+" cannot be used now: ") || !strings.HasSuffix(why, ".") || strings.HasSuffix(why, "..")) {
				t.Errorf("%q", why)
			}
		}
	}
	if got := keys.Of(keys.Location).Why(keys.State{Selected: true, Number: "response 6"}); got != "L cannot be used now: response 6 has no Location." {
		t.Error(got)
	}
}

func TestMarkdownHasEveryKey(t *testing.T) {
	md := keys.Markdown()
	for _, b := range keys.Table {
		if !strings.Contains(md, "| "+b.Help+" |") {
			t.Errorf("%s is missing", b.Shown)
		}
	}
	for _, g := range keys.Groups {
		if !strings.Contains(md, "**"+string(g)+"**") {
			t.Errorf("%s is missing", g)
		}
	}
}

func TestFooterIsAsWideAsTheScreen(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, s := range []keys.State{{Open: true}, {Ended: true}, {Recording: true}, {Working: true}, {Narrow: true}} {
		for _, hints := range [][]keys.Hint{keys.Main(s), keys.Welcome(), keys.Composer(), keys.Zoom()} {
			for w := 40; w < 240; w++ {
				if got := keys.Footer(th, w, s, hints); text.Width(got) != w {
					t.Fatalf("%d cells in %d: %q", text.Width(got), w, got)
				}
			}
		}
		if got := keys.Footer(th, 60, s, keys.Main(s)); !strings.Contains(got, "help") {
			t.Errorf("no way to the help in %q", got)
		}
	}
}

// A footer that is wide enough has all that the screen can do; one that is not lets
// the extra keys go first.
func TestExtraKeysGoFirst(t *testing.T) {
	th := theme.New(true, colorprofile.ASCII, false)
	s := keys.State{Open: true, Counts: true, Probes: true, Selected: true}
	wide, usual := keys.Footer(th, 200, s, keys.Main(s)), keys.Footer(th, 120, s, keys.Main(s))
	for _, words := range []string{"b big", "P probe", "tab next pane", "1-8 tabs", "y copy", "R reconnect", "? help", "q quit"} {
		if !strings.Contains(ansi.Strip(wide), words) {
			t.Errorf("no %q in %s", words, wide)
		}
	}
	for _, words := range []string{"t timeline", "/ filter", "R reconnect", "? help", "q quit"} {
		if !strings.Contains(ansi.Strip(usual), words) {
			t.Errorf("no %q in %s", words, usual)
		}
	}
}
