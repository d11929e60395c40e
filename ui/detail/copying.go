package detail

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// Copy returns the part of the selected tab that is most useful to copy, and a label for
// it. The part may be, for example, the sentence about a close, a curl command, the
// content, or the bytes of a row. Copy hides the values that the screen hides. The text
// is "" if there is nothing to copy.
func (m *Model) Copy() (label, text string) {
	s := &m.scene
	if s.conn == nil {
		return "", ""
	}
	switch t := m.shownTab(); {
	case t == Life && s.conn.State == record.Ended:
		return "status sentence", words.Sentence(&s.conn.Close.Ending)
	case t == Request && s.ex.Requested:
		return m.copyCurl()
	case t == Response && s.ex.Response.Len > 0:
		return "the response's header section", s.headText()
	case t == Body:
		return m.copyBody()
	case t == Wire:
		return m.copyRun()
	}
	return "the " + m.name(m.shownTab()) + " tab", m.copyPage()
}

// Text returns a tab of an exchange (or of a connection, if exchange is 0) as plain text,
// with at most w cells in a line.
func Text(th *theme.Theme, t Tab, r *record.Record, conn, exchange, w int, secrets bool, fields session.SecretFields) string {
	m := NewTab(th, t)
	m.SetSize(w, 1000)
	m.SetNow(r.Now())
	m.ShowSecrets(secrets)
	m.SetSecretFields(fields)
	m.Show(r, conn, exchange)
	return m.copyPage()
}

// copyPage returns the whole tab as plain text.
func (m *Model) copyPage() string {
	v := m.current()
	var b strings.Builder
	var row []byte
	for i := range v.rows() {
		row = v.append(row[:0], i, false)
		b.WriteString(strings.TrimRight(ansi.Strip(string(row)), " "))
		b.WriteByte('\n')
	}
	return strings.Trim(b.String(), "\n") + "\n"
}

// copyCurl returns the curl command that resends the request, or the text of the tab if
// curl cannot send that request.
func (m *Model) copyCurl() (label, command string) {
	s := &m.scene
	command, masked, err := export.CurlOf(s.conn.Target, s.ex, s.secrets, s.fields)
	switch {
	case err != nil:
		return "request (curl cannot send it)", m.copyPage()
	case masked:
		return "curl command, without secrets", command
	}
	return "a curl command", command
}

// headText returns the header sections of a response as text.
func (s *scene) headText() string {
	var b strings.Builder
	for _, l := range s.ex.Response.Lines() {
		switch l.Kind {
		case wire.KindStatusLine, wire.KindOddLine:
			line := strings.TrimRight(string(s.ex.Response.Bytes(l.Off, l.Len)), "\r\n")
			if !s.secrets {
				line = (&session.SecretLines{Fields: s.fields}).Masked(line)
			}
			b.WriteString(line + "\n")
		case wire.KindHeadEnd:
			b.WriteByte('\n')
		}
		if l.Kind != wire.KindStatusLine {
			continue
		}
		for _, h := range s.ex.Heads {
			if h.Off != l.Off {
				continue
			}
			for f := range s.ex.Fields(h) {
				value := s.shown(f.Value)
				if s.fields.Has(f.Name) && !s.secrets {
					value = mask(int64(f.Size))
				}
				b.WriteString(f.Name + ": " + value + "\n")
			}
		}
	}
	return b.String()
}

// copyBody returns the content, with its content codings removed.
func (m *Model) copyBody() (label, content string) {
	u := m.scene.decodedContent.of(&m.scene)
	c, d := u.c, u.d
	label = "the content"
	if !c.Whole || d.Cut {
		label = "the beginning of the content, " + format.Count(len(d.Data), "byte")
	}
	if len(d.Data) > 0 && kindOf(d.Data) == jsonText {
		label = "the content, JSON"
	}
	return label, string(d.Data)
}

// copyRun returns the bytes of the row under the cursor, or all bytes of the page if no
// row is selected.
func (m *Model) copyRun() (label, raw string) {
	w, ok := m.current().(*wireRows)
	if !ok {
		return "", ""
	}
	if at := m.places[m.shownTab()].cursor; at >= 0 {
		r, _ := w.at(at)
		return "bytes of this row", w.raw(r)
	}
	var b strings.Builder
	for i := range w.list {
		if k := w.list[i].kind; k == runBytes || k == runFolded {
			b.WriteString(w.raw(&w.list[i]))
		}
	}
	return "bytes, both directions", b.String()
}

// raw returns the bytes of r, with asterisks in place of secrets.
func (w *wireRows) raw(r *run) string {
	raw := append([]byte(nil), r.from.Bytes(r.off, r.n)...)
	for _, h := range w.hide(r) {
		for i := max(h.from-r.off, 0); i < h.to-r.off && i < int64(len(raw)); i++ {
			raw[i] = '*'
		}
	}
	return string(raw)
}
