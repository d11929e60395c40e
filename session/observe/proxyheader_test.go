package observe_test

import (
	"testing"

	"linger/session/observe"
)

// A PROXY protocol header before the request line does not change the request that is
// decoded.
func TestRequestAfterProxyHeader(t *testing.T) {
	for name, header := range map[string]string{
		"version 1": "PROXY TCP4 192.0.2.1 198.51.100.1 56324 80\r\n",
		"version 2": "\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c\xc0\x00\x02\x01\xc6\x33\x64\x01\xdc\x04\x00\x50",
		"none":      "",
	} {
		r := observe.ParseRequest([]byte(header + "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n"))
		if r.Method != "HEAD" || r.Target != "/a" || r.Proto != "HTTP/1.1" || r.Facts.Method != "HEAD" || r.Lacks != "" || r.Surplus != 0 {
			t.Errorf("header %s: request = %+v, want HEAD /a HTTP/1.1, complete", name, r)
		}
	}
}
