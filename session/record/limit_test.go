package record

import (
	"slices"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func TestWhatMeasuresAnIdleLimit(t *testing.T) {
	for name, tt := range map[string]struct {
		closed session.Closed
		before []session.Event
		counts bool
	}{
		"closed by itself":       {session.Closed{By: session.ByServer, Idle: 3 * second}, nil, true},
		"by the client":          {session.Closed{By: session.ByClient, Idle: 3 * second}, nil, false},
		"announced":              {session.Closed{By: session.ByServer, Idle: 3 * second, Announced: true}, nil, false},
		"right after a response": {session.Closed{By: session.ByServer, Idle: time.Millisecond}, nil, false},
		"awaiting a response":    {session.Closed{By: session.ByServer, Phase: session.PhaseResponse, Idle: 3 * second}, nil, false},
		"after our FIN":          {session.Closed{By: session.ByServer, Idle: 3 * second}, []session.Event{session.HalfClosed{Conn: 1}}, false},
	} {
		r := opened()
		exchange(r, 1, second, wire.ReasonHTTP11Default)
		for _, ev := range tt.before {
			r.Apply(ev)
		}
		tt.closed.Conn = 1
		if tt.closed.Phase == (session.Closed{}).Phase {
			tt.closed.Phase = session.PhaseIdle
		}
		r.Apply(tt.closed)
		got := slices.Collect(r.IdleCloses(r.Conn(1)))
		if (len(got) == 1) != tt.counts {
			t.Errorf("%s: %d closes measure the limit", name, len(got))
		}
	}
}
