package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
)

// take returns how much of s fits into w cells: so many bytes, which take so many
// cells. It looks no further, however long s is. Where styles are in that, it
// counts them wrongly.
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

// Tail returns the last w cells of s, in which there are no styles: padded on the left
// where s is shorter, and where a wide letter would be parted.
func Tail(s string, w int) string {
	n, _ := take(s, Width(s)-w)
	rest := s[n:]
	if Width(rest) > w {
		cluster, _ := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		rest = rest[len(cluster):]
	}
	return Right(rest, max(0, w))
}

// WidthUpTo returns [Width], counted no further than w cells: of what is wider it is
// some number over w.
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

// SafeUpTo returns [Safe] of s, or of a beginning of it that takes more than w cells:
// for what will be cut to w cells at most, however long it is.
func SafeUpTo(s string, w int) string { return Safe(upTo(s, w)) }

// Masked returns [SafeUpTo] of s without the secrets of the URLs in it.
func Masked(s string, w int) string { return Safe(session.WithoutSecrets(upTo(s, w))) }

func upTo(s string, w int) string {
	const longest = 12 // bytes that a cell can take: a letter and its marks
	return s[:min(len(s), longest*(max(0, w)+4))]
}
