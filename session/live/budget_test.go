package live_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"linger/session"
)

// answered sends one more request, answers it, and returns the events up to the end of
// the exchange.
func (s *story) answered(answer string) []session.Event {
	s.t.Helper()
	s.send("/")
	if s.server == nil {
		s.accept()
	}
	s.reads()
	s.answers(answer)
	evs := until[*session.ExchangeDone](s, "the end of the exchange")
	time.Sleep(time.Millisecond)
	return evs
}

func TestMaxIsCountedByServer(t *testing.T) {
	tell(t, func(s *story) {
		for left := int64(9); left > 6; left-- {
			evs := s.answered(fmt.Sprintf(hinted, left))
			b := want[*session.BudgetChanged](s, "the budget")
			equal(s, "exchanges left", b.Budget.Max, left)
			equal(s, "counted by", b.Budget.CountedBy, "server")
			equal(s, "first max", b.Budget.First, 9)
			equal(s, "round trip", b.Budget.RoundTrip, 2*latency)
			equal(s, "deadline", b.Budget.Deadline, evs[len(evs)-1].(*session.ExchangeDone).At+5*time.Second)
		}
	})
}

func TestConstantMaxIsCountedByLinger(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(fmt.Sprintf(hinted, 4))
		equal(s, "exchanges left", want[*session.BudgetChanged](s, "the budget").Budget.Max, 4)
		equal(s, "findings", codes(s.answered(fmt.Sprintf(hinted, 4))), "max-constant")
		b := want[*session.BudgetChanged](s, "the budget").Budget
		equal(s, "exchanges left", b.Max, 3)
		equal(s, "counted by", b.CountedBy, "linger")
		equal(s, "findings", codes(s.answered(fmt.Sprintf(hinted, 4))), "")
		equal(s, "exchanges left", want[*session.BudgetChanged](s, "the budget").Budget.Max, 2)
	})
}

func TestMaxSentOnceIsCountedByLinger(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(fmt.Sprintf(hinted, 9))
		want[*session.BudgetChanged](s, "the budget")
		s.answered(hello)
		b := want[*session.BudgetChanged](s, "the budget").Budget
		equal(s, "exchanges left", b.Max, 8)
		equal(s, "counted by", b.CountedBy, "linger")
		equal(s, "exchange of the hint", b.Source, 1)
		equal(s, "timeout", b.HasTimeout, true)
	})
}

func TestMaxExceeded(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(fmt.Sprintf(hinted, 1))
		s.answered(fmt.Sprintf(hinted, 0))
		equal(s, "findings", codes(s.answered(hello)), "max-exceeded")
	})
}

func TestMaxEndedEarly(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(fmt.Sprintf(hinted, 9))
		s.server.Close()
		evs := until[session.Closed](s, "the end")
		equal(s, "findings", codes(evs), "closed-early close-unannounced max-ended-early")
	})
	tell(t, func(s *story) {
		s.answered(fmt.Sprintf(hinted, 9))
		s.send("/")
		s.reads()
		s.server.Close()
		evs := until[session.Closed](s, "the end")
		equal(s, "findings", codes(evs), "keep-alive-race")
	})
}

func TestOverdue(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(timeout5)
		b := want[*session.BudgetChanged](s, "the budget").Budget
		equal(s, "time of Overdue", want[session.Overdue](s, "the deadline passes").At, b.Deadline)
		s.answered(timeout5)
		equal(s, "second Overdue is after the first deadline", want[session.Overdue](s, "the second deadline passes").At > b.Deadline, true)
	})
}

// In these cases each exchange takes 300 ms, including the pause before the next one.
func TestClosedByAge(t *testing.T) {
	for name, c := range map[string]struct {
		exchanges int
		last      string
		codes     string
	}{
		"age 2 s":                      {8, goodbye, "closed-by-age"},
		"age is not a whole second":    {9, goodbye, ""},
		"10 exchanges":                 {10, goodbye, ""},
		"11 exchanges":                 {11, goodbye, ""},
		"age 2 s, unannounced":         {8, hello, "close-unannounced closed-by-age"},
		"explained by max=0":           {8, "HTTP/1.1 200 OK\nConnection: close, keep-alive\nKeep-Alive: max=0\nContent-Length: 0\n\n", "close-and-keep-alive"},
		"explained by an error status": {8, "HTTP/1.1 500 Oops\nConnection: close\nContent-Length: 0\n\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				for range c.exchanges - 1 {
					s.answered(hello)
					time.Sleep(279 * time.Millisecond)
				}
				s.send("/")
				s.reads()
				s.answers(c.last)
				s.server.Close()
				equal(s, "findings", codes(until[session.Closed](s, "the end")), c.codes)
			})
		})
	}
}

