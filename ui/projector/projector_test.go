package projector

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"linger/ui/internal/golden"
	"linger/ui/text"
	"linger/ui/theme"
)

func TestDigitsAreOneHeight(t *testing.T) {
	for r := range font {
		rows := large(string(r), "#", theme.Style{}, 2, 2)
		if len(rows) != 14 {
			t.Errorf("%c has %d rows", r, len(rows))
		}
		for _, row := range rows {
			if len(row) != width(string(r), 2) {
				t.Errorf("%c: %q is not %d wide", r, row, width(string(r), 2))
			}
		}
	}
}

func TestSizes(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	for w := 40; w < 240; w += 7 {
		for h := 10; h < 80; h += 3 {
			for _, digits := range []string{"3.2", "-", "1234.5", "2147483646"} {
				s := Scene{Header: text.Spaces(w), Footer: text.Spaces(w), Left: Number{Label: "timeout", Digits: digits, Unit: "s", Words: "3.2 s of 5 s left"},
					Right: Number{Label: "max", Digits: "97", Words: "97 left"}, Lead: "Safe to send.", Rest: strings.Repeat("long ", 60), Sign: "*",
					Bar: func(n int, _ bool) string { return strings.Repeat("#", n) }}
				rows := Rows(th, w, h, s)
				golden.Size(t, rows, w, h)
				for _, r := range rows {
					if strings.Contains(r, "█") && strings.Contains(r, "…") {
						t.Fatalf("%dx%d: %s is cut: %q", w, h, digits, r)
					}
				}
			}
		}
	}
}
