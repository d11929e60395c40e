package composer

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"linger/ui/text"
)

// typeRaw handles a key in raw mode.
func (m *Model) typeRaw(k tea.KeyPressMsg) {
	s, key := &m.draft.bytes, k.String()
	m.cur.clamp(*s)
	m.past = 0
	before, line := *s, strings.Count((*s)[:m.cur], "\n")
	defer func() {
		if *s != before {
			m.fresh = false
		} else if strings.Count((*s)[:m.cur], "\n") != line {
			m.fresh = true
		}
	}()
	edit, t := lineEdits[editing(key)], printable(k)
	switch {
	case edit != nil:
		edit(&m.cur, s)
	case breaks[key]:
		m.cur.insert(s, "\\r\\n\n")
	case t != "":
		m.cur.insert(s, t)
	default:
		m.cur.press(s, key)
	}
}

// lineEdits holds the functions of the keys that work differently in text with several
// lines.
var lineEdits = map[string]func(c *cursor, s *string){
	"up":     func(c *cursor, s *string) { *c = vertical(*s, *c, -1) },
	"down":   func(c *cursor, s *string) { *c = vertical(*s, *c, 1) },
	"home":   func(c *cursor, s *string) { *c = lineStart(*s, *c) },
	"end":    func(c *cursor, s *string) { *c = lineEnd(*s, *c) },
	"ctrl+k": func(c *cursor, s *string) { c.cut(s, lineEnd(*s, *c)) },
	"ctrl+u": func(c *cursor, s *string) { c.cut(s, lineStart(*s, *c)) },
}

func lineStart(s string, c cursor) cursor { return cursor(strings.LastIndexByte(s[:c], '\n') + 1) }

func lineEnd(s string, c cursor) cursor {
	if i := strings.IndexByte(s[c:], '\n'); i >= 0 {
		return c + cursor(i)
	}
	return cursor(len(s))
}

// vertical returns the cursor one line above or below, in the same column or, if the line
// is shorter, at its end.
func vertical(s string, c cursor, by int) cursor {
	start := cursor(strings.LastIndexByte(s[:c], '\n') + 1)
	column := utf8.RuneCountInString(s[start:c])
	switch {
	case by < 0 && start == 0:
		return 0
	case by < 0:
		start = cursor(strings.LastIndexByte(s[:start-1], '\n') + 1)
	default:
		end := lineEnd(s, c)
		if int(end) == len(s) {
			return end
		}
		start = end + 1
	}
	end := lineEnd(s, start)
	for ; column > 0 && start < end; column-- {
		start.right(s)
	}
	return start
}

// pasteRaw inserts pasted text. If the text has no escapes, its line ends become \r\n,
// and its control characters become escapes.
func (m *Model) pasteRaw(s string) {
	if _, err := Unescape(s); err != nil || !strings.Contains(s, `\n`) {
		s = Escape([]byte(strings.ReplaceAll(s, "\n", "\r\n")))
	}
	m.cur.insert(&m.draft.bytes, visibleOnly(s))
}

// visibleOnly returns s with escapes in place of control characters.
func visibleOnly(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		var b strings.Builder
		for len(l) > 0 {
			r, n := utf8.DecodeRuneInString(l)
			if shows(r, n) {
				b.WriteString(l[:n])
			} else {
				b.WriteString(Escape([]byte(l[:n])))
			}
			l = l[n:]
		}
		lines[i] = b.String()
	}
	return strings.Join(lines, "\n")
}

// rawRows returns the rows of raw text in w cells, and the index of the row with the
// cursor. Long lines are wrapped.
func (m *Model) rawRows(w int) (rows []string, at int) {
	w = max(2, w)
	s := m.draft.bytes
	m.cur.clamp(s)
	off := 0
	masks := m.rawMasks()
	for _, l := range strings.Split(s, "\n") {
		here := int(m.cur) - off
		if here >= 0 && here <= len(l) && !m.side {
			cur := int(m.cur)
			for _, k := range masks { // the cursor cannot be inside hidden text
				if cur > k.from && cur < k.to {
					cur = max(off, k.from)
				}
			}
			before, after := masked(s, off, cur, masks), masked(s, cur, off+len(l), masks)
			at = len(rows)
			parts := pieces(before, w)
			at += len(parts) - 1
			last := parts[len(parts)-1]
			for _, p := range parts[:len(parts)-1] {
				rows = append(rows, m.th.Text.Render(text.Pad(p, w)))
			}
			rows = append(rows, m.cursorRows(last, after, w)...)
		} else {
			for _, p := range pieces(masked(s, off, off+len(l), masks), w) {
				rows = append(rows, m.th.Text.Render(text.Pad(p, w)))
			}
		}
		off += len(l) + 1
	}
	return rows, at
}

// cursorRows returns the rows of a line, beginning with the row that contains the cursor.
// before is the text before the cursor in that row, and after is the rest of the line.
func (m *Model) cursorRows(before, after string, w int) []string {
	th := m.th
	bar := th.Key.Render(th.Glyphs.Bar)
	if text.Width(before) >= w {
		rows := []string{th.Text.Render(text.Pad(before, w))}
		return append(rows, m.cursorRows("", after, w)...)
	}
	room := w - 1 - text.Width(before)
	first := firstPiece(after, room)
	rows := []string{th.Text.Render(before) + bar + th.Text.Render(text.Pad(first, room))}
	if rest := after[len(first):]; rest != "" {
		for _, p := range pieces(rest, w) {
			rows = append(rows, th.Text.Render(text.Pad(p, w)))
		}
	}
	return rows
}

// pieces returns safe text, split into rows of at most w cells. It returns at least one
// row.
func pieces(s string, w int) []string {
	out := []string{firstPiece(s, w)}
	for s = s[len(out[0]):]; s != ""; {
		p := firstPiece(s, w)
		if p == "" {
			_, n := utf8.DecodeRuneInString(s)
			p = s[:n]
		}
		out = append(out, p)
		s = s[len(p):]
	}
	return out
}

// firstPiece returns the longest prefix of safe text s that fits in w cells.
func firstPiece(s string, w int) string {
	return text.CutWith(s, w, "")
}
