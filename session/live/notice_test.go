package live_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/wire"
)

// ends returns the events up to and including Closed, and Closed itself.
func (s *story) ends() ([]session.Event, session.Closed) {
	s.t.Helper()
	evs := until[session.Closed](s, "the end")
	return evs, evs[len(evs)-1].(session.Closed)
}

// A server must not process a request that follows a close option (RFC 9112 §9.6). So the
// request may be sent again, whatever its method.
func TestRequestsAfterCloseOption(t *testing.T) {
	for name, c := range map[string]struct {
		first, second string
		closing       bool // whether the second request has the close option
		text          string
		notice        session.NoticeKind
		of            int
		barred        int
		retry         session.Retry
	}{
		"close option in the response": {hello, goodbye, false,
			"server reset, after-close of 2, response-close in 2, lost [3 4]",
			session.NoticeResponseClose, 2, 2, session.RetrySafe},
		"close option and max=0 in the response": {fmt.Sprintf(hinted, 1), strings.Replace(fmt.Sprintf(hinted, 0), "keep-alive\n", "close\n", 1), false,
			"server reset, after-close of 2, response-close in 2, lost [3 4]",
			session.NoticeResponseClose, 2, 2, session.RetrySafe},
		"close option in the request": {hello, hello, true,
			"server reset, after-close of 2, request-close in 2, lost [3 4]",
			session.NoticeRequestClose, 2, 2, session.RetrySafe},
		"max=0 without a close option": {fmt.Sprintf(hinted, 1), fmt.Sprintf(hinted, 0), false,
			"server reset, no-byte of 3 after 20ms, max-spent in 2, lost [3 4]",
			session.NoticeMax, 2, 0, session.RetryNotSafe},
		"close option in an incomplete response": {hello, strings.Replace(goodbye, ": 5", ": 6", 1), false,
			"server reset, content of 2 at 5/6, response-close in 2, cut 2 status 200, lost [3 4]",
			session.NoticeResponseClose, 2, 2, session.RetrySafe},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				ms := make([]wire.RequestMessage, 4)
				for i := range ms {
					ms[i] = s.target.Request("POST", "/order")
				}
				if c.closing {
					ms[1].Fields = append(ms[1].Fields, wire.HeaderField{Name: "Connection", Value: "close"})
				}
				s.session.Do(session.Pipeline{Requests: ms, Reconnect: true})
				s.accept()
				s.reads()
				s.answers(c.first + c.second)
				s.server.Close()
				evs, end := s.ends()
				equal(s, "end", endOf(end), c.text)
				equal(s, "notice", end.Notice.Kind, c.notice)
				equal(s, "exchange of the notice", end.Notice.Of, c.of)
				equal(s, "announced", end.Announced(), true)
				equal(s, "lost requests", fmt.Sprint(end.Lost), "[3 4]")
				done := of[*session.ExchangeDone](s, evs, 4, "exchanges")
				for _, d := range done[2:] {
					equal(s, "exchange with the close option", d.Barred, c.barred)
					equal(s, "retry", d.Retry, c.retry)
				}
				equal(s, "reason for the early end", want[session.Working](s, "the state of the work").Cut, session.WorkCutEnded)
			})
		})
	}
}

// A server may send an unsolicited 408 before it closes an idle connection. linger
// reports the 408 as the notice of the close.
func TestUnsolicited408AnnouncesClose(t *testing.T) {
	const timeout = "HTTP/1.1 408 Request Timeout\nConnection: close\nContent-Length: 0\n\n"
	tell(t, func(s *story) {
		s.learns(timeout5)
		time.Sleep(2 * time.Second)
		s.answers(timeout)
		s.server.Close()
		evs, end := s.ends()
		equal(s, "end", endOf(end), "server fin, idle of 1, idle 2.01s of 5s, response-close in 2, unsolicited 408 after 2.01s")
		equal(s, "findings", codes(evs), "unsolicited-response closed-early")
		equal(s, "advertised", end.Advertised, 5*time.Second)
		equal(s, "exchange of the notice", end.Notice.Of, 2)
	})
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		time.Sleep(2 * time.Second)
		s.answers("HTTP/1.0 408 Request Time-out\nConnection: close\n\nYour browser")
		s.server.Close()
		_, end := s.ends()
		equal(s, "end", endOf(end), "server fin, ends-unsolicited of 1, response-close in 1, unsolicited 408 after 2.01s")
	})
}

// If linger ends the connection itself, Closed gives linger's motive.
func TestClosedGivesMotive(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		motive session.Motive
		text   string
	}{
		"head": {"HTTP/1.1 200 OK\nA: " + strings.Repeat("a", 2000), session.MotiveLimit,
			"client fin, in-header-section of 1, cut 1 status 200, limit head-too-large 1000"},
		"interim": {strings.Repeat("HTTP/1.1 103 Early\n\n", 101), session.MotiveLimit,
			"client fin, framing-lost of 1, cut 1 status 0, lost [1], limit too-many-interim 100"},
		"framing": {"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n", session.MotiveFraming,
			"client fin, framing-lost of 1, cut 1 status 200, framing-lost"},
		"close":     {goodbye, session.MotiveDue, "client fin, idle of 1, idle 1s, response-close in 1, close-due"},
		"responses": {hello + strings.Repeat(hello, 101), session.MotiveResponses, "client fin, after-unsolicited at 101/0, idle 0s, unsolicited 200 after 0s, unsolicited-responses"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers(c.answer)
				_, end := s.ends()
				equal(s, "closed by", end.By, session.ByClient)
				equal(s, "motive", end.Motive, c.motive)
				equal(s, "end", endOf(end), c.text)
				if name == "head" {
					equal(s, "lost requests", fmt.Sprint(end.Lost), "[]")
				}
			}, func(c *live.Config) { c.Limits.Head = 1000 })
		})
	}
}

// After a half-close by linger, the advertised timeout no longer applies, so linger does
// not report a close before it.
func TestHintDoesNotApplyAfterHalfClose(t *testing.T) {
	tell(t, func(s *story) {
		s.learns(timeout5)
		time.Sleep(time.Second)
		s.session.Do(session.HalfClose{})
		s.server.Close()
		_, end := s.ends()
		equal(s, "end", endOf(end), "server fin, idle of 1, idle 1.01s, shut for 10ms")
	})
}
