package record

import (
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

// An incomplete exchange ends with its connection, not with the last byte received.
func TestIncompleteExchangeEndsWithItsConnection(t *testing.T) {
	r := opened()
	exchange(r, 1, 2*second, wire.ReasonHTTP11Default)
	r.Exchange(1).change().Complete = true
	for id := 2; id <= 3; id++ {
		r.Apply(&session.RequestStarted{At: 3 * second, Conn: 1, Exchange: id, Method: "GET", Len: 10})
		r.Apply(&session.RequestSent{At: 3 * second, Conn: 1, Exchange: id, Len: 10})
	}
	r.Apply(&session.Received{At: 4 * second, Conn: 1, Exchange: 2, Len: 7, Reads: 1})
	for id := 2; id <= 3; id++ {
		r.Apply(&session.ExchangeDone{At: 4 * second, Conn: 1, Exchange: id, Reason: wire.ReasonTruncated, Barred: id - 2})
	}
	r.Apply(session.Closed{At: 7 * second, Conn: 1})
	for id, want := range map[int]time.Duration{1: 2 * second, 2: 7 * second, 3: 7 * second} {
		if got := r.Exchange(id).Over; got != want {
			t.Errorf("exchange %d ended at %s, want %s", id, got, want)
		}
	}
	if got := r.Exchange(3).Barred; got != 1 {
		t.Errorf("exchange 3 is barred by %d, want 1", got)
	}
}

// A Stretch counts all reads, although it keeps only some of them.
func TestStretchCountsAllReads(t *testing.T) {
	r := opened()
	at := time.Duration(0)
	for i := range 700 {
		at += time.Millisecond
		if i == 600 {
			at += second
		}
		r.Apply(&session.Received{At: at, Conn: 1, Exchange: 1, Off: int64(i), Len: 1, Data: []byte("x"), Reads: 1,
			Lines: []wire.Line{{Len: 1, Kind: wire.KindContent}}})
	}
	s := &r.Exchange(1).Response
	if len(s.Segments()) != maxSegments || s.Reads != 700 || s.Pause() != 1001*time.Millisecond {
		t.Errorf("%d segments, %d reads, pause %s; want %d, 700 and 1.001 s", len(s.Segments()), s.Reads, s.Pause(), maxSegments)
	}
	if part, _ := s.Between(0, 1); part.Reads != len(part.Segments()) {
		t.Errorf("a part has %d reads in %d segments, want equal numbers", part.Reads, len(part.Segments()))
	}
}
