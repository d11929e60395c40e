package practice

import "time"

var closingStories = map[string]func(*story){
	"/truncated": func(s *story) {
		s.get("/truncated")
		s.want(ok(512) + "\r\n" + filler(512)[:300])
		s.wantFIN(0)
		s.connect()
		s.get("/truncated?length=10&sent=9")
		s.want(ok(10) + "\r\n" + filler(9))
		s.wantFIN(0)
	},
	"/reset-body": func(s *story) {
		s.get("/reset-body")
		s.want(ok(512) + "\r\n" + filler(512)[:300])
		s.wantReset(beforeReset)
	},
	"/truncated-chunk": func(s *story) {
		s.get("/truncated-chunk")
		s.want(okChunked + "\r\n10\r\nThe first chunk.\r\n10\r\nThe sec")
		s.wantFIN(0)
	},
	"/going-away": func(s *story) {
		s.get("/going-away?after=1.2")
		s.want(okChunked + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\nf\r\nWorking on it.\n\r\n")
		s.wantAfter(500*time.Millisecond, "f\r\nWorking on it.\n\r\n")
		s.wantAfter(500*time.Millisecond, "f\r\nWorking on it.\n\r\n")
		s.wantFIN(200 * time.Millisecond)
	},
	"/cut-head": func(s *story) {
		s.get("/cut-head")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Len")
		s.wantFIN(0)
	},
	"/no-answer": func(s *story) {
		s.get("/no-answer")
		s.wantFIN(100 * time.Millisecond)
	},
	"/reset-answer": func(s *story) {
		s.get("/reset-answer?after=0.3")
		s.wantReset(300 * time.Millisecond)
	},
	"/answers-then-resets": func(s *story) {
		s.get("/answers-then-resets")
		s.want(ok(31) + closing + s.said())
		s.wantReset(0)
	},
}
