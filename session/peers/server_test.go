package peers

import (
	"bytes"
	"net"
	"testing"
)

// response is a typical API response, with some fields and a little content.
var response = []byte("HTTP/1.1 200 OK\r\nServer: peers\r\nDate: Mon, 23 Nov 2026 08:00:00 GMT\r\n" +
	"Content-Type: application/json\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\nCache-Control: no-store\r\n" +
	"Vary: Accept\r\nContent-Length: 27\r\n\r\n{\"greeting\":\"hello there\"}\n")

// serve starts a server and returns its address. The server answers each header section
// with response. It answers header sections that arrive together with a single write. It
// does no other work, so that the benchmarks measure the clients.
func serve(tb testing.TB) (addr string) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go answer(c)
		}
	}()
	return ln.Addr().String()
}

func answer(c net.Conn) {
	defer c.Close()
	in := make([]byte, 64<<10)
	var out []byte
	n := 0
	for {
		k, err := c.Read(in[n:])
		if err != nil {
			return
		}
		n += k
		out = out[:0]
		at := 0
		for {
			i := bytes.Index(in[at:n], []byte("\r\n\r\n"))
			if i < 0 {
				break
			}
			at += i + 4
			out = append(out, response...)
		}
		n = copy(in, in[at:n])
		if _, err := c.Write(out); err != nil {
			return
		}
	}
}
