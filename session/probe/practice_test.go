package probe

import (
	"context"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
	"linger/session/live"
	"linger/session/practice"
)

// practised probes a scenario of the practice server over connections in memory with the
// given latency in each direction. It uses the fake time of the bubble, so waits take no
// real time and closes are exact.
func practised(t *testing.T, path string, latency time.Duration, change func(*Config)) *Report {
	t.Helper()
	server := practice.New(practice.Config{})
	target, at, err := session.ParseTarget("http://practice.test" + path)
	if err != nil {
		t.Fatal(err)
	}
	dial := func(context.Context, session.Target) (net.Conn, error) {
		client, end := memconn.PipeLatency(latency)
		time.Sleep(2 * latency) // the time that connecting takes
		go server.ServeConn(end)
		return client, nil
	}
	c := Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial)}, Request: target.Request("GET", at)}
	if change != nil {
		change(&c)
	}
	began := time.Now()
	r := Run(t.Context(), c, nil)
	took := time.Since(began)
	_ = server.Close()
	time.Sleep(time.Minute)
	if r.Took > took {
		t.Errorf("Took = %v, want at most the %v measured by the test", r.Took, took)
	}
	return r
}

// light returns path. If its scenario sends a lot of content, light adds a parameter that
// limits it.
func light(path string) string {
	switch path {
	case "/bomb", "/big":
		return path + "?bytes=65536"
	case "/endless-body":
		return path + "?bytes=8388608"
	}
	return path
}

// TestProbeOfEveryScenarioIsBoundedAndHonest probes every scenario of the practice server
// and checks the duration and the verdicts.
func TestProbeOfEveryScenarioIsBoundedAndHonest(t *testing.T) {
	const wait = 20 * time.Second
	for _, s := range practice.Scenarios() {
		t.Run(strings.TrimPrefix(s.Path, "/"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := practised(t, light(s.Path), 5*time.Millisecond, func(c *Config) { c.MaxWait, c.MaxRequests = wait, 150 })
				if r.Failure != "" || r.Took > 3*wait+10*time.Second {
					t.Errorf("the probe took %v with failure %q; want at most %v and no failure", r.Took, r.Failure, 3*wait+10*time.Second)
				}
				if len(r.Checks) != len(Names()) {
					t.Fatalf("the report has %d checks, want %d", len(r.Checks), len(Names()))
				}
				for _, c := range r.Checks {
					if c.Verdict == "" || c.Text == "" || c.Verdict != Skip && c.Found == "" && c.Name != nameFraming {
						t.Errorf("the check %s lacks a verdict, a text or a result: %+v", c.Name, c)
					}
				}
				honest(t, s.Group, r)
				blamesOnce(t, s.Path, r)
			})
		})
	}
}

// honest fails if the report blames a correct server, or reports no fault of a server
// whose messages are faulty.
func honest(t *testing.T, g practice.Group, r *Report) {
	t.Helper()
	switch g {
	case practice.GroupLengths, practice.GroupChunks:
		for _, name := range []string{nameFraming, nameHead} {
			if c := r.Check(name); c.Verdict == Fail || c.Verdict == Warn {
				return
			}
		}
		if r.Count(Fail)+r.Count(Warn) == 0 && !strings.Contains(r.Target, "stall-at-end") && !strings.Contains(r.Target, "unread-content") {
			t.Errorf("no check fails or warns, want one to: the messages of the server are faulty")
		}
	case practice.GroupFraming:
		for _, c := range r.Checks {
			if c.Verdict == Fail && !(c.Name == name10 && c.Found == "chunked") {
				t.Errorf("%s = fail, %q, %q; want no failure of a correct server", c.Name, c.Found, c.Text)
			}
		}
	}
}

