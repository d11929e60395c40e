package composer

import (
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// The columns of the form: labels, the symbol that marks a field line, and the text.
const (
	labelAt = 2
	signAt  = 12
	nameAt  = 14
)

const fieldsLabel = "fields"

// formRows returns the rows of the form, and the index of the row with the cursor.
func (m *Model) formRows(w int) (rows []string, at int) {
	if m.draft.raw {
		rows, at = m.rawRows(w - 4)
		for i, r := range rows {
			rows[i] = "  " + r + "  "
		}
		return rows, at
	}
	inner := min(w, maxForm)
	names := m.nameWidth(inner)
	for i := range m.parts() {
		rows = append(rows, m.formRow(i, names, inner)+text.Spaces(w-inner))
	}
	return rows, m.row
}

// maxForm is the maximum width of the form in cells. It keeps the notes at the right edge
// near the text that they describe.
const maxForm = 100

// nameWidth returns the width in cells of the column of field names, including the gap
// after it.
func (m *Model) nameWidth(w int) int {
	n := 10
	for _, l := range m.draft.lines {
		n = max(n, text.Width(text.Safe(l.name)))
	}
	if w < 60 {
		return min(n, 12) + 2
	}
	return min(n, 18) + 3
}

func (m *Model) formRow(i, names, w int) string {
	p := m.partAt(i)
	here := i == m.row && !m.side
	th := m.th
	if here {
		th = th.Selected
	}
	switch p.kind {
	case partMethod:
		return m.labelled(th, "method", m.draft.method, "", here, w)
	case partTarget:
		if shown := m.withoutSecrets(m.draft.target, here); shown != m.draft.target {
			return m.margin("target", here) + join(th, w-signAt, []piece{{th.Text, text.Safe(shown)}}, piece{})
		}
		return m.labelled(th, "target", m.draft.target, "", here, w)
	case partVersion:
		other := "space: HTTP/1.0"
		if m.draft.proto != "HTTP/1.1" {
			other = "space: HTTP/1.1"
		}
		return m.labelled(th, "version", m.draft.proto, other, here, w)
	case partField:
		return m.fieldRow(th, p.i, names, here, w)
	case partNew:
		style := th.Accent
		return m.margin("", here) + join(th, w-signAt, []piece{{style, "+ field"}}, piece{})
	}
	return m.contentRow(th, here, w)
}

// margin returns the left part of a row: the label and the cursor sign.
func (m *Model) margin(label string, here bool) string {
	th := m.th
	label = text.Spaces(labelAt) + label
	if !here && strings.HasSuffix(label, fieldsLabel) && !m.side && m.part().kind == partField {
		return th.Key.Render(th.Fit(label, signAt))
	}
	if !here {
		return th.Muted.Render(th.Fit(label, signAt))
	}
	return th.Muted.Render(th.Fit(label, signAt-3)) + th.Selected.Accent.Render(" "+th.Glyphs.Cursor+" ")
}

func (m *Model) labelled(th *theme.Theme, label, value, words string, here bool, w int) string {
	room := w - signAt
	if room < 4 {
		return text.Fit(m.margin(label, here), w)
	}
	if here {
		n := room - 2
		if shown := text.Width(text.Safe(value)) + 2; words != "" && n > 40 && shown < n {
			n = shown
			return m.margin(label, here) + m.cur.draw(th, th.Strong, value, n) + join(th, room-n, []piece{{th.Muted, "  " + words}}, piece{})
		}
		return m.margin(label, here) + m.cur.draw(th, th.Strong, value, n) + th.Text.Render("  ")
	}
	left := []piece{{th.Text, text.Safe(value)}}
	if text.Width(left[0].text)+3+text.Width(words) > room-2 {
		words = ""
	}
	if words != "" {
		left = append(left, piece{th.Muted, "   " + words})
	}
	return m.margin(label, here) + join(th, room, left, piece{})
}

// fieldRow returns the row for a field line: the symbol that shows whether the line is
// sent, its name, its value, and who added it.
func (m *Model) fieldRow(th *theme.Theme, i, names int, here bool, w int) string {
	l := m.draft.lines[i]
	label := ""
	if i == 0 {
		label = fieldsLabel
	}
	shown := text.Safe(m.withoutSecrets(l.value, here))
	if m.fields.Has(l.name) && m.masks(here) && l.value != "" {
		shown = "**** (" + format.Count(len(l.value), "byte") + ")"
	}
	room := w - nameAt - names
	if room < 6 {
		return text.Fit(m.margin(label, here)+th.Text.Render(th.Fit(text.Safe(l.name)+": "+shown, max(0, w-signAt))), w)
	}
	sign, name, value := piece{th.OK, th.Glyphs.Yes}, th.Text, th.Text
	by := m.author(l)
	if !l.on {
		sign, name, value, by = piece{th.Muted, th.Glyphs.Closed}, th.Muted, th.Muted, "not sent"
	}
	if here {
		name, value = th.Strong, th.Strong
	}
	head := m.margin(label, here) + sign.style.Render(sign.text) + th.Text.Render(" ")
	if here && m.naming {
		return head + m.cur.draw(th, name, l.name, names-1) + th.Text.Render(" ") + join(th, room, []piece{{value, shown}}, piece{th.Muted, by})
	}
	head += name.Render(text.Pad(th.Fit(text.Safe(l.name), names-2), names))
	if !here || shown != text.Safe(l.value) {
		return head + join(th, room, []piece{{value, shown}}, piece{th.Muted, by})
	}
	tail := text.Width(by) + 4
	if tail > room/2 {
		tail = 2
		by = ""
	}
	return head + m.cur.draw(th, value, l.value, room-tail) + join(th, tail, []piece{{th.Text, ""}}, piece{th.Muted, by})
}

// masks reports whether secrets in a part of the form are hidden. They are visible if the
// user asked to see them, or while the user types in that part.
func (m *Model) masks(here bool) bool { return !m.secrets && (!here || m.fresh) }

// withoutSecrets returns the text of a part with the secrets of URLs hidden.
func (m *Model) withoutSecrets(s string, here bool) string {
	if m.masks(here) {
		return session.WithoutSecrets(s)
	}
	return s
}

// author returns text that says who added l. A field of the first request is shown as
// added by linger only if linger adds it to every request; otherwise, it comes from the
// command line.
func (m *Model) author(l line) string {
	if l.by != byLinger {
		return l.by
	}
	t, _, err := session.ParseTarget(m.rec.Target())
	if err != nil {
		return l.by
	}
	for _, f := range t.Request(m.draft.method, m.draft.target).Fields {
		if is(f.Name, l.name) && f.Value == l.value {
			return byLinger
		}
	}
	return byBegin
}

func (m *Model) contentRow(th *theme.Theme, here bool, w int) string {
	c := m.draft.content
	if here && (c != "" || !m.fresh) {
		return m.labelled(th, "content", c, "", here, w)
	}
	if c == "" {
		words := ""
		switch m.draft.method {
		case "HEAD", "GET":
			words = "   " + m.draft.method + " normally has no content"
		}
		return m.margin("content", here) + join(th, w-signAt, []piece{{th.Text, "none"}, {th.Muted, words}}, piece{})
	}
	first, _, more := strings.Cut(c, "\n")
	if more {
		first += th.Glyphs.Cut
	}
	return m.margin("content", here) + join(th, w-signAt, []piece{{th.Text, text.Safe(first)}}, piece{th.Muted, format.Count(len(c), "byte")})
}
