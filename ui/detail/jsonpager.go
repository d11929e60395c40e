package detail

import (
	"linger/ui/text"
	"linger/ui/theme"
)

// A jsonPager shows JSON with indentation and colours. It holds only the position of each
// row in the text, so a million nested brackets need no more memory than other text.
type jsonPager struct {
	th   *theme.Theme
	w    int
	data []byte
	list []jsonRow
}

// A jsonRow is a piece of the text that is shown on one row.
type jsonRow struct {
	off, end int32
	depth    int16
	inside   bool // the row begins inside a string
}

// maxIndent is the largest indentation, in levels of two cells. Deeper levels have the
// same indentation.
const maxIndent = 12

func newJSONPager(s *scene, data []byte) *jsonPager {
	p := &jsonPager{th: s.th, w: s.w, data: data}
	p.layOut()
	return p
}

// layOut splits the text into rows: after each opening bracket and comma, and before each
// closing bracket. The text must be valid JSON.
func (p *jsonPager) layOut() {
	depth, from := 0, -1
	flush := func(end int) {
		if from >= 0 {
			p.wrap(from, end, depth)
		}
		from = -1
	}
	for i := 0; i < len(p.data) && len(p.list) < maxRows; i++ {
		c := p.data[i]
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' {
			continue
		}
		if c == '}' || c == ']' {
			flush(i)
			depth--
		}
		if from < 0 {
			from = i
		}
		switch c {
		case '"':
			i = stringEnd(p.data, i, false) - 1
		case '{', '[':
			if j := skipSpace(p.data, i+1); j < len(p.data) && (p.data[j] == '}' || p.data[j] == ']') {
				i = j // an empty object or array stays on one row
				continue
			}
			flush(i + 1)
			depth++
		case ',':
			flush(i + 1)
		}
	}
	flush(len(p.data))
}

// wrap adds a piece as one row, or as several rows if it is long.
func (p *jsonPager) wrap(from, end, depth int) {
	depth = min(depth, maxIndent)
	room := max(8, p.w-2-2*depth)
	off, used, quoted, inside := from, 0, false, false
	add := func(to int) { p.list = append(p.list, jsonRow{int32(off), int32(to), int16(depth), inside}) }
	for i := from; i < end && len(p.list) < maxRows; {
		n, w := cell(p.data[i:end])
		if quoted && p.data[i] == '\\' && i+1 < end {
			n, w = 2, 2
		}
		if used+w > room && i > off {
			add(i)
			off, used, inside = i, 0, quoted
		}
		if p.data[i] == '"' {
			quoted = !quoted
		}
		used += w
		i += n
	}
	add(end)
}

func (p *jsonPager) rows() int     { return len(p.list) }
func (p *jsonPager) stop(int) bool { return false }

func (p *jsonPager) append(b []byte, i int, cursor bool) []byte {
	r := p.list[i]
	left := append([]span{gap(2 * int(r.depth))}, jsonSpans(p.data[r.off:r.end], r.inside)...)
	line := row{left: left}
	return line.append(b, p.th, p.w, cursor)
}

// jsonSpans returns a piece of JSON with styles: names are strong, strings have the style
// of content, and punctuation is muted.
func jsonSpans(b []byte, inside bool) (out []span) {
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case inside || c == '"':
			j := stringEnd(b, i, inside)
			t := content
			if k := skipSpace(b, j); k < len(b) && b[k] == ':' {
				t = strong
			}
			out = append(out, say(t, string(b[i:j])))
			i, inside = j, false
		case c == ':':
			out = append(out, own(muted, ": "))
			i++
		case c == '{' || c == '}' || c == '[' || c == ']' || c == ',':
			out = append(out, own(muted, string(c)))
			i++
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		default:
			j := i
			for j < len(b) && b[j] != ',' && b[j] != '}' && b[j] != ']' && b[j] > ' ' && b[j] != ':' && b[j] != '"' {
				j++
			}
			out = append(out, own(plain, text.Safe(string(b[i:max(j, i+1)]))))
			i = max(j, i+1)
		}
	}
	return out
}

// stringEnd returns the end of the string that begins, or continues, at i.
func stringEnd(b []byte, i int, inside bool) int {
	if !inside {
		i++
	}
	for ; i < len(b); i++ {
		switch b[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(b)
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && b[i] <= ' ' {
		i++
	}
	return i
}
