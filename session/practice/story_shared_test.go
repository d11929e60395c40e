package practice

import (
	"fmt"
	"strings"
	"time"
)

var lazyClockStories = map[string]func(*story){
	"/lazy-clock": func(s *story) {
		s.get("/lazy-clock") // at 0 s; the check at 10 s closes
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(10 * time.Second)
		s.connect()
		time.Sleep(4 * time.Second)
		s.get("/lazy-clock") // at 14 s
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(6 * time.Second)
		s.connect()
		time.Sleep(6 * time.Second)
		s.get("/lazy-clock") // at 26 s
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(14 * time.Second)
	},
	"/wheel": func(s *story) {
		time.Sleep(time.Second)
		s.get("/wheel")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(7 * time.Second)
		s.connect() // at 8 s
		time.Sleep(3900 * time.Millisecond)
		s.get("/wheel")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(4100 * time.Millisecond)
		s.connect() // at 16 s
		time.Sleep(time.Second)
		s.get("/wheel?ticks=1")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(3 * time.Second)
	},
}

// and opens another connection, which becomes the connection of the story. back closes it
// and restores the previous one.
func (s *story) and() (back func()) {
	c, done, n := s.c, s.done, s.n
	s.c = nil
	s.connect()
	return func() {
		s.c.Close()
		<-s.done
		s.c, s.done, s.n = c, done, n
	}
}

var workerStories = map[string]func(*story){
	"/workers": func(s *story) {
		const kept5 = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n"
		s.get("/workers")
		s.want(ok(31) + kept5 + s.said())
		s.get("/workers")
		s.want(ok(31) + kept5 + s.said())
		back := s.and()
		s.get("/workers")
		s.wantOpen(4 * time.Second) // the worker still serves the other connection, although that connection is idle
		s.wantAfter(5*time.Second+drainTime, ok(31)+kept5+s.said())
		back()
		s.connect()
		s.get("/workers?workers=2")
		s.want(ok(31) + kept5 + s.said())
		back = s.and()
		s.get("/workers?workers=2")
		s.want(ok(31) + kept5 + s.said())
		back2 := s.and()
		s.get("/workers?workers=2")
		s.wantOpen(4 * time.Second)
		back2()
		back()
	},
}

var pipeliningStories = map[string]func(*story){
	"/pipeline": func(s *story) {
		for i := range 3 {
			s.get(fmt.Sprintf("/pipeline?delay=0.%d", i+1))
		}
		for i := range 3 {
			content := fmt.Sprintf("This answers request %d: /pipeline?delay=0.%d\n", i+1, i+1)
			s.wantAfter(time.Duration(i+1)*100*time.Millisecond, ok(len(content))+kept(99-i)+content)
		}
		s.wantFIN(5 * time.Second)
	},
	"/fast": func(s *story) {
		s.get("/delay")
		s.get("/fast")
		s.wantAfter(2*time.Second, ok(31)+kept(99)+words(1))
		s.want(ok(5) + kept(98) + "Fast\n")
		s.wantFIN(5 * time.Second)
	},
	"/reversed": func(s *story) {
		for i := range 3 {
			s.get(fmt.Sprintf("/reversed?n=%d", i+1))
		}
		s.get("/length?bytes=0")
		time.Sleep(50 * time.Millisecond)
		for i := 3; i > 0; i-- {
			content := fmt.Sprintf("This answers request %d: /reversed?n=%d\n", i, i)
			s.want(ok(len(content)) + "\r\n" + content)
		}
		s.want(ok(0) + kept(96))
		s.get("/reversed")
		s.send(strings.Repeat(lines("GET /reversed HTTP/1.1", "Host: practice", "Connection: close"), 2))
		s.want(ok(34) + "\r\nThis answers request 5: /reversed\n")
		s.want(ok(34) + closing + "This answers request 6: /reversed\n") // the response has close, so it is the last one
		s.wantFIN(0)
	},
}