func TestDelayedAckStall(t *testing.T) {
	const (
		whole = hello
		head  = "HTTP/1.1 200 OK\nContent-Length: 5\n\n|hello"
		line  = "HTTP/1.1 200 OK\n|Content-Length: 5\n\nhello"
		last  = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n|0\n\n"
		drips = "HTTP/1.1 200 OK\nContent-Length: 5\n\n|he|llo"
		early = "HTTP/1.1 103 Early Hints\n\n|HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"
		none  = "HTTP/1.1 204 No Content\n|\n"
	)
	for _, c := range []struct {
		responses []string
		codes     string
	}{
		{[]string{whole, head, head}, "delayed-ack-stall"},
		{[]string{whole, line}, "delayed-ack-stall"},
		{[]string{whole, last}, "delayed-ack-stall"},
		{[]string{head, whole, head}, "delayed-ack-stall"},
		{[]string{head, head, head, head}, "delayed-ack-stall"},
		{[]string{head, head}, ""},
		{[]string{whole, drips}, ""},
		{[]string{whole, early, early}, ""},
		{[]string{whole, none}, ""},
	} {
		tell(t, func(s *story) {
			for _, r := range c.responses {
				s.send("/")
				if s.server == nil {
					s.accept()
				}
				s.reads()
				for i, part := range strings.Split(r, "|") {
					if i > 0 {
						time.Sleep(41 * time.Millisecond)
					}
					s.answers(part)
				}
				time.Sleep(time.Second)
			}
			s.session.Close()
			equal(s, fmt.Sprintf("findings after %q", c.responses), codes(until[session.Ended](s, "the end")), c.codes)
		})
	}
}

func TestUnsolicitedResponse(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(hello)
		time.Sleep(time.Second)
		s.answers("HTTP/1.1 408 Request Timeout\nConnection: close\nContent-Length: 0\n\n")
		s.server.Close()
		evs := until[session.Closed](s, "the end")
		equal(s, "findings", codes(evs), "unsolicited-response")
		c := evs[len(evs)-1].(session.Closed)
		equal(s, "announced", c.Announced(), true)
		equal(s, "exchanges", c.Exchanges, 2)
		for _, ev := range evs {
			switch ev := ev.(type) {
			case *session.RequestStarted:
				t.Error("an unsolicited response began a request")
			case *session.ExchangeDone:
				equal(s, "exchange", ev.Exchange, 2)
				equal(s, "answers", ev.Facts.Answers, false)
			}
		}
	})
}

func TestUnsolicitedBytes(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(hello)
		s.answers("rubbish")
		r := want[*session.Received](s, "the bytes arrive")
		equal(s, "exchange", r.Exchange, 0)
		equal(s, "data", string(r.Data), "rubbish")
		equal(s, "code", want[session.Found](s, "the finding about a possible response").Finding.Code, "content-length-short")
		equal(s, "code", want[session.Found](s, "the finding about the bytes").Finding.Code, "unsolicited-bytes")
	})
}

// The first bytes of a possible unsolicited response belong to no exchange until the
// observer knows what they are.
func TestUnsolicitedByteByByte(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(hello)
		for _, b := range []byte("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n") {
			if _, err := s.server.Write([]byte{b}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Millisecond)
		}
		evs := until[*session.ExchangeDone](s, "the end of the exchange")
		var data []byte
		for _, ev := range evs {
			if r, ok := ev.(*session.Received); ok {
				equal(s, "exchange", r.Exchange, 2)
				data = append(data, r.Data...)
			}
		}
		equal(s, "first bytes", string(data[:12]), "HTTP/1.1 408")
	})
}

func TestEmptyLinesBetweenMessages(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(hello)
		s.answers("\n")
		equal(s, "exchange", want[*session.Received](s, "an empty line").Exchange, 0)
		equal(s, "code", want[session.Found](s, "the empty line is reported").Finding.Code, "leading-crlf")
		s.answered(hello)
	})
}

// The idle time of a connection starts at the end of the last response that answers a
// request. An unsolicited response does not restart it.
func TestUnsolicitedResponseDoesNotRestartIdleTime(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(timeout5)
		time.Sleep(4999*time.Millisecond - 2*latency)
		s.answers("HTTP/1.1 408 Request Timeout\nContent-Length: 0\n\n")
		s.server.Close()
		evs := until[session.Closed](s, "the end")
		equal(s, "findings", codes(evs), "unsolicited-response")
		equal(s, "end", endOf(evs[len(evs)-1].(session.Closed)), "server fin, idle of 1, idle 4.99s of 5s, unsolicited 408 after 4.99s")
	})
}

// A server that sends max=0 in every response announces its close each time. A server
// that sends max=0 only once and continues shows that linger's count was wrong.
func TestRepeatedMaxZeroAnnouncesClose(t *testing.T) {
	const none = "HTTP/1.1 200 OK\nConnection: keep-alive\nKeep-Alive: max=0\nContent-Length: 0\n\n"
	for name, c := range map[string]struct {
		last      string
		announced bool
	}{
		"max=0 repeated": {none, true},
		"no max":         {hello, false},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.answered(none)
				s.answered(c.last)
				s.server.Close()
				end := want[session.Closed](s, "the end")
				equal(s, "announced", end.Announced(), c.announced)
			})
		})
	}
}
