package composer

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session/record"
	"linger/ui/internal/play"
)

// The composer never shows an old view after an event that changes the view. An event may
// for example make it possible to send a lost request again.
func TestKeptViewEqualsAFreshView(t *testing.T) {
	for _, story := range play.Stories() {
		rec, kept := &record.Record{}, model(120, 40)
		for i, ev := range story.Play().Events {
			rec.Apply(ev)
			fresh := model(120, 40)
			for _, m := range []*Model{kept, fresh} {
				m.Show(rec)
			}
			before := kept.View() // stores the view before the event
			kept.Refresh()
			for _, got := range []string{before, kept.View()} {
				want := fresh.View()
				if got == want {
					continue
				}
				t.Fatalf("%s, after event %d (%T): the kept view is\n%s\nwant the fresh view\n%s", story.Name, i, ev, ansi.Strip(got), ansi.Strip(want))
			}
		}
	}
}
