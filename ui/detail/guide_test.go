package detail

import (
	"testing"
	"time"

	"linger/ui/internal/play"
)

// The page of an unused connection says how to find out who closes it. The page of a used
// connection and a page beside a lesson do not.
func TestPageOfAnUnusedConnectionSaysWhatToDo(t *testing.T) {
	fresh := play.New("http://h").Connect(time.Millisecond)
	m := showing(fresh, 1, 0, Life, 78, 40)
	m.SetNext("GET", "/pay")
	wantNot(t, "beside a lesson", said(m), "who closes")
	m.SetGuide(true)
	wantIn(t, "unused", said(m), "Who closes it, and when", "enter send GET /pay", "w wait and see who closes", "P measure it", "o connect to another server")
	m = showing(fresh.Exchange("GET", "/", time.Millisecond, "HTTP/1.1 204 No Content\r\n\r\n"), 1, 0, Life, 78, 40)
	m.SetGuide(true)
	wantNot(t, "used", said(m), "Who closes it")
}

// linger counts ends together only if they are of the same kind and by the same server.
// An idle timeout and an announced close are different kinds, although the connection is
// idle in both cases.
func TestOnlyEndsOfOneKindAreCountedTogether(t *testing.T) {
	const stays, closes = "HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"
	p := play.New("http://h")
	end := func(response string, idle time.Duration) {
		p.Connect(time.Millisecond).Exchange("GET", "/", time.Millisecond, response).Wait(idle).ServerClosed()
	}
	end(stays, 2*time.Second)
	end(closes, 0)
	end(stays, 3*time.Second)
	p.To("http://other")
	end(stays, 7*time.Second)
	p.To("http://h")
	wantIn(t, "idle closes", said(showing(p, 3, 0, Life, 78, 60)), "2 of 3 connections ended this way: after 2.000 s, 3.000 s.")
	wantNot(t, "one announced close", said(showing(p, 2, 0, Life, 78, 60)), "ended this way", "0.000 s")
	wantNot(t, "another server", said(showing(p, 4, 0, Life, 78, 60)), "ended this way")
	end(closes, 0)
	wantIn(t, "announced closes", said(showing(p, 5, 0, Life, 78, 60)), "2 of 4 connections ended this way.")
}

// Time that pipelined exchanges share counts only once, because a connection cannot be
// busy for longer than it was open.
func TestBusyTimeIsCountedOnce(t *testing.T) {
	p := play.New("http://h").Connect(time.Millisecond)
	for range 5 {
		p.Send(play.Request("GET", "/"))
	}
	for range 5 {
		p.Wait(time.Second).Read("HTTP/1.1 204 No Content\r\n\r\n")
	}
	p.Wait(2 * time.Second)
	p.Exchange("GET", "/", 3*time.Second, "HTTP/1.1 204 No Content\r\n\r\n")
	if d, n := busyTime(p.Rec.Conn(1)); d.Round(time.Millisecond) != 8*time.Second || n != 6 {
		t.Errorf("busyTime = %v, %d; want 8 s in 6 exchanges", d, n)
	}
	wantIn(t, "timing", said(showing(p, 1, 0, Timing, 78, 40)), "busy 8.00 s")
}