// TestReportsMatchTheScenarios compares reports with the known behaviour of the
// scenarios.
func TestReportsMatchTheScenarios(t *testing.T) {
	type want struct {
		check   string
		verdict Verdict
		found   string // substring of Found
		text    string // substring of Text
	}
	tests := map[string][]want{
		"/countdown?max=12": {
			{nameIdle, Pass, "5.000 s", "as advertised"}, {nameMax, Pass, "12 exchanges", "says close in the last response"},
			{nameField, Pass, "counts down", "requested or not"}, {nameAnnounce, Pass, "yes", ""}, {nameHonour, Pass, "FIN", "as asked"},
			{name10, Pass, "closes", ""}, {name10Keep, Pass, "persists", "says keep-alive"}, {nameHead, Pass, "no body", "in step"},
			{namePipeline, Pass, "8 answered", "none lost"}, {nameHalf, Pass, "answers", "complete"}, {nameReuse, Pass, "persists", "404"},
			{nameUnasked, Pass, "none", ""}, {nameFirst, Pass, "> 20 s", "stays open longer"}, {nameRace, Pass, " lost", "never a reset; from 10 ms before the close: within a round trip"},
		},
		"/early":             {{nameIdle, Fail, "3.000 s", "2.00 s before the advertised 5 s"}},
		"/late":              {{nameIdle, Warn, "5.000 s", "longer than advertised; Node and undici do not reuse"}},
		"/no-hint":           {{nameIdle, Pass, "8.000 s", "not advertised"}, {nameField, Pass, "none", "guess"}},
		"/patient":           {{nameIdle, Pass, "> 20 s", "still open"}, {nameRace, Skip, "", "not reached"}},
		"/range":             {{nameIdle, Pass, " to ", "a range"}},
		"/until-close":       {{nameIdle, Skip, "", "closes after every response"}, {namePipeline, Skip, "", "closes after every"}},
		"/keep-alive-alone":  {{nameField, Warn, "does not apply", "Connection: keep-alive"}},
		"/bad-hint":          {{nameField, Warn, "invalid", ""}},
		"/ends-before-max":   {{nameMax, Fail, "3 exchanges", "without notice"}, {nameAnnounce, Skip, "no", "see max-requests"}, {namePipeline, Skip, "3 of 8", "see max-requests"}},
		"/constant-max":      {{nameMax, Fail, "5 exchanges", "fewer than max=100"}, {nameField, Skip, "max constant", "see max-requests"}},
		"/exceeds-max":       {{nameMax, Pass, "> 150", "max ran out after 3, but the server continued"}},
		"/close-unannounced": {{nameIdle, Skip, "0.000 s", "see max-requests"}, {nameAnnounce, Skip, "no", "see max-requests"}, {nameMax, Fail, "1 exchange", "without notice; 2 of 2 runs"}},
		"/ignores-close":     {{nameHonour, Fail, "stays open", ""}, {name10, Skip, "stays open", "see honours-close"}},
		"/close-unsaid":      {{nameHonour, Pass, "FIN", "does not say so"}},
		"/reset-idle":        {{nameIdle, Fail, "3.000 s", ""}, {nameKind, Warn, "RST", "data in transit is lost"}},
		"/goodbye-408":       {{nameIdle, Pass, "3.000 s", ""}, {nameUnasked, Pass, "408", "goodbye"}, {nameRace, Pass, "lost", "goodbye"}},
		"/goodbye-504":       {{nameIdle, Pass, "3.000 s", ""}, {nameUnasked, Warn, "504", "goodbye"}, {nameRace, Pass, "lost", "goodbye"}},
		"/unsolicited":       {{nameUnasked, Warn, "200", "answers no request"}},
		"/junk":              {{nameUnasked, Fail, "bytes", "misread"}},
		"/head-body":         {{nameHead, Fail, "body", "out of step"}},
		"/chunked-for-10":    {{name10, Fail, "chunked", "§6.1"}},
		"/http10-refused":    {{name10Keep, Pass, "closes", "not offered"}},
		"/truncated":         {{nameFraming, Fail, "content-length", "incomplete: server fin content"}, {nameIdle, Skip, "", "see framing"}},
		"/te-and-cl":         {{nameFraming, Fail, "chunked", "te-and-cl"}, {nameMax, Skip, "", "framing is invalid"}},
		"/silence":           {{nameFraming, Fail, "", "no byte of a response came within 20 s"}, {nameIdle, Skip, "", "see framing"}, {nameFirst, Pass, "> 20 s", "still open"}},
		"/slow":              {{nameFraming, Pass, "chunked", "sound"}, {nameIdle, Pass, "5.000 s", "as advertised"}, {nameHead, Pass, "no body", ""}},
		"/too-long":          {{nameFraming, Fail, "content-length", "incomplete: server fin content"}},
		"/delay":             {{nameReuse, Pass, "persists", ""}, {nameRace, Pass, " lost", "EOF before any byte"}},
		"/like/apache?max=5": {{nameMax, Pass, "6 exchanges", "says close"}, {nameField, Pass, "counts down", "only to clients that send"}},
		"/like/node?max=4":   {{nameMax, Warn, "4 exchanges", "says close in the last response, but does not close"}, {nameIdle, Pass, "6.000 s", "1.00 s longer"}},
		"/like/puma":         {{nameIdle, Pass, "2.200 s", ""}},
		"/like/uvicorn":      {{nameIdle, Pass, "5.000 s", ""}, {name10Keep, Pass, "closes", ""}},
		"/like/tinyproxy":    {{nameIdle, Skip, "0.000 s", "see announces-close"}, {nameAnnounce, Warn, "no", ""}, {namePipeline, Skip, "1 of 8", "see announces-close"}},
		"/http2":             {{nameFraming, Fail, "", "the server speaks HTTP/2 on this port"}},
		"/too-short":         {{nameFraming, Fail, "content-length", "more bytes follow the announced end"}, {nameUnasked, Skip, "", "see framing"}, {namePipeline, Skip, "", "see framing"}},
		"/like/gunicorn":     {{nameIdle, Pass, " to ", "a range"}, {namePipeline, Fail, "1 of 8", "3 of 3 runs"}, {nameAnnounce, Skip, "no", "see pipelining"}, {nameHead, Fail, "body", ""}},
	}
	for path, wants := range tests {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := practised(t, path, 5*time.Millisecond, func(c *Config) { c.MaxWait, c.MaxRequests = 20*time.Second, 150 })
				for _, w := range wants {
					c := r.Check(w.check)
					if c.Verdict != w.verdict || !strings.Contains(c.Found, w.found) || !strings.Contains(c.Text, w.text) {
						t.Errorf("%s = %s, %q, %q; want %s, %q, %q", w.check, c.Verdict, c.Found, c.Text, w.verdict, w.found, w.text)
					}
				}
			})
		})
	}
}

