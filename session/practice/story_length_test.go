package practice

import "time"

var lengthStories = map[string]func(*story){
	"/too-short": func(s *story) {
		s.get("/too-short")
		s.want(ok(10) + kept(99) + "10 bytes, and 18 too many.\r\n")
		s.get("/too-short")
		s.want(ok(10) + kept(98) + "10 bytes, and 18 too many.\r\n")
	},
	"/too-long": func(s *story) {
		s.get("/too-long")
		s.want(ok(512) + "\r\n" + filler(512)[:300])
		s.wantFIN(10 * time.Second)
	},
	"/no-length": func(s *story) {
		s.get("/no-length")
		s.want("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nThis is all, but who could know?\n")
		s.wantFIN(10 * time.Second)
	},
	"/te-and-cl": func(s *story) {
		s.get("/te-and-cl")
		s.want("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n" + kept(99) +
			"e\r\nChunked wins.\n\r\n0\r\n\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/differing-lengths": func(s *story) {
		s.get("/differing-lengths")
		s.want("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 10\r\nContent-Length: 28\r\n" + kept(99) +
			"10 bytes, or is it all 28?\r\n")
	},
	"/repeated-length": func(s *story) {
		s.get("/repeated-length")
		s.want("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 21\r\nContent-Length: 21, 21\r\n" + kept(99) +
			"Always the same: 21.\n")
		s.wantOpen(4 * time.Second)
	},
	"/bad-length": func(s *story) {
		s.get("/bad-length")
		s.want("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 28 bytes\r\n" + kept(99) + "Do not count on this length.")
		s.get("/bad-length?value=%2B28")
		s.want("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: +28\r\n" + kept(98) + "Do not count on this length.")
	},
	"/stall-at-end": func(s *story) {
		s.get("/stall-at-end")
		s.want(ok(64) + kept(99) + filler(63))
		s.wantAfter(2*time.Second, "\n")
		s.wantFIN(5 * time.Second)
	},
	"/head-body": func(s *story) {
		s.headOf("/head-body")
		s.want(ok(35) + kept(99) + "This content is sent even to HEAD.\n")
		s.get("/head-body")
		s.want(ok(35) + kept(98) + "This content is sent even to HEAD.\n")
	},
	"/no-content-body": func(s *story) {
		s.get("/no-content-body")
		s.want("HTTP/1.1 204 No Content\r\nContent-Length: 13\r\n" + kept(99) + "Not so empty\n")
		s.wantFIN(5 * time.Second)
	},
	"/not-modified-body": func(s *story) {
		s.get("/not-modified-body")
		s.want("HTTP/1.1 304 Not Modified\r\nETag: \"practice\"\r\nContent-Length: 14\r\n" + kept(99) + "But here it is")
	},
	"/reset-content": func(s *story) {
		s.get("/reset-content")
		s.want("HTTP/1.1 205 Reset Content\r\nContent-Length: 7\r\n" + kept(99) + "Reset.\n")
		s.headOf("/reset-content")
		s.want("HTTP/1.1 205 Reset Content\r\nContent-Length: 7\r\n" + kept(98))
	},
	"/no-content-chunked": func(s *story) {
		s.get("/no-content-chunked")
		s.want("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n" + kept(99) + "0\r\n\r\n")
	},
}
