package practice

import (
	"fmt"
	"strings"
	"time"
)

var dialectStories = map[string]func(*story){
	"/like/apache": func(s *story) {
		s.get("/like/apache")
		s.want(s.asLike("Apache", 0, "")) // Apache sends no Keep-Alive, because the request has none
		s.connect()
		for left := 5; left > 0; left-- {
			s.get("/like/apache?max=5", "Connection: keep-alive")
			s.want(s.asLike("Apache", 0, fmt.Sprintf("Keep-Alive: timeout=5, max=%d\r\nConnection: Keep-Alive\r\n", left)))
		}
		s.get("/like/apache?max=5", "Connection: keep-alive")
		s.want(s.asLike("Apache", 0, "Connection: close\r\n"))
		s.wantFIN(0)
		s.send("swallowed")
		time.Sleep(5 * time.Second)
		s.send("swallowed too")
		s.connect()
		s.get("/like/apache?max=0", "Connection: keep-alive")
		s.want(s.asLike("Apache", 5, "Keep-Alive: timeout=5\r\nConnection: Keep-Alive\r\n"))
		s.wantFIN(5 * time.Second)
	},
	"/like/nginx": func(s *story) {
		s.get("/like/nginx")
		s.want(s.asLike("nginx", 0, "Connection: keep-alive\r\n"))
		s.wantFIN(75 * time.Second)
		s.connect()
		s.get("/like/nginx?timeout=3&header=4")
		s.want(s.asLike("nginx", 75, "Connection: keep-alive\r\nKeep-Alive: timeout=4\r\n"))
		s.wantFIN(3 * time.Second)
		s.connect()
		s.get("/like/nginx?requests=2&age=2")
		s.want(s.asLike("nginx", 78, "Connection: keep-alive\r\n"))
		s.get("/like/nginx?requests=2")
		s.want(s.asLike("nginx", 78, "Connection: close\r\n"))
		s.wantFIN(0)
		s.connect()
		time.Sleep(2 * time.Second)
		s.get("/like/nginx?age=2")
		s.want(s.asLike("nginx", 80, "Connection: close\r\n"))
		s.wantFIN(0)
	},
	"/like/node": func(s *story) {
		s.get("/like/node")
		s.want(s.asLike("Node.js", 0, "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"))
		s.wantFIN(6 * time.Second)
		s.connect()
		s.get("/like/node?timeout=0.9")
		s.want(s.asLike("Node.js", 6, "Connection: keep-alive\r\nKeep-Alive: timeout=0\r\n"))
		s.wantFIN(1900 * time.Millisecond)
		s.connect()
		for range 3 {
			s.get("/like/node?max=4&timeout=2.5")
			s.want(s.asLike("Node.js", 7, "Connection: keep-alive\r\nKeep-Alive: timeout=2, max=4\r\n"))
		}
		s.get("/like/node?max=4&timeout=2.5")
		s.want(s.asLike("Node.js", 7, "Connection: close\r\n"))
		time.Sleep(3 * time.Second)
		s.wantOpen(400 * time.Millisecond) // the response had close, but the server does not close before 3.5 s
		s.get("/like/node?max=4&timeout=2.5")
		s.want("HTTP/1.1 503 Service Unavailable\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n" + closing)
		s.wantFIN(0)
		s.connect()
		for range 6 {
			s.get10("/like/node?max=4", "Connection: keep-alive")
			s.want(s.asLike("Node.js", 11, "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"))
		}
	},
	"/like/bun": func(s *story) {
		time.Sleep(time.Second)
		s.get("/like/bun")
		s.want(s.asLike("Bun", 1, ""))
		s.wantFIN(3 * time.Second)
		s.connect()
		s.get10("/like/bun", "Connection: keep-alive")
		s.want(s.asLike("Bun", 4, ""))
		s.wantFIN(0)
	},
	"/like/tomcat": func(s *story) {
		s.get("/like/tomcat?timeout=2.5")
		s.want(s.asLike("Tomcat", 0, ""))
		s.wantFIN(3400 * time.Millisecond)
		s.connect() // at 3.4 s, just after a check of the clock
		s.get("/like/tomcat?timeout=2.5&max=2", "Connection: keep-alive")
		s.want(s.asLike("Tomcat", 3, "Keep-Alive: timeout=2\r\nConnection: keep-alive\r\n"))
		s.get("/like/tomcat?timeout=2.5&max=2", "Connection: keep-alive")
		s.want(s.asLike("Tomcat", 3, "Connection: close\r\n"))
		s.wantFIN(0)
	},
	"/like/jdk": func(s *story) {
		s.get("/like/jdk")
		s.want(s.asLike("jdk.httpserver", 0, ""))
		for range 2 {
			s.get10("/like/jdk", "Connection: keep-alive")
			s.want(s.asLike("jdk.httpserver", 0, "Connection: keep-alive\r\nKeep-Alive: timeout=2, max=200\r\n"))
		}
		s.wantFIN(8300 * time.Millisecond)
	},
	"/like/gunicorn": func(s *story) {
		s.get("/like/gunicorn")
		s.want(s.asLike("gunicorn", 0, "Connection: keep-alive\r\n"))
		s.headOf("/like/gunicorn")
		s.want(s.asLike("gunicorn", 0, "Connection: keep-alive\r\n"))
		s.wantFIN(3 * time.Second)
		s.connect()
		s.send(strings.Repeat(lines("GET /like/gunicorn HTTP/1.1", "Host: practice"), 5))
		s.n = 1
		s.want(s.asLike("gunicorn", 3, "Connection: keep-alive\r\n"))
		s.wantFIN(0)
	},
	"/like/gunicorn-sync": func(s *story) {
		s.get("/like/gunicorn-sync")
		s.want(s.asLike("gunicorn", 0, "Connection: close\r\n"))
		s.wantFIN(0)
	},
	"/like/uvicorn": func(s *story) {
		s.get("/like/uvicorn")
		s.want(s.asLike("uvicorn", 0, ""))
		s.wantFIN(5 * time.Second)
		s.connect()
		s.get10("/like/uvicorn", "Connection: keep-alive")
		s.want(s.asLike("uvicorn", 5, "Connection: close\r\n"))
		s.wantFIN(0)
	},
	"/like/waitress": func(s *story) {
		s.headOf("/like/waitress")
		s.want(s.asLike("waitress", 0, ""))
		s.get("/like/waitress")
		s.want(s.asLike("waitress", 0, ""))
		s.wantFIN(3400 * time.Millisecond)
	},
	"/like/http.server": func(s *story) {
		s.get("/like/http.server")
		s.want(s.asLike("http.server", 0, ""))
		s.get("/like/http.server", "Connection: close")
		all := s.asLike("http.server", 0, "")
		s.want(strings.TrimSuffix(all, s.said()))
		s.wantAfter(40*time.Millisecond, s.said())
		s.wantFIN(0)
	},
	"/like/lighttpd": func(s *story) {
		s.get("/like/lighttpd")
		s.want(s.asLike("lighttpd", 0, ""))
		s.wantFIN(4200 * time.Millisecond)
		s.connect()
		for range 4 {
			s.get("/like/lighttpd?max=4")
			s.want(s.asLike("lighttpd", 4, ""))
		}
		s.get("/like/lighttpd?max=4")
		s.want(s.asLike("lighttpd", 4, "Connection: close\r\n"))
		s.wantFIN(0)
	},
	"/like/puma": func(s *story) {
		s.get("/like/puma")
		s.want(s.asLike("Puma", 0, ""))
		s.wantFIN(2200 * time.Millisecond)
	},
	"/like/go": func(s *story) {
		s.get("/like/go?timeout=90")
		s.want(s.asLike("Go", 0, ""))
		s.wantFIN(90 * time.Second)
	},
	"/like/tinyproxy": func(s *story) {
		s.get("/like/tinyproxy")
		s.want(s.asLike("tinyproxy", 0, ""))
		s.wantFIN(0)
	},
	"/like/clickhouse": func(s *story) {
		s.get("/like/clickhouse")
		s.want(s.asLike("ClickHouse", 0, "Connection: keep-alive\r\nKeep-Alive: timeout=10, max=9999\r\n"))
		s.wantFIN(10 * time.Second)
	},
	"/like/privoxy": func(s *story) {
		s.get("/like/privoxy")
		s.want(s.asLike("privoxy", 0, ""))
		s.wantAfter(3*time.Second, "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n"+closing)
		s.wantFIN(0)
	},
}
