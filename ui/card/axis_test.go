package card

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/text"
)

// At any width and for any time, labels are complete, at the correct position, and
// separated by spaces.
func TestAxisLabelsAreCompleteAndSeparated(t *testing.T) {
	for _, end := range []time.Duration{3 * time.Millisecond, 80 * time.Millisecond, 900 * time.Millisecond, 2720 * time.Millisecond,
		5 * time.Second, 7 * time.Second, 75 * time.Second, 300 * time.Second, time.Hour, 26 * time.Hour,
		100 * 24 * time.Hour, 2147483647 * time.Second, 876_000 * time.Hour} {
		for w := 20; w <= 240; w++ {
			a := axisFor(end, w-margin)
			row := render(dark, card{th: dark, width: w}.axis(a))[0]
			row = ansi.Strip(row)
			if text.Width(row) > w {
				t.Fatalf("axis to %v in %d columns: the row is %d cells wide: %q", end, w, text.Width(row), row)
			}
			rest, last := row, -1
			for i := range a.ticks + 1 {
				at := margin + i*a.cols
				if words := a.label(i); strings.HasPrefix(row[min(at, len(row)):], words) && at > last {
					last = at + len(words)
					rest = rest[:at] + strings.Repeat(" ", len(words)) + rest[last:]
				}
			}
			if strings.TrimSpace(rest) != "" {
				t.Fatalf("axis to %v in %d columns: the row has an incomplete label: %q", end, w, row)
			}
		}
	}
}
