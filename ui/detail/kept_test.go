package detail

import (
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session/record"
	"linger/ui/internal/play"
)

// The pane never shows an old view if a new view would differ: the stamp of a view
// contains everything that the view depends on.
func TestKeptViewEqualsAFreshView(t *testing.T) {
	for _, sc := range scenes {
		events := sc.play().Events
		conn, exchange := sc.conn, sc.exchange
		list := ofExchange
		if exchange == 0 {
			list = ofConnection
		}
		for _, tab := range list {
			rec := &record.Record{}
			kept := at(rec, conn, exchange, tab, 0)
			for i, ev := range events {
				rec.Apply(ev)
				now := play.TimeOf(ev)
				if exchange > 0 && rec.Exchange(exchange) == nil {
					continue // the list has no row to select yet
				}
				kept.Show(rec, conn, exchange)
				kept.choose(tab)
				kept.SetNow(now)
				want := at(rec, conn, exchange, tab, now).View()
				before := kept.View() // stores the view before the event
				kept.Refresh()
				for _, got := range []string{before, kept.View()} {
					if got != want {
						t.Fatalf("%s, %v after event %d (%T): the kept view is\n%s\nwant the fresh view\n%s", sc.name, tab, i, ev, ansi.Strip(got), ansi.Strip(want))
					}
				}
			}
		}
	}
}

// at returns a new pane with the same exchange or connection.
func at(rec *record.Record, conn, exchange int, tab Tab, now time.Duration) *Model {
	m := New(dark)
	m.SetSize(78, 40)
	m.Show(rec, conn, exchange)
	m.chosen = [2]Tab{tab, tab}
	m.SetNow(now)
	return m
}
