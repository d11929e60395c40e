package live

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
)

// deaf is a transport that accepts all writes and reads nothing.
type deaf struct{ net.Conn }

func (deaf) Write(p []byte) (int, error) { return len(p), nil }
func (deaf) Read([]byte) (int, error)    { return 0, io.EOF }
func (deaf) Close() error                { return nil }

// BenchmarkLoop measures the work of the loop for one pipelined exchange, without a
// socket. The loop begins the request, and decodes, records and judges the response.
func BenchmarkLoop(b *testing.B) {
	const depth = 200
	response := []byte("HTTP/1.1 200 OK\r\nServer: peers\r\nDate: Mon, 23 Nov 2026 08:00:00 GMT\r\n" +
		"Content-Type: application/json\r\nConnection: keep-alive\r\nKeep-Alive: timeout=60\r\nCache-Control: no-store\r\n" +
		"Vary: Accept\r\nContent-Length: 27\r\n\r\n{\"greeting\":\"hello there\"}\n")
	target := session.Target{Host: "127.0.0.1", Port: "80"}
	l := newLoop(Config{Target: target}.withDefaults(), time.Now(), newQueue())
	t := &tap{Conn: deaf{}}
	c := newConn(1, t, t, l.obs.Open(0, 1, observe.Options{}))
	l.conn = c
	var p session.Pipeline
	for range depth {
		p.Requests = append(p.Requests, target.Request("GET", "/"))
	}
	read := read{data: bytes.Repeat(response, depth)}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		if n%depth != 0 {
			continue
		}
		o := l.prepare.pipelineOrder(p)
		l.begin(read.at, c, o, o.size)
		c.out.push(o)
		l.advance(read.at, c, o.size, nil)
		read.at += time.Millisecond
		c.obs.Received(read.at, read.data)
		l.react(read.at, c)
		if c.obs.Outstanding() > 0 {
			b.Fatal("the loop did not read a response to each request")
		}
		l.flush()
		l.events.grab()
	}
}
