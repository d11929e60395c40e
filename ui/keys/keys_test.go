package keys_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/keys"
	"linger/ui/text"
	"linger/ui/theme"
)

// The notice about a key of a replay, a drill or a lesson says where the key works.
func TestNoticeSaysWhereAKeyWorks(t *testing.T) {
	for key, want := range map[string]string{
		"X": "X: works in a replay (linger open).", "i": "i: works in a lesson (T).", "!": "!: works in a drill (D).", "b": "", "left": "", "ctrl+n": "", "ctrl+y": "",
	} {
		if got := keys.Default().Elsewhere(key); got != want {
			t.Errorf("the notice about %s is %q, want %q", key, got, want)
		}
	}
}

func TestEveryKeyHasOneMeaning(t *testing.T) {
	type place struct {
		key string
		in  keys.Group // empty for the situations outside the modal groups
	}
	seen := map[place]bool{}
	for _, b := range keys.Table {
		var in keys.Group
		if b.Group.Modal() {
			in = b.Group
		}
		for _, k := range b.Keys {
			if seen[place{k, in}] {
				t.Errorf("the key %s has two meanings", k)
			}
			seen[place{k, in}] = true
			if found := keys.Default().Find(k); in == "" && (found == nil || found.Action != b.Action) {
				t.Errorf("Find(%s) did not return its binding", k)
			}
		}
		if in != "" { // this row is not on the page of keys
			continue
		}
		if b.Help == "" || b.Shown == "" || len(b.Keys) == 0 {
			t.Errorf("the binding %+v has no words for its key or group", b)
		}
		if text.Width(b.Shown) > 8 || text.Width(b.Help) > 30 {
			t.Errorf("the words of %s are too long for the page of keys", b.Shown)
		}
	}
}

// In the composer, a replay and a lesson, a key has only the meaning that it has there.
func TestKeysOfAPlaceTakePrecedence(t *testing.T) {
	for _, c := range []struct {
		name string
		in   func(string) keys.Action
		key  string
		want keys.Action
	}{
		{"the panes", keys.Default().ActionOf, "E", keys.Export}, {"the panes", keys.Default().ActionOf, "ctrl+n", keys.None}, {"the panes", keys.Default().ActionOf, "ü", keys.None},
		{"a field", keys.InField, "enter", keys.Send}, {"a field", keys.InField, "esc", keys.Back}, {"a field", keys.InField, "E", keys.None},
		{"the composer", keys.Default().InComposer, "ctrl+n", keys.SendN}, {"the composer", keys.Default().InComposer, "tab", keys.NextPart}, {"the composer", keys.Default().InComposer, "E", keys.None},
		{"a replay", keys.Default().InReplay, "space", keys.Play}, {"a replay", keys.Default().InReplay, "}", keys.NextClose}, {"a replay", keys.Default().InReplay, "E", keys.None},
		{"a lesson", keys.Default().InLesson, "i", keys.LessonHint}, {"a lesson", keys.Default().InLesson, "[", keys.StepBefore}, {"a lesson", keys.Default().InLesson, "E", keys.None},
	} {
		if got := c.in(c.key); got != c.want {
			t.Errorf("the key %s in %s has the action %s, want %s", c.key, c.name, got, c.want)
		}
	}
	if keys.Default().Of(keys.None) != nil {
		t.Error("Of(None) returned a binding, want nil")
	}
}

