package keys

import (
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// A Hint is one key of a footer: an action of the table, with words of its own
// where the situation gives it another meaning.
type Hint struct {
	Action Action
	Words  string
}

// Shown is how the key of the hint is written and its words.
func (h Hint) shown() (key, words string) {
	b := Of(h.Action)
	if h.Words != "" {
		return b.Shown, h.Words
	}
	return b.Shown, b.Foot
}

// Main are the hints of the ordinary screen.
func Main(s State) []Hint {
	switch {
	case s.Recording:
		return []Hint{{Filter, ""}, {Timeline, ""}, {Copy, ""}, {NextPane, "next pane"}, {Projector, "big"}, {Help, ""}, {Quit, ""}}
	case s.Working:
		return []Hint{{Back, "stop"}, {Send, ""}, {Timeline, ""}, {Filter, ""}, {Reconnect, ""}, {Help, ""}, {Quit, ""}}
	case s.Ended:
		return []Hint{{Send, "reconnect and send"}, {Reconnect, ""}, {Edit, ""}, {Probe, "probe"}, {Copy, ""}, {Timeline, ""}, {Help, ""}, {Quit, ""}}
	case s.Narrow:
		other := "detail"
		if !s.List {
			other = "list"
		}
		return []Hint{{Send, ""}, {Edit, ""}, {Wait, ""}, {NextPane, other}, {Tab, "tabs"}, {Reconnect, ""}, {Help, ""}, {Quit, ""}}
	}
	return []Hint{{Send, ""}, {Edit, ""}, {Pipeline, ""}, {Wait, ""}, {Hold, ""}, {Timeline, ""}, {Filter, ""}, {Reconnect, ""}, {Help, ""}, {Quit, ""}}
}

// Footer is the row of keys, exactly w cells wide: as many hints as there is
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
		if Of(h.Action).Why(s) != "" {
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
		drop := len(hints) - 1
		for drop > 0 && (hints[drop].Action == Help || hints[drop].Action == Quit) {
			drop--
		}
		hints = append(hints[:drop:drop], hints[drop+1:]...)
	}
	return hints
}

// Welcome are the hints of the first screen, on the practice server.
func Welcome() []Hint {
	return []Hint{{Send, ""}, {Edit, ""}, {Scenarios, ""}, {Wait, ""}, {Reconnect, ""}, {Help, ""}, {Quit, ""}}
}
