package live_test

import (
	"testing"
	"time"

	"linger/session"
)

// A server may treat a half-close as the end of the connection. The request is then lost,
// but the close is not a race.
func TestCloseAfterHalfCloseIsNotARace(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.session.Do(session.HalfClose{})
		want[session.HalfClosed](s, "the write side is shut")
		time.Sleep(time.Second)
		s.server.Close()
		evs := until[session.Closed](s, "the server closes without an answer")
		end := evs[len(evs)-1].(session.Closed)
		equal(s, "findings", codes(evs), "")
		equal(s, "lost requests", len(end.Lost), 1)
		equal(s, "phase", end.Phase, session.PhaseResponse)
	})
}

// A half-close that follows a request waits until the request is sent.
func TestHalfCloseWaitsForRequest(t *testing.T) {
	tell(t, func(s *story) {
		s.send("/whole")
		s.accept()
		s.session.Do(session.HalfClose{AfterSending: true})
		s.reads()
		want[session.HalfClosed](s, "the write side is shut after the request")
	})
}
