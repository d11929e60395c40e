package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is the maximum number of consecutive combining marks that Safe keeps. No
// script needs more, and a hundred marks would cover the adjacent rows.
const maxMarks = 2

// Safe returns s with a visible escape in place of every rune that is not plainly
// visible. Controls (C0, DEL, C1), bidirectional and other format characters, variation
// selectors, and unassigned and private runes become escapes such as `\n`, `\x1b` and
// `\u202e`. Bytes that are not UTF-8 become `\xff`. Safe does not allocate if nothing
// needs an escape.
func Safe(s string) string {
	if i := unsafeAt(s); i < len(s) {
		return escape(s, i)
	}
	return s
}

// SafeBytes does the same as [Safe] for bytes.
func SafeBytes(b []byte) string { return Safe(string(b)) }

// unsafeAt returns the index of the first byte that may need an escape, or the length if
// there is none.
func unsafeAt(s string) int {
	i := 0
	for i+8 <= len(s) && eightPlain(s[i:i+8]) {
		i += 8
	}
	for ; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f {
			break
		}
	}
	return i
}

// eightPlain reports whether all eight bytes of s are printable ASCII. It examines them
// all at once: the high bit of a byte is set in x if the byte is over 0x7F, in x+1 if it
// is 0x7F, and in x-0x20 if it is below 0x20.
func eightPlain(s string) bool {
	const each = 0x0101010101010101
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	return (x|(x+each)|(x-0x20*each))&(0x80*each) == 0
}

func escape(s string, from int) string {
	var b strings.Builder
	b.Grow(len(s) + 16)
	b.WriteString(s[:from])
	marks, letter := 0, from > 0 && s[from-1] != ' '
	for i := from; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			writeHex(&b, `\x`, rune(s[i]), 2)
			marks, letter = 0, true
		case mark(r) && letter && marks < maxMarks:
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

// mark reports whether a rune belongs to the letter before it and has no separate cell on
// any terminal. Spacing marks (Mc) are not included, because they have a cell on some
// terminals.
func mark(r rune) bool {
	return unicode.Is(unicode.Mn, r) && !unicode.Is(unicode.Variation_Selector, r) && !linker(r)
}

// linker reports whether a rune joins the consonants before and after it into one cluster
// (Unicode's InCB=Linker).
func linker(r rune) bool {
	switch r {
	case 0x94d, 0x9cd, 0xacd, 0xb4d, 0xc4d, 0xd4d, 0x1039, 0x17d2, 0x1a60, 0x1b44, 0x1bab, 0xa9c0, 0xaaf6,
		0x10a3f, 0x11133, 0x113d0, 0x1193e, 0x11a47, 0x11a99, 0x11f42:
		return true
	}
	return false
}

// visible reports whether a rune is visible and has no other effect: a graphic rune that
// is neither a mark nor a space other than U+0020.
func visible(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= ' ' && r < 0x7f
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && !joins(r) && !mark(r)
}

// joins reports whether r is a graphic rune that is not visible, or that combines with
// the rune beside it, so that terminals disagree on the width. These are Hangul fillers,
// conjoining jamo, Thai and Lao sara am, the halfwidth sound marks of Japanese, the blank
// Braille pattern, regional indicators, skin tones, and the letters with the Unicode
// property Grapheme_Cluster_Break=Prepend.
func joins(r rune) bool {
	switch {
	case r >= 0x1100 && r <= 0x11ff, r >= 0xa960 && r <= 0xa97f, r >= 0xd7b0 && r <= 0xd7ff,
		r == 0xe33, r == 0xeb3, r == 0xff9e, r == 0xff9f,
		r == 0x2800, r == 0x3164, r == 0xffa0,
		r >= 0x1f1e6 && r <= 0x1f1ff, r >= 0x1f3fb && r <= 0x1f3ff,
		r == 0xd4e, r == 0x111c2, r == 0x111c3, r == 0x1193f, r == 0x11941, r >= 0x11a84 && r <= 0x11a89, r == 0x11d46, r == 0x11f02:
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
	case r < utf8.RuneSelf:
		writeHex(b, `\x`, r, 2)
	case r <= 0xffff: // includes a C1 control in UTF-8, which is not a single byte
		writeHex(b, `\u`, r, 4)
	default:
		writeHex(b, `\U`, r, 8)
	}
}

func writeHex(b *strings.Builder, prefix string, r rune, digits int) {
	b.WriteString(prefix)
	for shift := 4 * (digits - 1); shift >= 0; shift -= 4 {
		b.WriteByte("0123456789abcdef"[r>>shift&15])
	}
}
