package practice

import "time"

var lengthStories = map[string]func(*story){
	"/too-short": func(s *story) {
		s.get("/too-short")
		s.want(ok(10) + kept(99) + filler(28))
		s.get("/too-short")
		s.want(ok(10) + kept(98) + filler(28))
	},
	"/too-long": func(s *story) {
		s.get("/too-long")
		s.want(ok(512) + "\r\n" + filler(512)[:300])
		s.wantFIN(10 * time.Second)
	},
	"/no-length": func(s *story) {
		s.get("/no-length")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\n\r\n" + s.said())
		s.wantFIN(10 * time.Second)
	},
	"/te-and-cl": func(s *story) {
		s.get("/te-and-cl")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n" + kept(99) +
			"1f\r\n" + s.said() + "\r\n0\r\n\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/differing-lengths": func(s *story) {
		s.get("/differing-lengths")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 10\r\nContent-Length: 28\r\n" + kept(99) +
			filler(28))
	},
	"/repeated-length": func(s *story) {
		s.get("/repeated-length")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 21\r\nContent-Length: 21, 21\r\n" + kept(99) +
			filler(21))
		s.wantOpen(4 * time.Second)
	},
	"/bad-length": func(s *story) {
		s.get("/bad-length")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 28 bytes\r\n" + kept(99) + filler(28))
		s.get("/bad-length?value=%2B28")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: +28\r\n" + kept(98) + filler(28))
	},
	"/stall-at-end": func(s *story) {
		s.get("/stall-at-end")
		s.want(ok(64) + kept(99) + filler(63))
		s.wantAfter(2*time.Second, "\n")
		s.wantFIN(5 * time.Second)
	},
	"/head-body": func(s *story) {
		s.headOf("/head-body")
		s.want(ok(31) + kept(99) + s.said())
		s.get("/head-body")
		s.want(ok(31) + kept(98) + s.said())
	},
	"/no-content-body": func(s *story) {
		s.get("/no-content-body")
		s.want("HTTP/1.1 204 No Content\r\nServer: linger-practice\r\nContent-Length: 13\r\n" + kept(99) + filler(13))
		s.wantFIN(5 * time.Second)
	},
	"/not-modified-body": func(s *story) {
		s.get("/not-modified-body")
		s.want("HTTP/1.1 304 Not Modified\r\nServer: linger-practice\r\nETag: \"practice\"\r\nContent-Length: 14\r\n" + kept(99) + filler(14))
	},
	"/reset-content": func(s *story) {
		s.get("/reset-content")
		s.want("HTTP/1.1 205 Reset Content\r\nServer: linger-practice\r\nContent-Length: 7\r\n" + kept(99) + filler(7))
		s.headOf("/reset-content")
		s.want("HTTP/1.1 205 Reset Content\r\nServer: linger-practice\r\nContent-Length: 7\r\n" + kept(98))
	},
	"/no-content-chunked": func(s *story) {
		s.get("/no-content-chunked")
		s.want("HTTP/1.1 204 No Content\r\nServer: linger-practice\r\nTransfer-Encoding: chunked\r\n" + kept(99) + "0\r\n\r\n")
	},
}
