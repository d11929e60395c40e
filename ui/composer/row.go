package composer

import (
	"strings"

	"linger/ui/keys"
	"linger/ui/text"
	"linger/wire/format"
)

// Hints returns the keys that the footer shows in the current state.
func (m *Model) Hints() []keys.Hint {
	back := keys.Hint{Action: keys.Back, Words: "back"}
	switch {
	case m.Asking():
		return []keys.Hint{{Action: keys.Send}, {Action: keys.Back, Words: "cancel"}}
	case m.side:
		return []keys.Hint{{Action: keys.Send, Words: "use it"}, {Key: "↑↓", Words: "choose"}, {Action: keys.NextPart, Words: "the request"}, back}
	case m.draft.raw:
		return []keys.Hint{{Action: keys.Send}, {Key: "ctrl+j", Words: `\r\n`}, {Action: keys.RawBytes, Words: "fields"}, {Action: keys.NextPart, Words: "presets"},
			{Action: keys.Older}, {Action: keys.PipelineN}, {Action: keys.Editor}, back}
	}
	hints := keys.Composer()
	for i, h := range hints {
		if h.Key == "space" && !m.fresh {
			hints[i] = keys.Hint{Action: keys.Switch}
		}
	}
	return hints
}

// Row returns the row with an explanation or a question, exactly w cells wide. Its text
// begins at column x.
func (m *Model) Row(w, x int) string {
	th := m.th
	label := "editing"
	var name, words string
	switch {
	case m.ask != nil:
		return m.askRow(w, x)
	case m.pending != nil:
		label, name, words = "confirm", m.doubt(), "enter sends; any other key cancels"
	case m.remark != "":
		words = th.Words(text.Safe(m.remark), max(0, w-min(w, x)-2)) // the pane shows a longer remark in full; see remarkRows
	default:
		name, words = m.Explain()
		words = whole(words, w-min(w, x)-text.Width(text.Safe(name))-3)
	}
	head := text.Pad(" "+label, x)
	left := []piece{{th.Muted, th.Fit(head, min(w, x))}, {th.Strong, text.Safe(name)}, {th.Text, " " + text.Safe(words)}}
	if name == "" {
		left[2].text = text.Safe(words)
	}
	if m.pending != nil {
		left[1].style = th.CautionStrong
	}
	return join(th, w, left, piece{})
}

// whole removes clauses from the end of words until the rest fits in w cells or is a
// single clause.
func whole(words string, w int) string {
	for text.Width(text.Safe(words)) > w {
		i := max(strings.LastIndex(words, "; "), strings.LastIndex(words, ", "), strings.LastIndex(words, ": "))
		if i <= 0 {
			break
		}
		words = words[:i]
	}
	return words
}

// doubt returns the reason why linger asks the user to confirm.
func (m *Model) doubt() string {
	if e := m.lost(); e != nil && m.side && m.pick == len(presets)+lostAction {
		return text.Safe(e.Method) + " may already have been processed:"
	}
	return "Malformed:"
}

func (m *Model) askRow(w, x int) string {
	th := m.th
	label, words, style := "send N", "times, 1 to "+format.Number(mostSent)+`; add "every 2s" to space them out`, th.Muted
	if m.ask.pipeline {
		label, words = "write N", "requests, 1 to "+format.Number(int64(m.mostPipelined()))+", written before a response is read"
	}
	if m.ask.wrong != "" {
		words, style = format.Sentence(text.Safe(m.ask.wrong)), th.CautionStrong
	}
	in := 18
	if text.Width(words) > w-x-in-1 {
		in = 10
	}
	if w < 60 {
		in = 10
	}
	row := th.Muted.Render(th.Fit(" "+label, x)) + m.ask.cur.draw(th, th.Strong, m.ask.text, in)
	rest := w - x - in
	if rest < 0 {
		return text.Fit(row, w)
	}
	return row + style.Render(text.Pad(th.Words(" "+words, rest), rest))
}
