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
	evs := until[*session.ExchangeDone](s, "an exchange")
	time.Sleep(time.Millisecond)
	return evs
}

func TestTheServerCounts(t *testing.T) {
	tell(t, func(s *story) {
		for left := int64(9); left > 6; left-- {
			evs := s.answered(fmt.Sprintf(hinted, left))
			b := want[*session.BudgetChanged](s, "a budget")
			equal(s, "left", b.Budget.Max, left)
			equal(s, "counted by", b.Budget.CountedBy, "server")
			equal(s, "first max", b.Budget.First, 9)
			equal(s, "round trip", b.Budget.RoundTrip, 2*latency)
			equal(s, "deadline", b.Budget.Deadline, evs[len(evs)-1].(*session.ExchangeDone).At+5*time.Second)
		}
	})
}

func TestAConstantMaxIsCountedByLinger(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(fmt.Sprintf(hinted, 4))
		equal(s, "left", want[*session.BudgetChanged](s, "a budget").Budget.Max, 4)
		equal(s, "findings", codes(s.answered(fmt.Sprintf(hinted, 4))), "max-constant")
		b := want[*session.BudgetChanged](s, "a budget").Budget
		equal(s, "left", b.Max, 3)
		equal(s, "counted by", b.CountedBy, "linger")
		equal(s, "findings", codes(s.answered(fmt.Sprintf(hinted, 4))), "")
		equal(s, "left", want[*session.BudgetChanged](s, "a budget").Budget.Max, 2)
	})
}

func TestASilentServerIsCountedByLinger(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(fmt.Sprintf(hinted, 9))
		want[*session.BudgetChanged](s, "a budget")
		s.answered(hello)
		b := want[*session.BudgetChanged](s, "a budget").Budget
		equal(s, "left", b.Max, 8)
		equal(s, "counted by", b.CountedBy, "linger")
		equal(s, "source", b.Source, 1)
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
		equal(s, "together with a race", codes(evs), "keep-alive-race")
	})
}

func TestOverdue(t *testing.T) {
	tell(t, func(s *story) {
		s.answered(timeout5)
		b := want[*session.BudgetChanged](s, "a budget").Budget
		equal(s, "at", want[session.Overdue](s, "the deadline passes").At, b.Deadline)
		s.answered(timeout5)
		equal(s, "at", want[session.Overdue](s, "again").At > b.Deadline, true)
	})
}

// In these cases each exchange takes 300 ms, including the pause before the next.
func TestClosedByAge(t *testing.T) {
	for name, c := range map[string]struct {
		exchanges int
		last      string
		codes     string
	}{
		"past two seconds":             {8, goodbye, "closed-by-age"},
		"not a whole second":           {9, goodbye, ""},
		"a round number":               {10, goodbye, ""},
		"one more than a round number": {11, goodbye, ""},
		"swept, without notice":        {8, hello, "close-unannounced closed-by-age"},
		"explained by a count":         {8, "HTTP/1.1 200 OK\nConnection: close, keep-alive\nKeep-Alive: max=0\nContent-Length: 0\n\n", "close-and-keep-alive"},
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
				t.Error("a request was begun")
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
		equal(s, "cause", want[session.Found](s, "the finding about a possible response").Finding.Code, "content-length-short")
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
		equal(s, "kept", string(data[:12]), "HTTP/1.1 408")
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

// The idle time of a connection counts from the last response that answers a request. An
// unsolicited response does not restart it.
func TestAGoodbyeDoesNotRestartTheClock(t *testing.T) {
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

// A server that says max=0 in every response announces its close each time. A server that
// says it only once and continues has only shown that linger's count is wrong.
func TestAMaxSaidAgainAnnouncesAgain(t *testing.T) {
	const none = "HTTP/1.1 200 OK\nConnection: keep-alive\nKeep-Alive: max=0\nContent-Length: 0\n\n"
	for name, c := range map[string]struct {
		last      string
		announced bool
	}{
		"said again": {none, true},
		"silent":     {hello, false},
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
