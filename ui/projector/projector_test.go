package projector

import (
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"linger/ui/internal/golden"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
)

func TestSignsHaveOneSize(t *testing.T) {
	for r := range font {
		rows := large(string(r), "#", theme.Style{}, 2, 2)
		if len(rows) != 14 {
			t.Errorf("the sign %c has %d rows, want 14", r, len(rows))
		}
		for _, row := range rows {
			if len(row) != width(string(r), 2) {
				t.Errorf("the sign %c: the row %q is not %d cells wide", r, row, width(string(r), 2))
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
						t.Fatalf("%dx%d: the number %s is cut: %q", w, h, digits, r)
					}
				}
			}
		}
	}
}

// The other rows show the newest exchanges, the connections that have ended, and what the
// bars mean. A small screen shows only the newest exchange.
func TestOtherRowsShowExchangesAndEnds(t *testing.T) {
	th := theme.New(true, colorprofile.NoTTY, false)
	s := Scene{Header: text.Spaces(200), Footer: text.Spaces(200), Left: Number{Digits: "3.2", Unit: "s"}, Right: Number{Digits: "97"},
		Bar: func(n int, _ bool) string { return text.Spaces(n) }, Signs: words.Bars(th)}
	for i := range 20 {
		n := strconv.Itoa(20 - i)
		s.Exchanges = append(s.Exchanges, Exchange{Number: n, Was: "GET /" + n, Then: "stays open"})
		s.Ended = append(s.Ended, Ended{Name: "connection " + n, How: func(int) string { return "server FIN" }})
	}
	for _, tt := range []struct {
		w, h, exchanges, ended int
		signs                  bool
	}{{80, 24, 1, 0, false}, {120, 40, 4, 5, true}, {200, 50, 6, 7, true}} {
		all := strings.Join(Rows(th, tt.w, tt.h, s), "\n")
		if n := strings.Count(all, "GET /"); n != tt.exchanges {
			t.Errorf("%dx%d: the page shows %d exchanges, want %d", tt.w, tt.h, n, tt.exchanges)
		}
		if n := strings.Count(all, "server FIN"); n != tt.ended {
			t.Errorf("%dx%d: the page shows %d ended connections, want %d", tt.w, tt.h, n, tt.ended)
		}
		if strings.Contains(all, "safe to send") != tt.signs || !strings.Contains(all, "GET /20") {
			t.Errorf("%dx%d: the meaning of the bars or the newest exchange is missing:\n%s", tt.w, tt.h, all)
		}
	}
}
