package ui

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/internal/play"
)

// The whole screen after each event is the one that an inspector shows that got all
// events at once, but for notices and dialogs, and drawing it changes nothing.
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
			kept.desk().throttle.next = 0 // a pace at which the detail can be read
			kept.Update(tickMsg{})
			kept.desk().catchUp()
			fresh := at(n)
			for _, d := range []*desk{kept.desk(), fresh.desk()} { // what comes and goes with the moment
				d.notice, d.over = notice{}, nil
				d.clock = d.clockView()
			}
			got, want := kept.View().Content, fresh.View().Content
			if got != want {
				t.Fatalf("%s, after event %d (%T): kept\n%s\nfresh\n%s", story.Name, n, events[n-1], ansi.Strip(got), ansi.Strip(want))
			}
			if again := kept.View().Content; again != got {
				t.Fatalf("%s, after event %d (%T): drawn again\n%s\nthan\n%s", story.Name, n, events[n-1], ansi.Strip(again), ansi.Strip(got))
			}
		}
	}
}
