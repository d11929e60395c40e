package probe

import (
	"encoding/json"
	"io"
	"testing"
	"time"

	"linger/session"
	"linger/wire/format"
)

// extremes holds extreme and common times that measurements may contain.
var extremes = []time.Duration{0, 1, time.Microsecond, 999 * time.Microsecond, 49 * time.Millisecond, time.Second - 1, time.Second, 4700 * time.Millisecond,
	5 * time.Second, 59999 * time.Millisecond, time.Minute, 75 * time.Second, time.Hour, 24 * time.Hour, 10 * 365 * 24 * time.Hour, session.WholeSeconds(2147483647),
	session.WholeSeconds(1 << 62)}

// A source returns its bytes as numbers, and zeros after the last.
type source []byte

var outcomes = []Outcome{Answered, Lost, WasReset, Goodbye, Silent, NotSent}

func (s *source) next(n int) int {
	if len(*s) == 0 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return int(b) % n
}

func (s *source) time() time.Duration { return extremes[s.next(len(extremes))] }

// report returns a report with values from the source.
func (s *source) report() *Report {
	r := &Report{Target: "http://10.0.3.7:8080/", RoundTrip: s.time(), Took: s.time(), Connections: s.next(256), AtOnce: s.next(50),
		Hung: s.next(9), Unserved: s.next(9), OneByOne: s.next(3) == 1, Evicts: s.next(3) == 1, Interrupted: s.next(3) == 1}
	if r.HasHint = s.next(2) == 1; r.HasHint {
		r.Hint = s.time()
	}
	hows := []session.How{session.HowFIN, session.HowReset, session.HowCloseNotify}
	for range s.next(8) {
		x := Sample{Began: s.time(), Idle: s.time(), Open: s.next(2) == 1, Aged: s.next(5) == 1}
		if x.Dead = x.Open && s.next(3) == 1; !x.Open {
			x.How = hows[s.next(len(hows))]
		}
		r.Idle = append(r.Idle, x)
	}
	r.Race = Race{Expected: s.time(), Earliest: s.time(), Apart: s.time(), Ranged: s.next(2) == 1}
	for range s.next(50) {
		r.Race.Tries = append(r.Race.Tries, Try{Idle: s.time(), Outcome: outcomes[s.next(len(outcomes))], How: hows[s.next(len(hows))]})
	}
	if len(r.Idle) > 0 {
		c := r.Idle.check()
		c.Name = nameIdle
		if r.HasHint {
			c.Said = format.Brief(r.Hint)
		}
		if c.Verdict, c.Text = compareWithHint(spreadOf(r.Idle.Closes()), r.Hint, r.HasHint, s.next(2) == 1); c.AtLeast {
			c.Verdict, c.Text = outlasted(&evidence{}, r.Idle, r.Hint, r.HasHint)
		}
		r.Checks = append(r.Checks, c)
	}
	r.Advice = advise(r)
	return r
}

// FuzzReport checks that a report can be written in every format, whatever was measured.
func FuzzReport(f *testing.F) {
	for i := range byte(len(extremes)) {
		f.Add([]byte{i, i, 61, 40, 0, 0, 0, 0, 0, 1, i, 3, i, i, 0, 1, 0, i, 8, 1, 1, i, 5, 0, 0, 0, i, i, 1, 0, 40, i, 1, 0, i, 5, 2})
		f.Add([]byte{9, 9, 61, 40, 0, 0, 0, 0, 0, 1, i, 3, 8, 7, 0, 1, 0, 7, 8, 0, 1, 7, 5, 0, 0, 0, 8, i, 1, 0, 40, i, 1, 0, 7, 5, 2})
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := source(data)
		one, other := s.report(), s.report()
		both := []*Report{one, other}
		if err := WriteJUnit(io.Discard, both); err != nil {
			t.Fatal(err)
		}
		if err := WriteMarkdown(io.Discard, both); err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(one); err != nil {
			t.Fatal(err)
		}
		Chain(both)
	})
}
