package timeline

import (
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session/record"
	"linger/ui/internal/play"
)

// After each event of a story, a timeline that was kept from the beginning looks the same
// as a new one. Drawing changes nothing.
func TestKeptViewEqualsAFreshView(t *testing.T) {
	at := func(m *Model, r *record.Record, now time.Duration) {
		m.SetNow(now, Head{r.Newest(), "●", "open, idle", dark.OKStrong})
		m.Show(r, len(r.Exchanges))
	}
	for _, story := range play.Stories() {
		rec := &record.Record{}
		var kept *Model
		for i, ev := range story.Play().Events {
			rec.Apply(ev)
			if kept == nil {
				kept = model(rec, play.TimeOf(ev), 100, 40)
			}
			at(kept, rec, play.TimeOf(ev))
			fresh := model(rec, play.TimeOf(ev), 100, 40)
			got, want := kept.View(), fresh.View()
			if got != want {
				t.Fatalf("%s, after event %d (%T): the kept view is\n%s\nwant the fresh view\n%s", story.Name, i, ev, ansi.Strip(got), ansi.Strip(want))
			}
			if again := kept.View(); again != got {
				t.Fatalf("%s, after event %d (%T): the second drawing is\n%s\nwant the first\n%s", story.Name, i, ev, ansi.Strip(again), ansi.Strip(got))
			}
		}
	}
}
