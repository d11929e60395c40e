package probe

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
)

// chatters returns a server that sends an unsolicited 200 twice a second while a
// connection is idle. If headBody is set, it also sends content in response to HEAD.
func chatters(headBody bool) func(*visitor) {
	return func(v *visitor) {
		for {
			q, ok := v.asked(500 * time.Millisecond)
			switch {
			case ok && headBody && q.method == "HEAD":
				q.method = "GET"
				v.says(q, 200)
			case ok:
				v.says(q, 200)
			default:
				if _, err := fmt.Fprint(v, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhm"); err != nil {
					return
				}
			}
			if q.closes() && ok {
				return
			}
		}
	}
}

func TestUnsolicitedReportsStatusesAndConnections(t *testing.T) {
	peculiar(t, maxWait(4*time.Second), chatters(false), func(r *Report) {
		c := r.Check(nameUnasked)
		if *c.Measured > float64(c.Samples) || !strings.HasPrefix(c.Found, "200, ") {
			t.Errorf("unsolicited: found %q, measured %v of %d connections; want the status 200 and no more connections than were made", c.Found, *c.Measured, c.Samples)
		}
		if c := r.Check(nameFirst); strings.Contains(c.Text, "goodbye") {
			t.Errorf("first-request-timeout: text %q; want no goodbye, because the status is 200", c.Text)
		}
		if !advises(r, "client", "never read the data as a response") || advises(r, "client", "408") {
			t.Errorf("advice = %v, want one about unsolicited data and none about a 408", r.adviceLines())
		}
	})
	peculiar(t, maxWait(4*time.Second), chatters(true), func(r *Report) {
		if c := r.Check(nameUnasked); c.Verdict != Warn || !strings.HasPrefix(c.Found, "200, ") {
			t.Errorf("unsolicited: %s, %q; want warn for the 200s only, without the content after HEAD", c.Verdict, c.Found)
		}
		check(t, *r.Check(nameHead), Fail, "body", "out of step")
	})
}

func TestFirstRequestTimeoutDiffersBetweenConnections(t *testing.T) {
	serve := func(v *visitor) {
		idle := time.Minute
		if v.n%2 == 0 {
			idle = time.Second
		}
		q, ok := v.asked(idle)
		if !ok {
			return
		}
		v.says(q, 200)
		if !q.closes() {
			v.serves(0, time.Minute)
		}
	}
	peculiar(t, func(c *Config) { c.MaxWait, c.Only = 5*time.Second, []string{nameFirst} }, serve, func(r *Report) {
		check(t, *r.Check(nameFirst), Pass, "1 s to > 5 s", "closed, the others were still open")
	})
}

func TestFirstRequestTimeoutIsMeasuredWithoutAResponse(t *testing.T) {
	for name, serve := range map[string]func(*visitor){
		"never answers": (*visitor).sits,
		"garbage":       func(v *visitor) { v.asked(0); fmt.Fprint(v, "\x00\x01\x02 what?\r\n\r\n"); v.sits() },
		"closes":        func(v *visitor) { v.asked(0) },
		"endless 103":   func(v *visitor) { v.asked(0); babble(v.Conn, "HTTP/1.1 103 Early Hints\r\n\r\n") },
		"endless head":  func(v *visitor) { v.asked(0); fmt.Fprint(v, "HTTP/1.1 200 OK\r\n"); babble(v.Conn, "A: b\r\n") },
		"slow":          func(v *visitor) { v.serves(25*time.Second, time.Hour) },
	} {
		for _, wait := range []time.Duration{3 * time.Second, 8 * time.Second, DefaultMaxWait} {
			t.Run(name+"/"+wait.String(), func(t *testing.T) {
				peculiar(t, maxWait(wait), serve, func(r *Report) {
					c := r.Check(nameFirst)
					if c.Verdict != Pass || !c.AtLeast || *c.Low < min(wait, firstEnough).Seconds() {
						t.Errorf("first-request-timeout = %s, %q, %q; want pass and at least %v", c.Verdict, c.Found, c.Text, min(wait, firstEnough))
					}
				})
			})
		}
	}
}

