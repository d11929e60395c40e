package record_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/livetest"
	"linger/session/log"
	"linger/session/practice"
	"linger/session/record"
)

// TestScenariosFoldTheSameFromALog plays every scenario of the practice server. The
// record of the events must equal the record of the events read from a log, and the
// record of the events that Record.Events returns.
func TestScenariosFoldTheSameFromALog(t *testing.T) {
	for _, sc := range practice.Scenarios() {
		t.Run(sc.Path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var file bytes.Buffer
				want, got := &record.Record{}, &record.Record{}
				w := log.NewWriter(&file, log.Header{Secrets: log.SecretsKept})
				for _, ev := range livetest.Scenario(t, sc.Path) {
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
					t.Errorf("the report about the log = %+v, want nothing damaged, unknown or cut", p)
				}
				same(t, want, got)
				unfolds(t, want)
				if g := want.IdleRange(want.Newest()); g.Closes < 3 {
					t.Errorf("IdleRange = %+v, want at least the 3 closes of the measurement", g)
				}
				look(t, want)
			})
		})
	}
}

// same fails if two records differ.
func same(t *testing.T, want, got *record.Record) {
	t.Helper()
	if !got.Start.Wall.Equal(want.Start.Wall) {
		t.Errorf("the session begins at %s, want %s", got.Start.Wall, want.Start.Wall)
	}
	got.Start.Wall = want.Start.Wall // a time read from JSON has another location
	for _, c := range want.Conns {
		if len(c.Close.Lost) == 0 {
			c.Close.Lost = nil // as if the JSON member were absent
		}
	}
	if w, g := record.Kept(want), record.Kept(got); !slices.Equal(w, g) {
		t.Errorf("the record read from the log: %s", firstDifference(w, g))
	}
	if want.Applied != got.Applied || want.Discarded() != got.Discarded() || want.Tally() != got.Tally() {
		t.Errorf("the record read from the log: %d events, %+v discarded, %+v; want %d, %+v, %+v", got.Applied, got.Discarded(), got.Tally(), want.Applied, want.Discarded(), want.Tally())
	}
}

// look calls the methods that screens call, and checks that their results agree.
func look(t *testing.T, r *record.Record) {
	t.Helper()
	for _, c := range r.Conns {
		if c.State != record.Ended && c.State != record.Failed {
			t.Errorf("connection %d is in state %d after the session, want ended or failed", c.ID, c.State)
		}
		if c.Age(r.Now()) <= 0 || c.IdleFor(r.Now()) < 0 || c.Making() == "" {
			t.Errorf("connection %d: age %s, idle for %s, making %q; want a positive age, an idle time of at least 0, and a description of the dialing", c.ID, c.Age(r.Now()), c.IdleFor(r.Now()), c.Making())
		}
		if c.Close.Broken() && c.Close.By == session.ByClient {
			t.Errorf("connection %d was broken by the client, want only the server or the network to do so", c.ID)
		}
	}
	for _, e := range r.Exchanges {
		if r.Exchange(e.ID) != e || r.Conn(e.Conn).Exchange(e.ID) != e {
			t.Errorf("Exchange(%d) returns another exchange", e.ID)
		}
		if e.Took() < 0 || e.Over < e.LastByte {
			t.Errorf("exchange %d took %s and ended at %s, want no negative time, and an end after the last byte at %s", e.ID, e.Took(), e.Over, e.LastByte)
		}
		if _, n := e.Worst(); (n > 0) != (len(e.Findings) > 0) {
			t.Errorf("exchange %d has %d findings, but Worst counts %d", e.ID, len(e.Findings), n)
		}
		if h, ok := e.Final(); ok {
			if b, same := e.Begun(); !same || b != h || !e.HasResponse() {
				t.Errorf("exchange %d: Final returns a response that Begun or HasResponse denies", e.ID)
			}
		}
	}
}

// unfolds fails if the events of a record, written to a log and read again, fold to a
// different record.
func unfolds(t *testing.T, want *record.Record) {
	t.Helper()
	var file bytes.Buffer
	w := log.NewWriter(&file, log.Header{Secrets: log.SecretsKept})
	last := time.Duration(0)
	for ev := range want.Events() {
		if err := w.Write(ev); err != nil {
			t.Fatal(err)
		}
		last = max(last, log.At(ev))
	}
	r, got := log.NewReader(&file), &record.Record{}
	for ev, err := r.Next(); err == nil; ev, err = r.Next() {
		got.Apply(ev)
	}
	if p := r.Report(); p.Damaged > 0 || p.Unknown > 0 || p.Cut || last != want.Now() {
		t.Errorf("the report about the log = %+v, end at %s; want nothing damaged, unknown or cut, and the end at %s", p, last, want.Now())
	}
	if want, got := record.Kept(want), record.Kept(got); !slices.Equal(want, got) {
		t.Error(firstDifference(want, got))
	}
}

// firstDifference describes the first line in which two lists differ, starting a few
// characters before the difference. It returns "" if the lists are equal.
func firstDifference(want, got []string) string {
	for i := range max(len(want), len(got)) {
		if i >= len(want) || i >= len(got) {
			return fmt.Sprintf("%d lines, want %d", len(got), len(want))
		}
		w, g := want[i], got[i]
		n := 0
		for n < min(len(w), len(g)) && w[n] == g[n] {
			n++
		}
		if w != g {
			return fmt.Sprintf("the record differs in line %d:\n  %.300q\nwant:\n  %.300q", i, g[max(0, n-80):], w[max(0, n-80):])
		}
	}
	return ""
}
