package keys

import (
	"slices"
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// A Hint describes one key in a footer: the key of an action in the table, or a key that
// only one pane uses. Words replaces the action's words in the table if it is not "".
// Beside is a second action, whose key is part of the same hint.
type Hint struct {
	Action Action
	Beside Action
	Words  string
	Key    string
}

// shown returns the text of the key and the words of the hint.
func (bs *Bindings) shown(h Hint) (key, words string) {
	if h.Key != "" {
		return h.Key, h.Words
	}
	b := bs.Of(h.Action)
	if key, words = b.Shown, b.Foot; h.Words != "" {
		words = h.Words
	}
	if h.Beside != None {
		key += " " + bs.Of(h.Beside).Shown
	}
	return key, words
}

// Main returns the hints of the main screen.
func Main(s State) []Hint {
	pane := Hint{Action: NextPane, Words: "pane"}
	tabs, help, quit := Hint{Action: Tab, Words: "tabs"}, Hint{Action: Help}, Hint{Action: Quit}
	pipeline := Hint{Action: Pipeline}
	if s.Marked {
		pipeline.Words = "pipeline marked"
	}
	probe := Hint{Action: Probe, Words: "probe"}
	again := "reconnect and send"
	if s.Narrow {
		again = "connect, send"
	}
	switch {
	case s.Drill && !s.Folded && !s.Two:
		return inDrillHints(s, pane, tabs)
	case s.Lesson && !s.Folded && !s.Two:
		return inLessonHints(s, pane, tabs)
	case s.Two:
		quit.Words = "close " + s.Letter
		send, both, other := Hint{Action: Send}, Hint{Action: SendBoth}, Hint{Action: Beside, Words: "other session"}
		if s.Narrow {
			both.Words, other.Words = "send both", "other"
		}
		switch {
		case s.Working:
			return []Hint{{Action: Back, Words: "stop"}, send, both, other, pane, tabs, {Action: Connect}, {Action: Copy}, help, quit}
		case s.Ended, s.OutOfStep:
			send.Words = again
		}
		return []Hint{send, both, other, pane, tabs, {Action: Full, Words: "only this one"}, {Action: Connect},
			{Action: Edit}, {Action: Wait}, {Action: Copy}, {Action: Reconnect}, help, quit}
	case s.Watching:
		return []Hint{{Action: Back, Words: "all connections"}, pane, tabs, {Key: "↑↓", Words: "row"}, {Action: NextFinding, Words: "next finding"}, {Action: Learned},
			{Action: Copy}, {Action: Filter}, {Action: Timeline}, help, quit}
	case s.Recording:
		return []Hint{{Action: Play}, {Key: "←→", Words: "seek"}, {Action: StepOn}, {Action: NextExchange}, {Action: NextClose}, {Action: Speed}, {Action: NextMark},
			pane, tabs, {Action: Copy}, {Action: Filter}, {Action: Timeline}, help, quit}
	case s.Dialing && s.Waiting:
		return []Hint{{Action: Back, Words: "drop requests"}, {Action: CloseMenu, Words: "stop connecting"}, {Action: Send}, {Action: Edit}, {Action: Connect}, {Action: Timeline}, help, quit}
	case s.Dialing:
		return []Hint{{Action: Back, Words: "stop connecting"}, {Action: Send}, {Action: Edit}, {Action: Connect}, {Action: Timeline}, help, quit}
	case s.Working:
		return []Hint{{Action: Back, Words: "stop"}, {Action: Send}, pane, tabs, {Action: Copy}, {Action: Connect}, {Action: Reconnect}, {Action: Timeline}, {Action: Filter}, help, quit}
	case s.Full:
		return []Hint{{Key: "↑↓", Words: "row"}, {Action: NextFinding, Words: "next finding"}, {Action: Hex, Words: "hex"}, {Action: Copy},
			{Action: Full, Words: "half width"}, tabs, {Action: Send}, {Action: Connect}, help, quit}
	case s.Ended:
		return s.practising([]Hint{{Action: Send, Words: again}, {Action: Edit}, {Action: Reconnect}, probe, {Action: Copy}, pane, tabs,
			{Action: Connect}, {Action: Timeline}, {Action: Filter}, {Action: Projector, Words: "big"}, help, quit})
	}
	if s.OutOfStep {
		return s.practising([]Hint{{Action: Send, Words: again}, {Action: Edit}, {Action: NextFinding, Words: "finding"}, {Action: CloseMenu, Words: "end"}, pane, tabs,
			{Action: Copy}, {Action: Timeline}, {Action: Connect}, {Action: Reconnect}, help, quit})
	}
	return s.practising([]Hint{{Action: Send}, {Action: Edit}, pipeline, {Action: Wait}, {Action: Hold}, probe, {Action: CloseMenu, Words: "end"}, pane, tabs,
		{Action: Copy}, {Action: Connect},
		{Action: Beside}, {Action: Timeline}, {Action: Reconnect}, {Action: Filter}, {Action: Projector, Words: "big"}, help, quit})
}

// inDrillHints returns the hints while a drill is open.
func inDrillHints(s State, pane, tabs Hint) []Hint {
	first := []Hint{{Action: Answer}, {Action: Prove}, {Action: Send}, {Action: LessonHint}, {Action: Back, Words: "later"}}
	if s.Exam {
		first = slices.Delete(first, 3, 4)
	}
	switch {
	case s.Answering:
		return []Hint{{Action: Send, Words: "choose"}, {Key: "↑↓", Words: "answer"}, {Key: "←→", Words: "question"}, {Action: Tab, Words: "tabs"}, {Action: Back, Words: "back to the inspector"},
			{Action: Help}}
	case s.Over:
		first = []Hint{{Action: Drill, Words: "new rounds"}, {Action: Send}}
		if s.Exam {
			first = first[1:]
		}
	case s.Final:
		first = []Hint{{Action: LessonNext}, {Action: Send}}
	}
	return append(first, pane, tabs, Hint{Action: Lessons, Words: "hide"}, Hint{Action: Wait}, Hint{Action: Edit}, Hint{Action: Version, Words: "HTTP/1.0"}, Hint{Action: Head, Words: "HEAD"},
		Hint{Action: Reconnect}, Hint{Action: Timeline}, Hint{Action: Help}, Hint{Action: Quit})
}

// inLessonHints returns the hints while a lesson is open.
func inLessonHints(s State, pane, tabs Hint) []Hint {
	fold, help, quit := Hint{Action: Lessons, Words: "hide"}, Hint{Action: Help}, Hint{Action: Quit}
	back := []Hint{fold, {Action: Back, Words: "lessons"}}
	if s.Working { // esc stops the task first
		back = back[:1]
	}
	var onward []Hint
	if s.Following {
		onward = []Hint{{Action: LessonNext, Words: "next lesson"}}
	}
	first := []Hint{{Action: Send}, {Action: LessonHint}}
	switch {
	case s.Recap && s.Working:
		first = append(onward, Hint{Action: Back, Words: "stop"})
	case s.Complete && s.Working:
		first = []Hint{{Action: LessonNext}, {Action: Back, Words: "stop"}}
	case s.Working:
		first = []Hint{{Action: Back, Words: "stop"}, {Action: LessonHint}}
	case s.Recap:
		return append(onward, Hint{Action: Lessons, Words: "all lessons"}, pane, tabs, Hint{Action: Timeline}, help, quit)
	case s.Complete:
		first = []Hint{{Action: LessonNext}, {Action: Send, Words: s.sending()}}
	case s.Asks:
		first = []Hint{{Action: Predict, Key: s.Choices, Words: "predict"}, {Action: LessonHint}}
	default:
		first[0].Words = s.sending()
		first = slices.Insert(first, 1, s.needing()...)
		if s.Choices != "" {
			first = append(first, Hint{Action: Predict, Key: s.Choices, Words: "change"})
		}
	}
	rest := []Hint{pane, tabs}
	if s.Back {
		rest = append(rest, Hint{Action: StepBefore})
	}
	return slices.Concat(first, back, rest, []Hint{{Action: Timeline}, {Action: Reconnect}, help, quit})
}

// needed holds the footer words of keys that a step of a lesson may need and that have no
// footer words in the table.
var needed = map[Action]string{KeepAlive: "keep-alive", Version: "version", Head: "HEAD", CloseMenu: "end"}

// needing returns the hints for the keys that the step may need. They follow the hint for
// the enter key.
func (s *State) needing() (hints []Hint) {
	for _, a := range s.Needs {
		hints = append(hints, Hint{Action: a, Words: needed[a]})
	}
	return hints
}

// sending returns the words for the enter key in a lesson if it also reconnects, or "".
func (s *State) sending() string {
	switch {
	case !s.Ended && !s.OutOfStep:
		return ""
	case s.Narrow:
		return "reconnect, send"
	}
	return "reconnect and send"
}

// practising inserts the hints for the scenarios and the lessons after the first two
// hints, if there are scenarios.
func (s *State) practising(hints []Hint) []Hint {
	if !s.Practice {
		return hints
	}
	lessons := Hint{Action: Lessons}
	if s.Lesson { // the lesson is folded
		lessons.Words = "show lesson"
	}
	return slices.Insert(hints, 2, Hint{Action: Scenarios}, lessons)
}

// Footer returns the row of keys, exactly w cells wide. It has as many hints as fit; the
// least important are dropped first.
func (bs *Bindings) Footer(th *theme.Theme, w int, s State, hints []Hint) string {
	hints, gap := bs.fitting(hints, w-1, s)
	var b strings.Builder
	b.WriteString(" ")
	used := 1
	for i, h := range hints {
		if i > 0 {
			b.WriteString(text.Spaces(gap))
			used += gap
		}
		key, words := bs.shown(h)
		style := th.Key
		if bs.refused(h, s) {
			style = th.Track
		}
		b.WriteString(style.Render(key) + " " + th.Muted.Render(words))
		used += text.Width(key) + 1 + text.Width(words)
	}
	b.WriteString(text.Spaces(w - used))
	return b.String()
}

// KeyAt returns the Bubble Tea name of the key at column x of a footer w cells wide, or
// "" if there is none. Keys that share a hint have separate cells. For the hint of the
// tabs, KeyAt returns the key of the next tab.
func (bs *Bindings) KeyAt(w int, s State, hints []Hint, x int) string {
	hints, gap := bs.fitting(hints, w-1, s)
	at := 1
	for _, h := range hints {
		key, words := bs.shown(h)
		end := at + text.Width(key) + 1 + text.Width(words)
		if x >= at && x < end {
			return bs.pressed(h, x-at)
		}
		at = end + gap
	}
	return ""
}

// signs maps the arrows in hints to key names.
var signs = map[rune]string{'↑': "up", '↓': "down", '←': "left", '→': "right"}

// pressed returns the key for a click x cells to the right of the start of the hint.
func (bs *Bindings) pressed(h Hint, x int) string {
	switch {
	case h.Action == Tab:
		return bs.Of(TabAfter).Keys[0]
	case h.Action == Predict: // a choice that only the user can make
		return ""
	case h.Beside != None && x > text.Width(bs.Of(h.Action).Shown):
		return bs.Of(h.Beside).Keys[0]
	case h.Key == "":
		return bs.Of(h.Action).Keys[0]
	}
	cells := []rune(h.Key)
	if _, ok := signs[cells[0]]; !ok {
		return h.Key
	}
	return signs[cells[min(x, len(cells)-1)]]
}

// refused reports whether the key of a hint cannot be used now.
func (bs *Bindings) refused(h Hint, s State) bool { return h.Key == "" && bs.Of(h.Action).Why(s) != "" }

// width returns the width of the hints in cells, with gap cells between them.
func (bs *Bindings) width(hints []Hint, gap int) int {
	n := -gap
	for _, h := range hints {
		key, words := bs.shown(h)
		n += text.Width(key) + 1 + text.Width(words) + gap
	}
	return n
}

// fitting returns the hints that fit in w cells, in order, and the gap between them in
// cells. If not all fit, it selects them in the order of their rank.
func (bs *Bindings) fitting(hints []Hint, w int, s State) ([]Hint, int) {
	if gap := 3; bs.width(hints, gap) <= w {
		return hints, gap
	}
	const gap = 2
	order := make([]int, len(hints))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return bs.rank(hints[b], s) - bs.rank(hints[a], s) })
	shown := make([]bool, len(hints))
	left := w + gap
	for i, at := range order {
		if n := bs.width(hints[at:at+1], gap) + gap; n <= left || i == 0 {
			shown[at] = true
			left -= n
		}
	}
	var out []Hint
	for i, h := range hints {
		if shown[i] {
			out = append(out, h)
		}
	}
	return out, gap
}

