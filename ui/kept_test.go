package ui

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/play"
)

// After each event, the screen is the same as that of a new inspector that got all events
// at once, except for notices and dialogs. Drawing does not change anything.
func TestAKeptViewEqualsAFreshOne(t *testing.T) {
	for _, story := range play.Stories() {
		events := story.Play().Events
		at := func(n int) *Model {
			now := play.TimeOf(events[n-1])
			m, _ := shown(&play.Play{Events: events[:n], Now: now}, 120, 40)
			m.Update(tickMsg{})
			return m
		}
		kept, e := shown(&play.Play{Events: events[:1]}, 120, 40)
		for n := 2; n <= len(events); n++ {
			e.now = play.TimeOf(events[n-1])
			happens(kept, events[n-1])
			kept.desk().throttle.next = 0 // let the detail follow each event at once
			kept.Update(tickMsg{})
			kept.desk().catchUp()
			fresh := at(n)
			for _, d := range []*desk{kept.desk(), fresh.desk()} { // notices and dialogs, which depend on the moment
				d.notice, d.over = notice{}, nil
				d.clock = d.clockView()
			}
			got, want := kept.View().Content, fresh.View().Content
			if got != want {
				t.Fatalf("%s, after event %d (%T): the kept view is\n%s\nwant the fresh view\n%s", story.Name, n, events[n-1], ansi.Strip(got), ansi.Strip(want))
			}
			if again := kept.View().Content; again != got {
				t.Fatalf("%s, after event %d (%T): drawing again gave\n%s\nwant\n%s", story.Name, n, events[n-1], ansi.Strip(again), ansi.Strip(got))
			}
		}
	}
}
