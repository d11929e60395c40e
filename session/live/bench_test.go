package live_test

import (
	"context"
	"net"
	"testing"
	"time"

	"linger/session"
	"linger/session/live"
)

// BenchmarkIdleClose reports the difference between the idle time that linger reports and
// the server's own idle time: the mean and the largest, in microseconds.
func BenchmarkIdleClose(b *testing.B) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer ln.Close()
	idles := make(chan time.Duration, 1)
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			answerOnce(c)
			answered := time.Now()
			time.Sleep(20 * time.Millisecond) // the idle time by the server's clock
			idles <- time.Since(answered)
			c.Close()
		}
	}()
	target, _, _ := session.ParseTarget(ln.Addr().String())
	s := live.New(live.Config{Target: target})
	defer s.Close()
	var sum, worst time.Duration
	for b.Loop() {
		s.Do(session.Send{Request: target.Request("GET", "/"), Reconnect: true})
		off := (nextClose(b, s).Idle - <-idles).Abs()
		sum += off
		worst = max(worst, off)
	}
	b.ReportMetric(float64(sum.Microseconds())/float64(b.N), "mean-µs-off")
	b.ReportMetric(float64(worst.Microseconds()), "worst-µs-off")
	b.ReportMetric(0, "ns/op")
}

func nextClose(b *testing.B, s *live.Session) session.Closed {
	for {
		evs, err := s.Events(context.Background())
		if err != nil {
			b.Fatal(err)
		}
		for _, ev := range evs {
			if c, ok := ev.(session.Closed); ok {
				return c
			}
		}
	}
}
