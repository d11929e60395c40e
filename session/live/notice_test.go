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

// ends is the events up to the close, and the close.
func (s *story) ends() ([]session.Event, session.Closed) {
	s.t.Helper()
	evs := until[session.Closed](s, "the end")
	return evs, evs[len(evs)-1].(session.Closed)
}

// What was sent after a close option is not to be processed, whatever its
// method: it may be sent again.
func TestWhatIsSentAfterACloseOptionIsNotProcessed(t *testing.T) {
	for name, c := range map[string]struct {
		first, second string
		closing       bool // the second request says close
		text, told    string
		notice        session.NoticeKind
		of            int
		barred        int
		retry         session.Retry
	}{
		"the response says close": {hello, goodbye, false,
			"server reset (RST) 0.000 s after response 2: as announced by Connection: close; 2 requests not to be processed any more",
			"response 2 said Connection: close", session.NoticeResponseClose, 2, 2, session.RetrySafe},
		"it says max, too": {fmt.Sprintf(hinted, 1), strings.Replace(fmt.Sprintf(hinted, 0), "keep-alive\n", "close\n", 1), false,
			"server reset (RST) 0.000 s after response 2: as announced by Connection: close; 2 requests not to be processed any more",
			"response 2 said Connection: close", session.NoticeResponseClose, 2, 2, session.RetrySafe},
		"the request said close": {hello, hello, true,
			"server reset (RST) 0.000 s after response 2: as the request's Connection: close asked; 2 requests not to be processed any more",
			"request 2 said Connection: close", session.NoticeRequestClose, 2, 2, session.RetrySafe},
		"only max says so": {fmt.Sprintf(hinted, 1), fmt.Sprintf(hinted, 0), false,
			"server reset (RST) 0.020 s after request 3, before any byte of a response: max was spent; 2 requests lost", "",
			session.NoticeMax, 2, 0, session.RetryNotSafe},
		"it is cut short": {hello, strings.Replace(goodbye, ": 5", ": 6", 1), false,
			"server reset (RST) 5 of 6 bytes into the content of response 2: as announced by Connection: close; 2 requests not to be processed any more",
			"", session.NoticeResponseClose, 2, 2, session.RetrySafe},
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
				if end.Text != c.text {
					t.Errorf("text:\n%s, want\n%s", end.Text, c.text)
				}
				equal(s, "notice", end.Notice, c.notice)
				equal(s, "of", end.NoticeOf, c.of)
				equal(s, "announced", end.Announced, true)
				equal(s, "lost", fmt.Sprint(end.Lost), "[3 4]")
				done := of[*session.ExchangeDone](s, evs, 4, "four exchanges")
				for _, d := range done[2:] {
					equal(s, "barred", d.Barred, c.barred)
					equal(s, "retry", d.Retry, c.retry)
				}
				if w := want[session.Working](s, "the work"); c.told != "" {
					equal(s, "cut", w.Cut, c.told)
				}
			})
		})
	}
}

// A 408 that nobody asked for tells of the idle timeout, in force until then.
func TestAGoodbyeThatNobodyAskedFor(t *testing.T) {
	const timeout = "HTTP/1.1 408 Request Timeout\nConnection: close\nContent-Length: 0\n\n"
	tell(t, func(s *story) {
		s.learns(timeout5)
		time.Sleep(2 * time.Second)
		s.answers(timeout)
		s.server.Close()
		evs, end := s.ends()
		equal(s, "text", end.Text, "server closed (FIN) after 2.010 s idle: 3.0 s before the advertised 5 s; response 2, which nobody asked for, said close")
		equal(s, "findings", codes(evs), "unsolicited-response closed-early")
		equal(s, "advertised", *end.Advertised, 5*time.Second)
		equal(s, "of", end.NoticeOf, 2)
	})
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		s.accept()
		time.Sleep(2 * time.Second)
		s.answers("HTTP/1.0 408 Request Time-out\nConnection: close\n\nYour browser")
		s.server.Close()
		_, end := s.ends()
		equal(s, "text", end.Text, "server closed (FIN) to end the content of response 1, which nobody asked for: as announced by Connection: close")
	})
}

// Where linger gives up by itself, it says what it could not bear.
func TestWhyLingerEndsIt(t *testing.T) {
	for name, c := range map[string]struct {
		answer string
		motive session.Motive
		text   string
	}{
		"head": {"HTTP/1.1 200 OK\nA: " + strings.Repeat("a", 2000), session.MotiveLimit,
			"client closed (FIN) inside the header section of response 1: its limit of 1,000 bytes (--max-head) was reached"},
		"interim": {strings.Repeat("HTTP/1.1 103 Early\n\n", 101), session.MotiveLimit,
			"client closed (FIN) after the framing of response 1 was lost: its limit of 100 interim responses was reached"},
		"framing": {"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nzz\n", session.MotiveFraming,
			"client closed (FIN) after the framing of response 1 was lost"},
		"close":     {goodbye, session.MotiveDue, "client closed (FIN) after 1.000 s idle: a message said close, and the server had not closed"},
		"responses": {hello + strings.Repeat(hello, 101), session.MotiveResponses, "client closed (FIN) after 101 responses that nobody asked for"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				s.answers(c.answer)
				_, end := s.ends()
				equal(s, "by", end.By, session.ByClient)
				equal(s, "motive", end.Motive, c.motive)
				equal(s, "text", end.Text, c.text)
				if name == "head" {
					equal(s, "lost", fmt.Sprint(end.Lost), "[]")
				}
			}, func(c *live.Config) { c.Limits.Head = 1000 })
		})
	}
}

// The client's FIN ends what the server had advertised.
func TestAHalfCloseIsNoJudgementOfTheHint(t *testing.T) {
	tell(t, func(s *story) {
		s.learns(timeout5)
		time.Sleep(time.Second)
		s.session.Do(session.HalfClose{})
		s.server.Close()
		_, end := s.ends()
		if end.Advertised != nil {
			t.Errorf("advertised %s", *end.Advertised)
		}
		equal(s, "moment", end.Moment, "after 1.010 s idle")
		equal(s, "compared", end.Compared, "0.010 s after the client shut the write side")
	})
}