// babble writes s a thousand times, ten times a second, until writing fails.
func babble(c net.Conn, s string) {
	for {
		if _, err := fmt.Fprint(c, strings.Repeat(s, 1000)); err != nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func TestFramingNamesTheFault(t *testing.T) {
	for path, want := range map[string]string{
		"/bad-length": "cl-invalid", "/differing-lengths": "cl-mismatch", "/bad-chunk-size": "chunk-size-invalid",
		"/http09": "other-protocol", "/http2": "other-protocol", "/status-line": "status-line-invalid",
		"/endless-head": "head-too-large", "/endless-interim": "too-many-interim",
		"/no-answer": "server fin no-byte", "/reset-answer": "server reset no-byte",
	} {
		t.Run(path[1:], func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := practised(t, path, time.Millisecond, maxWait(3*time.Second))
				if c := r.Check(nameFraming); c.Verdict != Fail || !strings.Contains(c.Text, want) {
					t.Errorf("framing = %s, %q; want fail with %q", c.Verdict, c.Text, want)
				}
			})
		})
	}
	told := func(v *visitor) {
		v.asked(0)
		fmt.Fprint(v, "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")
	}
	peculiar(t, maxWait(time.Second), told, func(r *Report) {
		if c := r.Check(nameFraming); !strings.Contains(c.Text, "try https://") {
			t.Errorf("framing: text %q, want it to suggest https", c.Text)
		}
	})
	alert := func(v *visitor) { v.asked(0); fmt.Fprint(v, "\x15\x03\x01\x00\x02\x02\x46") }
	peculiar(t, maxWait(time.Second), alert, func(r *Report) {
		check(t, *r.Check(nameFraming), Fail, "", `the bytes are not HTTP/1.x: "\x15\x03\x01\x00\x02\x02F": these bytes are TLS: the port expects https (other-protocol)`)
	})
	greeting := func(v *visitor) { fmt.Fprint(v, "SSH-2.0-x\r\n"); v.asked(0) }
	peculiar(t, maxWait(time.Second), greeting, func(r *Report) {
		check(t, *r.Check(nameFraming), Fail, "", `the bytes are not HTTP/1.x: "SSH-2.0-x": this port speaks SSH, not HTTP (other-protocol)`)
		check(t, *r.Check(nameUnasked), Skip, "", "there is no complete response: see framing")
	})
}

func TestCloseCausedByTheClientIsNotBlamedOnTheServer(t *testing.T) {
	blames := func(r *Report) bool { return advises(r, "server", "leave connections open") }
	asks := func(c *Config) {
		c.MaxWait = 3 * time.Second
		c.Request = with(c.Session.Target.Request("GET", "/"), "Connection", "close")
	}
	serve := func(v *visitor) { v.serves(0, 2*time.Second) }
	peculiar(t, asks, serve, func(r *Report) {
		check(t, *r.Check(nameIdle), Skip, "", "the request asks for a close")
		check(t, *r.Check(nameMax), Skip, "", "the request asks for a close")
		if blames(r) {
			t.Error("the report blames the server for a close that the client asked for")
		}
	})
	old := func(c *Config) { c.MaxWait, c.Request = 3*time.Second, http10(c.Session.Target.Request("GET", "/")) }
	peculiar(t, old, serve, func(r *Report) {
		check(t, *r.Check(nameIdle), Skip, "", "the request asks for a close")
		if blames(r) {
			t.Error("the report blames the server for a close that the client asked for")
		}
	})
	stays := func(v *visitor) {
		for {
			q, ok := v.asked(0)
			if !ok {
				return
			}
			v.says(q, 200, "Connection: close")
		}
	}
	peculiar(t, maxWait(3*time.Second), stays, func(r *Report) {
		check(t, *r.Check(nameIdle), Skip, "", "but the server leaves the connection open")
		check(t, *r.Check(nameHonour), Fail, "stays open", "although the request said close")
		check(t, *r.Check(nameMax), Skip, "1 exchange", "the same fault: see honours-close")
		if blames(r) || !advises(r, "server", "close after the response to a request that says close") {
			t.Errorf("advice = %v, want the server to close after a request that says close", r.adviceLines())
		}
	})
	tunnel := func(v *visitor) {
		v.asked(0)
		fmt.Fprint(v, "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n")
		v.sits()
	}
	upgrade := func(c *Config) {
		c.MaxWait = 3 * time.Second
		c.Request = with(with(c.Session.Target.Request("GET", "/"), "Upgrade", "x"), "Connection", "upgrade")
	}
	peculiar(t, upgrade, tunnel, func(r *Report) {
		check(t, *r.Check(nameIdle), Skip, "", "the connection is a tunnel now")
		if blames(r) {
			t.Error("the report blames the server for a close; want none, the connection is a tunnel")
		}
	})
	overrun := func(v *visitor) {
		if v.n < 6 {
			v.serves(0, 2*time.Second)
			return
		}
		q, _ := v.asked(0)
		v.says(q, 503, "Connection: close")
	}
	peculiar(t, maxWait(3*time.Second), overrun, func(r *Report) {
		if blames(r) || !strings.Contains(r.Effort(), " answered with 503") || !advises(r, "both", "answered with 503") {
			t.Errorf("Effort = %q, advice = %v; want both to mention the 503 and no blame for closes", r.Effort(), r.adviceLines())
		}
	})
}

