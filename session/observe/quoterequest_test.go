package observe_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
)

// A finding about a request quotes the line that it is about, in any segmentation,
// whether linger or another program sent the request.
func TestFindingsQuoteTheRequest(t *testing.T) {
	const head = "POST / HTTP/1.1\r\nHost: x\r\n"
	for name, c := range map[string]struct {
		request, code, want string
		own                 bool
	}{
		"field line": {request: head + "Content-Length : 2\r\n\r\nhi", code: "space-before-colon", want: `"Content-Length : 2"`},
		"line end":   {request: "GET / HTTP/1.1\nHost: x\r\n\r\n", code: "bare-lf", want: `"GET / HTTP/1.1\n"`},
		"secret":     {request: head + "Cookie : a=1\r\n\r\n", code: "space-before-colon", want: `"Cookie : ****"`},
		"chunk":      {request: head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", code: "chunk-size-invalid", want: `"xyz"`},
		"surplus":    {request: head + "Content-Length: 2\r\n\r\nhigh", code: "request-surplus", want: `"gh"`, own: true},
		"incomplete": {request: head + "Content-Length: 9\r\n\r\nhi", code: "request-incomplete", want: `"Content-Length: 9"`, own: true},
	} {
		for _, n := range []int{len(c.request), 7} {
			found := map[string]string{}
			o := observe.New(func(ev session.Event) {
				if f, ok := ev.(session.Found); ok {
					found[string(f.Finding.Code)] = f.Finding.Quote
				}
			})
			conn := o.Open(0, 1, observe.Options{})
			if c.own {
				conn.Begin(0, observe.ParseRequest([]byte(c.request)))
			} else {
				for at := 0; at < len(c.request); at += n {
					conn.Sent(time.Millisecond, []byte(c.request[at:min(at+n, len(c.request))]))
				}
			}
			if got, ok := found[c.code]; !ok || got != c.want {
				t.Errorf("%s, %d bytes at a time: quote %s, found %t; want %s, found true", name, n, got, ok, c.want)
			}
		}
	}
}