// given lists actions in the order in which their hints are dropped. The hints of actions
// that are neither in given nor in kept are dropped first.
var given = []Action{Timeline, Reconnect, Edit, Hold, Pipeline, CloseMenu, Lessons, Probe, Copy, Wait, Connect, Scenarios,
	NextMark, Speed, NextClose, StepOn, StepBefore}

// kept lists the actions whose hints are dropped last, in this order. Beside is kept only
// with two sessions, and Pipeline only with marked exchanges.
var kept = []Action{Quit, Tab, NextPane, LessonHint, LessonNext, Predict, Answer, Prove, Drill, Play, Beside, SendBoth, Pipeline, Back, Send, Help}

// rank returns the importance of a hint. A key that the step of a lesson may need has the
// highest rank. A key that cannot be used now has the lowest. An action that is neither
// in given nor in kept has the second lowest. The lists order the others.
func (bs *Bindings) rank(h Hint, s State) int {
	if slices.Contains(s.Needs, h.Action) {
		return 2 + len(given) + len(kept)
	}
	if k := slices.Index(kept, h.Action); k >= 0 && (h.Key == "" || h.Action == Predict) && (h.Action != Beside || s.Two) && (h.Action != Pipeline || s.Marked) {
		return 2 + len(given) + k
	}
	switch {
	case bs.refused(h, s):
		return 0
	case h.Action == Lessons && (s.Lesson || s.Drill): // the key hides the open lesson or drill
		return 1 + len(given)
	case h.Action == Copy && (s.Ended || s.OutOfStep): // the evidence is complete
		return 2 + slices.Index(given, Connect)
	}
	return 1 + max(0, 1+slices.Index(given, h.Action))
}

