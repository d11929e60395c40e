package live_test

import (
	"context"
	"net"
	"runtime"
	"testing"

	"linger/session"
	"linger/session/live"
)

// An exchange on a socket costs no allocation of its own: what events hold is cut
// from blocks.
func TestAnExchangeCostsNoAllocation(t *testing.T) {
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
	s := live.New(live.Config{Target: target})
	defer s.Close()
	s.Do(session.Send{Request: target.Request("GET", "/"), Reconnect: true})
	finish[*session.ExchangeDone](t, s)
	const n = 5000
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	s.Do(session.Repeat{Request: target.Request("GET", "/"), N: n})
	finish[session.Working](t, s)
	runtime.ReadMemStats(&after)
	// A page of events is allocated each time the consumer has taken the last one:
	// on two busy cores every other exchange.
	if got := after.Mallocs - before.Mallocs; got > n*3/4 {
		t.Errorf("%d allocations for %d exchanges", got, n)
	}
}

// finish takes events up to one of type E, the last one of a piece of work.
func finish[E session.Event](t *testing.T, s *live.Session) {
	t.Helper()
	for {
		evs, err := s.Events(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, ev := range evs {
			if w, ok := ev.(session.Working); ok && w.Active {
				continue
			}
			if _, ok := ev.(E); ok {
				return
			}
		}
	}
}
