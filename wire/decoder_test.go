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
		c.t.Errorf("Outstanding() = %d, want %d", got, n)
	}
}

func TestResponseInPieces(t *testing.T) {
	c := converse(t)
	c.asked("GET")
	c.outstanding(1)
	c.received("HTTP/1.1 200 OK\r\nContent-Le")
	c.want("inside the header section", EventNeedMore)
	c.received("ngth: 5\r\n\r\nhel")
	if f := c.want("at the end of the header section", EventFinalHead); f.Length != 5 || f.Persistence() != ReasonUndecided {
		t.Errorf("the facts are %+v, persistence %v; want length 5, %v", f, f.Persistence(), ReasonUndecided)
	}
	c.want("with two bytes missing", EventNeedMore)
	c.outstanding(1)
	c.received("lo")
	if f := c.want("after the last two bytes", EventMessageEnd); f.Persistence() != ReasonHTTP11Default || f.ContentBytes != 5 {
		t.Errorf("the facts are %+v, persistence %v; want 5 bytes of content, %v", f, f.Persistence(), ReasonHTTP11Default)
	}
	c.outstanding(0)
	c.want("after the message", EventNeedMore)
	if ev := c.d.Close(); ev != EventNeedMore || len(c.d.Findings()) != 0 {
		t.Errorf("between messages, Close() = %v with findings %v; want %v and none", ev, c.d.Findings(), EventNeedMore)
	}
}

func TestEmptyBodyEndsWithoutAnotherByte(t *testing.T) {
	c := converse(t)
	c.asked("HEAD")
	c.received("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")
	c.want("the header section", EventFinalHead)
	c.want("after the header section", EventMessageEnd)
	c.want("after the message", EventNeedMore)
}

func TestOutOfStepAfterUnsolicitedBytes(t *testing.T) {
	c := converse(t)
	c.asked("HEAD")
	c.received("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
	c.want("the header section", EventFinalHead)
	c.want("the message", EventMessageEnd)
	c.want("at content after a response to HEAD", EventNeedMore, CodeUnsolicited)
	c.asked("GET")
	c.received("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	f := c.want("at the next response", EventFinalHead, CodeOutOfStep)
	if f.Off != 43 {
		t.Errorf("the next response begins at %d, want 43", f.Off)
	}
	c.want("its end", EventMessageEnd)
}

func TestUnsolicitedBytesThatContinueAfterARequest(t *testing.T) {
	c := converse(t)
	c.received("hel")
	c.want("with no request outstanding", EventNeedMore, CodeUnsolicited)
	c.asked("GET")
	c.received("lo")
	c.want("with a request outstanding", EventFramingLost, CodeOutOfStep)
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
	c.want("at bytes that begin no response", EventNeedMore, CodeUnsolicited)
}

func TestAssumeFirstBytes(t *testing.T) {
	c := converse(t)
	c.d.Assume(Request{Method: "GET"})
	c.received("junk")
	c.want("at the first bytes of a capture", EventFramingLost, CodeStatusLine)
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
			t.Errorf("%q: Leave() = %v with Truncated %t; want %v and false", s, ev, d.Facts().Truncated, want)
		}
		for _, f := range d.Findings() {
			if f.Code == CodeTruncated {
				t.Errorf("%q: Leave reported %s, want no such finding", s, f.Code)
			}
		}
	}
}

func TestStepsOfAChunkedResponse(t *testing.T) {
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
		t.Errorf("PersistenceSteps() differs (-want +got):\n%s", d)
	}
	framing := []Step{
		{true, false, true, "not a tunnel", "status 200", "RFC 9112 §6.3", 0},
		{true, false, true, "may have a body", "status 200 to GET", "RFC 9112 §6.3", 0},
		{false, true, true, "the chunked coding ends the body", "Transfer-Encoding: chunked", "RFC 9112 §7.1", 17},
	}
	if d := cmp.Diff(framing, f.FramingSteps()[:3]); d != "" {
		t.Errorf("FramingSteps() differs (-want +got):\n%s", d)
	}
	for _, s := range f.FramingSteps()[3:] {
		if s.Asked {
			t.Errorf("the step %q was tested after the deciding step", s.Claim)
		}
	}
}
