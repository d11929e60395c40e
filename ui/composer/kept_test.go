package composer

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session/record"
	"linger/ui/internal/play"
)

// The composer does not show an old view after an event that changes it: a lost request
// can then be sent again.
func TestAKeptViewEqualsAFreshOne(t *testing.T) {
	for _, story := range play.Stories() {
		rec, kept := &record.Record{}, model(120, 40)
		for i, ev := range story.Play().Events {
			rec.Apply(ev)
			fresh := model(120, 40)
			for _, m := range []*Model{kept, fresh} {
				m.Show(rec)
			}
			before := kept.View() // the view that was stored before the event
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
}