func TestServerTimeDoesNotCountAsRoundTrip(t *testing.T) {
	serve := func(v *visitor) {
		v.serves(1500*time.Millisecond, 4*time.Second+time.Duration(v.n%5)*30*time.Millisecond)
	}
	peculiar(t, maxWait(6*time.Second), serve, func(r *Report) {
		if d := r.Danger(); d > 5*time.Millisecond {
			t.Errorf("Danger() = %v, want at most 5 ms", d)
		}
		if !advises(r, "client", "at most 3 s") {
			t.Errorf("advice = %v, want at most 3 s for the client", r.adviceLines())
		}
	})
}

func TestServerThatAnswersOnlyTheFirstRequest(t *testing.T) {
	serve := func(v *visitor) {
		q, ok := v.asked(3 * time.Second)
		if !ok {
			return
		}
		v.says(q, 200)
		if !q.closes() {
			if _, ok := v.asked(3 * time.Second); ok {
				v.sits()
			}
		}
	}
	peculiar(t, maxWait(5*time.Second), serve, func(r *Report) {
		check(t, *r.Check(nameIdle), Pass, "3.000 s", "")
		check(t, *r.Check(nameMax), Fail, "1 exchange", "request 2 got no response")
		race := *r.Check(nameRace) // the number of requests depends on which of two timers expires first
		sent, _, _ := strings.Cut(race.Found, " ")
		check(t, race, Skip, sent+" of "+sent+" lost", "the same fault: see max-requests")
		if n, err := strconv.Atoi(sent); err != nil || n < 20 {
			t.Errorf("the race sent %q requests, want at least 20", sent)
		}
		check(t, *r.Check(namePipeline), Skip, "1 of 8", "the same fault: see max-requests")
		check(t, *r.Check(nameHead), Skip, "no body", "the same fault: see max-requests")
		if !advises(r, "client", "do not reuse connections: none of 2") || r.Safe() != 0 {
			t.Errorf("Safe() = %v, advice = %v; want 0 and no reuse", r.Safe(), r.adviceLines())
		}
	})
}

func TestLimitByAgeIsNotTakenForTheIdleLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/age?age=1", time.Millisecond, maxWait(5*time.Second))
		check(t, *r.Check(nameIdle), Pass, "> 5 s", "a limit by age")
		check(t, *r.Check(nameAnnounce), Pass, "yes", "Connection: close on the last response")
		if !advises(r, "client", "by age") {
			t.Errorf("advice = %v, want one about the age of connections", r.adviceLines())
		}
	})
}

