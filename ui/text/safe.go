package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks in a row stay: the scripts that need
// them need no more, and a hundred of them reach over the rows around.
const maxMarks = 2

// Safe is s with every rune that is not plainly visible written out: controls
// (C0, DEL, C1), bidirectional and other format characters, variation
// selectors, unassigned and private runes become `\n`, `\x1b` or `\u202e`,
// bytes that are not UTF-8 `\xff`. It allocates nothing when there is nothing
// to write out.
func Safe(s string) string {
	if i := unsafeAt(s); i < len(s) {
		return escape(s, i)
	}
	return s
}

// SafeBytes is [Safe] of bytes.
func SafeBytes(b []byte) string { return Safe(string(b)) }

// unsafeAt is where the first byte stands that needs a closer look.
func unsafeAt(s string) int {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return i
		}
	}
	return len(s)
}

func escape(s string, from int) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	b.WriteString(s[:from])
	marks, letter := 0, from > 0
	for i := from; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
			marks, letter = 0, true
		case unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Variation_Selector, r) && letter && marks < maxMarks:
			b.WriteRune(r)
			marks++
		case visible(r):
			b.WriteRune(r)
			marks, letter = 0, r != ' '
		default:
			escapeRune(&b, r)
			marks, letter = 0, true
		}
		i += n
	}
	return b.String()
}

// visible says whether a rune shows itself and nothing else: a graphic rune
// that is no mark, and no space but U+0020.
func visible(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= ' ' && r < 0x7f
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S, unicode.Mc) && !joins(r)
}

// joins are runes that count as visible and are not, or that melt into the rune
// before them, so that terminals disagree on the width: Hangul fillers, jamo
// that conjoin, the blank Braille pattern, regional indicators, skin tones.
func joins(r rune) bool {
	switch {
	case r == 0x115f, r >= 0x1160 && r <= 0x11ff, r >= 0xd7b0 && r <= 0xd7ff,
		r == 0x2800, r == 0x3164, r == 0xffa0,
		r >= 0x1f1e6 && r <= 0x1f1ff, r >= 0x1f3fb && r <= 0x1f3ff:
		return true
	}
	return false
}

func escapeRune(b *strings.Builder, r rune) {
	switch {
	case r == '\n':
		b.WriteString(`\n`)
	case r == '\r':
		b.WriteString(`\r`)
	case r == '\t':
		b.WriteString(`\t`)
	case r <= 0xff:
		if r >= utf8.RuneSelf { // a C1 control as UTF-8: not the byte
			fmt.Fprintf(b, `\u%04x`, r)
			return
		}
		fmt.Fprintf(b, `\x%02x`, r)
	case r <= 0xffff:
		fmt.Fprintf(b, `\u%04x`, r)
	default:
		fmt.Fprintf(b, `\U%08x`, r)
	}
}
