package integration

import (
	"net"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/session/practice"
	"linger/session/record"
)

// In this test, linger connects to the practice server through a relay, and tcpdump
// captures the packets between the relay and the server. All three vantages give the same
// exchanges, findings, ends and idle times.
func TestThreeVantagesAgree(t *testing.T) {
	for _, tt := range []struct {
		name    string
		targets []string
		pipe    bool // send all requests at once
	}{
		{"an idle close after the advertised timeout", []string{"/countdown?timeout=1&max=10", "/countdown?timeout=1&max=10"}, false},
		{"max reaches 0", []string{"/countdown?timeout=5&max=3", "/countdown?timeout=5&max=3", "/countdown?timeout=5&max=3"}, false},
		{"chunked, then close", []string{"/chunked", "/trailers", "/close"}, false},
		{"a pipeline", []string{"/length", "/chunked", "/length?bytes=3", "/close"}, true},
		{"content ends with the connection", []string{"/length", "/until-close?lines=3&sent=3"}, false},
		{"a reset while idle", []string{"/reset-idle?timeout=5&after=0.6"}, false},
		{"a 408 to an idle connection", []string{"/goodbye-408?after=0.6"}, false},
		{"an unannounced close", []string{"/length", "/close-unannounced"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server, err := practice.Listen("tcp", "127.0.0.1:0", practice.Config{})
			check(t, err)
			t.Cleanup(func() { server.Close() })
			app := server.Addr().String()
			agree(t, func(t *testing.T) ([]*story, *dump) {
				captured, relayed, held := tcpdump(t, app), newStory("the relay"), newStory("linger")
				r := relayTo(t, app, "", relayed.apply)
				host, port, _ := net.SplitHostPort(r.addr)
				// linger waits for the announced close of the server, however long it
				// takes.
				c := connect(t, live.Config{Target: session.Target{Host: host, Port: port}, Settle: patience})
				c.follow(held)
				if tt.pipe {
					c.pipeline(tt.targets)
				} else {
					for _, target := range tt.targets {
						c.get(target)
					}
				}
				c.closed()
				r.stop()
				return []*story{relayed, held}, captured
			})
		})
	}
}

// BenchmarkVantages compares the idle times that linger itself, a relay and a capture
// measure for the same close. It reports the median of the differences from the relay's
// time.
func BenchmarkVantages(b *testing.B) {
	server, err := practice.Listen("tcp", "127.0.0.1:0", practice.Config{})
	check(b, err)
	b.Cleanup(func() { server.Close() })
	app := server.Addr().String()
	var held, captured []time.Duration
	for b.Loop() {
		dump, relayed, own := tcpdump(b, app), newStory("the relay"), newStory("linger")
		r := relayTo(b, app, "", relayed.apply)
		host, port, _ := net.SplitHostPort(r.addr)
		c := connect(b, live.Config{Target: session.Target{Host: host, Port: port}})
		c.follow(own)
		c.get("/countdown?timeout=1")
		c.closed()
		r.stop()
		idle := relayed.fold.Summary().Server.Idle.Low
		held = append(held, (own.fold.Summary().Server.Idle.Low - idle).Abs())
		if dump != nil {
			dump.finish(b, 1)
			captured = append(captured, (dump.fold.Summary().Server.Idle.Low - idle).Abs())
		}
	}
	for unit, apart := range map[string][]time.Duration{"µs-apart-linger": held, "µs-apart-capture": captured} {
		slices.Sort(apart)
		if len(apart) > 0 {
			b.ReportMetric(float64(apart[len(apart)/2].Nanoseconds())/1000, unit)
		}
	}
}

// For connections from curl to Apache, a relay and a capture give the same exchanges,
// findings and ends.
func TestCurlAndApacheInTwoVantages(t *testing.T) {
	program, p := installed(t, "curl"), apacheAt(t, patient(t))
	app := "127.0.0.1:" + p.Port
	agree(t, func(t *testing.T) ([]*story, *dump) {
		captured, relayed, ended := tcpdump(t, app), newStory("the relay"), make(chan struct{})
		r := relayTo(t, app, "", func(ev session.Event) {
			relayed.apply(ev)
			if end, ok := ev.(session.SideEnded); ok && end.Side == session.ByClient {
				close(ended)
			}
		})
		url := "http://" + r.addr + "/hello"
		out, err := exec.Command(program, "-s", "-m", "25", "-H", "Connection: keep-alive", url, url, url).CombinedOutput()
		check(t, err)
		if string(out) != strings.Repeat("hello\n", 3) {
			t.Errorf("curl printed %q, want hello three times", out)
		}
		select {
		case <-ended:
		case <-time.After(patience):
			t.Fatalf("the relay did not report the end of curl's connection within %v", patience)
		}
		r.stop()
		want := []string{"GET /hello 200", "GET /hello 200", "GET /hello 200", "client fin"}
		if !slices.Equal(relayed.lines, want) {
			t.Errorf("the relay sees %q, want %q", relayed.lines, want)
		}
		return []*story{relayed}, captured
	})
}

// follow writes all events of the session to a story.
func (c *client) follow(s *story) {
	for ev := range c.record.Events() {
		s.apply(ev)
	}
	c.story = s
}

// pipeline sends a GET for each target without waiting for responses.
func (c *client) pipeline(targets []string) {
	c.t.Helper()
	n := len(c.record.Exchanges)
	for _, target := range targets {
		c.session.Do(session.Send{Request: c.target.Request("GET", target)})
	}
	c.until("the pipeline", func() bool {
		done := c.record.Exchanges[min(n, len(c.record.Exchanges)):]
		return len(done) >= len(targets) && !slices.ContainsFunc(done, func(e *record.Exchange) bool { return !e.Done })
	})
}
