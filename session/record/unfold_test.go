package record

import (
	"slices"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

// refolded returns the record that the events of r fold to.
func refolded(t *testing.T, r *Record) *Record {
	t.Helper()
	again, last := &Record{}, time.Duration(0)
	for ev := range r.Events() {
		again.Apply(ev)
		if now := again.Now(); now < last {
			t.Fatalf("an event is at %s, before the previous one at %s", now, last)
		}
		last = again.Now()
	}
	if again.Now() != r.Now() {
		t.Errorf("the folded record ends at %s, want %s", again.Now(), r.Now())
	}
	return again
}

// In this pipeline, all requests are written before the first response, and one response
// arrives before its request is sent.
func TestEventsOfAPipeline(t *testing.T) {
	r := opened()
	for id := range 3 {
		r.Apply(&session.RequestStarted{At: 1, Conn: 1, Exchange: id + 1, Off: int64(id) * 18, Method: "GET", Len: 18, Data: []byte("GET / HTTP/1.1\r\n\r\n")})
		r.Apply(&session.RequestSent{At: 2 + 3*time.Duration(id), Conn: 1, Exchange: id + 1, Len: 18})
	}
	for id := range 3 {
		r.Apply(&session.Received{At: 4, Conn: 1, Exchange: id + 1, Off: int64(id) * 4, Len: 4, Data: []byte("data"), Reads: 1 - min(id, 1),
			Lines: []wire.Line{{Len: 4, Kind: wire.KindContent}}})
		r.Apply(&session.ExchangeDone{At: 4, Conn: 1, Exchange: id + 1, Facts: wire.Facts{Complete: true}})
	}
	if want, got := Kept(r), Kept(refolded(t, r)); !slices.Equal(want, got) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestEventsOfARelayedConnection(t *testing.T) {
	r := opened()
	for _, ev := range []session.Event{
		session.Interfered{Conn: 1, Faults: "hold-fin=20ms"}, session.Missed{Conn: 1, Len: 100}, session.Missed{Conn: 1, Len: 11},
		session.CapturedAt{At: 2, Place: session.PlaceServer}, session.Resent{Conn: 1}, session.KeptAlive{At: 3, Conn: 1}, session.Passed{At: 4, Conn: 1, Protocol: "TLS", Sent: 4},
		&session.RequestStarted{At: 5, Conn: 1, Exchange: 1, Method: "POST", Len: 2, Data: []byte("PO")},
		&session.RequestData{At: 6, Conn: 1, Exchange: 1, Off: 2, Len: 3, Data: []byte("ST ")},
		&session.RequestSent{At: 7, Conn: 1, Exchange: 1, Len: 5},
		&session.RequestData{At: 8, Conn: 1, Exchange: 1, Off: 5, Len: 3, Data: []byte("tun")},
		&session.Received{At: 9, Conn: 1, Len: 3, Data: []byte("odd"), Lines: []wire.Line{{Len: 3, Kind: wire.KindUnsolicited}}, Reads: 1},
		session.Found{At: 9, Conn: 1, Finding: wire.Finding{Code: wire.CodeUnsolicited}},
		session.HalfClosed{At: 10, Conn: 1}, session.PathMeasured{At: 11, Conn: 1, RoundTrip: 7}, session.Overdue{At: 12, Conn: 1},
		session.SideEnded{At: 13, Conn: 1, Side: session.ByServer, How: session.HowFIN},
	} {
		r.Apply(ev)
	}
	if want, got := Kept(r), Kept(refolded(t, r)); !slices.Equal(want, got) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// The events contain everything except the data that the record has dropped.
func TestEventsOmitDroppedData(t *testing.T) {
	r := opened()
	for id := 1; id <= 6; id++ {
		respond(r, id, int(KeepLines/4/lineSize))
	}
	again := refolded(t, r)
	old := again.Exchange(1)
	if old.Response.Len != 4 || old.Response.Bytes(0, 4) != nil || len(old.Response.Lines()) != 1 || len(old.Findings) != 1 {
		t.Errorf("oldest exchange = %+v, want its size, its status-line and its finding, but no bytes", old)
	}
	if n := again.Exchange(6).Response; string(n.Bytes(0, 4)) != "data" {
		t.Errorf("newest response = %+v, want its bytes", n)
	}
}

// Only the beginning of the body is kept, and a trailer section follows it.
func TestEventsAroundBytesThatAreNotKept(t *testing.T) {
	r := opened()
	r.Apply(&session.RequestStarted{At: 1, Conn: 1, Exchange: 1, Method: "GET"})
	r.Apply(&session.Received{At: 2, Conn: 1, Exchange: 1, Len: 100, Data: []byte("begin"), Lines: []wire.Line{{Len: 100, Kind: wire.KindContent}}, Reads: 1})
	r.Apply(&session.Received{At: 2, Conn: 1, Exchange: 1, Off: 100, Len: 3, Data: []byte("end"), Lines: []wire.Line{{Len: 3, Kind: wire.KindTrailerEnd}}})
	if want, got := Kept(r), Kept(refolded(t, r)); !slices.Equal(want, got) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}
