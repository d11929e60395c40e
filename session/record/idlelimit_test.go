package record

import (
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

const milli = time.Millisecond

// answered returns the record of an idle connection with a round trip of 100 ms. Its last
// response ended at 1 s and left the given budget.
func answered(b session.Budget) *Record {
	r := opened()
	exchange(r, 1, second, wire.ReasonHTTP11Default)
	b.RoundTrip, b.Source = 100*milli, 1
	if b.HasTimeout {
		b.Deadline = second + b.Timeout
	}
	r.Apply(&session.BudgetChanged{Conn: 1, Exchange: 1, Budget: b})
	return r
}

// idleClose adds two connections like the first one: the server closed one of them after
// the given idle time, and the other is idle.
func idleClose(r *Record, b session.Budget, idle time.Duration) {
	id := len(r.Conns) + 1
	for k := id; k < id+2; k++ {
		r.Apply(session.Connected{At: second, Conn: k})
		r.Apply(&session.RequestStarted{At: second, Conn: k, Exchange: k})
		r.Apply(&session.ExchangeDone{At: second, Conn: k, Exchange: k, Reason: wire.ReasonHTTP11Default})
		b.RoundTrip = 100 * milli
		b.Deadline = second + b.Timeout
		r.Apply(&session.BudgetChanged{At: second, Conn: k, Exchange: k, Budget: b})
		if k == id {
			r.Apply(session.Closed{At: second + idle, Conn: k, Ending: session.Ending{By: session.ByServer, Phase: session.PhaseIdle, Idle: idle}})
		}
	}
}

var (
	silent = session.Budget{}
	hint5  = session.Budget{HasTimeout: true, Applies: true, Timeout: 5 * second}
)

func TestSourceOfTheIdleLimit(t *testing.T) {
	measured := session.Measured{Target: "http://h", Low: 2600 * milli, High: 4700 * milli, Closes: 5}
	for name, c := range map[string]struct {
		budget   session.Budget
		measured bool
		closes   []time.Duration
		source   Source
		low, end time.Duration
		early    bool
	}{
		"nothing known":              {silent, false, nil, SourceNone, 0, 0, false},
		"a hint":                     {hint5, false, nil, SourceHint, 5 * second, 5 * second, false},
		"a hint that does not apply": {session.Budget{HasTimeout: true, Timeout: 5 * second}, false, nil, SourceNone, 0, 0, false},
		"seen":                       {silent, false, []time.Duration{3 * second}, SourceSeen, 3 * second, 3 * second, false},
		"seen twice":                 {silent, false, []time.Duration{4 * second, 3 * second}, SourceSeen, 3 * second, 4 * second, false},
		"measured":                   {silent, true, nil, SourceMeasured, 2600 * milli, 4700 * milli, false},
		"measured and seen":          {silent, true, []time.Duration{2 * second}, SourceMeasured, 2 * second, 4700 * milli, false},
		"measured below the hint":    {hint5, true, nil, SourceMeasured, 2600 * milli, 5 * second, true},
		"seen below the hint":        {hint5, false, []time.Duration{3 * second}, SourceSeen, 3 * second, 5 * second, true},
		"seen at the hint":           {hint5, false, []time.Duration{4995 * milli}, SourceHint, 5 * second, 5 * second, false},
		"seen after the hint":        {hint5, false, []time.Duration{6 * second}, SourceHint, 5 * second, 5 * second, false},
	} {
		r := answered(c.budget)
		for _, idle := range c.closes {
			idleClose(r, c.budget, idle)
		}
		if c.measured {
			r.Apply(measured)
		}
		l := r.Limit(r.Newest())
		if l.Source != c.source || l.Low != c.low || l.End != c.end || l.Early() != c.early || l.Known() != (c.source != SourceNone) {
			t.Errorf("%s: limit = %+v, want source %d, %v to %v, early %t", name, l, c.source, c.low, c.end, c.early)
		}
	}
}

// A limit from observed closes has no caution zone, because only hints count whole
// seconds. The race zone begins one round trip before the shortest observed idle time and
// ends with the longest.
func TestZonesOfALimit(t *testing.T) {
	zones := func(r *Record, at ...time.Duration) (zs []Zone) {
		for _, d := range at {
			l := r.Limit(r.Newest())
			zs = append(zs, l.Zone(second+d))
		}
		return zs
	}
	same := func(name string, got []Zone, want ...Zone) {
		t.Helper()
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: zones = %v, want %v", name, got, want)
				return
			}
		}
	}
	r := answered(silent)
	same("nothing known", zones(r, second), NoZone)
	idleClose(r, silent, 3*second)
	same("seen", zones(r, 2800*milli, 2900*milli, 3*second), Safe, Race, Late)
	idleClose(r, silent, 4*second)
	same("seen twice", zones(r, 2800*milli, 2900*milli, 3900*milli, 4*second), Safe, Race, Race, Late)
	l := r.Limit(r.Newest())
	if left, past := l.Left(3*second), l.Past(6*second); left != second || past != second {
		t.Errorf("Left = %v, Past = %v; want 1s and 1s", left, past)
	}
	early := answered(hint5)
	idleClose(early, hint5, 3*second)
	same("early", zones(early, 2800*milli, 2900*milli, 4900*milli, 5*second), Safe, Race, Race, Late)
	same("a hint", zones(answered(hint5), 3900*milli, 4*second, 4900*milli, 5*second), Safe, Caution, Race, Late)
}

// Only an idle connection has a limit.
func TestConnectionInUseHasNoLimit(t *testing.T) {
	r := answered(hint5)
	r.Apply(&session.RequestStarted{Conn: 1, Exchange: 2})
	l := r.Limit(r.Newest())
	if l.Known() || l.Zone(second) != NoZone {
		t.Errorf("limit = %+v, want none while a request is outstanding", l)
	}
	if l := (*Record)(nil).Limit(nil); l.Known() {
		t.Errorf("limit of a nil record = %+v, want none", l)
	}
}
