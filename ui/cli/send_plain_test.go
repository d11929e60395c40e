package cli

import (
	"strings"
	"testing"
	"time"

	"linger/ui/internal/play"
)

// The output does not say "stays open" about a connection that ended because max reached
// 0, or that ended right after a response that promised to keep it open.
func TestEndedConnectionIsNotSaidToStayOpen(t *testing.T) {
	for _, tt := range []struct {
		hint string
		idle time.Duration
		want string
	}{{"timeout=5, max=0", 0, "max spent"}, {"timeout=5, max=3", 0, "promised     to stay open"}, {"timeout=5, max=3", 5 * time.Second, "stays open"}} {
		hint, want := tt.hint, tt.want
		p := play.New("http://h").Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, play.Hint(hint)).Wait(tt.idle).ServerClosed()
		var b strings.Builder
		o := &sendPlain{printer: newPrinter(&b)}
		o.update(p.Rec)
		if got := b.String(); !strings.Contains(got, want) || strings.Contains(got, "stays open") != (want == "stays open") {
			t.Errorf("Keep-Alive: %s: want %q in\n%s", hint, want, got)
		}
	}
}
