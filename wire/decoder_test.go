package wire

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A conversation feeds a decoder and checks its events.
type conversation struct {
	t *testing.T
	d *Decoder
	p []byte
}

func converse(t *testing.T) *conversation {
	return &conversation{t: t, d: NewDecoder(Limits{})}
}

func (c *conversation) asked(method string) {
	c.d.Expect(Request{Method: method, Version: Version{1, 1}})
}

func (c *conversation) received(s string) { c.p = append(c.p, s...) }

func (c *conversation) want(why string, ev Event, codes ...Code) *Facts {
	c.t.Helper()
	n, got := c.d.Feed(c.p)
	c.p = c.p[n:]
	if got != ev {
		c.t.Fatalf("%s: event %v, want %v", why, got, ev)
	}
	var found []Code
	for _, f := range c.d.Findings() {
		found = append(found, f.Code)
	}
	if d := cmp.Diff(codes, found); d != "" {
		c.t.Errorf("%s: findings (-want +got):\n%s", why, d)
	}
	return c.d.Facts()
}

func (c *conversation) outstanding(n int) {
	c.t.Helper()
	if got := c.d.Outstanding(); got != n {
		c.t.Errorf("%d requests outstanding, want %d", got, n)
	}
}

func TestAnExchange(t *testing.T) {
	c := converse(t)
	c.asked("GET")
	c.outstanding(1)
	c.received("HTTP/1.1 200 OK\r\nContent-Le")
	c.want("the header section is not complete", EventNeedMore)
	c.received("ngth: 5\r\n\r\nhel")
	if f := c.want("the header section is complete", EventFinalHead); f.Length != 5 || f.Persistence() != ReasonUndecided {
		t.Errorf("%+v, persistence %v", f, f.Persistence())
	}
	c.want("two bytes are to come", EventNeedMore)
	c.outstanding(1)
	c.received("lo")
	if f := c.want("the two bytes arrived", EventMessageEnd); f.Persistence() != ReasonHTTP11Default || f.ContentBytes != 5 {
		t.Errorf("%+v, persistence %v", f, f.Persistence())
	}
	c.outstanding(0)
	c.want("no byte follows", EventNeedMore)
	if ev := c.d.Close(); ev != EventNeedMore || len(c.d.Findings()) != 0 {
		t.Errorf("closed between messages: %v, %v", ev, c.d.Findings())
	}
}

func TestAnEmptyBodyEndsAtOnce(t *testing.T) {
	c := converse(t)
	c.asked("HEAD")
	c.received("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
	c.want("the header section", EventFinalHead)
	c.want("and the message, without another byte", EventMessageEnd)
	c.want("nothing more", EventNeedMore)
}

func TestOutOfStepAfterUnsolicitedBytes(t *testing.T) {
	c := converse(t)
	c.asked("HEAD")
	c.received("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
	c.want("the header section", EventFinalHead)
	c.want("the message", EventMessageEnd)
	c.want("content that answers no request", EventNeedMore, CodeUnsolicited)
	c.asked("GET")
	c.received("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	f := c.want("the connection persisted", EventFinalHead, CodeOutOfStep)
	if f.Off != 43 {
		t.Errorf("the response begins at %d", f.Off)
	}
	c.want("its end", EventMessageEnd)
}

func TestOutOfStepAndLost(t *testing.T) {
	c := converse(t)
	c.received("hel")
	c.want("no request is outstanding", EventNeedMore, CodeUnsolicited)
	c.asked("GET")
	c.received("lo")
	c.want("a response should begin here", EventFramingLost, CodeOutOfStep)
}

func TestAssume(t *testing.T) {
	c := converse(t)
	c.d.Assume(Request{Method: "HEAD"}, Request{Method: "GET"})
	const head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
	c.received(head + head + "hi" + head + "hi" + "junk")
	for i, want := range []Framing{FramingNoBody, FramingLengthDelimited, FramingLengthDelimited} {
		if f := c.want("a header section", EventFinalHead); f.Framing() != want || !f.Answers {
			t.Errorf("response %d: framing %v, want %v", i+1, f.Framing(), want)
		}
		c.want("its end", EventMessageEnd)
	}
	c.want("the rest begins no response", EventNeedMore, CodeUnsolicited)
}

func TestAssumeFirstBytes(t *testing.T) {
	c := converse(t)
	c.d.Assume(Request{Method: "GET"})
	c.received("junk")
	c.want("the first bytes of a capture are meant to be a response", EventFramingLost, CodeStatusLine)
}

func TestLeave(t *testing.T) {
	for s, want := range map[string]Event{
		"":                                    EventNeedMore,
		"HTTP/1.1 2":                          EventMessageEnd,
		"HTTP/1.1 200 OK\r\nA: 1\r\n":         EventMessageEnd,
		"HTTP/1.1 200 OK\r\n\r\nhello":        EventMessageEnd,
		"HTTP/1.1 204 No Content\r\n\r\n\r\n": EventNeedMore,
	} {
		d := NewDecoder(Limits{})
		d.Expect(Request{Method: "GET"})
		for p := []byte(s); ; {
			n, ev := d.Feed(p)
			if p = p[n:]; ev == EventNeedMore {
				break
			}
		}
		if ev := d.Leave(); ev != want || d.Facts().Truncated {
			t.Errorf("%q: %v, want %v; truncated %t", s, ev, want, d.Facts().Truncated)
		}
		for _, f := range d.Findings() {
			if f.Code == CodeTruncated {
				t.Errorf("%q is reported as truncated", s)
			}
		}
	}
}

func TestWhy(t *testing.T) {
	c := converse(t)
	c.d.Expect(Request{Method: "GET", Version: Version{1, 1}, KeepAlive: true})
	c.received("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n5\r\nhello\r\n0\r\n\r\n")
	c.want("head", EventFinalHead)
	f := c.want("end", EventMessageEnd)
	want := []Step{
		{true, false, true, "not a tunnel", "status 200", "RFC 9112 §6.3", 0},
		{true, false, true, "framing is valid", "one transfer coding", "RFC 9112 §6.1", 17},
		{true, false, true, "the message is complete", "last-chunk seen", "RFC 9112 §8", -1},
		{true, false, true, "the body's end is known", "chunked, 1 chunk", "RFC 9112 §7.1", 17},
		{true, false, true, "response: no close", "Connection: keep-alive", "RFC 9112 §9.6", 45},
		{true, false, true, "request: no close", "Connection: keep-alive", "RFC 9112 §9.6", -1},
		{true, true, true, "both are HTTP/1.1", "persistent by default", "RFC 9112 §9.3", 0},
	}
	if d := cmp.Diff(want, f.PersistenceSteps()); d != "" {
		t.Errorf("persistence (-want +got):\n%s", d)
	}
	framing := []Step{
		{true, false, true, "not a tunnel", "status 200", "RFC 9112 §6.3", 0},
		{true, false, true, "may have a body", "status 200 to GET", "RFC 9112 §6.3", 0},
		{false, true, true, "the chunked coding ends the body", "Transfer-Encoding: chunked", "RFC 9112 §7.1", 17},
	}
	if d := cmp.Diff(framing, f.FramingSteps()[:3]); d != "" {
		t.Errorf("framing (-want +got):\n%s", d)
	}
	for _, s := range f.FramingSteps()[3:] {
		if s.Asked {
			t.Errorf("the step %q was tested after the decision", s.Claim)
		}
	}
}