// The notice about a key that cannot be used gives the reason and the key that helps.
func TestNoticeNamesReasonAndHelp(t *testing.T) {
	open := keys.State{Open: true, Selected: true, Number: "response 6"}
	for _, c := range []struct {
		a      keys.Action
		change func(*keys.State)
		want   string
	}{
		{keys.Send, func(s *keys.State) { s.Silent = "nothing is sent in a replay" }, "nothing is sent in a replay"},
		{keys.Send, func(s *keys.State) { s.Tunnel = true }, "the connection is a tunnel; R makes a new one"},
		{keys.Wait, func(s *keys.State) { s.Silent = "nothing is sent in a replay" }, "nothing is sent in a replay"},
		{keys.Wait, func(s *keys.State) { s.Dialing = true }, "still connecting; x stops"},
		{keys.Wait, func(s *keys.State) { s.Open = false }, "not connected; R connects"},
		{keys.CloseMenu, func(s *keys.State) { s.Open = false }, "not connected; R connects"},
		{keys.CloseMenu, func(s *keys.State) { s.Dialing = true }, ""},
		{keys.Reconnect, func(s *keys.State) { s.Dialing = true }, "already connecting; x stops"},
		{keys.Reconnect, nil, ""},
		{keys.Hold, func(s *keys.State) { s.Open = false }, "not connected; R connects"},
		{keys.Hold, nil, "no idle limit is known yet; P measures it"},
		{keys.Hold, func(s *keys.State) { s.Counts = true }, ""},
		{keys.Drill, nil, "linger drill starts it"},
		{keys.Drill, func(s *keys.State) { s.Drills = true }, ""},
		{keys.Scenarios, func(s *keys.State) { s.Drill, s.Practice = true, true }, "a drill is open"},
		{keys.Scenarios, nil, "only practice servers have scenarios"},
		{keys.Scenarios, func(s *keys.State) { s.Practice = true }, ""},
		{keys.Lessons, nil, "linger learn has lessons; it starts the practice server"},
		{keys.Lessons, func(s *keys.State) { s.Drill = true }, ""},
		{keys.Lessons, func(s *keys.State) { s.Lessons = true }, ""},
		{keys.SendBoth, nil, "only one session is open; | opens another"},
		{keys.SendBoth, func(s *keys.State) { s.Two = true }, ""},
		{keys.SendBoth, func(s *keys.State) { s.Silent = "nothing is sent in a replay" }, "nothing is sent in a replay"},
		{keys.SetMark, func(s *keys.State) { s.Silent = "this is a capture" }, "this is a capture"},
		{keys.SetMark, func(s *keys.State) { s.Silent, s.Relay = "linger only passes on what others send", true }, ""},
		{keys.RecordLog, func(s *keys.State) { s.Silent, s.Relay = "linger only passes on what others send", true }, ""},
		{keys.RecordLog, func(s *keys.State) { s.Silent, s.Recording = "nothing is sent in a replay", true }, "this is a recording; E exports it"},
		{keys.Probe, func(s *keys.State) { s.Silent = "nothing is sent in a replay" }, "nothing is sent in a replay"},
		{keys.Probe, func(s *keys.State) { s.Drill = true }, "a drill is open"},
		{keys.Probe, nil, "use linger probe URL"},
		{keys.Probe, func(s *keys.State) { s.Probes, s.Probing = true, true }, "a probe is running"},
		{keys.Probe, func(s *keys.State) { s.Probes, s.Working = true, true }, "another task is running; esc stops it"},
		{keys.Probe, func(s *keys.State) { s.Probes = true }, ""},
		{keys.Save, func(s *keys.State) { s.Selected = false }, "select an exchange first"},
		{keys.Location, func(s *keys.State) { s.Silent = "nothing is sent in a replay" }, "nothing is sent in a replay"},
		{keys.Location, func(s *keys.State) { s.Selected = false }, "select an exchange first"},
		{keys.Location, func(s *keys.State) { s.Location = true }, ""},
		{keys.Export, nil, "no connection was made yet"},
		{keys.Export, func(s *keys.State) { s.Held = true }, ""},
		{keys.Compare, func(s *keys.State) { s.Selected = false }, "select an exchange first"},
		{keys.Compare, nil, "this is the first exchange"},
		{keys.Compare, func(s *keys.State) { s.Previous = true }, ""},
		{keys.NextFinding, nil, "no findings"},
		{keys.NextFinding, func(s *keys.State) { s.Findings = true }, ""},
		{keys.Secrets, nil, "nothing is masked here"},
		{keys.Secrets, func(s *keys.State) { s.Masked = true }, ""},
		{keys.Hex, nil, "works in 5 Body and 6 Wire"},
		{keys.Hex, func(s *keys.State) { s.Bytes = true }, ""},
		{keys.ZoomIn, nil, "works in the timeline (t)"},
		{keys.ZoomIn, func(s *keys.State) { s.Timeline = true }, ""},
		{keys.Fault, nil, "works in linger relay"},
		{keys.Fault, func(s *keys.State) { s.Relay = true }, ""},
		{keys.Help, nil, ""},
	} {
		s := open
		if c.change != nil {
			c.change(&s)
		}
		var want []string
		if c.want != "" {
			want = []string{keys.Default().Of(c.a).Shown + ": " + c.want + "."}
		}
		if why, _, ok := strings.Cut(c.want, "; "); ok {
			want = append(want, keys.Default().Of(c.a).Shown+": "+why+".")
		}
		if got := keys.Default().Of(c.a).WhyAndInstead(s); !slices.Equal(got, want) {
			t.Errorf("%s cannot be used: the notice is %q, want %q", c.a, got, want)
		}
	}
}

