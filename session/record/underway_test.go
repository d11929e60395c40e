package record_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"linger/session"
	"linger/session/record"
)

// Silence counts from the last byte of a response in progress. After StalledAfter, the
// response is stalled.
func TestResponseInProgressStalls(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nServer: one\r\nKeep-Alive: timeout=5, x=1\r\nContent-Length: 9\r\n\r\n"
	e := exchanged(t, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", head+"four")
	now := time.Second + session.StalledAfter
	if n, ok := e.BodySoFar(); !ok || n != 4 || e.Silence(now) != session.StalledAfter || !e.Stalled(now) || e.Stalled(now-1) {
		t.Errorf("%d bytes of the body, silence %v; want 4 and %v, stalled only from then on", n, e.Silence(now), session.StalledAfter)
	}
	if ps := e.HintParams(); len(ps) != 2 || ps[1].Name != "x" {
		t.Errorf("HintParams = %v, want timeout and x", ps)
	}
	e = exchanged(t, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", head+"four five")
	if n, ok := e.BodySoFar(); ok || n != 0 || e.Silence(now) != 0 {
		t.Errorf("complete response: BodySoFar = %d, %t, silence %v; want 0, false, 0", n, ok, e.Silence(now))
	}
	e = exchanged(t, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n")
	if e.Silence(now) != 0 {
		t.Errorf("after an interim response: silence %v, want 0", e.Silence(now))
	}
}

func TestTrailerLines(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
	for response, want := range map[string]int{
		head:                                  0,
		head + "0\r\n\r\n":                    1,
		head + "0\r\nX: 1\r\nY: 2\r\n\r\n":    3,
		head + "0\r\nX: 1\r\n folded\r\n\r\n": 3,
	} {
		if got := exchanged(t, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", response).Response.TrailerLines(); got != want {
			t.Errorf("TrailerLines of %q = %d, want %d", response, got, want)
		}
	}
}

// Requests that begin before the previous response is complete form a pipeline. A later
// request does not belong to it.
func TestPipelinedReturnsTheRequestsOfOnePipeline(t *testing.T) {
	r := &record.Record{}
	r.Apply(session.Connected{Conn: 1})
	start := func(id int, at time.Duration) {
		r.Apply(&session.RequestStarted{At: at, Conn: 1, Exchange: id, Method: "GET", Target: "/"})
		r.Apply(&session.RequestSent{At: at, Conn: 1, Exchange: id})
	}
	done := func(id int, at time.Duration) {
		r.Apply(&session.Received{At: at, Conn: 1, Exchange: id, Len: 1, Data: []byte("H"), Reads: 1})
		r.Apply(&session.ExchangeDone{At: at, Conn: 1, Exchange: id})
	}
	start(1, 0)
	start(2, 1)
	start(3, 2)
	if c := r.Conn(1); c.Oldest() != r.Exchange(1) {
		t.Errorf("Oldest = %+v, want exchange 1", c.Oldest())
	}
	done(1, 5)
	done(2, 6)
	done(3, 7)
	start(4, 8)
	done(4, 9)
	var ids []int
	for _, e := range r.Pipelined(r.Exchange(2)) {
		ids = append(ids, e.ID)
	}
	if !slices.Equal(ids, []int{1, 2, 3}) || r.Pipelined(r.Exchange(4)) != nil || r.Pipelined(&record.Exchange{Conn: 7, Requested: true}) != nil {
		t.Errorf("Pipelined of exchanges 2 and 4 = %v, %v; want [1 2 3] and nil", ids, r.Pipelined(r.Exchange(4)))
	}
	if r.Conn(1).Oldest() != nil {
		t.Errorf("Oldest = %+v, want nil: nothing is outstanding", r.Conn(1).Oldest())
	}
}

// Follow folds events until the condition holds. After an error it folds only the events
// that next returned with the error.
func TestFollow(t *testing.T) {
	r, turns := &record.Record{}, 0
	next := func() ([]session.Event, error) {
		turns++
		if turns == 3 {
			return []session.Event{session.Connected{Conn: turns}}, session.ErrTarget
		}
		return []session.Event{session.Connected{Conn: turns}}, nil
	}
	if err := r.Follow(next, func() bool { return r.Conn(2) != nil }); err != nil || turns != 2 {
		t.Errorf("Follow = %v after %d batches, want nil after 2", err, turns)
	}
	if err := r.Follow(next, func() bool { return false }); !errors.Is(err, session.ErrTarget) || r.Conn(3) == nil {
		t.Errorf("Follow = %v, connection 3 = %+v; want %v and the events returned with it", err, r.Conn(3), session.ErrTarget)
	}
	turns = 2
	if err := r.Follow(next, func() bool { return r.Conn(3) != nil }); err != nil {
		t.Errorf("Follow = %v, want nil: the events returned with the error meet the condition", err)
	}
}
