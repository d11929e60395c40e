package practice

import (
	"errors"
	"fmt"
	"io"
	"time"

	"linger/session/internal/memconn"
)

var idleStories = map[string]func(*story){
	"/reset-idle": func(s *story) {
		s.get("/reset-idle")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantReset(3 * time.Second)
	},
	"/sweep": func(s *story) {
		for range 8 { // the server sweeps every 4 s, even while it is busy
			s.get("/sweep")
			s.want(ok(31) + "\r\n" + s.said())
			if time.Since(s.srv.epoch) >= 3500*time.Millisecond {
				break
			}
			time.Sleep(500 * time.Millisecond)
		}
		s.wantFIN(500 * time.Millisecond)
		s.connect() // at the next sweep, the server is busy and requests wait
		full := memconn.BufferSize - len(ok(10_000)+kept(99))
		s.get(fmt.Sprintf("/length?bytes=%d", full))
		s.get("/sweep")
		s.get("/sweep")
		time.Sleep(4500 * time.Millisecond)
		s.want(ok(full) + kept(99) + filler(full) + ok(31) + "\r\n" + words(2))
		s.wantFIN(0)
	},
	"/lingering": func(s *story) {
		s.get("/lingering")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantFIN(2 * time.Second)
		time.Sleep(20 * time.Second)
		s.send("late")
		time.Sleep(9 * time.Second)
		s.send("later") // sending still succeeds
		s.wantOpenServer()
		time.Sleep(2 * time.Second)
		<-s.done
	},
	"/goodbye-408": func(s *story) {
		s.get("/goodbye-408")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantAfter(3*time.Second, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n"+closing)
		s.wantFIN(0)
	},
	"/goodbye-504": func(s *story) {
		s.get("/goodbye-504?after=0.25")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantAfter(250*time.Millisecond, "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 13\r\n"+closing+"Too slow yet.")
		s.wantFIN(0)
	},
	"/goodbye-unmarked": func(s *story) {
		s.get("/goodbye-unmarked")
		s.want(ok(31) + "\r\n" + s.said())
		s.wantAfter(3*time.Second, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
		s.wantFIN(0)
	},
	"/unsolicited": func(s *story) {
		s.get("/unsolicited")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantAfter(time.Second, ok(31)+"\r\n"+words(2))
		s.wantFIN(4 * time.Second)
	},
	"/junk": func(s *story) {
		s.get("/junk")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantAfter(time.Second, "Are you still there?\r\n")
		time.Sleep(time.Second)
		s.get("/length?bytes=0") // the connection is still usable
		s.want(ok(0) + kept(98))
	},
	"/second": func(s *story) {
		s.get("/second")
		s.want(ok(31) + kept(99) + s.said() + ok(31) + "\r\n" + words(2))
		s.wantFIN(5 * time.Second)
	},
	"/interim-alone": func(s *story) {
		s.get("/interim-alone?after=2")
		s.want(ok(31) + "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n" + s.said())
		s.wantAfter(2*time.Second, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
		s.wantFIN(3 * time.Second)
	},
}

// wantOpenServer checks that the server still reads, although it has closed its sending
// side.
func (s *story) wantOpenServer() {
	s.t.Helper()
	select {
	case <-s.done:
		s.t.Fatal("the server closed the connection, want only its sending side closed")
	default:
	}
	if n, err := s.c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		s.t.Fatalf("Read = %d, %v; want io.EOF", n, err)
	}
}
