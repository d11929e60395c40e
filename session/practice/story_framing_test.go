package practice

import (
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"time"
)

var framingStories = map[string]func(*story){
	"/length": func(s *story) {
		s.get("/length")
		s.want(ok(512) + kept(99) + filler(512))
		s.headOf("/length?bytes=7")
		s.want(ok(7) + kept(98))
		s.get("/length?bytes=0")
		s.want(ok(0) + kept(97))
		s.wantFIN(5 * time.Second)
	},
	"/chunked": func(s *story) {
		s.get("/chunked")
		s.want(okChunked + kept(99) +
			"10\r\nThe first chunk.\r\n" + "10\r\n Then the second\r\n" + "10\r\n, and a third on\r\n" +
			"10\r\ne, and a fourth.\r\n" + "10\r\n This was five.\n\r\n" + "0\r\n\r\n")
		s.headOf("/chunked")
		s.want(okChunked + kept(98))
		s.get10("/chunked", "Connection: keep-alive")
		s.want(ok(80) + kept(97) + "The first chunk. Then the second, and a third one, and a fourth. This was five.\n")
	},
	"/trailers": func(s *story) {
		s.get("/trailers")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n" + kept(99) +
			"13\r\nA checksum of this \r\n" + "19\r\ncontent can be sent only \r\n" +
			"19\r\nwhen all of it is known.\n\r\n" + "0\r\nX-Sum: 7d0f\r\n\r\n")
	},
	"/until-close": func(s *story) {
		const head = "HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\n" + closing
		s.get("/until-close?lines=3")
		s.want(head + "Line 1 of 3.\nLine 2 of 3.\nLine 3 of 3.\n")
		s.wantFIN(0)
		s.connect()
		s.get("/until-close?lines=3&sent=1")
		s.want(head + "Line 1 of 3.\n")
		s.wantFIN(0)
	},
	"/head": func(s *story) {
		s.headOf("/head")
		s.want(ok(31) + kept(99))
		s.get("/head")
		s.want(ok(31) + kept(98) + s.said())
	},
	"/no-content": func(s *story) {
		s.get("/no-content")
		s.want("HTTP/1.1 204 No Content\r\nServer: linger-practice\r\n" + kept(99))
		s.wantOpen(4 * time.Second)
	},
	"/not-modified": func(s *story) {
		s.get("/not-modified")
		s.want("HTTP/1.1 304 Not Modified\r\nServer: linger-practice\r\nETag: \"practice\"\r\nContent-Length: 512\r\n" + kept(99))
		s.wantOpen(4 * time.Second)
	},
	"/echo": func(s *story) {
		const request = "POST /echo HTTP/1.1\r\nhost:practice\r\nContent-Length: 5\r\n\r\n"
		s.send(request + "hello")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain; charset=iso-8859-1\r\nX-Content-Type-Options: nosniff\r\n" +
			"Content-Length: 87\r\n" + kept(99) + request + "(5 bytes of content followed)\n")
	},
	"/extensions": func(s *story) {
		s.get("/extensions")
		s.want(okChunked + kept(99) + "4;first\r\none\n\r\n4;n=2\r\ntwo\n\r\n6;note=\"a;b\"\r\nthree\n\r\n0;last\r\n\r\n")
	},
	"/gzip": func(s *story) {
		compressed := compress(filler(4096))
		s.get("/gzip")
		s.want(strings.Replace(ok(len(compressed)), "text/plain\r\n", "text/plain\r\n"+gzipFields, 1) + kept(99) + compressed)
		s.wantGzip(compressed, filler(4096))
	},
	"/gzip-chunked": func(s *story) {
		s.get("/gzip-chunked?bytes=640")
		s.want(strings.Replace(okChunked, "text/plain\r\n", "text/plain\r\n"+gzipFields, 1) + kept(99))
		for _, part := range cut(compress(filler(640)), 64) {
			s.want(fmt.Sprintf("%x\r\n%s\r\n", len(part), part))
		}
		s.want("0\r\n\r\n")
	},
	"/transfer-gzip": func(s *story) {
		s.get("/transfer-gzip")
		s.want(okChunked + kept(99))
		for _, part := range cut(filler(1024), 256) {
			s.want("100\r\n" + part + "\r\n")
		}
		s.want("0\r\n\r\n")
		compressed := compress(filler(1024))
		s.get("/transfer-gzip", "TE: gzip, trailers", "Connection: TE")
		s.want(strings.Replace(okChunked, "chunked", "gzip, chunked", 1) + kept(98) +
			fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(compressed), compressed))
		s.wantGzip(compressed, filler(1024))
	},
	"/early-hints": func(s *story) {
		s.get("/early-hints?hints=2")
		s.want("HTTP/1.1 103 Early Hints\r\nLink: </style-1.css>; rel=preload\r\n\r\n" +
			"HTTP/1.1 103 Early Hints\r\nLink: </style-2.css>; rel=preload\r\n\r\n")
		s.wantAfter(500*time.Millisecond, ok(31)+kept(99)+s.said())
		s.get10("/early-hints")
		s.wantAfter(500*time.Millisecond, ok(31)+closing+s.said())
	},
	"/continue": func(s *story) {
		s.send(lines("POST /continue HTTP/1.1", "Host: practice", "Content-Length: 5", "Expect: 100-Continue"))
		s.want("HTTP/1.1 100 Continue\r\n\r\n")
		s.wantOpen(10 * time.Second)
		s.send("hello")
		s.want(ok(28) + kept(99) + "5 bytes of content arrived.\n")
		// "A server MAY omit sending a 100 (Continue) response if it has already
		// received some or all of the content" (RFC 9110 §10.1.1).
		s.send(lines("POST /continue HTTP/1.1", "Host: practice", "Content-Length: 5", "Expect: 100-continue") + "hello")
		s.want(ok(28) + kept(98) + "5 bytes of content arrived.\n")
		s.send(lines("POST /continue HTTP/1.1", "Host: practice", "Transfer-Encoding: chunked", "Expect: 100-continue"))
		s.want("HTTP/1.1 100 Continue\r\n\r\n")
		s.send("3;x\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n")
		s.want(ok(28) + kept(97) + "5 bytes of content arrived.\n")
		// "A server that receives a 100-continue expectation in an HTTP/1.0
		// request MUST ignore that expectation."
		s.send(lines("POST /continue HTTP/1.0", "Content-Length: 5", "Expect: 100-continue"))
		s.wantOpen(time.Second)
		s.send("hello")
		s.want(ok(28) + closing + "5 bytes of content arrived.\n")
		s.wantFIN(0)
	},
	"/expect-refused": func(s *story) {
		s.send(lines("POST /expect-refused HTTP/1.1", "Host: practice", "Content-Length: 5"))
		s.send("hello")
		s.want(ok(40) + "\r\nSend content with Expect: 100-continue.\n")
		s.send(lines("POST /expect-refused HTTP/1.1", "Host: practice", "Content-Length: 5", "Expect: 100-continue"))
		s.want("HTTP/1.1 417 Expectation Failed\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 27\r\n" + closing +
			"The content is not wanted.\n")
		s.wantFIN(0)
	},
	"/expect-ignored": func(s *story) {
		s.send(lines("POST /expect-ignored HTTP/1.1", "Host: practice", "Content-Length: 5", "Expect: 100-continue"))
		s.wantOpen(10 * time.Second)
		s.send("hello")
		s.want(ok(43) + kept(99) + "5 bytes of content arrived, without a 100.\n")
	},
	"/upgrade": func(s *story) {
		s.get("/upgrade")
		s.want("HTTP/1.1 426 Upgrade Required\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nUpgrade: echo\r\nContent-Length: 44\r\n" +
			"Connection: upgrade\r\n" + kept(99) + "Send Upgrade: echo and Connection: upgrade.\n")
		s.get("/upgrade", "Upgrade: echo", "Connection: Upgrade")
		s.want("HTTP/1.1 101 Switching Protocols\r\nServer: linger-practice\r\nUpgrade: echo\r\nConnection: upgrade\r\n\r\n")
		s.send("GET / HTTP/1.1\r\n\r\n")
		s.want("GET / HTTP/1.1\r\n\r\n")
		s.wantFIN(tunnelWait)
	},
}

func (s *story) wantGzip(compressed, content string) {
	s.t.Helper()
	r, err := gzip.NewReader(strings.NewReader(compressed))
	if err != nil {
		s.t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil || string(got) != content {
		s.t.Fatalf("decompressed %d bytes (%v), want the %d bytes of the content", len(got), err, len(content))
	}
}