// TestIdleTimesAreExact compares the measured idle times with those of the scenarios.
// They differ by at most 20 ms, whatever the distance of the server.
func TestIdleTimesAreExact(t *testing.T) {
	for path, want := range map[string]time.Duration{
		"/countdown": 5 * time.Second, "/countdown?timeout=65": 65 * time.Second, "/early": 3 * time.Second, "/no-hint": 8 * time.Second,
		"/zero": 1900 * time.Millisecond, "/like/puma": 2200 * time.Millisecond, "/like/node": 6 * time.Second, "/goodbye-408": 3 * time.Second,
		"/lingering": 2 * time.Second, "/reset-idle": 3 * time.Second,
	} {
		for _, latency := range []time.Duration{0, 100 * time.Microsecond, 20 * time.Millisecond} {
			t.Run(strings.TrimPrefix(path, "/")+"/"+latency.String(), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := practised(t, path, latency, func(c *Config) { c.Only = []string{nameIdle} })
					if len(r.Idle) != DefaultRepeat {
						t.Fatalf("got %d samples, want %d", len(r.Idle), DefaultRepeat)
					}
					for _, s := range r.Idle {
						if d := s.Idle - want; s.Open || d < -20*time.Millisecond || d > 20*time.Millisecond {
							t.Errorf("idle time = %v, open = %t; want %v ± 20 ms, closed", s.Idle, s.Open, want)
						}
					}
				})
			})
		}
	}
}

// TestCoarseClocksAreMeasuredAsRanges probes servers that check their clocks only at
// intervals. If all waits began together, the samples would agree.
func TestCoarseClocksAreMeasuredAsRanges(t *testing.T) {
	for path, limits := range map[string][2]float64{
		"/range": {2.6, 4.7}, "/like/lighttpd": {2.6, 4.7}, "/like/gunicorn": {2, 3}, "/like/waitress": {3, 4.7}, "/like/bun": {0, 4}, "/like/jdk": {2.1, 10.4},
	} {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := practised(t, path, time.Millisecond, func(c *Config) { c.Only = []string{nameIdle} })
				c := r.Check(nameIdle)
				low, high := *c.Low, *c.High
				if low < limits[0]-0.05 || high > limits[1]+0.05 || high-low < (limits[1]-limits[0])/2 {
					t.Errorf("measured %.2f to %.2f s, want at least half of %.2f to %.2f s", low, high, limits[0], limits[1])
				}
			})
		})
	}
}

