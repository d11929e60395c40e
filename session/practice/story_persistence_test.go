package practice

import (
	"strings"
	"time"
)

var persistenceStories = map[string]func(*story){
	"/countdown": func(s *story) {
		s.get("/countdown")
		s.want(ok(31) + kept(9) + s.said())
		time.Sleep(4 * time.Second)
		s.get("/countdown?timeout=3&max=5")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=3, max=3\r\n\r\n" + s.said())
		s.wantFIN(3 * time.Second)

		s.connect()
		for n := range 3 {
			s.get("/countdown?max=4")
			s.want(ok(31) + kept(3-n) + s.said())
		}
		s.get("/countdown?max=4")
		s.want(ok(31) + closing + s.said())
		s.wantFIN(0)
	},
	"/close": func(s *story) {
		s.get("/close")
		s.want(ok(31) + closing + s.said())
		s.wantFIN(0)
	},
	"/no-hint": func(s *story) {
		s.get("/no-hint")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(8 * time.Second)
		s.connect()
		s.get10("/no-hint", "Connection: Keep-Alive")
		s.want(ok(31) + "Connection: keep-alive\r\n\r\n" + s.said())
		s.get10("/no-hint")
		s.want(ok(31) + closing + s.said())
		s.wantFIN(0)
	},
	"/patient": func(s *story) {
		s.get("/patient")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=600\r\n\r\n" + s.said())
		s.wantFIN(10 * time.Minute)
	},
	"/unknown-parameters": func(s *story) {
		s.get("/unknown-parameters?max=2")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: Timeout=5, max=1, trace=abc, note=\"a, b\"\r\n\r\n" + s.said())
		s.get("/unknown-parameters?max=2")
		s.want(ok(31) + closing + s.said())
		s.wantFIN(0)
	},
	"/age": func(s *story) {
		for range 3 {
			s.get("/age")
			s.want(ok(31) + "\r\n" + s.said())
			time.Sleep(7 * time.Second)
		}
		s.get("/age")
		s.want(ok(31) + closing + s.said())
		s.wantFIN(0)
	},
	"/crlf": func(s *story) {
		s.get("/crlf")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantAfter(time.Second, "\r\n\r\n")
		s.wantFIN(4 * time.Second)
	},
	"/http10": func(s *story) {
		s.get10("/http10", "Connection: keep-alive")
		s.want("HTTP/1.0 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 31\r\n\r\n" + s.said())
		s.wantFIN(0)
	},
	"/http10-keep-alive": func(s *story) {
		const start = "HTTP/1.0 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 31\r\n"
		s.get10("/http10-keep-alive", "Connection: keep-alive")
		s.want(start + kept(99) + s.said())
		s.get("/http10-keep-alive", "Connection: keep-alive")
		s.want(start + kept(98) + s.said())
		s.get10("/http10-keep-alive")
		s.want(start + "\r\n" + s.said())
		s.wantFIN(0)
	},
	"/http10-refused": func(s *story) {
		s.get("/http10-refused")
		s.want(ok(31) + kept(99) + s.said())
		s.get10("/http10-refused", "Connection: keep-alive")
		s.want(ok(31) + closing + s.said())
		s.wantFIN(0)
	},
}

