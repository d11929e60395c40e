package edit

import (
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/ui/theme"
)

// Fact is what stands in the border: where in the history the person is.
func (m *Model) Fact() string {
	if m.turned == 0 {
		return ""
	}
	return text.Number(int64(len(m.history)-m.turned+1)) + " of " + text.Number(int64(len(m.history))) + " in history"
}

// Hint explains the part under the cursor, for the row above the keys.
func (m *Model) Hint() string {
	if m.ask != nil {
		return m.ask.words
	}
	if l := m.onLine(); l != nil {
		if s := hints[strings.ToLower(l.name.Value())]; s != "" {
			return s
		}
		return "a field: tab goes from name to value, ctrl+t leaves it out"
	}
	switch {
	case m.at == int(method):
		return "method: GET and HEAD are safe, PUT and DELETE idempotent, POST neither"
	case m.at == int(target):
		return "target: what stands in the request-line, path and query"
	case m.at == int(version):
		return "version: with HTTP/1.0 the server closes, unless both sides say keep-alive"
	case m.at == m.adding():
		return "field: type a name, tab, and a value"
	case m.at == m.body():
		return "content: ctrl+j begins a line, ctrl+t sends it chunked"
	}
	return "presets: enter takes the one under the cursor; its key takes it at once"
}

var hints = map[string]string{
	"connection":     "Connection: without it, Apache and Tomcat send no Keep-Alive hint",
	"host":           "Host: an HTTP/1.1 request must have exactly one",
	"expect":         "Expect: the server says 100 before the content is sent, or refuses it",
	"content-length": "Content-Length: how many bytes of content follow; a wrong one shifts every message after it",
	"user-agent":     "User-Agent: some servers treat old clients without keep-alive, by this field",
}

// Prompt is the number being typed, drawn in w cells; empty when none is asked.
func (m *Model) Prompt(th *theme.Theme, w int) string {
	if m.ask == nil {
		return ""
	}
	return m.ask.in.Draw(th, th.Strong, w)
}

// Rows are the request and its bytes in h rows of w cells.
func (m *Model) Rows(th *theme.Theme, w, h int) []string {
	d := drawing{th: th, w: w}
	d.blank()
	d.labelled("method", m.draw(th, &m.method, m.at == int(method), max(1, w-14)))
	d.labelled("target", m.draw(th, &m.target, m.at == int(target), max(1, w-14)))
	d.labelled("version", m.versionRow(th, max(1, w-14)))
	d.blank()
	for i := range m.lines {
		label := ""
		if i == 0 {
			label = "fields"
		}
		d.rows = append(d.rows, m.lineRow(th, w, i, label))
	}
	d.rows = append(d.rows, m.addRow(th, w))
	d.blank()
	d.labelled("content", m.contentRow(th, max(1, w-14)))
	d.blank()
	d.bytes(m, h)
	return d.fill(h)
}

type drawing struct {
	th   *theme.Theme
	w    int
	rows []string
}

func (d *drawing) blank() { d.rows = append(d.rows, text.Spaces(d.w)) }

func (d *drawing) labelled(label, row string) {
	d.rows = append(d.rows, "  "+d.th.Muted.Render(text.Pad(label, 10))+row+text.Spaces(d.w-12-text.Width(row)))
}

func (d *drawing) fill(h int) []string {
	for len(d.rows) < h {
		d.blank()
	}
	return d.rows[:max(0, h)]
}

// draw is a text in w cells, with the cursor where it stands.
func (m *Model) draw(th *theme.Theme, f interface {
	Value() string
	Draw(*theme.Theme, theme.Style, int) string
}, here bool, w int) string {
	if here && m.ask == nil {
		return f.Draw(th, th.Strong, w)
	}
	return th.Strong.Render(th.Fit(text.Safe(f.Value()), w))
}

func (m *Model) versionRow(th *theme.Theme, w int) string {
	if m.at != int(version) {
		return m.draw(th, &m.proto, false, w)
	}
	other := "   space: HTTP/1.0"
	if m.proto.Value() == "HTTP/1.0" {
		other = "   space: HTTP/1.1"
	}
	n := min(text.Width(text.Safe(m.proto.Value()))+1, w)
	return m.draw(th, &m.proto, true, n) + th.Muted.Render(th.Fit(other, max(0, w-n)))
}

const nameWidth = 13

