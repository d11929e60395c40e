package probe

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A gate simulates a proxy with a pool of connections to an application that closes idle
// connections.
type gate struct {
	way, limit, pool time.Duration
	relayed          bool // connecting takes no time, as with a relay that accepts at once

	mu   sync.Mutex
	free []time.Time // time of the last use of each free connection in the pool
}

// serve forwards the requests on a connection.
func (g *gate) serve(v *visitor) {
	for {
		q, ok := v.asked(75 * time.Second)
		if !ok {
			return
		}
		v.says(q, g.pass())
		if q.closes() {
			return
		}
	}
}

// pass simulates one forwarded request and returns the status of its response.
func (g *gate) pass() int {
	g.mu.Lock()
	idle := time.Duration(-1)
	if n := len(g.free); n > 0 {
		idle = time.Since(g.free[n-1])
		g.free = g.free[:n-1]
	}
	g.mu.Unlock()
	switch {
	case idle < 0 || idle > g.pool || idle > g.limit:
		time.Sleep(g.way)
		if !g.relayed { // a handshake first takes a round trip
			time.Sleep(g.way)
		}
	case idle > g.limit-g.way:
		time.Sleep(g.limit - idle)
		return 502
	default:
		time.Sleep(g.way)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.free = append(g.free, time.Now())
	return 200
}

func sweeping(d time.Duration) func(*Config) {
	return func(c *Config) {
		c.MaxWait, c.Only = d, []string{nameSweep}
		c.Request = as(c.Session.Target.Request("GET", "/"), "POST")
	}
}

// The sweep finds the window of idle times after which requests cross the close of the
// application, wherever it is.
func TestSweepFindsTheWindow(t *testing.T) {
	for _, limit := range []time.Duration{2 * time.Second, 5 * time.Second, 6013 * time.Millisecond, 9 * time.Second} {
		for _, way := range []time.Duration{10 * time.Millisecond, 50 * time.Millisecond} {
			t.Run(limit.String()+"/"+way.String(), func(t *testing.T) {
				g := &gate{way: way, limit: limit, pool: time.Minute, relayed: limit == 5*time.Second}
				peculiar(t, sweeping(2*time.Minute), g.serve, func(r *Report) {
					c := r.Check(nameSweep)
					if c.Verdict != Fail || !strings.HasPrefix(c.Found, "502 from ") || !strings.Contains(c.Text, "the next hop closes in between") {
						t.Fatalf("sweep = %s, %q, %q; want fail from 502s with the next hop's close; tries %+v", c.Verdict, c.Found, c.Text, r.Sweep.Tries)
					}
					first := r.Sweep.Failures()[0].Idle
					if first < limit-way || first > limit {
						t.Errorf("the first failure is at %v, want it within %v before %v", first, way, limit)
					}
					if early := first - (limit - way); early > max(2*sweepFine, limit/100) {
						t.Errorf("the first failure is %v after the beginning of the window, want at most %v", early, max(2*sweepFine, limit/100))
					}
					if !advises(r, "server", "in the proxy, keep idle connections to the next hop at most") || !advises(r, "server", "let the application keep them longer") {
						t.Errorf("advice = %v, want settings for the proxy and the application", r.adviceLines())
					}
				})
			})
		}
	}
}

// The sweep passes if there is no window, or if the next hop is so near that the window
// is empty.
func TestSweepPassesWithoutAWindow(t *testing.T) {
	for name, g := range map[string]*gate{
		"pool shorter than the application": {way: 20 * time.Millisecond, limit: time.Minute, pool: 5 * time.Second},
		"no distance":                       {limit: 5 * time.Second, pool: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			peculiar(t, sweeping(30*time.Second), g.serve, func(r *Report) {
				c := r.Check(nameSweep)
				if c.Verdict != Pass || c.Found != "no 5xx" || len(r.Sweep.Tries) < 8 {
					t.Errorf("sweep = %s, %q, %q with %d tries; want pass, no 5xx and at least 8 tries", c.Verdict, c.Found, c.Text, len(r.Sweep.Tries))
				}
				if n := len(r.Sweep.Tries) + sweepUsual; n > sweepRequests {
					t.Errorf("the sweep sent %d requests, want at most %d", n, sweepRequests)
				}
			})
		})
	}
}

