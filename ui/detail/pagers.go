package detail

import (
	"strconv"
	"unicode/utf8"

	"linger/ui/text"
	"linger/ui/theme"
)

// maxRows is the maximum number of rows on the Body tab. The Wire tab shows every byte
// that was kept.
const maxRows = 200_000

// A textPager shows text and wraps long lines. It stores only the position of each row,
// and makes strings only for visible rows.
type textPager struct {
	th   *theme.Theme
	w    int
	data []byte
	list []extent
}

type extent struct{ off, end int32 }

func newTextPager(s *scene, data []byte) *textPager {
	p := &textPager{th: s.th, w: s.w, data: data}
	room := max(1, s.w-2)
	for off := 0; off < len(data) && len(p.list) < maxRows; {
		end, next := rowEnd(data, off, room)
		p.list = append(p.list, extent{int32(off), int32(end)})
		off = next
	}
	return p
}

// longWord is the maximum length in bytes of a word that is not split between rows.
const longWord = 16

// tabWidth is the width in cells of a tab character.
const tabWidth = 4

// rowEnd returns the end of the row that begins at off, and the start of the next row.
func rowEnd(data []byte, off, room int) (end, next int) {
	used, word := 0, off
	for i := off; i < len(data); {
		switch c := data[i]; {
		case c == '\n':
			return i, i + 1
		case c == '\r' && i+1 < len(data) && data[i+1] == '\n':
			return i, i + 2
		case c == ' ':
			word = i + 1
		}
		n, w := cell(data[i:])
		if used+w > room && i > off {
			if i-word < longWord && word > off && data[i] != ' ' {
				return word, word
			}
			return i, i
		}
		used += w
		i += n
	}
	return len(data), len(data)
}

// cell returns the length of the first rune in bytes and its width on the screen in
// cells.
func cell(b []byte) (n, w int) {
	switch c := b[0]; {
	case c >= ' ' && c < 0x7f:
		return 1, 1
	case c == '\t':
		return 1, tabWidth
	}
	_, n = utf8.DecodeRune(b)
	return n, text.Width(text.SafeBytes(b[:n]))
}

// shown returns b as the screen shows it: tabs become spaces, and other unprintable
// characters become visible escapes.
func shown(b []byte) string {
	plainly := true
	for _, c := range b {
		if c == '\t' {
			plainly = false
			break
		}
	}
	if plainly {
		return text.SafeBytes(b)
	}
	var out []byte
	for i, from := 0, 0; i <= len(b); i++ {
		if i == len(b) || b[i] == '\t' {
			out = append(out, text.SafeBytes(b[from:i])...)
			if i < len(b) {
				out = append(out, text.Spaces(tabWidth)...)
			}
			from = i + 1
		}
	}
	return string(out)
}

func (p *textPager) rows() int     { return len(p.list) }
func (p *textPager) stop(int) bool { return false }

func (p *textPager) append(b []byte, i int, cursor bool) []byte {
	e := p.list[i]
	line := row{left: []span{own(content, shown(p.data[e.off:e.end]))}}
	return line.append(b, p.th, p.w, cursor)
}

// A hexPager shows bytes in hexadecimal and, if chars is set, the same bytes as
// characters beside them.
type hexPager struct {
	th     *theme.Theme
	w      int
	data   []byte
	perRow int
	chars  bool
}

func newHexPager(s *scene, data []byte, alone bool) *hexPager {
	p := &hexPager{th: s.th, w: s.w, data: data, perRow: 16, chars: !alone}
	width := func() int {
		if p.chars {
			return 10 + 4*p.perRow
		}
		return 9 + 3*p.perRow
	}
	for p.perRow > 1 && width() > s.w-2 {
		p.perRow /= 2
	}
	return p
}

func (p *hexPager) rows() int     { return (len(p.data) + p.perRow - 1) / p.perRow }
func (p *hexPager) stop(int) bool { return false }

func (p *hexPager) append(b []byte, i int, cursor bool) []byte {
	off := i * p.perRow
	raw := p.data[off:min(len(p.data), off+p.perRow)]
	hex, chars := make([]byte, 0, 3*p.perRow), make([]byte, 0, p.perRow)
	for _, c := range raw {
		hex = append(hex, hexDigits[c>>4], hexDigits[c&15], ' ')
		if c < ' ' || c >= 0x7f {
			c = '.'
		}
		chars = append(chars, c)
	}
	left := []span{own(muted, text.Right(strconv.Itoa(off), 7)), gap(2), own(content, text.Pad(string(hex), 3*p.perRow))}
	if p.chars {
		left = append(left, gap(1), own(plain, string(chars)))
	}
	line := row{left: left}
	return line.append(b, p.th, p.w, cursor)
}
