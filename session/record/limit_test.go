package record

import (
	"slices"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

// Only closes by the server measure the idle limit; see package ending.
func TestOnlyClosesByTheServerMeasureTheIdleLimit(t *testing.T) {
	for name, tt := range map[string]struct {
		end    session.Ending
		counts bool
	}{
		"by the server": {session.Ending{By: session.ByServer, Phase: session.PhaseIdle, Idle: 3 * second}, true},
		"by the client": {session.Ending{By: session.ByClient, Phase: session.PhaseIdle, Idle: 3 * second}, false},
	} {
		r := opened()
		exchange(r, 1, second, wire.ReasonHTTP11Default)
		r.Apply(session.Closed{Conn: 1, Ending: tt.end})
		got := slices.Collect(r.IdleCloses(r.Conn(1)))
		if (len(got) == 1) != tt.counts {
			t.Errorf("closed %s: IdleCloses returns %d connections; want the close to count: %t", name, len(got), tt.counts)
		}
	}
}

// A range includes the closes of one target, and the range that a probe measured for it.
func TestIdleRange(t *testing.T) {
	r := opened()
	exchange(r, 1, second, wire.ReasonHTTP11Default)
	b := session.Budget{HasTimeout: true, Applies: true, Timeout: 5 * second, Deadline: 6 * second, RoundTrip: 100 * time.Millisecond}
	r.Apply(&session.BudgetChanged{Conn: 1, Exchange: 1, Budget: b})
	c := r.Conn(1)
	if g := r.IdleRange(c); g != (Range{}) {
		t.Errorf("IdleRange before any close = %+v, want the zero range", g)
	}
	r.Apply(session.Measured{Target: "http://h", Low: 3 * second, High: 4 * second, Closes: 2})
	r.Apply(session.Measured{Target: "http://other", Low: second, High: second, Closes: 1})
	g := r.IdleRange(c)
	if g != (Range{3 * second, 4 * second, 2}) {
		t.Errorf("IdleRange after the probe = %+v, want 3 s to 4 s, 2 closes", g)
	}
	r.Apply(session.Closed{Conn: 1, Ending: session.Ending{By: session.ByServer, Phase: session.PhaseIdle, Idle: 2 * second}})
	if g := r.IdleRange(c); g != (Range{2 * second, 4 * second, 3}) {
		t.Errorf("IdleRange after the close = %+v, want 2 s to 4 s, 3 closes", g)
	}
	r.Apply(session.Dialing{Conn: 2, Target: "http://other"})
	if g := r.IdleRange(r.Conn(2)); g != (Range{second, second, 1}) {
		t.Errorf("IdleRange of another target = %+v, want 1 s, 1 close", g)
	}
}

// Only the first target has a label.
func TestTargetLabelAndMoved(t *testing.T) {
	r := &Record{}
	r.Apply(session.Started{Target: "http://h", Label: "the practice server"})
	if r.Target() != "http://h" || r.Moved() {
		t.Errorf("before the first connection: target %q, moved %t; want http://h and false", r.Target(), r.Moved())
	}
	r.Apply(session.Dialing{Conn: 1}) // has the target of Started
	if got := r.Conn(1).Target; got != "http://h" || r.Label(got) != "the practice server" || r.Moved() {
		t.Errorf("connection 1: target %q, label %q, moved %t; want http://h with its label, false", got, r.Label(got), r.Moved())
	}
	r.Apply(session.Dialing{Conn: 2, Target: "https://other"})
	if got := r.Target(); got != "https://other" || r.Label(got) != "" || !r.Moved() {
		t.Errorf("connection 2: target %q, label %q, moved %t; want https://other without a label, true", got, r.Label(got), r.Moved())
	}
	r.Apply(session.Dialing{Conn: 3, Target: "http://h"})
	if !r.Moved() {
		t.Error("Moved() = false after a return to the first target, want true")
	}
}

// If the paths of a target differ in behaviour, a measurement of the target is ignored,
// and closes are compared only with those of the same path.
func TestIdleRangeOfALabelledTargetIsPerPath(t *testing.T) {
	r := &Record{}
	r.Apply(session.Started{Target: "http://h", Label: "the practice server"})
	for id, path := range map[int]string{1: "/early", 2: "/late", 3: "/early"} {
		r.Apply(session.Connected{Conn: id})
		r.Apply(&session.RequestStarted{Conn: id, Exchange: id, Target: path})
		r.Apply(&session.ExchangeDone{Conn: id, Exchange: id, Reason: wire.ReasonHTTP11Default})
		r.Apply(session.Closed{Conn: id, Ending: session.Ending{By: session.ByServer, Phase: session.PhaseIdle, Idle: time.Duration(id) * second}})
	}
	r.Apply(session.Measured{Target: "http://h", Low: 9 * second, High: 9 * second, Closes: 1})
	if g := r.IdleRange(r.Conn(3)); g != (Range{second, 3 * second, 2}) {
		t.Errorf("IdleRange = %+v, want 1 s to 3 s, 2 closes", g)
	}
	for range r.IdleCloses(r.Conn(3)) {
		break // the iterator must stop
	}
	if g := (*Record)(nil).IdleRange(nil); g != (Range{}) {
		t.Errorf("IdleRange of a nil record = %+v, want the zero range", g)
	}
}

// A range includes only the maxCloses most recent closes.
func TestIdleRangeIsLimitedToRecentCloses(t *testing.T) {
	r := &Record{}
	r.Apply(session.Started{Target: "http://h"})
	for id := 1; id <= maxCloses+5; id++ {
		r.Apply(session.Connected{Conn: id})
		r.Apply(&session.RequestStarted{Conn: id, Exchange: id})
		r.Apply(session.Closed{Conn: id, Ending: session.Ending{By: session.ByServer, Phase: session.PhaseIdle, Idle: time.Duration(id) * second}})
	}
	if g := r.IdleRange(r.Newest()); g != (Range{6 * second, (maxCloses + 5) * second, maxCloses}) {
		t.Errorf("IdleRange = %+v, want 6 s to %d s, %d closes", g, maxCloses+5, maxCloses)
	}
}

func TestRangeString(t *testing.T) {
	for want, g := range map[string]Range{
		"2.60 to 4.70 s": {2600 * time.Millisecond, 4700 * time.Millisecond, 2},
		"20.0 s":         {19996 * time.Millisecond, 20040 * time.Millisecond, 5},
		"5.00 s":         {5001 * time.Millisecond, 5003 * time.Millisecond, 2},
	} {
		if got := g.String(); got != want {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}
