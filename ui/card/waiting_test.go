package card

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session/probe"
	"linger/ui/internal/golden"
	"linger/ui/text"
	"linger/ui/theme"
)

func TestWaitingFitsAndShowsTheProgress(t *testing.T) {
	th := theme.New(true, colorprofile.TrueColor, false)
	now := probe.Progress{At: 12 * time.Second, AtMost: 370 * time.Second, Open: 9, Going: []probe.Going{
		{Check: "idle-timeout", Done: 2, Total: 5, Until: 131 * time.Second}, {Check: "first-request-timeout", Total: 3, Until: 66 * time.Second},
		{Check: "max-requests", Total: 1}, {Check: "half-close", Done: 1, Total: 3, Until: 17 * time.Second}}}
	for _, size := range [][2]int{{75, 14}, {115, 28}, {195, 38}} {
		golden.Check(t, fmt.Sprintf("waiting-%dx%d", size[0], size[1]), Waiting(th, now, false, size[0], size[1]))
	}
	for w := 36; w < 200; w += 7 {
		for h := 1; h < 40; h += 3 {
			rows := Waiting(th, now, true, w, h)
			if len(rows) > max(h, 3) {
				t.Errorf("%dx%d: the page has %d rows, want at most %d", w, h, len(rows), max(h, 3))
			}
			for _, r := range rows {
				if text.Width(r) > w {
					t.Errorf("%dx%d: a row is %d cells wide: %q", w, h, text.Width(r), ansi.Strip(r))
				}
			}
		}
	}
	now.Going = now.Going[1:]
	if later := ansi.Strip(strings.Join(Waiting(th, now, false, 75, 20), "\n")); !strings.Contains(later, "running  12 s, at most 54 s more") {
		t.Errorf("the page lacks the remaining time:\n%s", later)
	}
	begun := ansi.Strip(strings.Join(Waiting(th, probe.Progress{}, false, 75, 20), "\n"))
	if !strings.Contains(begun, "starting") || !strings.Contains(begun, "esc stops and shows") {
		t.Errorf("the first page does not say that the probe is starting:\n%s", begun)
	}
}
