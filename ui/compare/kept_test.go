package compare

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session/record"
	"linger/ui/internal/play"
)

// The compared exchanges may still change. The pane does not show an old view after an
// event that changes it.
func TestAKeptViewEqualsAFreshOne(t *testing.T) {
	compared := 0
	for _, story := range play.Stories() {
		rec, kept := &record.Record{}, New(dark)
		kept.SetSize(100, 40)
		for i, ev := range story.Play().Events {
			rec.Apply(ev)
			n := len(rec.Exchanges)
			if n < 2 {
				continue
			}
			fresh := New(dark)
			fresh.SetSize(100, 40)
			for _, m := range []*Model{kept, fresh} {
				m.Show(rec.Exchanges[0], rec.Exchanges[n-1])
			}
			compared++
			before := kept.View() // drawn without a Refresh after the event
			kept.Refresh()
			for _, got := range []string{before, kept.View()} {
				want := fresh.View()
				if got == want {
					continue
				}
				t.Fatalf("%s, after event %d (%T): kept\n%s\nfresh\n%s", story.Name, i, ev, ansi.Strip(got), ansi.Strip(want))
			}
		}
	}
	if compared < 50 {
		t.Errorf("%d views were compared, want at least 50", compared)
	}
}
