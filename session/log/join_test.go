package log_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
)

// The joined session contains all connections and exchanges of its sessions. Only their
// IDs and their times differ.
func TestSessionsAreJoined(t *testing.T) {
	joined := &record.Record{}
	j := log.NewJoiner(func(evs []session.Event) {
		for _, ev := range evs {
			joined.Apply(ev)
		}
	})
	a, b := story(), story()
	started := b[0].(session.Started)
	started.Wall, started.Target = started.Wall.Add(time.Minute), "http://other"
	b[0] = started
	alone := fold(a)
	one, two := j.Session(), j.Session()
	for i := range a { // alternate between the sessions
		one(a[i : i+1])
		two(b[i : i+1])
	}
	j.Finish()
	if !joined.Ended || joined.Now() != alone.Now()+time.Minute {
		t.Errorf("the joined session ended: %v at %s, want true at %s", joined.Ended, joined.Now(), alone.Now()+time.Minute)
	}
	if len(joined.Conns) != 2*len(alone.Conns) || len(joined.Exchanges) != 2*len(alone.Exchanges) {
		t.Fatalf("got %d connections and %d exchanges, want twice as many as %d and %d", len(joined.Conns), len(joined.Exchanges), len(alone.Conns), len(alone.Exchanges))
	}
	outline := func(c *record.Connection, shift time.Duration) string {
		var s strings.Builder
		fmt.Fprintf(&s, "%d at %s, %s %s, idle %s", c.State, c.Dialed-shift, c.Close.By, c.Close.How, c.Close.Idle)
		if c.State == record.Ended {
			fmt.Fprintf(&s, " at %s", c.Close.At-shift)
		}
		for _, e := range c.Exchanges {
			fmt.Fprintf(&s, "; %s %s at %s, done %v, budget until %s, %d findings", e.Method, e.Target, e.Started-shift, e.Done, e.Budget().Deadline-shift, len(e.Findings))
		}
		return s.String()
	}
	if to := joined.Conns[1].Target; to != "http://other" { // the Dialing event of the second session has no target
		t.Errorf("target of the first connection of the second session = %s, want http://other", to)
	}
	for i, c := range alone.Conns {
		want := outline(c, 0)
		if got := outline(joined.Conns[2*i], 0); got != want {
			t.Errorf("connection %d of the first session:\n%s\nwant\n%s", i+1, got, want)
		}
		if got := outline(joined.Conns[2*i+1], time.Minute); got != want {
			t.Errorf("connection %d of the second session:\n%s\nwant\n%s", i+1, got, want)
		}
	}
}

// A Joiner renumbers all references to exchanges in events.
func TestReferencesToExchangesAreRenumbered(t *testing.T) {
	var got []session.Event
	j := log.NewJoiner(func(evs []session.Event) { got = append(got, evs...) })
	j.Session()([]session.Event{&session.RequestStarted{Conn: 1, Exchange: 1}})
	lost := []int{1, 2}
	closed := session.Closed{Conn: 1, Ending: session.Ending{Last: session.LastResponse{Exchange: 1}, Moment: session.Moment{Exchange: 2}, Notice: session.Notice{Of: 1},
		Lost: lost, Oldest: 1, Cut: session.Cut{Exchange: 2}, OutOfStep: session.OutOfStep{After: 1}}}
	j.Session()([]session.Event{&session.ExchangeDone{Conn: 1, Exchange: 1}, &session.ExchangeDone{Conn: 1, Exchange: 2, Barred: 1}, closed})
	want := session.Closed{Conn: 2, Ending: session.Ending{Last: session.LastResponse{Exchange: 2}, Moment: session.Moment{Exchange: 3}, Notice: session.Notice{Of: 2},
		Lost: []int{2, 3}, Oldest: 2, Cut: session.Cut{Exchange: 3}, OutOfStep: session.OutOfStep{After: 2}}}
	if done := got[2].(*session.ExchangeDone); done.Exchange != 3 || done.Barred != 2 {
		t.Errorf("got exchange %d, barred by %d; want 3, barred by 2", done.Exchange, done.Barred)
	}
	if !reflect.DeepEqual(got[3], want) || lost[0] != 1 {
		t.Errorf("got %+v\nwant %+v\nand the original event unchanged", got[3], want)
	}
}