// Welcome returns the hints of the first screen, on the practice server.
func Welcome(s State) []Hint {
	hints := Main(s)
	return slices.DeleteFunc(hints, func(h Hint) bool { return h.Action == Pipeline || h.Action == Hold || h.Action == Probe })
}

// Composer returns the hints of the composer, where letters type text.
func Composer() []Hint {
	return []Hint{{Action: Send}, {Action: NextPart}, {Action: Presets}, {Key: "space", Words: "on or off"}, {Action: Older}, {Action: SendN}, {Action: PipelineN},
		{Action: Editor}, {Action: Back, Words: "back"}}
}

// Watch returns the hints of the list of connections between other programs.
func Watch(s State) []Hint {
	hints := []Hint{{Action: NextFinding, Words: "next problem"}, {Action: Learned}}
	if s.Relay {
		hints = append(hints, Hint{Action: Fault})
	}
	hints = append(hints, Hint{Action: Send, Words: "open"}, Hint{Action: Filter})
	if s.Recording {
		hints = append(hints, Hint{Action: Play}, Hint{Key: "←→", Words: "seek"})
	}
	return append(hints, Hint{Action: NextPane, Words: "pane"}, Hint{Action: Copy}, Hint{Action: Timeline},
		Hint{Action: Help}, Hint{Action: Quit})
}

// Zoom returns the hints of the timeline.
func Zoom() []Hint {
	return []Hint{{Key: "←→", Words: "exchange"}, {Action: ZoomIn, Beside: ZoomOut, Words: "zoom"}, {Action: Follow, Words: "follow"}, {Action: Send, Words: "open"},
		{Action: Back, Words: "back"}, {Action: Reconnect}, {Action: Help}}
}
