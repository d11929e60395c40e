package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many cells s takes. Styles in it take none.
func Width(s string) int {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// Spaces is n spaces; none when n is negative.
func Spaces(n int) string { return Repeat(" ", n) }

// Repeat is s n times over; none when n is negative.
func Repeat(s string, n int) string {
	if n <= 0 {
		return ""
	}
	return strings.Repeat(s, n)
}

// Cut is s in at most w cells; where it was longer it ends in "…".
func Cut(s string, w int) string { return CutWith(s, w, "…") }

// CutWith is [Cut] with another mark, such as "..." in ASCII mode.
func CutWith(s string, w int, mark string) string {
	if w <= 0 {
		return ""
	}
	if Width(s) <= w {
		return s
	}
	if Width(mark) > w {
		mark = ""
	}
	return ansi.Truncate(s, w, mark)
}

// Fit is s in exactly w cells: cut, or padded on the right.
func Fit(s string, w int) string { return FitWith(s, w, "…") }

// FitWith is [Fit] with another mark, such as "..." in ASCII mode.
func FitWith(s string, w int, mark string) string {
	if n := Width(s); n <= w {
		return s + Spaces(w-n)
	}
	return Pad(CutWith(s, w, mark), w)
}

// Pad is s padded on the right to w cells; longer text stays as it is.
func Pad(s string, w int) string {
	if n := w - Width(s); n > 0 {
		return s + Spaces(n)
	}
	return s
}

// Right is s padded on the left to w cells; longer text stays as it is.
func Right(s string, w int) string {
	if n := w - Width(s); n > 0 {
		return Spaces(n) + s
	}
	return s
}
