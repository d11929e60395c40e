package practice

import (
	"fmt"
	"strings"
	"time"
)

var leftOverStories = map[string]func(*story){
	"/length-in-characters": func(s *story) {
		const content = "Süße Grüße aus Köln, schöne Tage in Århus.\n"
		s.get("/length-in-characters")
		s.want(ok(43) + kept(99) + content) // 49 bytes
		s.get("/length-in-characters")
		s.want(ok(43) + kept(98) + content)
	},
	"/length-counts-lf": func(s *story) {
		s.get("/length-counts-lf")
		s.want(ok(192) + kept(99) + strings.ReplaceAll(filler(192), "\n", "\r\n"))
		s.wantFIN(5 * time.Second)
	},
	"/empty-chunk": func(s *story) {
		s.get("/empty-chunk")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n0\r\n\r\n1f\r\n" + s.said() + "\r\n0\r\n\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/two-last-chunks": func(s *story) {
		s.get("/two-last-chunks")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n0\r\n\r\n0\r\n\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/missing-last-chunk": func(s *story) {
		s.get("/missing-last-chunk")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n1f\r\n" + s.said() + "\r\n")
		s.get("/length?bytes=0")
		s.want(ok(0) + kept(98))
	},
	"/decimal-chunks": func(s *story) {
		s.get("/decimal-chunks")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n16\r\n" + filler(16) + "\r\n16\r\n" + filler(16) + "\r\n0\r\n\r\n")
	},
	"/chunk-off-by-one": func(s *story) {
		s.get("/chunk-off-by-one")
		s.want(okChunked + kept(99) + "6\r\nOne.\r\n\r\n20\r\n" + s.said() + "\r\n0\r\n\r\n")
	},
	"/chunk-before-status": func(s *story) {
		s.get("/chunk-before-status")
		message := ok(31) + closing + s.said()
		s.want(fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(message), message))
		s.wantFIN(0)
	},
	"/other-protocol": func(s *story) {
		s.get("/other-protocol")
		s.want("SSH-2.0-OpenSSH_9.6\r\n")
		s.wantFIN(0)
	},
}

