package composer

import (
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// left returns the box of the request: the form, the bytes to be sent, and the verdict
// about them. If there are few rows, it drops the keys at the foot first, then blank
// rows, then bytes, and finally it scrolls the form.
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
	rows = rows[:h]
	if note := m.remarkRows(w); len(note) > 0 {
		note = note[:min(len(note), h)]
		copy(rows[h-len(note):], note)
	}
	return rows
}

// remarkAt is the approximate width of the text before a remark in the explaining row.
const remarkAt = 14

// remarkRows returns the rows of a remark that is too long for the explaining row. The
// pane shows them at its bottom.
func (m *Model) remarkRows(w int) (rows []string) {
	s := text.Safe(m.remark)
	if text.Width(s) <= m.w-remarkAt {
		return nil
	}
	rows = append(rows, m.th.Rule.Render(text.Repeat(m.th.Glyphs.Horizontal, w)))
	for _, l := range text.Wrap(s, max(1, w-4)) {
		rows = append(rows, join(m.th, w, []piece{{m.th.Caution, "  " + l}}, piece{}))
	}
	return rows
}

// The blank rows of the left box, most important first.
const (
	formBlank = iota
	verdictBlank
	topBlank
	versionBlank
	contentBlank
	bytesBlank
	blankCount
)

// rawBlanks is the number of blank rows in raw mode: the first three.
const rawBlanks = topBlank + 1

// A leftPlan says which rows of the left box fit.
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

// window returns n consecutive rows that include rows[at].
func window(rows []string, at, n int) []string {
	top := windowTop(len(rows), at, n)
	return rows[top:min(len(rows), top+n)]
}

// windowTop returns the index of the first of n consecutive rows that include the row
// with index at.
func windowTop(all, at, n int) int { return max(0, min(at-n/2, all-n)) }

// spaced adds a blank row after the version and another before the content, if p has room
// for them.
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

// cutRows returns at most n rows. If there are more, the last row says how many are
// missing.
func cutRows(th *theme.Theme, rows []string, n, w int) []string {
	if len(rows) <= n || n <= 0 {
		return rows[:max(0, min(n, len(rows)))]
	}
	more := piece{th.Muted, "  " + th.Glyphs.Cut + " " + format.Count(len(rows)-n+1, "line") + " more"}
	return append(rows[:n-1:n-1], join(th, w, []piece{more}, piece{}))
}
