package wire

import "testing"

func TestProxyHeaderLen(t *testing.T) {
	const v1, v2 = "PROXY TCP4 192.0.2.1 198.51.100.1 56324 80\r\n", "\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c\xc0\x00\x02\x01\xc6\x33\x64\x01\xdc\x04\x00\x50"
	const get = "GET / HTTP/1.1\r\n\r\n"
	for b, want := range map[string]int{
		v1 + get:                len(v1),
		v2 + get:                len(v2),
		v1[:20]:                 0,
		v2[:15]:                 0,
		v2[:20]:                 0,
		"PROXY UNKNOWN\r\n":     len("PROXY UNKNOWN\r\n"),
		"PROXY /a HTTP/1.1\r\n": 0,
		"\r\n\r\n" + get:        0,
		get:                     0,
		"":                      0,
	} {
		if got := ProxyHeaderLen([]byte(b)); got != want {
			t.Errorf("ProxyHeaderLen(%q) = %d, want %d", b, got, want)
		}
	}
}
