package practice_test

import (
	"bufio"
	"fmt"
	"io"
	"net"

	"linger/session/practice"
)

// This example starts a server on a free port of the loopback interface and makes one
// exchange.
func ExampleListen() {
	s, err := practice.Listen("tcp", "127.0.0.1:0", practice.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	c, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()
	io.WriteString(c, "GET /countdown?timeout=3 HTTP/1.1\r\nHost: practice\r\n\r\n")
	for lines := bufio.NewScanner(c); lines.Scan() && lines.Text() != ""; {
		fmt.Println(lines.Text())
	}
	// Output:
	// HTTP/1.1 200 OK
	// Server: linger-practice
	// Content-Type: text/plain
	// Content-Length: 31
	// Connection: keep-alive
	// Keep-Alive: timeout=3, max=9
}