var hintStories = map[string]func(*story){
	"/early": func(s *story) {
		s.get("/early")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantFIN(3 * time.Second)
	},
	"/late": func(s *story) {
		s.get("/late")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=2\r\n\r\n" + s.said())
		s.wantFIN(5 * time.Second)
	},
	"/zero": func(s *story) {
		s.get("/zero")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=0\r\n\r\n" + s.said())
		s.wantFIN(1900 * time.Millisecond)
	},
	"/range": func(s *story) {
		// The server checks its clock every 2.1 s, counted from its start.
		s.get("/range")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(4200 * time.Millisecond)
		s.connect()
		time.Sleep(time.Second) // 5.2 s after the start of the server
		s.get("/range?timeout=3")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=3\r\n\r\n" + s.said())
		s.wantFIN(3200 * time.Millisecond)
	},
	"/keep-alive-alone": func(s *story) {
		s.get("/keep-alive-alone")
		s.want(ok(31) + "Keep-Alive: timeout=5, max=100\r\n\r\n" + s.said())
		s.wantFIN(5 * time.Second)
	},
	"/hint": func(s *story) {
		s.get("/hint")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=8\r\n\r\n" + s.said())
		s.get("/hint?value=max=100,%20timeout=300")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: max=100, timeout=300\r\n\r\n" + s.said())
		s.wantFIN(8 * time.Second)
	},
	"/bad-hint": func(s *story) {
		s.get("/bad-hint")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: 300\r\n\r\n" + s.said())
		s.get("/bad-hint?value=timeout%3D%22x%22;+max")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=\"x\"; max\r\n\r\n" + s.said())
		s.get("/bad-hint?value=timeout=5%0d%0aX:y")
		s.want(page("400 Bad Request", `Parameters of /bad-hint: value="timeout=5\r\nX:y" cannot be sent; it takes at most 200 visible US-ASCII characters and spaces.

Parameters
  value=300: value of Keep-Alive
  after=8 (0 to 600 s): idle time until the close
`, kept(97)))
		s.get("/bad-hint?value=timeout=soon")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=soon\r\n\r\n" + s.said())
		s.wantFIN(8 * time.Second)
	},
	"/two-hints": func(s *story) {
		s.get("/two-hints")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=60\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantFIN(5 * time.Second)
	},
	"/proxy-connection": func(s *story) {
		s.get("/proxy-connection")
		s.want(ok(31) + "Connection: close\r\nProxy-Connection: keep-alive\r\n\r\n" + s.said())
		time.Sleep(time.Second)
		s.get("/length") // the server no longer answers
		s.wantFIN(3 * time.Second)
	},
	"/ends-before-max": func(s *story) {
		for n := range 3 {
			s.get("/ends-before-max")
			s.want(ok(31) + kept(9-n) + s.said())
		}
		s.wantFIN(0)
	},
	"/constant-max": func(s *story) {
		for range 4 {
			s.get("/constant-max")
			s.want(ok(31) + kept(100) + s.said())
		}
		s.get("/constant-max")
		s.want(ok(31) + closing + s.said())
		s.wantFIN(0)
	},
	"/exceeds-max": func(s *story) {
		for _, left := range []int{2, 1, 0, 0, 0} {
			s.get("/exceeds-max")
			s.want(ok(31) + kept(left) + s.said())
		}
		s.wantFIN(5 * time.Second)
	},
	"/close-unannounced": func(s *story) {
		s.get("/close-unannounced")
		s.want(ok(31) + kept(100) + s.said())
		s.wantFIN(0)
		s.connect()
		s.get("/close-unannounced?after=2")
		s.get("/length")
		s.want(ok(31) + kept(100) + words(1))
		time.Sleep(time.Second)
		s.send(strings.Repeat("GET /length HTTP/1.1\r\n", 10_000)) // more than the server buffers
		s.wantFIN(2 * time.Second)
	},
	"/close-not-done": func(s *story) {
		for range 2 {
			s.get("/close-not-done")
			s.want(ok(31) + closing + s.said())
		}
		s.wantFIN(30 * time.Second)
	},
	"/ignores-close": func(s *story) {
		for range 2 {
			s.get("/ignores-close", "Connection: close")
			s.want(ok(31) + "Connection: keep-alive\r\n\r\n" + s.said())
		}
		s.wantFIN(30 * time.Second)
	},
	"/close-unsaid": func(s *story) {
		s.get("/close-unsaid")
		s.want(ok(31) + kept(99) + s.said())
		s.get("/close-unsaid", "Connection: close")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(0)
	},
	"/close-and-keep-alive": func(s *story) {
		s.get("/close-and-keep-alive")
		s.want(ok(31) + "Connection: keep-alive, close\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantFIN(0)
	},
}
