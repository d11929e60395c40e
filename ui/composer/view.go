package composer

import (
	"strconv"
	"strings"

	"linger/ui/box"
	"linger/ui/keys"
	"linger/ui/text"
	"linger/ui/theme"
)

// A piece is safe text in one style.
type piece struct {
	style theme.Style
	text  string
}

// join is a row of exactly w cells: pieces from the left, one at the right that
// gives way where there is no room, and a blank cell or two at its end.
func join(th *theme.Theme, w int, left []piece, right piece) string {
	b := make([]byte, 0, 3*w)
	end := min(2, w)
	room := w - end
	n := text.Width(right.text)
	used := 0
	for _, p := range left {
		used += text.Width(p.text)
	}
	if n == 0 || used+1+n > room {
		n = 0
	}
	room -= n
	used = 0
	for _, p := range left {
		t := p.text
		if used+text.Width(t) > room {
			t = th.Fit(t, max(0, room-used))
		}
		b = p.style.Append(b, t)
		used += text.Width(t)
	}
	b = th.Text.Append(b, text.Spaces(room-used))
	if n > 0 {
		b = right.style.Append(b, right.text)
	}
	return string(th.Text.Append(b, text.Spaces(end)))
}

// sideWidth is how wide the presets are beside the form; below the width of a
// wide screen they stand in its place.
const (
	sideWidth = 44
	wide      = 100
)

// View is the pane in exactly its size.
func (m *Model) View() string {
	if m.w < 8 || m.h < 3 {
		return strings.TrimSuffix(strings.Repeat(text.Spaces(m.w)+"\n", m.h), "\n")
	}
	if m.w < wide {
		if m.side {
			return strings.Join(m.choices(m.w, "tab: the request"), "\n")
		}
		return strings.Join(m.request(m.w, "tab: presets"), "\n")
	}
	left, right := m.request(m.w-sideWidth, ""), m.choices(sideWidth, "")
	for i := range left {
		left[i] += right[i]
	}
	return strings.Join(left, "\n")
}

func (m *Model) request(w int, foot string) []string {
	b := box.Box{Title: "Next request", Fact: m.fact(), Foot: foot, Focus: !m.side}
	if m.draft.raw {
		b.Title = "Next request  raw bytes"
	}
	return b.Draw(m.th, w, m.h, m.left(w-2, m.h-2))
}

// fact is where in the history the draft stands.
func (m *Model) fact() string {
	n := len(m.history)
	switch {
	case n == 0:
		return ""
	case m.past == 0:
		return strconv.Itoa(n) + " in history"
	}
	return strconv.Itoa(n-m.past+1) + " of " + strconv.Itoa(n) + " in history"
}

// left is the request: what is edited, the bytes that go out, and what can be
// said about them. When rows are short these go, in order: the keys at the foot,
// blanks, bytes; what is edited scrolls last.
func (m *Model) left(w, h int) []string {
	raw, err := m.draft.goesOut()
	form, at := m.formRows(w)
	out := m.outgoing(raw, w)
	if m.draft.raw {
		out = nil
	}
	p := plan(h, len(form), len(out), m.draft.raw)
	var rows []string
	blank := func(rank int) {
		if rank < p.blanks {
			rows = append(rows, text.Spaces(w))
		}
	}
	blank(topBlank)
	rows = append(rows, m.spaced(window(form, at, p.form), w, p)...)
	blank(formBlank)
	if p.rest {
		rows = append(rows, m.rule(len(raw), w))
		blank(bytesBlank)
		rows = append(rows, cutRows(m.th, out, p.bytes, w)...)
		blank(verdictBlank)
		rows = append(rows, m.verdictRows(raw, err, w)...)
	}
	if p.hints {
		rows = append(rows, text.Spaces(w), m.hintRow(w))
	}
	for len(rows) < h {
		rows = append(rows, text.Spaces(w))
	}
	return rows[:h]
}

// The blanks on the left, those that are worth most first.
const (
	formBlank = iota
	verdictBlank
	topBlank
	versionBlank
	contentBlank
	bytesBlank
	blankCount
)

// rawBlanks are those that raw mode has: the first three.
const rawBlanks = topBlank + 1