func (m *Model) lineRow(th *theme.Theme, w, i int, label string) string {
	l := &m.lines[i]
	here := m.at == int(fields)+i && m.ask == nil
	sign, words := th.OK.Render(th.Glyphs.Holds), l.by
	if !l.on {
		sign, words = th.Muted.Render(th.Glyphs.Closed), "not sent"
	}
	cursor := " "
	if here {
		cursor = th.Key.Render(th.Glyphs.Cursor)
	}
	name := max(nameWidth, text.Width(text.Safe(l.name.Value()))+2)
	room := max(1, w-14-name-2-text.Width(words)-2)
	style, valueStyle := th.Strong, th.Text
	if !l.on {
		style, valueStyle = th.Muted, th.Muted
	}
	left := style.Render(th.Fit(text.Safe(l.name.Value()), name))
	value := text.Safe(l.value.Value())
	if m.hides(i) {
		value = masked(l.value.Value())
	}
	right := valueStyle.Render(th.Fit(value, room))
	if here && m.inName {
		left = l.name.Draw(th, style, name)
	} else if here {
		right = l.value.Draw(th, valueStyle, room)
	}
	row := "  " + th.Muted.Render(text.Pad(label, 8)) + cursor + " " + sign + " " + left + right + "  " + th.Muted.Render(words) + "  "
	return th.Fit(row, w)
}

func (m *Model) addRow(th *theme.Theme, w int) string {
	cursor := " "
	if m.at == m.adding() {
		cursor = th.Key.Render(th.Glyphs.Cursor)
	}
	return text.Pad("          "+cursor+" "+th.Muted.Render("+ field"), w)
}

func (m *Model) contentRow(th *theme.Theme, w int) string {
	s := m.content.Value()
	if s == "" && m.at != m.body() {
		return th.Text.Render("none")
	}
	about := text.Bytes(int64(len(s))) + " bytes"
	if m.chunked {
		about += ", chunked"
	}
	n := max(1, w-text.Width(about)-2)
	return m.draw(th, &m.content, m.at == m.body(), n) + "  " + th.Muted.Render(about)
}

// bytes are a rule, the bytes as they go out, and what is to be said of them.
func (d *drawing) bytes(m *Model, h int) {
	th, data := d.th, m.Bytes()
	count := text.Count(len(data), "byte")
	title := " as it goes out "
	if m.raw != nil {
		title = " exactly these bytes "
	}
	n := max(0, d.w-4-text.Width(title)-text.Width(count)-2)
	d.rows = append(d.rows, th.Rule.Render(text.Repeat(th.Glyphs.Horizontal, 2))+th.Text.Render(title)+
		th.Rule.Render(text.Repeat(th.Glyphs.Horizontal, n))+" "+th.Muted.Render(count)+" "+th.Rule.Render(text.Repeat(th.Glyphs.Horizontal, 2)))
	d.blank()
	lines := strings.SplitAfter(string(data), "\n")
	room := max(1, h-len(d.rows)-5)
	for i, l := range lines {
		if l == "" {
			continue
		}
		if i == room-1 && len(lines) > room {
			d.rows = append(d.rows, th.Muted.Render(th.Fit("  "+th.Glyphs.Cut+" "+text.Count(len(lines)-i, "more line"), d.w)))
			break
		}
		d.rows = append(d.rows, th.Accent.Render(th.Fit("  "+m.shown(l), d.w)))
	}
	d.blank()
	v := m.judge()
	sign, style := th.Glyphs.Holds, th.OK
	if !v.ok {
		sign, style = th.Glyphs.Warning, th.CautionStrong
	}
	d.rows = append(d.rows, "  "+style.Render(sign)+" "+th.Text.Render(th.Fit(v.words, max(0, d.w-5)))+" ")
	d.rows = append(d.rows, "    "+th.Text.Render(th.Fit(v.then, max(0, d.w-6-text.Width(v.ref))))+th.Muted.Render(v.ref)+"  ")
	d.blank()
	d.rows = append(d.rows, th.Muted.Render(th.Fit("    ctrl+o exact bytes in $EDITOR   paste a curl command", d.w)))
}

// masked stands for a hidden value; the stars count nothing.
func masked(value string) string { return "**** (" + text.Count(len(value), "byte") + ")" }

// shown is a line of the bytes as it is shown: the value of a field that holds
// a secret is hidden, also in bytes that are sent as they are.
func (m *Model) shown(line string) string {
	name, value, ok := strings.Cut(line, ":")
	if ok && !m.secrets && session.Secret(name) {
		value = strings.TrimSpace(value)
		return text.Safe(name) + ": " + masked(value)
	}
	return text.Safe(line)
}

// PresetRows are the presets in h rows of w cells.
func (m *Model) PresetRows(th *theme.Theme, w, h int) []string {
	d := drawing{th: th, w: w}
	group := ""
	for i, p := range Presets {
		if p.Group != group {
			group = p.Group
			d.blank()
			d.rows = append(d.rows, th.Muted.Render(th.Fit("  "+group, w)))
		}
		ink, cursor := th, " "
		if m.at == m.presets() && i == m.preset {
			ink, cursor = th.Selected, th.Glyphs.Cursor
		}
		d.rows = append(d.rows, ink.Text.Render(" ")+ink.Key.Render(cursor+" "+p.Key)+ink.Text.Render("  "+th.Fit(p.Name, max(0, w-6))))
	}
	d.blank()
	d.rows = append(d.rows, th.Muted.Render(th.Fit("  Malformed ones go out only after you", w)), th.Muted.Render(th.Fit("  confirm; some servers close at once.", w)))
	return d.fill(h)
}
