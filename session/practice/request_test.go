package practice

import (
	"strings"
	"testing"
)

// FuzzRequest checks that no bytes make the parser panic or accept an invalid request.
func FuzzRequest(f *testing.F) {
	for _, seed := range []string{
		"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
		"POST /x?a=b&a=c HTTP/1.0\nContent-Length: 1, 1\n\n",
		"GET http://h/%41 HTTP/1.1\r\n folded\r\nTransfer-Encoding: chunked\r\n\r\n",
		" \r\n\r\n", "GET", "\x00: \xff\r\n\r\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n := headEnd(b)
		if n < 0 {
			return
		}
		r, fault := parseRequest(b[:n])
		switch {
		case r == nil:
			t.Fatal("parseRequest returned no request")
		case fault == nil && (!isToken(r.method) || r.path == "" || strings.ContainsAny(r.method+r.target, "\r\n")):
			t.Fatalf("parseRequest accepted method %q and target %q, want a fault", r.method, r.target)
		case fault == nil && r.length < -1:
			t.Fatalf("length = %d, want -1 or more", r.length)
		}
	})
}

func TestRequestPersistence(t *testing.T) {
	for _, c := range []struct {
		version, fields string
		want            bool
	}{
		{"1.1", "", true},
		{"1.1", "Connection: close\r\n", false},
		{"1.1", "Connection: x, Close\r\n", false},
		{"1.1", "Connection: closed\r\n", true},
		{"1.1", "Connection: keep-alive\r\nConnection: close\r\n", false},
		{"1.0", "", false},
		{"1.0", "Connection: Keep-Alive\r\n", true},
		{"1.0", "Connection: keep-alive, close\r\n", false},
		{"1.0", "Proxy-Connection: keep-alive\r\n", false},
		{"1.1", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", false},
		{"1.9", "", true},
	} {
		r, fault := parseRequest([]byte("GET / HTTP/" + c.version + "\r\nHost: a\r\n" + c.fields + "\r\n"))
		if fault != nil || r.persistent() != c.want {
			t.Errorf("HTTP/%s with %q: persistent = %v (fault %v), want %v", c.version, c.fields, r.persistent(), fault, c.want)
		}
	}
}