// A leftPlan says what there is room for.
type leftPlan struct {
	hints, rest         bool
	blanks, form, bytes int
}

func plan(h, form, bytes int, raw bool) leftPlan {
	const verdict, rule, foot = 2, 1, 2
	p := leftPlan{hints: true, rest: true, blanks: blankCount, form: form, bytes: bytes}
	if raw {
		p.blanks = rawBlanks
	}
	over := func() int {
		n := p.form + p.bytes + p.blanks + rule + verdict - h
		if p.hints {
			n += foot
		}
		return n
	}
	p.hints = over() <= 0
	p.blanks = max(0, p.blanks-max(0, over()))
	p.bytes = max(min(2, bytes), p.bytes-max(0, over()))
	p.form = max(1, p.form-max(0, over()))
	if over() > 0 {
		p.rest, p.form = false, min(form, h)
	}
	return p
}

// window are n rows of all there are, row at among them.
func window(rows []string, at, n int) []string {
	top := max(0, min(at-n/2, len(rows)-n))
	return rows[top:min(len(rows), top+n)]
}

// spaced has a blank after the version and before the content.
func (m *Model) spaced(rows []string, w int, p leftPlan) []string {
	if m.draft.raw || len(rows) != m.parts() {
		return rows
	}
	var out []string
	blank := text.Spaces(w)
	for i, r := range rows {
		if i == 3 && p.blanks > versionBlank || i == len(rows)-1 && p.blanks > contentBlank {
			out = append(out, blank)
		}
		out = append(out, r)
	}
	return out
}

// cutRows are at most n rows; where there are more the last says how many.
func cutRows(th *theme.Theme, rows []string, n, w int) []string {
	if len(rows) <= n || n <= 0 {
		return rows[:max(0, min(n, len(rows)))]
	}
	more := piece{th.Muted, "  " + th.Glyphs.Cut + " " + text.Count(len(rows)-n+1, "line") + " more"}
	return append(rows[:n-1:n-1], join(th, w, []piece{more}, piece{}))
}

// Hints are the keys of the moment.
func (m *Model) Hints() []keys.Hint {
	back := keys.Hint{Action: keys.Back, Words: "back"}
	switch {
	case m.Asking():
		return []keys.Hint{{Action: keys.Send}, {Action: keys.Back, Words: "do not"}}
	case m.side:
		return []keys.Hint{{Action: keys.Send, Words: "take it"}, {Key: "↑↓", Words: "choose"}, {Action: keys.NextPart, Words: "the request"}, back}
	case m.draft.raw:
		return []keys.Hint{{Action: keys.Send}, {Key: "ctrl+j", Words: `\r\n`}, {Action: keys.RawBytes, Words: "fields"}, {Action: keys.NextPart, Words: "presets"},
			{Action: keys.Older}, {Action: keys.PipelineN}, {Action: keys.Editor}, back}
	}
	return keys.Composer()
}

// Row is the row that explains, or that asks; exactly w cells wide, its words
// from column x on.
func (m *Model) Row(w, x int) string {
	th := m.th
	label := "editing"
	var name, words string
	switch {
	case m.ask != nil:
		return m.askRow(w, x)
	case m.pending != nil:
		label, name, words = "confirm", m.doubt(), "enter sends it, any other key does not"
	case m.note != "":
		words = m.note
	default:
		name, words = m.Explain()
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

// doubt is why something has to be confirmed.
func (m *Model) doubt() string {
	if e := m.lost(); e != nil && m.side && m.pick == len(presets)+lostAction {
		return text.Safe(e.Method) + " may have been processed already:"
	}
	return "Malformed on purpose:"
}

func (m *Model) askRow(w, x int) string {
	th := m.th
	label, words := "send", "times; 10 every 2s sends them apart"
	if m.ask.pipeline {
		label, words = "pipeline", "requests, written before a response is read"
	}
	in := 18
	if w < 60 {
		in = 10
	}
	row := th.Muted.Render(th.Fit(" "+label, x)) + m.ask.cur.draw(th, th.Strong, m.ask.text, in)
	rest := w - x - in
	if rest < 0 {
		return text.Fit(row, w)
	}
	return row + th.Muted.Render(th.Fit(" "+words, rest))
}