func TestSkippedChecksHaveTheRightReason(t *testing.T) {
	silentFrom := func(n int) func(*visitor) {
		return func(v *visitor) {
			if v.n >= n {
				v.sits()
			}
			v.serves(0, 3*time.Second)
		}
	}
	peculiar(t, maxWait(5*time.Second), silentFrom(38), func(r *Report) {
		check(t, *r.Check(nameRace), Pass, "0 of 1 lost", "39 of 40 connections had no first response")
	})
	peculiar(t, maxWait(5*time.Second), silentFrom(37), func(r *Report) {
		check(t, *r.Check(nameRace), Skip, "", "on 40 connections: no byte of a response came within 3 s")
		if !strings.Contains(r.Effort(), "42 without a response") {
			t.Errorf("Effort = %q, want it to mention 42 without a response", r.Effort())
		}
	})
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/reset-idle?after=0.2", time.Millisecond, maxWait(5*time.Second))
		if c := r.Check(nameRace); c.Verdict == Skip {
			t.Errorf("race was skipped: %q", c.Text)
		}
		check(t, *r.Check(nameAnnounce), Skip, "", "no connection in use")
		if seen := r.Race.Seen(); seen != "the RST was seen" {
			t.Errorf("Seen() = %q, want %q", seen, "the RST was seen")
		}
	})
	hangs := func(v *visitor) {
		if v.n%2 == 0 {
			v.sits()
		}
		v.serves(0, 3*time.Second)
	}
	peculiar(t, maxWait(5*time.Second), hangs, func(r *Report) {
		if r.OneByOne || r.Hung < 10 {
			t.Errorf("OneByOne = %t, Hung = %d; want false and at least 10 for a server that answers on every other connection", r.OneByOne, r.Hung)
		}
	})
	interrupted(t, 3*time.Second, maxWait(20*time.Second), func(v *visitor) { v.serves(0, time.Hour) }, func(r *Report) {
		check(t, *r.Check(nameMax), Pass, "> 100", "no limit was reached")
		check(t, *r.Check(nameIdle), Skip, "> 2.9 s", "interrupted")
		if got := r.Idle.String(); got != "> 2.9 s" {
			t.Errorf("samples = %q, want %q", got, "> 2.9 s")
		}
	})
}

// If an interruption leaves no time to see whether the server closes, the checks are
// skipped, not failed.
func TestInterruptedChecksAreSkipped(t *testing.T) {
	serve := func(v *visitor) {
		for {
			q, ok := v.asked(0)
			if !ok {
				return
			}
			v.says(q, 200)
			if q.closes() {
				time.Sleep(900 * time.Millisecond)
				return
			}
		}
	}
	interrupted(t, 500*time.Millisecond, maxWait(5*time.Second), serve, func(r *Report) {
		for _, name := range []string{nameHonour, name10} {
			check(t, *r.Check(name), Skip, "", "interrupted")
		}
	})
}

func TestSomeClosesMeanNoStrictLowerBound(t *testing.T) {
	still := opened().ok().closes(session.ByClient, session.HowFIN, time.Minute).run()
	c := judgeIdle(proof(nameIdle, append(idleRuns(-1, 3), still)...))
	c.Name = nameIdle
	r := &Report{Checks: []Check{c}}
	for s, met := range map[string]bool{"idle-timeout>3s": false, "idle-timeout>=3s": true, "idle-timeout>2.9s": true} {
		th, err := ParseExpectation(s)
		if err != nil {
			t.Fatal(err)
		}
		if e := th.Judge(r.Lookup); e.Met != met {
			t.Errorf("%s: Met = %t, want %t", s, e.Met, met)
		}
	}
}

// On a busy machine, linger may see the close before it sends any request of the race. It
// then makes all tries again, earlier.
func TestRaceIsRepeatedIfNothingWasSent(t *testing.T) {
	var n atomic.Int64
	early := func(v *visitor) {
		idle := 3 * time.Second
		if n.Add(1) > 7 { // during the race, the server closes a little earlier
			idle -= 60 * time.Millisecond
		}
		v.serves(0, idle)
	}
	only := func(c *Config) { c.MaxWait, c.Only = 5*time.Second, []string{nameIdle, nameRace} }
	peculiar(t, only, early, func(r *Report) {
		if c := r.Check(nameRace); c.Verdict != Pass || r.Race.Count(NotSent) == len(r.Race.Tries) {
			t.Errorf("race = %s, %q, %q; want pass with requests sent", c.Verdict, c.Found, c.Text)
		}
	})
}
