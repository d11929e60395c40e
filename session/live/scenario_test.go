package live_test

import (
	"fmt"
	"testing"
	"testing/synctest"

	"linger/session"
	"linger/session/livetest"
	"linger/session/practice"
)

// TestScenarios sends a request to each scenario of the practice server, waits for the
// end of the connection, and checks the rules below on its events.
func TestScenarios(t *testing.T) {
	for _, sc := range practice.Scenarios() {
		t.Run(sc.Path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRules(t)
				for _, ev := range livetest.Scenario(t, sc.Path) {
					r.see(ev)
				}
				r.end()
			})
		})
	}
}

// rules checks conditions that each stream of events must satisfy.
type rules struct {
	t        *testing.T
	received map[int]int64 // bytes received, by connection
	opened   map[int]bool  // connections that were opened
	began    map[int]bool  // exchanges whose request began
	done     map[int]bool  // exchanges that have ended
	bytes    map[int]int64 // bytes received, by exchange
	last     session.Event
}

func newRules(t *testing.T) *rules {
	return &rules{t: t, received: map[int]int64{}, opened: map[int]bool{}, began: map[int]bool{}, done: map[int]bool{}, bytes: map[int]int64{}}
}

func (r *rules) see(ev session.Event) {
	r.last = ev
	switch ev := ev.(type) {
	case session.Connected:
		r.opened[ev.Conn] = true
	case *session.RequestStarted:
		r.check(r.opened[ev.Conn], "a request begins on an open connection")
		r.began[ev.Exchange] = true
	case *session.Received:
		r.check(ev.Off == r.received[ev.Conn], "received bytes have no gap: offset %d after %d bytes", ev.Off, r.received[ev.Conn])
		r.check(int64(len(ev.Data)) <= ev.Len, "an event keeps at most the bytes that were received")
		r.received[ev.Conn] += ev.Len
		r.bytes[ev.Exchange] += ev.Len
		for _, l := range ev.Lines {
			r.check(ev.Off+l.Off >= 0 && l.End() <= ev.Len, "a line ends within the received bytes")
		}
	case *session.ResponseHead:
		r.check(ev.End <= r.received[ev.Conn], "a header section was received before it is reported")
		r.check(!r.done[ev.Exchange], "a header section belongs to an exchange that has not ended")
	case *session.ExchangeDone:
		r.check(!r.done[ev.Exchange], "an exchange ends once")
		r.check(r.began[ev.Exchange] == ev.Facts.Answers, "a response answers a request")
		r.check(ev.WireBytes == r.bytes[ev.Exchange], "exchange %d counts its bytes: got %d, want %d", ev.Exchange, ev.WireBytes, r.bytes[ev.Exchange])
		r.check(len(ev.SHA256) == 32, "an exchange has the digest of its content")
		r.check(ev.Reason != 0, "the end of an exchange has a reason")
		r.done[ev.Exchange] = true
	case session.Found:
		_, known := session.Lookup(ev.Finding.Code)
		r.check(known, "each finding is registered: %s", ev.Finding.Code)
	case session.Closed:
		r.check(r.opened[ev.Conn], "a connection that ends was open")
		r.check(ev.Moment.Kind != "", "the end of a connection has a moment")
		delete(r.opened, ev.Conn)
		for ex := range r.began {
			r.check(r.done[ex], "exchange %d ends no later than its connection", ex)
		}
	}
}

func (r *rules) end() {
	_, ended := r.last.(session.Ended)
	r.check(ended, "the last event is Ended")
	r.check(len(r.opened) == 0, "each connection has an end")
}

func (r *rules) check(ok bool, format string, args ...any) {
	r.t.Helper()
	if !ok {
		r.t.Errorf("%T breaks the rule %q", r.last, fmt.Sprintf(format, args...))
	}
}
