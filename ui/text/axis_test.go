package text_test

import (
	"strconv"
	"strings"
	"testing"

	"linger/ui/text"
)

// Whatever the labels are, each drawn label is complete, is at its position, and touches
// no other label. The last label is drawn unless no label fits.
func TestAxis(t *testing.T) {
	for w := range 241 {
		for n := 1; n <= 12; n++ {
			for _, unit := range []string{"", " s"} {
				var labels []text.Label
				for i := range n {
					labels = append(labels, text.Label{At: i * w / n, Words: strconv.Itoa(i*60) + unit})
				}
				row := text.Axis(w, labels)
				rest := []byte(row)
				last := labels[n-1]
				for i, l := range labels {
					at := l.At
					if i == n-1 {
						at = max(0, min(at, w-len(last.Words)))
					}
					end := at + len(l.Words)
					if end > w || row[at:end] != l.Words || at > 0 && row[at-1] != ' ' || end < w && row[end] != ' ' && row[end] != 's' {
						continue
					}
					copy(rest[at:end], text.Spaces(len(l.Words)))
				}
				if strings.TrimSpace(string(rest)) != "" || len(row) != w {
					t.Fatalf("%d cells, %d labels: a label is cut or touches another in %q; the rest is %q", w, n, row, rest)
				}
				if len(last.Words) <= w && !strings.Contains(row, last.Words) {
					t.Fatalf("%d cells, %d labels: the last label %q is missing in %q", w, n, last.Words, row)
				}
			}
		}
	}
	if got := text.Axis(12, []text.Label{{0, "0"}, {2, "60"}, {3, "120"}, {5, "180"}, {6, "240"}, {8, "300 s"}}); got != "0      300 s" {
		t.Errorf("the axis is %q, want only the first label and the last", got)
	}
}
