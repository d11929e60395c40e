package seekbar_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session/replay"
	"linger/ui/seekbar"
	"linger/ui/theme"
)

const second = time.Second

func bar() *seekbar.Bar {
	return &seekbar.Bar{Theme: theme.New(true, colorprofile.TrueColor, false), Width: 120, Now: 41200 * time.Millisecond, End: 100*second + 1, Speed: 1, Step: 19, Of: 64,
		Closes: []replay.Close{{At: 10 * second}, {At: 90 * second, Broken: true}}, Silences: []replay.Silence{{From: 50 * second, To: 80 * second}}}
}

func first(b *seekbar.Bar) string { return ansi.Strip(b.Rows(3)[0]) }

// The bar shows the position, the speed and the skipped silence of the replay. A change
// of the speed does not move the bar.
func TestBar(t *testing.T) {
	b := bar()
	rows := b.Rows(3)
	for _, r := range rows {
		if w := ansi.StringWidth(r); w != b.Width {
			t.Errorf("the bar is %d cells wide, want %d: %s", w, b.Width, ansi.Strip(r))
		}
	}
	plain := first(b)
	if !strings.HasSuffix(plain, "   00:41.2 of 01:41   1×  paused    ") || strings.Contains(plain, "┄") {
		t.Errorf("the bar of a paused replay is %s, want the position, the speed and no skipped silence", plain)
	}
	b.Speed = 16
	if fast := first(b); strings.IndexRune(fast, '┤') != strings.IndexRune(plain, '┤') {
		t.Errorf("a change of the speed moved the bar:\n%s\n%s", plain, fast)
	}
	b.Playing = true
	if !strings.HasSuffix(first(b), "16×  playing   ") {
		t.Errorf("the bar of a playing replay is %s, want 16× playing", first(b))
	}
	b.Playing, b.Follows = false, true
	if !strings.HasSuffix(first(b), "16×  following ") {
		t.Errorf("the bar of a replay that follows a log is %s, want 16× following", first(b))
	}
	b.Skips = true
	if n := strings.Count(first(b), "┄"); n < 15 || n > 25 {
		t.Errorf("%d cells of silence are marked in %s, want 15 to 25", n, first(b))
	}
}
