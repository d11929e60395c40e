package livetest

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/session/practice"
)

// short holds queries that shorten the longest responses of the practice server. linger
// limits header sections, and the content that events keep, to 1 MiB, so a little more
// than that is enough.
var short = map[string]string{
	"/big": "?bytes=2097152", "/bomb": "?bytes=2097152", "/endless-body": "?bytes=2097152",
	"/endless-head": "?bytes=1310720", "/endless-line": "?bytes=1310720",
}

// Scenario sends three requests for a path of the practice server, waits for the end of
// the last connection, and returns all events. Call it in a testing/synctest bubble.
func Scenario(t testing.TB, path string) (events []session.Event) {
	server := practice.New(practice.Config{})
	defer server.Close()
	door := Listen(20 * time.Millisecond)
	defer door.Close()
	go func() {
		for {
			c, err := door.Accept()
			if err != nil {
				return
			}
			go server.ServeConn(c)
		}
	}()
	target := session.Target{Host: "practice.example", Port: "80"}
	s := live.New(live.Config{Target: target, MaxTime: time.Minute,
		Dialer: session.DialFunc(func(ctx context.Context, _ session.Target) (net.Conn, error) { return door.Dial(ctx) })})
	for range 3 {
		s.Do(session.Send{Request: target.Request("GET", path+short[path]), Reconnect: true})
		time.Sleep(90 * time.Second)
		s.Do(session.Learn{Measured: session.Measured{Target: target.String(), Low: time.Second, High: 2 * time.Second, Closes: 3}})
	}
	s.Do(session.Mark{Text: "the session waits"})
	s.Do(session.Wait{AtMost: 5 * time.Minute})
	time.Sleep(6 * time.Minute)
	go s.Close()
	for {
		evs, err := s.Events(context.Background())
		if errors.Is(err, io.EOF) {
			return events
		}
		if err != nil {
			t.Fatal(err)
		}
		events = append(events, evs...)
	}
}
