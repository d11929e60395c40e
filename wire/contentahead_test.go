package wire

import (
	"math"
	"testing"
)

func TestContentAhead(t *testing.T) {
	for name, c := range map[string]struct {
		method, fed string
		want        int64
	}{
		"before a response":       {"GET", "", 0},
		"in a header section":     {"GET", "HTTP/1.1 200 OK\r\nContent-Le", 0},
		"length":                  {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", 7},
		"after the content":       {"GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 0},
		"no content":              {"HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n", 0},
		"in a chunk":              {"GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", 3},
		"after a chunk":           {"GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde", 0},
		"close-delimited content": {"GET", "HTTP/1.1 200 OK\r\n\r\nabc", math.MaxInt64},
		"after framing was lost":  {"GET", "SSH-2.0\r\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := NewDecoder(Limits{})
			d.Expect(Request{Method: c.method, Version: Version{Major: 1, Minor: 1}})
			for p, ev := []byte(c.fed), goOn; ev != EventNeedMore && ev != EventFramingLost; {
				var n int
				n, ev = d.Feed(p)
				p = p[n:]
			}
			if got := d.ContentAhead(); got != c.want {
				t.Errorf("ContentAhead() = %d, want %d", got, c.want)
			}
		})
	}
	r := NewRequestDecoder(Limits{})
	for p, ev := []byte("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"), goOn; ev != EventNeedMore; {
		var n int
		n, ev = r.Feed(p)
		p = p[n:]
	}
	if got := r.ContentAhead(); got != 7 {
		t.Errorf("in a request, ContentAhead() = %d, want 7", got)
	}
}