// The gateway scenario answers 502 in a wide window before the application closes.
func TestSweepOfTheGatewayScenarioFindsItsWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/gateway", time.Millisecond, func(c *Config) { c.Only = []string{nameSweep} })
		c := r.Check(nameSweep)
		first := r.Sweep.Failures()[0].Idle
		if c.Verdict != Fail || first < 4290*time.Millisecond || first > 4350*time.Millisecond {
			t.Errorf("sweep = %s, %q, %q; want fail from about 4.3 s", c.Verdict, c.Found, c.Text)
		}
	})
}

// The sweep sends many requests, so it is off by default.
func TestSweepIsOffByDefault(t *testing.T) {
	for _, tt := range []struct {
		c    Config
		want int
	}{
		{Config{}, 0}, {Config{Sweep: true}, sweepRequests}, {Config{Only: []string{nameSweep}}, sweepRequests}, {Config{Sweep: true, Only: []string{nameIdle}}, 0},
	} {
		if got := tt.c.SweepRequests(); got != tt.want {
			t.Errorf("SweepRequests() with Sweep %t, Only %v = %d, want %d", tt.c.Sweep, tt.c.Only, got, tt.want)
		}
	}
	g := &gate{limit: time.Second, pool: time.Minute}
	peculiar(t, maxWait(5*time.Second), g.serve, func(r *Report) {
		check(t, *r.Check(nameSweep), Skip, "", "off by default: it sends up to 40 requests")
	})
}

func TestSweepOfAServerThatAlwaysFailsIsSkipped(t *testing.T) {
	broken := func(v *visitor) {
		for {
			q, ok := v.asked(0)
			if !ok {
				return
			}
			v.says(q, 503)
		}
	}
	peculiar(t, sweeping(10*time.Second), broken, func(r *Report) {
		check(t, *r.Check(nameSweep), Skip, "", "answered with 503 without a pause")
	})
}

// A busy machine delays some responses, whatever the idle time. The sweep does not
// conclude from them that the next hop has a limit.
func TestSweepIsNotMisledByNoise(t *testing.T) {
	n := 0
	noisy := func(v *visitor) {
		for {
			q, ok := v.asked(0)
			if !ok {
				return
			}
			if n++; n%3 == 0 || n%7 == 0 {
				time.Sleep(100 * time.Millisecond)
			}
			v.says(q, 200)
		}
	}
	peculiar(t, sweeping(2*time.Minute), noisy, func(r *Report) {
		c := r.Check(nameSweep)
		if c.Verdict != Pass || r.Sweep.Connect != 0 || strings.Contains(c.Text, "has to connect") {
			t.Errorf("sweep = %s, %q, %q; want pass without a limit of the next hop", c.Verdict, c.Found, c.Text)
		}
	})
}

// The sweep detects the limit of the next hop by the delay of responses, even if the
// window is too narrow for a request to fail.
func TestSweepDetectsANearNextHopByItsDelay(t *testing.T) {
	g := &gate{way: 20 * time.Millisecond, limit: time.Minute, pool: 7 * time.Second}
	peculiar(t, sweeping(time.Minute), g.serve, func(r *Report) {
		c := r.Check(nameSweep)
		if d := r.Sweep.Connect - g.pool; c.Verdict != Pass || d < -sweepFine || d > sweepFine || !strings.Contains(c.Text, "responses take 20 ms longer") {
			t.Errorf("sweep = %s, %q, %q, delay from %v; want pass with the delay from %v", c.Verdict, c.Found, c.Text, r.Sweep.Connect, g.pool)
		}
	})
}

// If the path between the proxy and the next hop forgets connections, all requests after
// a certain idle time fail.
func TestSweepOfAForgottenNextHopFails(t *testing.T) {
	const limit = 7 * time.Second
	gone := func(v *visitor) {
		last := time.Now()
		for {
			q, ok := v.asked(75 * time.Second)
			if !ok {
				return
			}
			status := 200
			if time.Since(last) > limit {
				status = 504
			}
			v.says(q, status)
			last = time.Now()
		}
	}
	peculiar(t, sweeping(time.Minute), gone, func(r *Report) {
		c := r.Check(nameSweep)
		first := r.Sweep.Failures()[0].Idle
		if c.Verdict != Fail || !strings.HasPrefix(c.Found, "504 from 7.0") || first > limit+limit/100 || !strings.Contains(c.Text, "the next hop no longer answers after that") {
			t.Errorf("sweep = %s, %q, %q; want fail with 504 from 7 s on", c.Verdict, c.Found, c.Text)
		}
	})
}
