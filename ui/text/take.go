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
			cluster, k := ansi.FirstGraphemeCluster(s[n:], ansi.GraphemeWidth)
			size, wide = max(1, len(cluster)), k
		}
		if cells+wide > w {
			break
		}
		n, cells = n+size, cells+wide
	}
	return n, cells
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

// WidthUpTo returns the [Width] of s. It stops counting above w: for a wider text the
// result is some number over w.
func WidthUpTo(s string, w int) int {
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

// SafeUpTo returns [Safe] of s, or of a beginning of s that is wider than w cells. Use it
// for a text that is then cut to at most w cells.
func SafeUpTo(s string, w int) string { return Safe(upTo(s, w)) }

// Masked returns [SafeUpTo] of s without the secrets of the URLs in s.
func Masked(s string, w int) string { return Safe(session.WithoutSecrets(upTo(s, w))) }

func upTo(s string, w int) string {
	const longest = 12 // maximum number of bytes of a cell: a letter and its marks
	return s[:min(len(s), longest*(max(0, w)+4))]
}
