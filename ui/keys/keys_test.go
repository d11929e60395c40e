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
		for _, hints := range [][]keys.Hint{keys.Main(s), keys.Welcome(s), keys.Composer(), keys.Zoom()} {
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

// A footer that is wide enough has all that the screen can do; in one that is not,
// keys give way in an order, and the ways on and out never do.
func TestFooterGivesWayInOrder(t *testing.T) {
	th := theme.New(true, colorprofile.ASCII, false)
	open := keys.State{Open: true, Counts: true, Probes: true, Selected: true}
	practice, narrow, ended := open, open, open
	practice.Practice, narrow.Practice, narrow.Narrow, ended.Ended = true, true, true, true
	for _, c := range []struct {
		state keys.State
		w     int
		want  string
	}{
		{open, 220, "enter send   e edit   p pipeline   w wait   H hold   P probe   x end   tab pane   1-8 tabs   y copy   o connect   | beside   t timeline   R reconnect   / filter   b big   ? help   q quit"},
		{open, 120, "enter send  e edit  p pipeline  w wait  H hold  P probe  x end  tab pane  1-8 tabs  y copy  o connect  ? help  q quit"},
		{practice, 120, "enter send  S scenarios  p pipeline  w wait  P probe  x end  tab pane  1-8 tabs  y copy  o connect  ? help  q quit"},
		{narrow, 80, "enter send  S scenarios  P probe  tab list  1-8 tabs  o connect  ? help  q quit"},
		{ended, 120, "enter reconnect and send  e edit  R reconnect  P probe  y copy  tab pane  1-8 tabs  o connect  ? help  q quit"},
		{narrow, 40, "enter send  tab list  1-8 tabs  ? help"},
	} {
		if got := strings.Trim(ansi.Strip(keys.Footer(th, c.w, c.state, keys.Main(c.state))), " "); got != c.want {
			t.Errorf("%d cells:\n%s, want\n%s", c.w, got, c.want)
		}
	}
}

// A key that cannot be used now gives way before those that can.
func TestFooterDropsWhatCannotBeUsedFirst(t *testing.T) {
	th := theme.New(true, colorprofile.ASCII, false)
	s := keys.State{Open: true}
	got := ansi.Strip(keys.Footer(th, 100, s, keys.Main(s)))
	if strings.Contains(got, "P probe") || !strings.Contains(got, "p pipeline") {
		t.Error(got)
	}
}
