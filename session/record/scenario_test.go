package record_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/session/livetest"
	"linger/session/log"
	"linger/session/practice"
	"linger/session/record"
)

// play sends three requests for a path of the practice server, waits for the end of
// the last connection, and returns every event.
func play(t *testing.T, path string) (events []session.Event) {
	server := practice.New(practice.Config{})
	defer server.Close()
	door := livetest.Listen(20 * time.Millisecond)
	defer door.Close()
	go func() {
		for {
			c, err := door.Accept()
			if err != nil {
				return
			}
			go server.ServeConn(c)
		}
	}()
	target := session.Target{Host: "practice.example", Port: "80"}
	s := live.New(live.Config{Target: target, MaxTime: time.Minute,
		Dialer: session.DialFunc(func(ctx context.Context, _ session.Target) (net.Conn, error) { return door.Dial(ctx) })})
	for range 3 {
		s.Do(session.Send{Request: target.Request("GET", path), Reconnect: true})
		time.Sleep(90 * time.Second)
		s.Do(session.Learn{Measured: session.Measured{Target: target.String(), Low: time.Second, High: 2 * time.Second, Closes: 3}})
	}
	s.Do(session.Mark{Note: "now it waits"})
	s.Do(session.Wait{AtMost: 5 * time.Minute})
	time.Sleep(6 * time.Minute)
	go s.Close()
	for {
		evs, err := s.Events(context.Background())
		if errors.Is(err, io.EOF) {
			return events
		}
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, evs...)
	}
}

// TestScenariosFoldTheSameFromTheLog plays every scenario of the practice server:
// what the events fold to is what they fold to once they were written and read.
func TestScenariosFoldTheSameFromTheLog(t *testing.T) {
	for _, sc := range practice.Scenarios() {
		t.Run(sc.Path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var file bytes.Buffer
				want, got := &record.Record{}, &record.Record{}
				w := log.NewWriter(&file, log.Header{Secrets: log.SecretsKept})
				for _, ev := range play(t, sc.Path) {
					want.Apply(ev)
					if err := w.Write(ev); err != nil {
						t.Fatal(err)
					}
				}
				r := log.NewReader(&file)
				for {
					ev, err := r.Next()
					if errors.Is(err, io.EOF) {
						break
					}
					if err != nil {
						t.Fatal(err)
					}
					got.Apply(ev)
				}
				if p := r.Report(); p.Damaged > 0 || p.Unknown > 0 || p.Cut {
					t.Errorf("the log is not whole: %+v", p)
				}
				same(t, want, got)
				if g := want.IdleRange(want.Newest()); g.Closes < 3 {
					t.Errorf("what was measured is not in the range: %+v", g)
				}
				look(t, want)
			})
		})
	}
}

// same compares two records.
func same(t *testing.T, want, got *record.Record) {
	t.Helper()
	if !got.Start.Wall.Equal(want.Start.Wall) {
		t.Errorf("the clock counts from %s, want %s", got.Start.Wall, want.Start.Wall)
	}
	got.Start.Wall = want.Start.Wall // a time read from JSON has a location of its own
	for _, c := range want.Conns {
		if len(c.Close.Lost) == 0 {
			c.Close.Lost = nil // as it is where the member is left out
		}
	}
	if !reflect.DeepEqual(want, got) {
		t.Errorf("the record differs after the log:\n%s\nwant:\n%s", outline(got), outline(want))
	}
}

// outline is a record in a line for each connection and exchange.
func outline(r *record.Record) string {
	var b strings.Builder
	for _, c := range r.Conns {
		fmt.Fprintf(&b, "%d: state %d, %+v, %+v, %d findings\n", c.ID, c.State, c.Close, c.Budget, len(c.Findings))
	}
	for _, e := range r.Exchanges {
		fmt.Fprintf(&b, "%d: %+v, %d and %d bytes, %d findings\n", e.ID, e.Facts, e.Request.Len, e.Response.Len, len(e.Findings))
	}
	return b.String()
}

// look asks a record everything that screens ask.
func look(t *testing.T, r *record.Record) {
	t.Helper()
	for _, c := range r.Conns {
		if c.State != record.Ended && c.State != record.Failed {
			t.Errorf("connection %d is in state %d after the session", c.ID, c.State)
		}
		if c.Age(r.Now()) <= 0 || c.IdleFor(r.Now()) < 0 || c.Making() == "" {
			t.Errorf("connection %d lived %s, was idle for %s; %q", c.ID, c.Age(r.Now()), c.IdleFor(r.Now()), c.Making())
		}
		if c.Close.Broken() && c.Close.By == session.ByClient {
			t.Errorf("connection %d was broken by the client", c.ID)
		}
	}
	for _, e := range r.Exchanges {
		if r.Exchange(e.ID) != e || r.Conn(e.Conn).Exchange(e.ID) != e {
			t.Errorf("exchange %d is not where it is looked for", e.ID)
		}
		if e.Took() < 0 || e.Over < e.LastByte {
			t.Errorf("exchange %d took %s, was over at %s", e.ID, e.Took(), e.Over)
		}
		if _, n := e.Worst(); (n > 0) != (len(e.Findings) > 0) {
			t.Errorf("exchange %d has %d findings, the worst %d times", e.ID, len(e.Findings), n)
		}
		if h, ok := e.Final(); ok {
			if b, same := e.Begun(); !same || b != h || !e.HasResponse() {
				t.Errorf("exchange %d: a final response that has not begun", e.ID)
			}
		}
	}
}
