package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
)

// take returns the length in bytes and the width in cells of the longest beginning of s
// that fits in w cells. Its cost does not depend on the length of s. s must not contain
// styles.
func take(s string, w int) (n, cells int) {
	for n < len(s) {
		size, wide := 1, 1
		if c := s[n]; c < ' ' || c >= 0x7f || n+1 < len(s) && s[n+1] >= 0x80 {
			size, wide = first(s[n:])
		}
		if cells+wide > w {
			break
		}
		n, cells = n+size, cells+wide
	}
	return n, cells
}

// first returns the length in bytes and the width in cells of the first grapheme cluster
// of s.
func first(s string) (size, cells int) {
	n := int(sizes[s[0]])
	if n == len(s) || 0 < n && n < len(s) && sizes[s[n]] > 0 { // no mark follows
		if cell(s) > 0 && (n == len(s) || cell(s[n:]) > 0) {
			return n, 1
		}
	}
	cluster, k := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
	return max(1, len(cluster)), k
}

// cell returns the length in bytes of the first character of s if it is printable ASCII
// or one of the symbols that are frequent in linger's own text, and 0 otherwise. These
// characters occupy one cell and do not combine with others.
func cell(s string) int {
	if s == "" {
		return 0
	}
	n := sizes[s[0]]
	if n > 1 && !isSign(s) {
		return 0
	}
	return int(n)
}

// sizes holds the lengths in bytes of the characters that cell recognises, indexed by
// their first bytes.
var sizes = func() (by [256]uint8) {
	for c := ' '; c < 0x7f; c++ {
		by[c] = 1
	}
	by[0xc2], by[0xe2] = 2, 3
	return by
}()

// isSign reports whether s begins with §, ·, a dash, a quotation mark, an ellipsis or a
// similar sign (U+2010 to U+2027), an arrow (U+2190 to U+21BF), a line or a block (U+2500
// to U+259F), or a check mark (U+2713 to U+2717).
func isSign(s string) bool {
	if len(s) >= 2 && s[0] == 0xc2 {
		return s[1] == 0xa7 || s[1] == 0xb7
	}
	if len(s) < 3 {
		return false
	}
	switch c := s[2]; s[1] {
	case 0x80:
		return c >= 0x90 && c <= 0xa7
	case 0x86:
		return c >= 0x90
	case 0x94, 0x95:
		return true
	case 0x96:
		return c < 0xa0
	case 0x9c:
		return c >= 0x93 && c <= 0x97
	}
	return false
}

// Tail returns the last w cells of s, which must not contain styles. It pads the result
// on the left if s is shorter, or if a wide letter would be split.
func Tail(s string, w int) string {
	n, _ := take(s, Width(s)-w)
	rest := s[n:]
	if Width(rest) > w {
		cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		rest = rest[len(cluster):]
	}
	return Right(rest, max(0, w))
}

// WidthUpTo returns the [Width] of s if it is at most w. For wider text, it may stop
// counting early, and the result is any number greater than w.
func WidthUpTo(s string, w int) int {
	if len(s) <= w {
		return Width(s)
	}
	n, cells := take(s, w)
	switch {
	case styled(s[:n]):
		return Width(s)
	case n < len(s):
		return max(w, cells) + 1
	}
	return cells
}

func styled(s string) bool { return strings.IndexByte(s, '\x1b') >= 0 }

// SafeUpTo returns [Safe] of s, or only of a beginning of s that is wider than w cells.
// Use it for text that is later cut to at most w cells.
func SafeUpTo(s string, w int) string { return Safe(s[:min(len(s), Beginning(w))]) }

// Masked returns [SafeUpTo] of s without the secrets of the URLs in s.
func Masked(s string, w int) string { return Safe(session.WithoutSecretsUpTo(s, Beginning(w))) }

// Beginning returns a number of bytes that is enough for more than w cells of any text.
func Beginning(w int) int {
	const longest = 12 // maximum number of bytes in a cell: a letter and its marks
	return longest * (max(0, w) + 4)
}
