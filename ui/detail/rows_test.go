package detail

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/play"
	"linger/ui/text"
	"linger/ui/theme"
)

// On the Wire tab, every row shows the end of its line, or a mark that says that the row
// is cut. A row is never cut inside a number.
func TestWireRowsAreCutWithAMark(t *testing.T) {
	p := hinted("Keep-Alive: timeout=5, max=99", "X-Word: "+strings.Repeat("word", 60), "X-Number: "+strings.Repeat("1234567890", 12))
	for w := 30; w <= 240; w++ {
		for _, r := range strings.Split(ansi.Strip(showing(p, 1, 1, Wire, w, 60).View()), "\n") {
			_, row, ok := strings.Cut(r, "▏")
			if !ok {
				continue
			}
			if !strings.Contains(row, `\r\n`) && !strings.Contains(row, "…") {
				t.Fatalf("width %d: the row is cut without a mark: %q", w, r)
			}
			if strings.Contains(row, "max=9…") || strings.Contains(row, "X-Number:") && strings.Contains(row, "0…") {
				t.Fatalf("width %d: the row is cut inside a number: %q", w, r)
			}
		}
	}
	wantIn(t, "beside the list at 120x40", said(showing(p, 1, 1, Wire, 62, 30)), `Keep-Alive: timeout=5, max=99\r\n`)
}

// A row whose spans do not all fit ends in a mark, even if it is cut between two spans.
func TestRowsAreCutWithAMark(t *testing.T) {
	for _, th := range []*theme.Theme{dark, theme.New(true, colorprofile.ASCII, true)} {
		spans := []span{own(plain, "abcdef"), own(muted, "ghi"), gap(3), own(strong, "jkl"), gap(4)}
		for w := 1; w < 40; w++ {
			got := string((&row{left: spans}).append(nil, th, w, false))
			if text.Width(got) != w {
				t.Fatalf("the row is %d cells wide, want %d: %q", text.Width(got), w, got)
			}
			words := strings.TrimSpace(ansi.Strip(got))
			if whole := words == "abcdefghi   jkl"; whole != (w >= 17) || !whole && w > 6 && !strings.HasSuffix(words, th.Glyphs.Cut) {
				t.Errorf("width %d: the row %q is not complete and does not end in a mark", w, words)
			}
		}
	}
}

// A label that is wider than its column does not hide its text.
func TestLongLabelsDoNotHideTheirText(t *testing.T) {
	p := hinted("Keep-Alive: timeout=5, "+strings.Repeat("unknown", 9)+"=abc", "Access-Control-Allow-Credentials-And-More: "+strings.Repeat("words of the value ", 5)+"end")
	for _, w := range []int{50, 62, 78, 118} {
		wantIn(t, "Why", said(showing(p, 1, 1, Why, w, 60)), "unknown parameter: shown, otherwise ignored")
		wantIn(t, "Response", said(showing(p, 1, 1, Response, w, 60)), "Access-Control-Allow-Credentials-And-More: words of the value words", "value end")
	}
	short := said(showing(hinted("Keep-Alive: timeout=5, unknown-parameter=abcde"), 1, 1, Why, 118, 60))
	wantIn(t, "on one row", short, "unknown-parameter=abcde unknown parameter")
}

// Every tab shows the length that a hidden value has on the wire.
func TestHiddenValuesAreCountedInBytes(t *testing.T) {
	p := hinted("Set-Cookie: id="+strings.Repeat("\xe9", 10), "Authorization: one\r\n two")
	for _, tab := range []Tab{Response, Wire} {
		wantIn(t, tab.String(), said(showing(p, 1, 1, tab, 118, 60)), "**** (13 bytes)")
	}
	wantIn(t, "folded", said(showing(p, 1, 1, Response, 118, 60)), "**** (7 bytes)")
	m := showing(p, 1, 1, Response, 118, 60)
	m.Update(ToggleSecrets{})
	wantIn(t, "shown", said(m), "one two")
}

// The page says "idle from here" after a chunked body only if the connection persists and
// no other request is outstanding. The text is not cut.
func TestIdleIsShownOnlyAfterTheLastExchange(t *testing.T) {
	const body = "1\r\na\r\n0\r\n\r\n"
	chunked := answered("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + body
	wire := func(p *play.Play, w int) string { return said(showing(p, 1, 1, Wire, w, 60)) }
	p := one(asked("GET", "/"), chunked)
	wantIn(t, "idle", wire(p, 118), "end of message; idle from here")
	narrow := wire(p, 62)
	wantIn(t, "narrow", narrow, "end of message")
	wantNot(t, "narrow", narrow, "end of message;", "idle…")
	piped := play.New("http://h").Connect(ms).Wait(ms).Send(asked("GET", "/")).Send(asked("GET", "/")).Wait(ms).Read(chunked)
	wantNot(t, "pipelined", wire(piped, 118), "idle from here")
	wantNot(t, "close", wire(one(asked("GET", "/"), answered("HTTP/1.1 200 OK", "Connection: close", "Transfer-Encoding: chunked")+body), 118), "idle from here")
}