var descriptionStories = map[string]func(*story){
	"/length-before-gzip": func(s *story) {
		s.get("/length-before-gzip")
		s.want(strings.Replace(okChunked, "Transfer-Encoding: chunked\r\n", gzipFields, 1) + "Content-Length: 512\r\n\r\n" + compress(filler(512)))
		s.wantFIN(10 * time.Second)
	},
	"/gzip-empty": func(s *story) {
		s.get("/gzip-empty")
		s.want(strings.Replace(ok(0), "Content-Length", gzipFields+"Content-Length", 1) + kept(99))
		s.wantFIN(5 * time.Second)
	},
	"/not-chunked": func(s *story) {
		s.get("/not-chunked")
		s.want(okChunked + "Connection: keep-alive\r\nKeep-Alive: timeout=5, max=99\r\n\r\n<p>" + s.said() + "</p>\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/empty-line-chunk": func(s *story) {
		s.get("/empty-line-chunk")
		s.want(okChunked + "Connection: keep-alive\r\nKeep-Alive: timeout=5, max=99\r\n\r\n6\r\nOne.\r\n\r\n5\r\nHello\r\n\r\n3\r\n...\r\n0\r\n\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/head-without-end": func(s *story) {
		s.get("/head-without-end")
		s.want(ok(40) + "<p>" + s.said() + "</p>\r\n\r\n")
		s.wantFIN(10 * time.Second)
	},
	"/not-gzip": func(s *story) {
		s.get("/not-gzip")
		s.want(strings.Replace(ok(31), "Content-Length", "Content-Encoding: gzip\r\nContent-Length", 1) + kept(99) + s.said())
	},
	"/range-mismatch": func(s *story) {
		s.get("/range-mismatch")
		s.want("HTTP/1.1 206 Partial Content\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-99/512\r\n" +
			"Content-Length: 64\r\n" + kept(99) + filler(64))
	},
	"/content-chunked": func(s *story) {
		s.get("/content-chunked")
		s.want(strings.Replace(ok(42), "Content-Length", "Content-Encoding: chunked\r\nContent-Length", 1) + kept(99) +
			"1f\r\n" + s.said() + "\r\n0\r\n\r\n")
		s.wantFIN(5 * time.Second)
	},
	"/location-twice": func(s *story) {
		s.get("/location-twice")
		s.want("HTTP/1.1 302 Found\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nLocation: /length\r\nLocation: /chunked\r\n" +
			"Content-Length: 31\r\n" + kept(99) + s.said())
	},
	"/no-type": func(s *story) {
		s.get("/no-type")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Length: 31\r\n" + kept(99) + s.said())
		s.headOf("/no-type")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Length: 31\r\n" + kept(98))
		s.wantFIN(5 * time.Second)
	},
}

var optionStories = map[string]func(*story){
	"/connection-closed": func(s *story) {
		s.get("/connection-closed")
		s.want(ok(31) + "Connection: closed\r\n\r\n" + s.said())
		s.wantFIN(0)
	},
	"/scrambled-connection": func(s *story) {
		s.get("/scrambled-connection")
		s.want(strings.Replace(ok(31), "Content-Length", "nnCoection: close\r\nContent-Length", 1) + kept(99) + s.said())
		s.wantFIN(5 * time.Second)
	},
	"/upgrade-unasked": func(s *story) {
		s.get("/upgrade-unasked")
		s.want("HTTP/1.1 101 Switching Protocols\r\nServer: linger-practice\r\n\r\n\x00\x01\x02\x03")
		time.Sleep(time.Second)
		s.get("/length") // the connection no longer carries HTTP
		s.wantFIN(5 * time.Second)
	},
	"/upgrade-unnamed": func(s *story) {
		s.get("/upgrade-unnamed")
		s.want("HTTP/1.1 426 Upgrade Required\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 31\r\n" + kept(99) + s.said())
	},
	"/upgrade-no-option": func(s *story) {
		s.get("/upgrade-no-option")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nUpgrade: h2c\r\nContent-Length: 31\r\n" + kept(99) + s.said())
	},
	"/ntlm-close": func(s *story) {
		const head = "HTTP/1.1 401 Unauthorized\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nWWW-Authenticate: NTLM"
		s.get("/ntlm-close")
		s.want(head + "\r\nContent-Length: 31\r\n" + kept(99) + s.said())
		s.get("/ntlm-close", "Authorization: NTLM TlRMTVNTUAABAAAA")
		s.want(head + " TlRMTVNTUAACAAAAAAAAADgAAAABggAAABEiM0RVZncAAAAAAAAAAAAAAAAAAAAA\r\nContent-Length: 31\r\n" + closing + s.said())
		s.wantFIN(0)
	},
}

var requestSideStories = map[string]func(*story){
	"/early-413": func(s *story) {
		s.get("/early-413")
		s.want(ok(31) + kept(99) + s.said())
		s.send(lines("POST /early-413 HTTP/1.1", "Host: practice", "Content-Length: 100000") + "the beginning")
		s.want("HTTP/1.1 413 Content Too Large\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 31\r\n" + closing + words(2))
		s.wantFIN(0)
	},
	"/unread-content": func(s *story) {
		s.send(lines("POST /unread-content HTTP/1.1", "Host: practice", "Content-Length: 48") + lines("GET /length?bytes=1 HTTP/1.1", "Host: x"))
		s.want(ok(31) + kept(99) + words(1))
		s.want(ok(1) + kept(98) + filler(1)) // the response to the content
		s.send(lines("POST /unread-content HTTP/1.1", "Host: practice", "Content-Length: 6") + "a=1\r\n\r\n")
		s.want(ok(31) + kept(97) + words(3))
		s.want("HTTP/1.1 400 Bad Request\r\n")
	},
	"/http10-waits": func(s *story) {
		s.get("/http10-waits")
		s.want(okChunked + "\r\n1f\r\n" + s.said() + "\r\n0\r\n\r\n")
		s.get10("/http10-waits")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\n\r\n" + s.said())
		s.wantFIN(10 * time.Second)
	},
}
