package live_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

// A cut is a response that the test truncates after each of its bytes.
type cut struct {
	name     string
	response string // with \n for CRLF
	head     int    // length at which the header section is complete
	whole    int    // length at which the message is complete; -1: it is close-delimited
	closing  bool   // whether the response announces a close
}

func cuts() []cut {
	list := []cut{
		{name: "length", response: "HTTP/1.1 200 OK\nContent-Length: 5\n\nhello"},
		{name: "chunked", response: "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n"},
		{name: "trailers", response: "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3;a=b\nabc\n0\nX: y\n\n"},
		{name: "no body", response: "HTTP/1.1 204 No Content\n\n"},
		{name: "interim", response: "HTTP/1.1 103 Early Hints\n\nHTTP/1.1 200 OK\nContent-Length: 2\n\nok"},
		{name: "close", response: "HTTP/1.1 200 OK\nConnection: close\nContent-Length: 2\n\nok", closing: true},
		{name: "old", response: "HTTP/1.0 200 OK\n\nok", whole: -1, closing: true},
	}
	for i := range list {
		c := &list[i]
		c.response = strings.ReplaceAll(c.response, "\n", "\r\n")
		final := strings.LastIndex(c.response, "HTTP/1.")
		c.head = final + strings.Index(c.response[final:], "\r\n\r\n") + 4
		if c.whole == 0 {
			c.whole = len(c.response)
		}
	}
	return list
}

// TestCutAnywhere ends the connection after each byte of each response, with a FIN and
// with a reset, and checks the events.
func TestCutAnywhere(t *testing.T) {
	for _, c := range cuts() {
		for at := range len(c.response) + 1 {
			for _, how := range []session.How{session.HowFIN, session.HowReset} {
				t.Run(fmt.Sprintf("%s/%d/%s", c.name, at, how), func(t *testing.T) {
					tell(t, func(s *story) { s.playCut(c, at, how) })
				})
			}
		}
	}
}

func (s *story) playCut(c cut, at int, how session.How) {
	s.connects()
	if at > 0 {
		if _, err := s.server.Write([]byte(c.response[:at])); err != nil {
			s.t.Fatal(err)
		}
	}
	time.Sleep(time.Second)
	if how == session.HowReset {
		s.resets()
	} else {
		s.server.Close()
	}
	evs := until[session.Closed](s, "the end")
	end := evs[len(evs)-1].(session.Closed)
	i := slices.IndexFunc(evs, func(ev session.Event) bool { _, ok := ev.(*session.ExchangeDone); return ok })
	if i < 0 {
		s.t.Fatal("no ExchangeDone arrived before Closed")
	}
	done := evs[i].(*session.ExchangeDone)

	whole := at == c.whole
	byEnd := c.whole < 0 && at >= c.head && how == session.HowFIN
	equal(s, "exchanges", end.Exchanges, 1)
	equal(s, "complete", done.Facts.Complete, whole || byEnd)
	equal(s, "wire bytes", done.WireBytes, int64(at))
	if c.name == "close" && whole {
		// The server ended the connection only after linger had closed it.
		return
	}
	equal(s, "closed by", end.By, session.ByServer)
	equal(s, "how", end.How, how)
	equal(s, "announced", end.Announced(), c.closing && at >= c.head)
	switch {
	case whole:
		equal(s, "phase", end.Phase, session.PhaseIdle)
	default:
		equal(s, "phase", end.Phase, session.PhaseResponse)
	}
	equal(s, "request lost", len(end.Lost) == 1, at < c.head)
	truncated := at > 0 && !whole && !byEnd
	equal(s, "truncated", strings.Contains(codes(evs), "truncated"), truncated)
	equal(s, "no response", strings.Contains(codes(evs), "no-response"), at == 0)
	equal(s, "safe to retry", done.Retry == session.RetrySafe, !done.Facts.Complete)
	if !done.Facts.Complete {
		equal(s, "reason", done.Reason, wire.ReasonTruncated)
	}
}
