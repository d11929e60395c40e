package session_test

import (
	"testing"

	"linger/session"
)

// An interim response that comes too late answers nothing, and does not take
// the next request's answer.
func TestALateContinueTakesNoAnswer(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(hello + "HTTP/1.1 100 Continue\n\n")
		evs := until[*session.ExchangeDone](s, "the answer")
		evs = append(evs, until[*session.ExchangeDone](s, "the late interim response")...)
		equal(s, "findings", codes(evs), "unsolicited-response")
		s.send("/2")
		s.reads()
		s.answers(hello)
		done := want[*session.ExchangeDone](s, "the second answer")
		equal(s, "exchange", done.Exchange, 3)
		equal(s, "complete", done.Facts.Complete, true)
		equal(s, "status", done.Facts.Status, 200)
	})
}

// A body that only the close ends is no broken promise of max.
func TestCloseDelimitedBreaksNoPromise(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers("HTTP/1.1 200 OK\nConnection: keep-alive\nKeep-Alive: max=5\n\nall of it")
		s.server.Close()
		equal(s, "findings", codes(until[session.Closed](s, "the server closes")), "close-delimited")
	})
}
