package composer

import (
	"bytes"
	"strings"

	"linger/session"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire"
	"linger/wire/format"
)

// rule returns the heading above the bytes, with the number of bytes.
func (m *Model) rule(n, w int) string {
	th, g := m.th, &m.th.Glyphs
	words, count := " bytes to be sent ", " "+format.Count(n, "byte")+" "
	line := w - 4 - text.Width(words) - text.Width(count)
	if line < 1 {
		return th.Rule.Render(text.Fit(text.Repeat(g.Horizontal, w), w))
	}
	return th.Rule.Render(g.Horizontal+g.Horizontal) + th.Muted.Render(words) + th.Rule.Render(text.Repeat(g.Horizontal, line)) +
		th.Muted.Render(count) + th.Rule.Render(g.Horizontal+g.Horizontal)
}

// maxShown is the maximum number of bytes on the screen. If there are more, the screen
// says how many.
const maxShown = 16 << 10

// outgoing returns rows with the bytes to be sent: one row for each line of the message.
// Control characters are made visible.
func (m *Model) outgoing(raw []byte, w int) (rows []string) {
	shown := raw[:min(len(raw), maxShown)]
	lines := session.SecretLines{Fields: m.fields}
	for d := range wire.DecodeRequests(shown, 0) {
		for i, l := range d.Lines {
			b := shown[l.Off:min(l.End(), int64(len(shown)))]
			switch {
			case l.Kind == wire.KindChunkEnd && i > 0 && d.Lines[i-1].Kind == wire.KindChunkData:
				continue // the row of the chunk data includes the line end
			case l.Kind == wire.KindChunkData && i+1 < len(d.Lines) && d.Lines[i+1].Kind == wire.KindChunkEnd:
				b = shown[l.Off:min(d.Lines[i+1].End(), int64(len(shown)))]
			}
			for len(b) > 0 {
				n := bytes.IndexByte(b, '\n') + 1
				if n == 0 {
					n = len(b)
				}
				var secrets []session.Span
				if !m.secrets && !session.IsContent(l.Kind) {
					secrets = lines.In(b[:n], false)
				}
				rows = append(rows, m.byteRow(l, b[:n], secrets, w))
				b = b[n:]
			}
		}
	}
	if len(raw) > maxShown {
		rows = append(rows, join(m.th, w, []piece{{m.th.Muted, "  " + m.th.Glyphs.Cut + " " + format.Amount(int64(len(raw)-maxShown)) + " more"}}, piece{}))
	}
	return rows
}

// byteRow returns one row of bytes. secrets holds the parts of b to hide.
func (m *Model) byteRow(l wire.Line, b []byte, secrets []session.Span, w int) string {
	th := m.th
	n := len(b)
	for n > 0 && (b[n-1] == '\n' || b[n-1] == '\r') {
		n--
	}
	left := []piece{{th.Text, "  "}}
	ink, at := inkOf(th, l), 0
	for _, s := range secrets {
		left = append(left, piece{ink, text.SafeBytes(b[at:s.From])}, piece{th.Muted, mask{from: s.From, to: s.To, bytes: s.To - s.From}.String()})
		at = s.To
	}
	return join(th, w, append(left, piece{ink, text.SafeBytes(b[at:n])}, piece{th.Muted, text.SafeBytes(b[n:])}), piece{})
}

// inkOf returns the style of a line. Fields that decide length or persistence have a
// separate style.
func inkOf(th *theme.Theme, l wire.Line) theme.Style {
	switch l.Kind {
	case wire.KindRequestLine:
		return th.Strong
	case wire.KindFieldLine:
		switch l.Role {
		case wire.RoleContentLength, wire.RoleTransferEncoding, wire.RoleConnection, wire.RoleKeepAlive, wire.RoleExpect:
			return th.Framing
		}
	case wire.KindChunkLine, wire.KindLastChunk, wire.KindChunkEnd, wire.KindChunks:
		return th.Framing
	case wire.KindChunkData, wire.KindContent:
		return th.Content
	case wire.KindLost, wire.KindUnsolicited:
		return th.Race
	}
	return th.Text
}

// verdictRows returns two rows that say what the bytes mean.
func (m *Model) verdictRows(raw []byte, err error, w int) []string {
	rows := m.verdictIn(raw, err, min(w, maxForm))
	for i := range rows {
		rows[i] += text.Spaces(w - maxForm)
	}
	return rows
}

func (m *Model) verdictIn(raw []byte, err error, w int) []string {
	th, g := m.th, &m.th.Glyphs
	if err != nil {
		return []string{
			join(th, w, []piece{{th.Race, "  " + g.Error + " "}, {th.Strong, text.Safe(format.Capital(err.Error()))}, {th.Text, "."}}, piece{}),
			join(th, w, []piece{{th.Text, "    Correct this first; linger cannot send it."}}, piece{}),
		}
	}
	v := judge(raw)
	sign := piece{th.OK, "  " + g.Yes + " "}
	if !v.ok {
		sign = piece{th.Caution, "  " + g.Warning + " "}
	}
	lines := text.Wrap(v.rest, max(12, w-7-text.Width(v.lead)))
	more := strings.TrimPrefix(strings.Join(lines[1:], " ")+" "+v.again, " ")
	return []string{
		join(th, w, []piece{sign, {th.Strong, v.lead}, {th.Text, " " + lines[0]}}, piece{}),
		join(th, w, []piece{{th.Text, "    " + more}}, piece{th.Muted, v.ref}),
	}
}

// hintRow returns the row with the other ways to write a request.
func (m *Model) hintRow(w int) string {
	th := m.th
	words := "raw bytes"
	if m.draft.raw {
		words = "fields"
	}
	return join(th, w, []piece{
		{th.Key, "    ctrl+r"}, {th.Muted, " " + words}, {th.Key, "   ctrl+o"}, {th.Muted, " $EDITOR"},
		{th.Key, "   paste"}, {th.Muted, " a curl command"},
	}, piece{})
}