func TestRaceLosesRequestsWithinOneRoundTrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/countdown", 20*time.Millisecond, func(c *Config) { c.Only = []string{nameRace} })
		for _, try := range r.Race.Tries {
			before := r.Race.Expected - try.Idle
			want := Answered
			switch {
			case before <= 0:
				want = NotSent
			case before <= 40*time.Millisecond:
				want = Lost
			}
			if try.Outcome != want && before != 0 && before != 40*time.Millisecond {
				t.Errorf("a request %v before the close was %s, want %s", before, try.Outcome, want)
			}
		}
		if len(r.Checks) != 1 || len(r.Idle) == 0 {
			t.Errorf("with only race selected: %d checks, %d idle samples; want 1 check and at least 1 sample", len(r.Checks), len(r.Idle))
		}
	})
}

func TestInterruptedProbeKeepsKnownResults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		server := practice.New(practice.Config{})
		dial := func(context.Context, session.Target) (net.Conn, error) {
			client, end := memconn.Pipe()
			go server.ServeConn(end)
			return client, nil
		}
		target, _, _ := session.ParseTarget("http://practice.test")
		r := Run(ctx, Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial)}, Request: target.Request("GET", "/patient")}, nil)
		_ = server.Close()
		if !r.Interrupted || r.Took > 10*time.Second {
			t.Errorf("Interrupted = %t after %v, want true within 10 s", r.Interrupted, r.Took)
		}
		if c := r.Check(namePipeline); c.Verdict != Pass {
			t.Errorf("pipelining = %s, %q; want pass, it was measured before the interruption", c.Verdict, c.Text)
		}
		if c := r.Check(nameIdle); c.Verdict != Skip || !strings.Contains(c.Text, "interrupted") {
			t.Errorf("idle-timeout = %s, %q; want skip, the interruption came first", c.Verdict, c.Text)
		}
	})
}

func TestReportWithoutConnectionHasTheFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target, _, _ := session.ParseTarget("http://practice.test")
		dial := func(context.Context, session.Target) (net.Conn, error) { return nil, syscall.ECONNREFUSED }
		r := Run(t.Context(), Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial)}}, nil)
		if !strings.Contains(r.Failure, "connection refused") || len(r.Checks) != 0 {
			t.Errorf("Failure = %q with %d checks, want connection refused and none", r.Failure, len(r.Checks))
		}
	})
}

// oneAtATime is a server that answers on one connection at a time, like a single worker
// without threads.
type oneAtATime struct {
	server *practice.Server
	worker chan struct{}
}

func (o *oneAtATime) serve(c net.Conn) {
	o.worker <- struct{}{}
	defer func() { <-o.worker }()
	o.server.ServeConn(c)
}

func TestServerThatAnswersOnOneConnectionAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &oneAtATime{practice.New(practice.Config{}), make(chan struct{}, 1)}
		target, _, _ := session.ParseTarget("http://practice.test")
		dial := func(context.Context, session.Target) (net.Conn, error) {
			client, end := memconn.Pipe()
			go o.serve(end)
			return client, nil
		}
		r := Run(t.Context(), Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial)}, Request: target.Request("GET", "/early")}, nil)
		_ = o.server.Close()
		if !r.OneByOne || !strings.Contains(r.Effort(), "1 served at once") {
			t.Errorf("OneByOne = %t, Effort = %q; want 1 served at once", r.OneByOne, r.Effort())
		}
		if r.Took > 25*time.Second {
			t.Errorf("the probe took %v, want at most 25 s", r.Took)
		}
		check(t, *r.Check(nameIdle), Fail, "3.000 s", "before the advertised 5 s")
		check(t, *r.Check(namePipeline), Pass, "8 answered", "")
		check(t, *r.Check(nameRace), Skip, "", "left out")
	})
}

// A forgetful connection crosses a device on the path that forgets it after a long idle
// time. The device then drops all data without a reply.
type forgetful struct {
	*memconn.Conn
	after time.Duration
	last  time.Time
}

func (f *forgetful) Write(b []byte) (int, error) {
	if !f.last.IsZero() && time.Since(f.last) > f.after {
		return len(b), nil
	}
	f.last = time.Now()
	return f.Conn.Write(b)
}

func TestConnectionForgottenByThePathIsNotOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := practice.New(practice.Config{})
		target, _, _ := session.ParseTarget("http://practice.test")
		dial := func(context.Context, session.Target) (net.Conn, error) {
			client, end := memconn.Pipe()
			go server.ServeConn(end)
			return &forgetful{Conn: client, after: 10 * time.Second}, nil
		}
		c := Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial)}, Request: target.Request("GET", "/patient")}
		c.MaxWait, c.Only = 20*time.Second, []string{nameIdle}
		r := Run(t.Context(), c, nil)
		_ = server.Close()
		check(t, *r.Check(nameIdle), Fail, "gone by 20 s", "5 of 5 no longer answer")
		if !strings.Contains(r.Advice[0].Text, "TCP keepalive") {
			t.Errorf("first advice = %q, want TCP keepalive probes", r.Advice[0].Text)
		}
		if !r.Forgotten() {
			t.Error("Forgotten() = false, want true")
		}
	})
}

func TestLargeContentIsRequestedWithHEAD(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/big?bytes=4194304", 100*time.Microsecond, func(c *Config) { c.MaxWait = 6 * time.Second })
		if !r.ByHead || !strings.Contains(r.Effort(), "requested with HEAD") {
			t.Errorf("ByHead = %t, Effort = %q; want requests with HEAD", r.ByHead, r.Effort())
		}
		check(t, *r.Check(nameIdle), Pass, "5.000 s", "as advertised")
		check(t, *r.Check(nameFraming), Pass, "content-length", "sound")
	})
}

func TestUnsafeRequestIsSentOnlyByFramingAndExpectContinue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/continue", 5*time.Millisecond, func(c *Config) {
			c.Request.Method, c.Request.Content = "POST", []byte("x=1")
			c.Only = []string{nameExpect, nameFraming, nameMax, namePipeline}
			c.MaxRequests = 3
		})
		check(t, *r.Check(nameExpect), Pass, "100 in 10.0 ms", "before the content")
		check(t, *r.Check(namePipeline), Pass, "8 answered", "")
	})
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/expect-ignored", 5*time.Millisecond, func(c *Config) {
			c.Request.Method, c.Request.Content = "POST", []byte("x=1")
			c.Only = []string{nameExpect}
		})
		check(t, *r.Check(nameExpect), Warn, "200 in 1.01 s", "late")
	})
}

func TestProgressListsWhatTheChecksWaitFor(t *testing.T) {
	p := Progress{At: 12 * time.Second, Going: []Going{{nameIdle, 3, 5, 0}, {nameFirst, 0, 3, 0}, {nameHead, 0, 1, 0}, {nameHalf, 1, 3, 0}}}
	want := "12 s: waiting for idle closes (3 of 5), the close of unused connections (0 of 3), responses for 2 checks"
	if got := p.String(); got != want {
		t.Errorf("String() = %q, want %q", got, want)
	}
}

// TestServerThatAcceptsFewConnections probes a server that closes each new connection
// while three are open.
func TestServerThatAcceptsFewConnections(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := practice.New(practice.Config{})
		target, _, _ := session.ParseTarget("http://practice.test")
		places := make(chan struct{}, 3)
		dial := func(context.Context, session.Target) (net.Conn, error) {
			client, end := memconn.Pipe()
			select {
			case places <- struct{}{}:
				go func() {
					defer func() { <-places }()
					server.ServeConn(end)
				}()
			default:
				end.Close()
			}
			return client, nil
		}
		c := Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial)}, Request: target.Request("GET", "/countdown?timeout=2")}
		c.MaxWait = 4 * time.Second
		r := Run(t.Context(), c, nil)
		_ = server.Close()
		check(t, *r.Check(nameIdle), Pass, "2.000 s", "as advertised")
		check(t, *r.Check(nameHonour), Pass, "FIN at once", "as asked")
		if r.Unserved == 0 || !strings.Contains(r.Effort(), "closed before a response") {
			t.Errorf("Unserved = %d, Effort = %q; want some closed before a response", r.Unserved, r.Effort())
		}
		check(t, *r.Check(nameHead), Pass, "no body", "in step")
		for _, c := range r.Checks {
			if c.Verdict == Fail {
				t.Errorf("%s = fail, %q, %q; want another verdict", c.Name, c.Found, c.Text)
			}
		}
		if r.Took > c.AtMost() {
			t.Errorf("the probe took %v, want at most %v", r.Took, c.AtMost())
		}
	})
}
