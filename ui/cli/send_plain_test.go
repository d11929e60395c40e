package cli

import (
	"strings"
	"testing"
	"time"

	"linger/ui/internal/play"
)

// The output does not say "stays open" about a connection that ended because max reached
// 0.
func TestMaxSpentIsTheVerdict(t *testing.T) {
	for hint, want := range map[string]string{"timeout=5, max=0": "max spent", "timeout=5, max=3": "stays open"} {
		p := play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, play.Hint(hint)).ServerClosed()
		var b strings.Builder
		o := &sendPlain{printer: newPrinter(&b)}
		o.update(p.Rec)
		if got := b.String(); !strings.Contains(got, want) || strings.Contains(got, "stays open") != (want == "stays open") {
			t.Errorf("%s: %s", hint, got)
		}
	}
}
