package live_test

import (
	"context"
	"net"
	"runtime"
	"testing"

	"linger/session"
	"linger/session/live"
)

// An exchange on a socket needs no allocation of its own, because the data of events
// comes from large blocks. The test takes no events during the exchanges: each take
// allocates a page of events, and the number of takes depends on the machine.
func TestExchangeNeedsNoAllocation(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		nc, err := listener.Accept()
		if err != nil {
			return
		}
		defer nc.Close()
		buf, answer := make([]byte, 4<<10), []byte("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
		for err == nil {
			if _, err = nc.Read(buf); err == nil {
				_, err = nc.Write(answer)
			}
		}
	}()
	target, _, err := session.ParseTarget(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{}, 1)
	s := live.New(live.Config{Target: target, Publish: func(evs []session.Event) {
		for _, ev := range evs {
			if w, ok := ev.(session.Working); ok && !w.Active {
				over <- struct{}{}
			}
		}
	}})
	defer s.Close()
	s.Do(session.Send{Request: target.Request("GET", "/"), Reconnect: true})
	awaitExchange(t, s)
	const n = 4000
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s.Do(session.Repeat{Request: target.Request("GET", "/"), N: n})
	<-over
	runtime.ReadMemStats(&after)
	if got := after.Mallocs - before.Mallocs; got > n/2 {
		t.Errorf("%d exchanges needed %d allocations, want at most %d", n, got, n/2)
	}
}

// awaitExchange takes events until an exchange has ended.
func awaitExchange(t *testing.T, s *live.Session) {
	t.Helper()
	for {
		evs, err := s.Events(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, ev := range evs {
			if _, ok := ev.(*session.ExchangeDone); ok {
				return
			}
		}
	}
}