// The footer shows the keys that can be used in each state of the screen, with words.
func TestFooterOfEachState(t *testing.T) {
	th := theme.New(true, colorprofile.ASCII, false)
	inspector := keys.State{Open: true, Selected: true, Previous: true, Findings: true, Bytes: true}
	for name, c := range map[string]struct {
		change func(*keys.State)
		hints  func(keys.State) []keys.Hint
		want   string
	}{
		"two sessions":     {func(s *keys.State) { s.Two, s.Letter = true, "B" }, keys.Main, "enter send   & send in both   | other session   tab pane   1-8 tabs   z only this one   o connect   e edit   w wait   y copy   R reconnect   ? help   q close B"},
		"others, one":      {func(s *keys.State) { s.Watching = true }, keys.Main, "esc all connections   tab pane   1-8 tabs   ↑↓ row   n next finding   9 Learned   y copy   / filter   t timeline   ? help   q quit"},
		"replay":           {func(s *keys.State) { s.Recording = true }, keys.Main, "space play   ←→ seek   . event   > exchange   } close   X speed   # mark   tab pane   1-8 tabs   y copy   / filter   t timeline   ? help   q quit"},
		"connecting":       {func(s *keys.State) { s.Dialing = true }, keys.Main, "esc stop connecting   enter send   e edit   o connect   t timeline   ? help   q quit"},
		"waiting":          {func(s *keys.State) { s.Dialing, s.Waiting = true, true }, keys.Main, "esc drop requests   x stop connecting   enter send   e edit   o connect   t timeline   ? help   q quit"},
		"long work":        {func(s *keys.State) { s.Working = true }, keys.Main, "esc stop   enter send   tab pane   1-8 tabs   y copy   o connect   R reconnect   t timeline   / filter   ? help   q quit"},
		"full width":       {func(s *keys.State) { s.Full = true }, keys.Main, "↑↓ row   n next finding   v hex   y copy   z half width   1-8 tabs   enter send   o connect   ? help   q quit"},
		"marked":           {func(s *keys.State) { s.Marked, s.Narrow = true, true }, keys.Main, "enter send   e edit   p pipeline marked   w wait   H hold   P probe   x end   tab pane   1-8 tabs   y copy   o connect   | beside   t timeline   R reconnect   / filter   b big   ? help   q quit"},
		"drill":            {func(s *keys.State) { s.Drill = true }, keys.Main, "A answer   ! proof   enter send   i hint   esc later   tab pane   1-8 tabs   T hide   w wait   e edit   0 HTTP/1.0   I HEAD   R reconnect   t timeline   ? help   q quit"},
		"exam":             {func(s *keys.State) { s.Drill, s.Exam = true, true }, keys.Main, "A answer   ! proof   enter send   esc later   tab pane   1-8 tabs   T hide   w wait   e edit   0 HTTP/1.0   I HEAD   R reconnect   t timeline   ? help   q quit"},
		"drill, answering": {func(s *keys.State) { s.Drill, s.Answering = true, true }, keys.Main, "enter choose   ↑↓ answer   ←→ question   1-8 tabs   esc back to the inspector   ? help"},
		"drill, answered":  {func(s *keys.State) { s.Drill, s.Final = true, true }, keys.Main, "c go on   enter send   tab pane   1-8 tabs   T hide   w wait   e edit   0 HTTP/1.0   I HEAD   R reconnect   t timeline   ? help   q quit"},
		"lesson":           {func(s *keys.State) { s.Lesson, s.Back = true, true }, keys.Main, "enter send   i hint   T hide   esc lessons   tab pane   1-8 tabs   [ previous step   t timeline   R reconnect   ? help   q quit"},
		"lesson, narrow":   {func(s *keys.State) { s.Lesson, s.Narrow = true, true }, keys.Main, "enter send   i hint   T hide   esc lessons   tab pane   1-8 tabs   t timeline   R reconnect   ? help   q quit"},
		"lesson, needs": {func(s *keys.State) {
			s.Lesson, s.Needs = true, []keys.Action{keys.KeepAlive, keys.CloseMenu, keys.Edit}
		}, keys.Main, "enter send   K keep-alive   x end   e edit   i hint   T hide   esc lessons   tab pane   1-8 tabs   t timeline   R reconnect   ? help   q quit"},
		"lesson, asks":     {func(s *keys.State) { s.Lesson, s.Asks, s.Choices = true, true, "a b" }, keys.Main, "a b predict   i hint   T hide   esc lessons   tab pane   1-8 tabs   t timeline   R reconnect   ? help   q quit"},
		"lesson, asked":    {func(s *keys.State) { s.Lesson, s.Choices = true, "a b c" }, keys.Main, "enter send   i hint   a b c change   T hide   esc lessons   tab pane   1-8 tabs   t timeline   R reconnect   ? help   q quit"},
		"lesson, complete": {func(s *keys.State) { s.Lesson, s.Complete = true, true }, keys.Main, "c go on   enter send   T hide   esc lessons   tab pane   1-8 tabs   t timeline   R reconnect   ? help   q quit"},
		"lesson, ended":    {func(s *keys.State) { s.Lesson, s.Ended = true, true }, keys.Main, "enter reconnect and send   i hint   T hide   esc lessons   tab pane   1-8 tabs   t timeline   R reconnect   ? help   q quit"},
		"lesson, work":     {func(s *keys.State) { s.Lesson, s.Working = true, true }, keys.Main, "esc stop   i hint   T hide   tab pane   1-8 tabs   t timeline   R reconnect   ? help   q quit"},
		"lesson, held":     {func(s *keys.State) { s.Lesson, s.Working, s.Complete = true, true, true }, keys.Main, "c go on   esc stop   T hide   tab pane   1-8 tabs   t timeline   R reconnect   ? help   q quit"},
		"lesson, folded":   {func(s *keys.State) { s.Lesson, s.Folded, s.Practice = true, true, true }, keys.Main, "enter send   e edit   S scenarios   T show lesson   p pipeline   w wait   H hold   P probe   x end   tab pane   1-8 tabs   y copy   o connect   | beside   t timeline   R reconnect   / filter   b big   ? help   q quit"},
		"lesson, over":     {func(s *keys.State) { s.Lesson, s.Recap, s.Following = true, true, true }, keys.Main, "c next lesson   T all lessons   tab pane   1-8 tabs   t timeline   ? help   q quit"},
		"relay":            {func(s *keys.State) { s.Relay = true }, keys.Watch, "n next problem   9 Learned   F fault   enter open   / filter   tab pane   y copy   t timeline   ? help   q quit"},
		"relay, replayed":  {func(s *keys.State) { s.Recording = true }, keys.Watch, "n next problem   9 Learned   enter open   / filter   space play   ←→ seek   tab pane   y copy   t timeline   ? help   q quit"},
		"timeline":         {func(s *keys.State) { s.Timeline = true }, func(keys.State) []keys.Hint { return keys.Zoom() }, "←→ exchange   + - zoom   f follow   enter open   esc back   R reconnect   ? help"},
	} {
		s := inspector
		c.change(&s)
		if got := strings.Trim(ansi.Strip(keys.Default().Footer(th, 400, s, c.hints(s))), " "); got != c.want {
			t.Errorf("%s: the footer is\n%s, want\n%s", name, got, c.want)
		}
	}
}

