package compare

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session/record"
	"linger/ui/internal/play"
)

// What is compared may still be under way: a view that was laid out before an event is
// not shown after it where it would be laid out in another way.
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
			before := kept.View() // what was kept before the event
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
		t.Errorf("only %d views were compared", compared)
	}
}
