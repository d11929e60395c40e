package record_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

func TestPassingHoldsTheFactsOfARelay(t *testing.T) {
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
		Ends: []session.SideEnded{fin, reset}, Opaque: true, Passed: passed, Gaps: 2, Missed: 111, Missing: []session.Missed{{Conn: 2, Len: 100}, {Conn: 2, Len: 11}}, Resent: 1,
		Probes: []session.KeptAlive{probe}, Faults: "hold-fin=20ms", EndedIdle: true, Idle: 8 * time.Second,
	}
	if d := cmp.Diff(want, r.Conn(2).Passing); d != "" {
		t.Errorf("connection 2 (-want +got):\n%s", d)
	}
	if end, ok := want.EndOf(session.ByServer); !ok || end != fin {
		t.Errorf("EndOf(server) = %+v, %t; want the FIN", end, ok)
	}
	if _, ok := want.EndOf(session.ByClient); ok {
		t.Error("EndOf(client) returns ok, want false: only the server ended")
	}
	if r.Now() != 9*time.Second {
		t.Errorf("Now() = %v, want 9s", r.Now())
	}
	for range 2000 {
		r.Apply(probe)
	}
	if n := len(r.Conn(2).Passing.Probes); n != 1000 {
		t.Errorf("%d probes are kept, want 1,000", n)
	}
}

// A request that begins after the server's FIN is lost.
func TestRequestAfterTheFINIsLost(t *testing.T) {
	var r record.Record
	for _, ev := range []session.Event{
		session.Connected{At: 1, Conn: 1}, &session.RequestStarted{At: 2, Conn: 1, Exchange: 1},
		&session.ExchangeDone{At: 4, Conn: 1, Exchange: 1, Facts: wire.Facts{Status: 200, Complete: true}},
		session.SideEnded{At: 10, Conn: 1, Side: session.ByServer, How: session.HowFIN},
		&session.RequestStarted{At: 13, Conn: 1, Exchange: 2},
		&session.ExchangeDone{At: 14, Conn: 1, Exchange: 2, Retry: session.RetryNotSafe},
		session.Interfered{At: 15, Faults: "close-after=3"},
	} {
		r.Apply(ev)
	}
	c := r.Conn(1)
	if !c.Passing.EndedIdle || c.Passing.Idle != 6 {
		t.Errorf("Idle = %v, EndedIdle = %t; want 6ns and true", c.Passing.Idle, c.Passing.EndedIdle)
	}
	if after, ok := c.AfterFIN(c.Exchanges[1]); !ok || after != 3 {
		t.Errorf("AfterFIN of request 2 = %v, %t; want 3ns, true", after, ok)
	}
	if _, ok := c.AfterFIN(c.Exchanges[0]); ok {
		t.Error("AfterFIN of request 1 returns ok, want false: it began before the FIN")
	}
	if c.Exchanges[0].Lost() || !c.Exchanges[1].Lost() {
		t.Errorf("Lost of requests 1 and 2 = %t, %t; want false, true", c.Exchanges[0].Lost(), c.Exchanges[1].Lost())
	}
	if r.Faults != "close-after=3" || c.Passing.Faults != "" {
		t.Errorf("faults of new connections = %q, of connection 1 = %q; want close-after=3 and none", r.Faults, c.Passing.Faults)
	}
}