// At 80 cells, the footer shows y for a connection that ended or is out of step, because
// the evidence is complete. Before that, it shows o.
func TestFooterOffersCopyAfterAnEnd(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for want, s := range map[string]keys.State{
		"enter connect, send  S scenarios  y copy  tab pane  1-8 tabs  ? help  q quit":   {Practice: true, Narrow: true, Ended: true, Probes: true},
		"enter send  S scenarios  w wait  tab pane  1-8 tabs  o connect  ? help  q quit": {Practice: true, Narrow: true, Open: true, Probes: true},
	} {
		if got := strings.Trim(ansi.Strip(keys.Default().Footer(th, 80, s, keys.Main(s))), " "); got != want {
			t.Errorf("the footer is %q, want %q", got, want)
		}
	}
}

// The reason why a key cannot be used is one sentence in every state.
func TestEachReasonIsOneSentence(t *testing.T) {
	states := []keys.State{{}, {Recording: true}, {Open: true}, {Ended: true}, {Tunnel: true, Open: true}, {Selected: true, Number: "response 6"}}
	for _, s := range states {
		for _, b := range keys.Table {
			why := b.Why(s)
			if why != "" && (!strings.HasPrefix(why, b.Shown+": ") || !strings.HasSuffix(why, ".") || strings.HasSuffix(why, "..")) {
				t.Errorf("the reason is not one sentence: %q", why)
			}
		}
	}
	if got := keys.Default().Of(keys.Location).Why(keys.State{Selected: true, Number: "response 6"}); got != "L: response 6 has no Location header." {
		t.Errorf("the notice about L is %q, want one that names response 6", got)
	}
}

