package keys

import (
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// A Hint is one key of a footer: an action of the table, with words of its own
// where the situation gives it another meaning, or a key of one pane alone.
type Hint struct {
	Action Action
	Words  string
	Key    string
	Extra  bool // the first to go where there is no room
}

// shown returns how the key of the hint is written and its words.
func (h Hint) shown() (key, words string) {
	if h.Key != "" {
		return h.Key, h.Words
	}
	b := Of(h.Action)
	if h.Words != "" {
		return b.Shown, h.Words
	}
	return b.Shown, b.Foot
}

// Main returns the hints of the ordinary screen.
func Main(s State) []Hint {
	switch {
	case s.Two:
		return []Hint{{Action: Send}, {Action: Beside, Words: "other session"}, {Action: NextPane, Words: "next pane"}, {Action: Tab, Words: "tabs"}, {Action: Connect},
			{Action: Edit}, {Action: Wait}, {Action: Reconnect}, {Action: Help}, {Action: Quit, Words: "close"}}
	case s.Recording:
		return []Hint{{Action: Play}, {Key: "←→", Words: "seek"}, {Action: StepOn}, {Action: NextExchange}, {Action: NextClose}, {Action: Speed}, {Action: NextMark, Extra: true},
			{Action: Tab, Words: "tabs", Extra: true}, {Action: Filter, Extra: true}, {Action: Timeline, Extra: true}, {Action: Copy, Extra: true}, {Action: Help}, {Action: Quit}}
	case s.Dialing && s.Waiting:
		return []Hint{{Action: Back, Words: "drop what waits"}, {Action: CloseMenu, Words: "give up"}, {Action: Send}, {Action: Edit}, {Action: Timeline}, {Action: Help}, {Action: Quit}}
	case s.Dialing:
		return []Hint{{Action: Back, Words: "give up"}, {Action: Send}, {Action: Edit}, {Action: Timeline}, {Action: Help}, {Action: Quit}}
	case s.Working:
		return []Hint{{Action: Back, Words: "stop"}, {Action: Send}, {Action: Timeline}, {Action: Filter}, {Action: Reconnect}, {Action: Help}, {Action: Quit}}
	case s.Full:
		return []Hint{{Key: "↑↓", Words: "row"}, {Action: NextFinding, Words: "next finding"}, {Action: Hex, Words: "hex"}, {Action: Copy},
			{Action: Full, Words: "half width"}, {Action: Tab, Words: "tabs"}, {Action: Send}, {Action: Help}, {Action: Quit}}
	case s.Ended:
		return []Hint{{Action: Send, Words: "reconnect and send"}, {Action: Connect}, {Action: Probe, Words: "probe"}, {Action: Copy}, {Action: Edit}, {Action: Reconnect}, {Action: Timeline},
			{Action: Filter, Extra: true}, {Action: Projector, Words: "big", Extra: true}, {Action: NextPane, Words: "next pane", Extra: true}, {Action: Tab, Words: "tabs", Extra: true},
			{Action: Help}, {Action: Quit}}
	case s.Narrow:
		other := "detail"
		if !s.List {
			other = "list"
		}
		return []Hint{{Action: Send}, {Action: Edit}, {Action: Wait}, {Action: NextPane, Words: other}, {Action: Tab, Words: "tabs"}, {Action: Reconnect}, {Action: Help}, {Action: Quit}}
	}
	return []Hint{{Action: Send}, {Action: Edit}, {Action: Pipeline}, {Action: Wait}, {Action: Hold}, {Action: Timeline}, {Action: Filter},
		{Action: Projector, Words: "big", Extra: true}, {Action: Probe, Words: "probe", Extra: true}, {Action: Reconnect},
		{Action: NextPane, Words: "next pane", Extra: true}, {Action: Tab, Words: "tabs", Extra: true}, {Action: Copy, Extra: true}, {Action: Connect, Extra: true}, {Action: Help}, {Action: Quit}}
}

// Footer returns the row of keys, exactly w cells wide: as many hints as there is
// room for, the way to the help among them always.
func Footer(th *theme.Theme, w int, s State, hints []Hint) string {
	gap := 3
	if w < 100 {
		gap = 2
	}
	hints = fitting(hints, w-1, gap)
	var b strings.Builder
	b.WriteString(" ")
	used := 1
	for i, h := range hints {
		if i > 0 {
			b.WriteString(text.Spaces(gap))
			used += gap
		}
		key, words := h.shown()
		style := th.Key
		if h.Key == "" && Of(h.Action).Why(s) != "" {
			style = th.Rule
		}
		b.WriteString(style.Render(key) + " " + th.Muted.Render(words))
		used += text.Width(key) + 1 + text.Width(words)
	}
	b.WriteString(text.Spaces(w - used))
	return b.String()
}

func fitting(hints []Hint, w, gap int) []Hint {
	for len(hints) > 1 {
		n := -gap
		for _, h := range hints {
			key, words := h.shown()
			n += text.Width(key) + 1 + text.Width(words) + gap
		}
		if n <= w {
			break
		}
		drop := leastOf(hints)
		hints = append(hints[:drop:drop], hints[drop+1:]...)
	}
	return hints
}

// leastOf returns the hint that goes first: the last of those that are extra, else the
// last but for the ways out.
func leastOf(hints []Hint) int {
	for i := len(hints) - 1; i >= 0; i-- {
		if hints[i].Extra {
			return i
		}
	}
	drop := len(hints) - 1
	for drop > 0 && (hints[drop].Action == Help || hints[drop].Action == Quit || hints[drop].Action == Back) {
		drop--
	}
	return drop
}

// Welcome returns the hints of the first screen, on the practice server.
func Welcome() []Hint {
	return []Hint{{Action: Send}, {Action: Edit}, {Action: Scenarios}, {Action: Wait}, {Action: Reconnect}, {Action: Help}, {Action: Quit}}
}

// Composer returns the keys of the composer, where letters type.
func Composer() []Hint {
	return []Hint{{Action: Send}, {Action: NextPart}, {Key: "space", Words: "on or off"}, {Action: Older}, {Action: SendN}, {Action: PipelineN},
		{Action: Editor}, {Action: Back, Words: "back"}}
}

// Zoom returns the keys of the timeline.
func Zoom() []Hint {
	return []Hint{{Key: "←→", Words: "exchange"}, {Key: "+ -", Words: "zoom"}, {Key: "f", Words: "follow"}, {Key: "enter", Words: "open"},
		{Action: Back, Words: "back"}, {Action: Reconnect}, {Action: Help}}
}
