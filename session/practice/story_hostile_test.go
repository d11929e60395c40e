package practice

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

var hostileStories = map[string]func(*story){
	"/big": func(s *story) {
		const size = 3*piece + 100
		s.get(fmt.Sprintf("/big?bytes=%d", size))
		s.want(ok(size) + kept(99))
		for range 3 {
			s.want(filler(piece))
		}
		s.want(filler(100))
		s.headOf("/big")
		s.want(ok(8<<20) + kept(98))
		s.wantFIN(5 * time.Second)
	},
	"/slow": func(s *story) {
		s.get("/slow?chunks=3")
		s.want(okChunked + kept(99) + "d\r\nPart 1 of 3.\n\r\n")
		s.wantAfter(500*time.Millisecond, "d\r\nPart 2 of 3.\n\r\n")
		s.wantAfter(500*time.Millisecond, "d\r\nPart 3 of 3.\n\r\n")
		s.wantAfter(500*time.Millisecond, "0\r\n\r\n")
		s.get10("/slow?chunks=2", "Connection: keep-alive")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\n" + closing + "Part 1 of 2.\n")
		s.wantAfter(500*time.Millisecond, "Part 2 of 2.\n")
		s.wantFIN(500 * time.Millisecond)
	},
	"/drip": func(s *story) {
		s.get("/drip")
		message := ok(31) + kept(99) + s.said()
		s.want("H")
		for i := 1; i < len(message); i++ {
			s.wantAfter(20*time.Millisecond, message[i:i+1])
		}
		s.wantFIN(5 * time.Second)
	},
	"/silence": func(s *story) {
		s.get("/silence")
		s.wantFIN(time.Minute)
	},
	"/delay": func(s *story) {
		s.get("/delay?for=1.5")
		s.wantAfter(1500*time.Millisecond, ok(31)+kept(99)+s.said())
	},
	"/stall": func(s *story) {
		s.get("/stall")
		s.want(ok(31) + kept(99) + s.said())
		s.get("/stall")
		s.want(ok(31) + kept(98))
		s.wantAfter(40*time.Millisecond, s.said())
	},
	"/endless-head": func(s *story) {
		s.get("/endless-head?bytes=10000")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\n")
		for i := range 192 { // 64 at a time
			s.want(fmt.Sprintf("X-Field-%07d: one more of a great many field lines in here\r\n", i))
		}
		s.want("Content-Length: 12\r\n" + kept(99) + "At the end.\n")
	},
	"/endless-line": func(s *story) {
		s.get("/endless-line")
		s.want("HTTP/1.1 200 OK\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nX-Long: ")
		for range 2 << 20 / 4096 {
			s.want(strings.Repeat("a", 4096))
		}
		s.want("\r\nContent-Length: 12\r\n" + kept(99) + "At the end.\n")
	},
	"/endless-interim": func(s *story) {
		s.get("/endless-interim")
		for range 150 {
			s.want("HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
		}
		s.want(ok(31) + kept(99) + s.said())
		s.get10("/endless-interim")
		s.want(ok(31) + closing + s.said())
	},
	"/endless-body": func(s *story) {
		s.get("/endless-body?bytes=200000")
		s.want(okChunked + "\r\n")
		for range 200_000 / 22 {
			s.want("10\r\nAnd on, and on, \r\n")
		}
		s.want("10\r\nAnd on, and on, \r\n"[:200_000%22])
		s.wantFIN(0)
	},
	"/bomb": func(s *story) {
		compressed := zeros(1 << 20)
		s.get("/bomb?bytes=1048576")
		s.want(strings.Replace(ok(len(compressed)), "text/plain\r\n", "text/plain\r\n"+gzipFields, 1) + kept(99) + compressed)
		s.wantGzip(compressed, strings.Repeat("\x00", 1<<20))
	},
}

// zeros returns a single gzip member. Its size is about a thousandth of that of the zero
// bytes.
func TestZerosIsOneGzipMember(t *testing.T) {
	for _, n := range []int{0, 1, 1<<20 - 1, 1 << 20, 2 << 20, 2<<20 + 5, 3 << 20, 9<<20 + 70_000} {
		compressed := zeros(n)
		r, err := gzip.NewReader(strings.NewReader(compressed))
		if err != nil {
			t.Fatal(err)
		}
		r.Multistream(false)
		b, err := io.ReadAll(r)
		if err != nil || len(b) != n || len(bytes.Trim(b, "\x00")) > 0 || len(compressed) > 100+n/1000 {
			t.Errorf("zeros(%d) has %d bytes and decompresses to %d bytes (%v), want n zero bytes from at most 100+n/1000 bytes", n, len(compressed), len(b), err)
		}
	}
}