func TestMarkdownHasEveryKey(t *testing.T) {
	md := keys.Markdown()
	for _, b := range keys.Table {
		if !strings.Contains(md, "| "+b.Help+" |") {
			t.Errorf("the table lacks the key %s", b.Shown)
		}
	}
	for _, g := range keys.Groups {
		if !strings.Contains(md, "**"+string(g)+"**") {
			t.Errorf("the table lacks the group %s", g)
		}
	}
}

func TestFooterIsAsWideAsTheScreen(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for _, s := range []keys.State{{Open: true}, {Ended: true}, {Recording: true}, {Working: true}, {Narrow: true}} {
		for _, hints := range [][]keys.Hint{keys.Main(s), keys.Welcome(s), keys.Composer(), keys.Zoom()} {
			for w := 40; w < 240; w++ {
				if got := keys.Default().Footer(th, w, s, hints); text.Width(got) != w {
					t.Fatalf("the footer is %d cells wide, want %d: %q", text.Width(got), w, got)
				}
			}
		}
		if got := keys.Default().Footer(th, 60, s, keys.Main(s)); !strings.Contains(got, "help") {
			t.Errorf("the footer has no key for the help: %q", got)
		}
	}
}

// A wide footer shows all keys of the screen. A narrow footer drops hints in a fixed
// order, but never the hints for sending and help.
func TestFooterDropsHintsInAFixedOrder(t *testing.T) {
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
		{narrow, 80, "enter send  S scenarios  w wait  tab pane  1-8 tabs  o connect  ? help  q quit"},
		{ended, 120, "enter reconnect and send  e edit  R reconnect  P probe  y copy  tab pane  1-8 tabs  o connect  / filter  ? help  q quit"},
		{narrow, 40, "enter send  tab pane  1-8 tabs  ? help"},
	} {
		if got := strings.Trim(ansi.Strip(keys.Default().Footer(th, c.w, c.state, keys.Main(c.state))), " "); got != c.want {
			t.Errorf("the footer of %d cells is\n%s, want\n%s", c.w, got, c.want)
		}
	}
}

// The hint of a key that cannot be used now is dropped before those of other keys.
func TestFooterDropsUnusableKeysFirst(t *testing.T) {
	th := theme.New(true, colorprofile.ASCII, false)
	s := keys.State{Open: true}
	got := ansi.Strip(keys.Default().Footer(th, 100, s, keys.Main(s)))
	if strings.Contains(got, "P probe") || !strings.Contains(got, "p pipeline") {
		t.Errorf("the footer is %q, want p pipeline and not P probe", got)
	}
}
