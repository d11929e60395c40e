package list

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session/record"
	"linger/ui/internal/play"
)

// The list does not show an old row after an event that changes the row.
func TestKeptRowsEqualFreshRows(t *testing.T) {
	at := func(m *Model, r *record.Record, now time.Duration) {
		m.SetNow(now, Head{r.Newest(), "●", "open, idle", "idle", m.th.OK})
		m.Sync(r)
	}
	theme := th()
	for _, story := range play.Stories() {
		kept, rec := New(theme), &record.Record{}
		kept.SetSize(78, 40)
		for i, ev := range story.Play().Events {
			rec.Apply(ev)
			at(kept, rec, play.TimeOf(ev))
			fresh := New(theme)
			fresh.SetSize(78, 40)
			at(fresh, rec, play.TimeOf(ev))
			if conn, ex := kept.Selected(); conn > 0 { // the selected row depends on earlier events
				fresh.Go(conn, ex)
				fresh.follow, fresh.pinned = kept.follow, kept.pinned
			}
			want := strings.Join(fresh.Rows(), "\n")
			before := strings.Join(kept.Rows(), "\n") // drawn without a Refresh after the event
			kept.Refresh()
			for _, got := range []string{before, strings.Join(kept.Rows(), "\n")} {
				if got == want {
					continue
				}
				t.Fatalf("%s, after event %d (%T): the kept rows are\n%s\nwant the fresh rows\n%s", story.Name, i, ev, ansi.Strip(got), ansi.Strip(want))
			}
		}
	}
}