var tlsClosingStories = map[string]func(*story){
	// The special behaviour of these scenarios needs TLS: see TestTLS.
	"/tls-truncated": func(s *story) {
		s.get("/tls-truncated")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\n" + closing + s.said())
		s.wantFIN(0)
	},
	"/tls-idle": func(s *story) {
		s.get("/tls-idle")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=2\r\n\r\n" + s.said())
		s.wantFIN(2 * time.Second)
	},
	"/tls-idle-no-fin": func(s *story) {
		s.get("/tls-idle-no-fin")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=2\r\n\r\n" + s.said())
		s.wantFIN(32 * time.Second)
	},
	"/tls-held-open": func(s *story) {
		s.get("/tls-held-open")
		s.want(ok(31) + closing + s.said())
		s.wantFIN(30 * time.Second)
	},
}

var gatewayStories = map[string]func(*story){
	"/gateway": func(s *story) {
		const kept60 = "Connection: keep-alive\r\nKeep-Alive: timeout=60\r\n\r\n"
		bad := strings.Replace(ok(31), "200 OK", "502 Bad Gateway", 1)
		s.get("/gateway")
		s.want(ok(31) + kept60 + s.said())
		for _, c := range []struct {
			wait time.Duration
			ok   string
		}{{3 * time.Second, ok(31)}, {4299 * time.Millisecond, ok(31)}, {4300 * time.Millisecond, bad}, {4999 * time.Millisecond, bad}, {5 * time.Second, ok(31)}} {
			time.Sleep(c.wait)
			s.get("/gateway")
			s.want(c.ok + kept60 + s.said())
		}
		time.Sleep(4600 * time.Millisecond)
		s.get("/gateway?pool=4")
		s.want(ok(31) + kept60 + s.said())
		s.wantFIN(time.Minute)
	},
	"/via": func(s *story) {
		const fields = "HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain; charset=iso-8859-1\r\n" +
			"X-Content-Type-Options: nosniff\r\nVia: 1.1 practice\r\n"
		content := "GET /via HTTP/1.1\r\nHost: practice\r\nX: 2\r\nVia: 1.1 practice\r\n\r\n(0 bytes of content followed)\n"
		s.get("/via", "Connection: keep-alive, x-hop", "X-Hop: 1", "Keep-Alive: timeout=3", "X: 2")
		s.want(fields + fmt.Sprintf("Content-Length: %d\r\n\r\n", len(content)) + content)
		content = "GET /via?leaks=1 HTTP/1.1\r\nHost: practice\r\nVia: 1.1 practice\r\n\r\n(0 bytes of content followed)\n"
		s.get("/via?leaks=1")
		s.want(fields + fmt.Sprintf("Content-Length: %d\r\nKeep-Alive: timeout=5\r\n\r\n", len(content)) + content)
		s.wantFIN(time.Minute)
	},
}

var tillStories = map[string]func(*story){
	"/till": func(s *story) {
		sales := func(n int, connection string) string { return ok(9) + connection + fmt.Sprintf("Sales: %d\n", n) }
		post := func(target string) {
			s.ask("POST", target, 1, "Content-Length: 7")
			s.send("sale=10")
		}
		s.get("/till")
		s.want(sales(0, kept(99)))
		post("/till?lose=1")
		s.wantFIN(0)
		s.connect()
		s.get("/till")
		s.want(sales(1, kept(99)))
		post("/till?lose=2")
		s.wantFIN(0)
		s.connect()
		post("/till")
		s.want(sales(2, kept(99)))
		for i := range 2 {
			s.ask("PUT", "/till/sale-7", 1, "Content-Length: 0")
			s.want(sales(3, kept(98-i)))
		}
		s.ask("DELETE", "/till", 1)
		s.want("HTTP/1.1 405 Method Not Allowed\r\nServer: linger-practice\r\n")
		time.Sleep(time.Second)
		s.connect()
		time.Sleep(9 * time.Minute)
		s.get("/patient")
		time.Sleep(9 * time.Minute)
		s.connect()
		for range 6 { // an hour passes
			s.get("/patient")
			time.Sleep(9 * time.Minute)
		}
		s.connect()
		s.get("/till")
		s.want(sales(0, kept(99)))
	},
}

// sales sends request on a new connection from address and returns the number of sales in
// the response, or "" if there is none.
func (r *room) sales(address, request string) string {
	c := r.connect(address, request)
	defer c.Close()
	c.SetReadDeadline(time.Now().Add(time.Second))
	b := make([]byte, 4096)
	n, _ := c.Read(b)
	_, sales, _ := strings.Cut(string(b[:n]), "Sales: ")
	return strings.TrimSpace(sales)
}
