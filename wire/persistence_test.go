package wire

import "testing"

// An HTTP/1.1 response to an HTTP/1.0 request persists because of the keep-alive option
// in both, not by the default of HTTP/1.1.
func TestHTTP10RequestPersistsByKeepAlive(t *testing.T) {
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET", Version: Version{1, 0}, KeepAlive: true})
	d.Feed([]byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"))
	steps := d.Facts().PersistenceSteps()
	if last := steps[len(steps)-1]; last.Claim != "HTTP/1.0, both say keep-alive" || last.Evidence != "Connection: keep-alive" {
		t.Errorf("the last step is %+v; want one that names the keep-alive option of both messages", last)
	}
}

// The reason and the last step give the same explanation. After an HTTP/1.0 request with
// keep-alive, the default of HTTP/1.1 applies only if the response lacks the option.
func TestReasonMatchesLastStep(t *testing.T) {
	for name, c := range map[string]struct {
		request Version
		answers string
		reason  Reason
		claim   string
	}{
		"1.0, both have the option":    {Version{1, 0}, "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", ReasonHTTP10KeepAlive, "HTTP/1.0, both say keep-alive"},
		"1.0, only the request has it": {Version{1, 0}, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", ReasonHTTP11Default, "the response is HTTP/1.1"},
		"1.1, both have the option":    {Version{1, 1}, "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", ReasonHTTP11Default, "both are HTTP/1.1"},
	} {
		d := NewDecoder(Limits{})
		d.Expect(Request{Method: "GET", Version: c.request, KeepAlive: true})
		for b := []byte(c.answers); ; {
			n, ev := d.Feed(b)
			if b = b[n:]; ev == EventMessageEnd {
				break
			}
		}
		f := d.Facts()
		steps := f.PersistenceSteps()
		if last := steps[len(steps)-1]; f.Persistence() != c.reason || last.Claim != c.claim {
			t.Errorf("%s: reason %s, last step %q; want %s and %q", name, f.Persistence(), last.Claim, c.reason, c.claim)
		}
	}
}

// If no byte of a response was received, the only step reports that.
func TestStepsWithoutAResponse(t *testing.T) {
	f := Facts{Request: Request{Method: "GET", Version: Version{1, 1}}, Answers: true, Off: -1, BodyAt: -1, Length: -1, Truncated: true}
	steps := f.PersistenceSteps()
	if len(steps) != 1 || !steps[0].Asked || !steps[0].Decides || steps[0].OK || steps[0].Claim != "no response" {
		t.Errorf("the steps are %+v; want one deciding step that says \"no response\"", steps)
	}
	if r := f.Persistence(); r != ReasonTruncated {
		t.Errorf("Persistence() = %v, want %v", r, ReasonTruncated)
	}
	for _, s := range f.FramingSteps() {
		if s.Asked {
			t.Errorf("the framing step %+v was tested, want none tested", s)
		}
	}
}

// A close-delimited message in progress is not complete, because it may still be
// truncated.
func TestCloseDelimitedMessageInProgressIsIncomplete(t *testing.T) {
	d := NewDecoder(Limits{})
	d.Expect(Request{Method: "GET", Version: Version{1, 1}})
	d.Feed([]byte("HTTP/1.1 200 OK\r\n\r\nso far"))
	for _, s := range d.Facts().PersistenceSteps() {
		if s.Claim == "the message is complete" && s.OK {
			t.Errorf("step %+v says that the message is complete", s)
		}
	}
}

// If the version of a request cannot be read, no step claims that it is HTTP/1.1.
func TestUnreadableRequestVersionIsNotClaimed(t *testing.T) {
	for line, want := range map[string]string{"GET / HTTP/1.1\r\n": "both are HTTP/1.1", "GET / HTTP/1.1c\r\n": "the response is HTTP/1.1"} {
		r, _, _ := DecodeRequest([]byte(line+"Host: h\r\n\r\n"), 0)
		d := NewDecoder(Limits{})
		d.Expect(r)
		d.Feed([]byte("HTTP/1.1 204 No Content\r\n\r\n"))
		steps := d.Facts().PersistenceSteps()
		if got := steps[len(steps)-1].Claim; got != want {
			t.Errorf("%q: the last step claims %q, want %q", line, got, want)
		}
	}
}

// Bytes that answer no request end a connection that would otherwise persist. The step
// about them follows the step about the complete message.
func TestUnsolicitedBytesEndPersistence(t *testing.T) {
	f := Facts{Answers: true, Request: Request{Method: "GET", Version: http11}, Version: http11, Status: 200, Length: 5, ContentBytes: 5, Complete: true, BodyAt: 38}
	if r := f.Persistence(); r != ReasonHTTP11Default {
		t.Fatalf("without such bytes, Persistence() = %s, want %s", r, ReasonHTTP11Default)
	}
	for _, s := range f.PersistenceSteps() {
		if s.Ref == "RFC 9112 §9.2" {
			t.Errorf("step %+v is about unsolicited bytes, but there are none", s)
		}
	}
	for at, evidence := range map[int64]string{43: "after the response, at offset 43", 1: "before the response, at offset 1"} {
		f.FollowedAt, f.Off = at, 2
		if r := f.Persistence(); r != ReasonFramingError {
			t.Errorf("with bytes at %d, Persistence() = %s, want %s", at, r, ReasonFramingError)
		}
		var decides Step
		for _, s := range f.PersistenceSteps() {
			if s.Decides {
				decides = s
			}
		}
		if decides.Evidence != evidence || decides.Offset != at || decides.OK {
			t.Errorf("with bytes at %d, the deciding step is %+v; want evidence %q", at, decides, evidence)
		}
	}
}
