package live_test

import (
	"context"
	"fmt"
	"net"

	"linger/session"
	"linger/session/live"
)

// A session does nothing until it gets a command. It publishes everything that happens as
// events.
func Example() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	go answer(listener)

	target, path, _ := session.ParseTarget("http://" + listener.Addr().String() + "/hello")
	s := live.New(live.Config{Target: target})
	s.Do(session.Send{Request: target.Request("GET", path), Reconnect: true})
	for done := false; !done; {
		events, err := s.Events(context.Background())
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, ev := range events {
			switch ev := ev.(type) {
			case *session.RequestStarted:
				fmt.Println("request:", ev.Method, ev.Target)
			case *session.ResponseHead:
				fmt.Println("response:", ev.Facts.Status)
			case *session.ExchangeDone:
				fmt.Println("content:", ev.Facts.ContentBytes, "bytes")
				done = true
			}
		}
	}
	s.Close()
	// Output:
	// request: GET /hello
	// response: 200
	// content: 5 bytes
}

// answer accepts one connection and answers one request on it.
func answer(l net.Listener) {
	defer l.Close()
	nc, err := l.Accept()
	if err != nil {
		return
	}
	defer nc.Close()
	buf := make([]byte, 1<<10)
	if _, err := nc.Read(buf); err == nil {
		_, _ = nc.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"))
		_, _ = nc.Read(buf) // returns when linger closes the connection
	}
}
