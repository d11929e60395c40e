package live_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

// A 100 response that arrives after the final response is unsolicited. linger does not
// assign it to the next request.
func TestLateContinueIsUnsolicited(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers(hello + "HTTP/1.1 100 Continue\n\n")
		evs := until[*session.ExchangeDone](s, "the first answer")
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

// If the close ends a close-delimited response, it does not contradict max.
func TestCloseDelimitedDoesNotContradictMax(t *testing.T) {
	tell(t, func(s *story) {
		s.connects()
		s.answers("HTTP/1.1 200 OK\nConnection: keep-alive\nKeep-Alive: max=5\n\nall of it")
		s.server.Close()
		equal(s, "findings", codes(until[session.Closed](s, "the server closes")), "close-delimited")
	})
}

// A server that speaks another protocol may send first, and its bytes may arrive in
// several reads.
func TestServerOfAnotherProtocolSendsFirst(t *testing.T) {
	const settings = "\x00\x00\x12\x04\x00\x00\x00\x00\x00"
	for name, c := range map[string]struct{ bytes, cause string }{
		"HTTP/2": {settings, "\"\\x00\\x00\\x12\\x04\\x00\\x00\\x00\\x00\\x00\": these bytes are an HTTP/2 SETTINGS frame: the server speaks HTTP/2 on this port"},
		"TLS":    {"\x15\x03\x01", "\"\\x15\\x03\\x01\": these bytes are TLS: the port expects https"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.session.Do(session.Reconnect{})
				s.accept()
				for i := range len(c.bytes) {
					s.answers(c.bytes[i : i+1])
					time.Sleep(time.Millisecond)
				}
				found := want[session.Found](s, "the finding about the first bytes")
				equal(s, "code", found.Finding.Code, wire.CodeUnsolicited)
				found = want[session.Found](s, "the finding about the protocol")
				equal(s, "code", found.Finding.Code, wire.CodeOtherProtocol)
				equal(s, "detail", found.Finding.Detail, c.cause)
				s.send("/")
				s.reads()
				s.answers("\x02\x46 and so on")
				found = want[session.Found](s, "the finding about the next bytes")
				equal(s, "code", found.Finding.Code, wire.CodeOutOfStep)
				s.server.Close()
				closed := want[session.Closed](s, "the end")
				equal(s, "protocol", closed.Instead, c.cause)
			})
		})
	}
}

// linger may send a request after the first bytes of another protocol and before the next
// ones.
func TestRequestBetweenBytesOfAnotherProtocol(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		s.answers("\x00\x00\x12")
		time.Sleep(time.Second)
		s.send("/")
		s.reads()
		s.answers("\x04\x00\x00\x00\x00\x00")
		found := want[session.Found](s, "the first bytes arrive")
		equal(s, "code", found.Finding.Code, wire.CodeUnsolicited)
		for found.Finding.Code != wire.CodeOtherProtocol {
			found = want[session.Found](s, "the finding about the protocol")
		}
		equal(s, "detail", found.Finding.Detail, "\"\\x00\\x00\\x12\\x04\\x00\\x00\\x00\\x00\\x00\": these bytes are an HTTP/2 SETTINGS frame: the server speaks HTTP/2 on this port")
	})
}
