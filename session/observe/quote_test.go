package observe_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
)

// quotes returns the quote of each finding about a response that arrives n bytes at a
// time. The keys are the finding codes.
func quotes(response string, n int) map[string]string {
	found := map[string]string{}
	o := observe.New(func(ev session.Event) {
		if f, ok := ev.(session.Found); ok {
			found[string(f.Finding.Code)] = f.Finding.Quote
		}
	})
	c := o.Open(0, 1, observe.Options{})
	c.Begin(0, observe.ParseRequest([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")))
	c.Wrote(0, 27)
	for at := 0; at < len(response); at += n {
		c.Received(time.Millisecond, []byte(response[at:min(at+n, len(response))]))
	}
	c.End(time.Second, observe.End{By: session.ByServer, How: session.HowFIN})
	return found
}

// The finding out-of-step is about the unsolicited bytes, not about the status-line after
// them.
func TestOutOfStepDoesNotQuoteStatusLine(t *testing.T) {
	o := map[string]string{}
	watch := observe.New(func(ev session.Event) {
		if f, ok := ev.(session.Found); ok {
			o[string(f.Finding.Code)] = f.Finding.Quote
		}
	})
	c := watch.Open(0, 1, observe.Options{})
	for range 2 {
		c.Begin(0, observe.ParseRequest([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")))
		c.Wrote(0, 27)
		c.Received(time.Millisecond, []byte("HTTP/1.1 204 No Content\r\n\r\nextra"))
	}
	if quote, ok := o["out-of-step"]; !ok || quote != "" {
		t.Errorf("quote of out-of-step = %q, found %t; want an empty quote, found true", quote, ok)
	}
	if o["unsolicited-bytes"] != `"extra"` {
		t.Errorf("quote of unsolicited-bytes = %q, want \"extra\" in quotes", o["unsolicited-bytes"])
	}
}

// A finding quotes the line that it is about, with its secrets masked. The quote does not
// depend on the segmentation.
func TestFindingsQuoteTheirLine(t *testing.T) {
	const head, end = "HTTP/1.1 200 OK\r\n", "Content-Length: 2\r\n\r\nhi"
	for name, c := range map[string]struct{ response, code, want string }{
		"field line":      {head + "Server : x\r\n" + end, "space-before-colon", `"Server : ****"`},
		"line end":        {"HTTP/1.1 200 OK\nContent-Length: 2\r\n\r\nhi", "bare-lf", `"HTTP/1.1 200 OK\n"`},
		"folded":          {head + "X: 1\r\n  2\r\n" + end, "obs-fold", `"X: ****\r\n  ****"`},
		"secret":          {head + "Set-Cookie : id=1\r\n" + end, "space-before-colon", `"Set-Cookie : ****"`},
		"folded secret":   {head + "Cookie: 1\r\n  2\r\n" + end, "obs-fold", `"Cookie: ****\r\n  ****"`},
		"status-line":     {"HTTP/1.1 OK\r\n" + end, "status-line-invalid", `"HTTP/1.1 OK"`},
		"chunk":           {head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\nhi\r\n", "chunk-size-invalid", `"xyz"`},
		"framing":         {head + "Content-Length : 2\r\n\r\nhi", "space-before-colon", `"Content-Length : 2"`},
		"no colon":        {head + "X hunter2\r\n" + end, "header-missing-colon", `"X ****"`},
		"one word":        {head + "hunter2\r\n" + end, "header-missing-colon", `"hunter2"`},
		"content":         {head + "\r\nhi", "close-delimited", ""},
		"quoted in cause": {"SSH-2.0-x\r\n", "status-line-invalid", ""},
	} {
		for _, n := range []int{len(c.response), 7} {
			if got, ok := quotes(c.response, n)[c.code]; !ok || got != c.want {
				t.Errorf("%s, %d bytes at a time: quote %s, found %t; want %s, found true", name, n, got, ok, c.want)
			}
		}
	}
}
