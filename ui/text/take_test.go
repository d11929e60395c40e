package text

import (
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Characters that are measured without ansi have the same width alone, in a row, and with
// a mark that joins them.
func TestCells(t *testing.T) {
	for r := rune(' '); r < 0x2700; r++ {
		if !unicode.IsPrint(r) {
			continue
		}
		c := string(r)
		for _, s := range []string{c, c + c, "a" + c, c + "a", "─" + c, c + "─", c + "\u0301", "─" + c + "\ufe0f", "a" + c + "\u0301" + "─"} {
			want := ansi.StringWidth(s)
			if got := Width(s); got != want {
				t.Errorf("Width(%q) = %d, want %d", s, got, want)
			}
			if n, cells := take(s, 99); n != len(s) || cells != want {
				t.Errorf("take(%q) = %d bytes, %d cells, want %d and %d", s, n, cells, len(s), want)
			}
			cluster, k := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
			if n, cells := take(s, k); cells != k || len(s[:n]) < len(cluster) {
				t.Errorf("take(%q, %d) = %d bytes, %d cells; want at least the first cluster and %[2]d cells", s, k, n, cells)
			}
		}
	}
}
