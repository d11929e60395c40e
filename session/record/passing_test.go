package record_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linger/session"
	"linger/session/record"
)

func TestConnectionsBetweenOtherPrograms(t *testing.T) {
	var r record.Record
	fin := session.SideEnded{At: 8 * time.Second, Conn: 2, Side: session.ByServer, How: session.HowFIN}
	reset := session.SideEnded{At: 9 * time.Second, Conn: 2, Side: session.ByServer, How: session.HowReset}
	probe := session.KeptAlive{At: 3 * time.Second, Conn: 2, Side: session.ByClient}
	passed := session.Passed{At: time.Second, Conn: 2, Protocol: "TLS", Sent: 4, Received: 18}
	for _, ev := range []session.Event{
		passed, session.Interfered{Conn: 2, Faults: "hold-fin=20ms"}, session.Missed{Conn: 2, Len: 100}, session.Missed{Conn: 2, Len: 11},
		session.Resent{Conn: 2}, probe, fin, reset,
	} {
		r.Apply(ev)
	}
	want := record.Passing{
		Ends: []session.SideEnded{fin, reset}, Opaque: true, Passed: passed, Gaps: 2, Missed: 111, Resent: 1,
		Probes: []session.KeptAlive{probe}, Faults: "hold-fin=20ms",
	}
	if d := cmp.Diff(want, r.Conn(2).Passing); d != "" {
		t.Errorf("connection 2 (-want +got):\n%s", d)
	}
	if end, ok := want.EndOf(session.ByServer); !ok || end != fin {
		t.Errorf("the server ended with %+v", end)
	}
	if _, ok := want.EndOf(session.ByClient); ok {
		t.Error("the client ended")
	}
	if r.Now() != 9*time.Second {
		t.Errorf("now is %v", r.Now())
	}
	for range 2000 {
		r.Apply(probe)
	}
	if n := len(r.Conn(2).Passing.Probes); n != 1000 {
		t.Errorf("%d probes are kept, want 1,000", n)
	}
}
