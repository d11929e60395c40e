package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width returns the width of s in cells. Styles in s have no width.
func Width(s string) int {
	w := 0
	for i := 0; i < len(s); w++ {
		if c := s[i]; c >= ' ' && c < 0x7f {
			i++
			continue
		}
		n := cell(s[i:])
		if n == 0 {
			return ansi.StringWidth(s)
		}
		i += n
	}
	return w
}

// Spaces returns n spaces, or "" if n is negative.
func Spaces(n int) string {
	if n <= len(blanks) {
		return blanks[:max(0, n)]
	}
	return Repeat(" ", n)
}

// blanks is wider than most rows, so that Spaces rarely allocates.
const blanks = "                                                                                                                                                                                                                                                                "

// Repeat returns s repeated n times, or "" if n is negative.
func Repeat(s string, n int) string {
	if n <= 0 {
		return ""
	}
	return strings.Repeat(s, n)
}

// Cut returns s in at most w cells. If s is wider, the result ends in "…".
func Cut(s string, w int) string { return CutWith(s, w, "…") }

// CutWith does the same as [Cut] with another mark, such as "..." in ASCII mode.
func CutWith(s string, w int, mark string) string {
	if w <= 0 {
		return ""
	}
	n, _ := take(s, w)
	if styled(s[:n]) && Width(s) <= w || !styled(s[:n]) && n == len(s) {
		return s
	}
	return Marked(s, w, mark)
}

// Marked returns the beginning of s, followed by mark, in at most w cells. It does not
// cut inside a number, because the first digits of a number would look like another
// number.
func Marked(s string, w int, mark string) string {
	if w <= 0 {
		return ""
	}
	if Width(mark) > w {
		mark = ""
	}
	n, _ := take(s, w-Width(mark))
	if styled(s[:n]) {
		return ansi.Truncate(s, w, mark)
	}
	return s[:beforeNumber(s, n)] + mark
}

// beforeNumber returns n or, if n is inside a number, the start of the number.
func beforeNumber(s string, n int) int {
	is := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	point := func(i int) bool { return is(i-1) && is(i+1) && (s[i] == '.' || s[i] == ',') }
	if !is(n) && !(n < len(s) && point(n)) {
		return n
	}
	if point(n - 1) {
		n--
	}
	for is(n - 1) {
		n--
	}
	if point(n - 1) {
		for n--; is(n - 1); {
			n--
		}
	}
	return n
}

// Fit returns s in exactly w cells, cut or padded on the right.
func Fit(s string, w int) string { return FitWith(s, w, "…") }

// FitWith does the same as [Fit] with another mark, such as "..." in ASCII mode.
func FitWith(s string, w int, mark string) string {
	return Pad(CutWith(s, w, mark), w)
}

// Pad returns s padded on the right to w cells; longer text stays as it is.
func Pad(s string, w int) string {
	if n := w - WidthUpTo(s, w); n > 0 {
		return s + Spaces(n)
	}
	return s
}

// Right returns s padded on the left to w cells; longer text stays as it is.
func Right(s string, w int) string {
	if n := w - WidthUpTo(s, w); n > 0 {
		return Spaces(n) + s
	}
	return s
}
