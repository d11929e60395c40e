package probe

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A gate is a proxy with a pool of connections to an application that closes idle
// connections.
type gate struct {
	way, limit, pool time.Duration
	relayed          bool // connecting takes no time, as if a relay accepted at once

	mu   sync.Mutex
	free []time.Time // time of the last use of each connection of the pool
}

// serve forwards requests.
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

// pass forwards one request and returns the status of its response.
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
		if !g.relayed { // it connects
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

// The sweep finds the window in which requests cross the close of the application, at any
// idle time.
func TestSweepFindsTheWindow(t *testing.T) {
	for _, limit := range []time.Duration{2 * time.Second, 5 * time.Second, 6013 * time.Millisecond, 9 * time.Second} {
		for _, way := range []time.Duration{10 * time.Millisecond, 50 * time.Millisecond} {
			t.Run(limit.String()+"/"+way.String(), func(t *testing.T) {
				g := &gate{way: way, limit: limit, pool: time.Minute, relayed: limit == 5*time.Second}
				peculiar(t, sweeping(2*time.Minute), g.serve, func(r *Report) {
					c := r.Check(nameSweep)
					if c.Verdict != Fail || !strings.HasPrefix(c.Found, "502 from ") || !strings.Contains(c.Text, "the next hop closes in between") {
						t.Fatalf("%s, %q: %s; %+v", c.Verdict, c.Found, c.Text, r.Sweep.Tries)
					}
					first := r.Sweep.Failures()[0].Idle
					if first < limit-way || first > limit {
						t.Errorf("it begins at %v, of %v less %v", first, limit, way)
					}
					if early := first - (limit - way); early > max(2*sweepFine, limit/100) {
						t.Errorf("the reported beginning is %v late", early)
					}
					if !advises(r, "server", "in the proxy, keep idle connections to the next hop at most") || !advises(r, "server", "let the application keep them longer") {
						t.Errorf("advice: %v", r.adviceLines())
					}
				})
			})
		}
	}
}

// The sweep reports no failures if there is no window or the next hop is near.
func TestSweepOfASoundChainPasses(t *testing.T) {
	for name, g := range map[string]*gate{
		"pool shorter than the application": {way: 20 * time.Millisecond, limit: time.Minute, pool: 5 * time.Second},
		"no distance":                       {limit: 5 * time.Second, pool: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			peculiar(t, sweeping(30*time.Second), g.serve, func(r *Report) {
				c := r.Check(nameSweep)
				if c.Verdict != Pass || c.Found != "no 5xx" || len(r.Sweep.Tries) < 8 {
					t.Errorf("%s, %q: %s", c.Verdict, c.Found, c.Text)
				}
				if n := len(r.Sweep.Tries) + sweepUsual; n > sweepRequests {
					t.Errorf("%d requests", n)
				}
			})
		})
	}
}

// The gateway scenario answers 502 in a wide window before the application closes.
func TestSweepOfTheGateway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/gateway", time.Millisecond, func(c *Config) { c.Only = []string{nameSweep} })
		c := r.Check(nameSweep)
		first := r.Sweep.Failures()[0].Idle
		if c.Verdict != Fail || first < 4290*time.Millisecond || first > 4350*time.Millisecond {
			t.Errorf("%s, %q: %s", c.Verdict, c.Found, c.Text)
		}
	})
}

// The sweep sends many requests, so it is off by default.
func TestSweepIsMadeOnlyWhenAskedFor(t *testing.T) {
	for _, tt := range []struct {
		c    Config
		want int
	}{
		{Config{}, 0}, {Config{Sweep: true}, sweepRequests}, {Config{Only: []string{nameSweep}}, sweepRequests}, {Config{Sweep: true, Only: []string{nameIdle}}, 0},
	} {
		if got := tt.c.SweepRequests(); got != tt.want {
			t.Errorf("%v, %v: %d requests, want %d", tt.c.Sweep, tt.c.Only, got, tt.want)
		}
	}
	g := &gate{limit: time.Second, pool: time.Minute}
	peculiar(t, maxWait(5*time.Second), g.serve, func(r *Report) {
		check(t, *r.Check(nameSweep), Skip, "", "off by default: it sends up to 40 requests")
	})
}

func TestSweepOfAServerThatIsBroken(t *testing.T) {
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
// conclude that the next hop has a limit.
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
			t.Errorf("%s, %q: %s", c.Verdict, c.Found, c.Text)
		}
	})
}

// The sweep detects the close of the next hop even if that is too near for a request to
// fail.
func TestSweepSeesTheNextHopClose(t *testing.T) {
	g := &gate{way: 20 * time.Millisecond, limit: time.Minute, pool: 7 * time.Second}
	peculiar(t, sweeping(time.Minute), g.serve, func(r *Report) {
		c := r.Check(nameSweep)
		if d := r.Sweep.Connect - g.pool; c.Verdict != Pass || d < -sweepFine || d > sweepFine || !strings.Contains(c.Text, "responses take 20 ms longer") {
			t.Errorf("%s, %q: %s", c.Verdict, c.Found, c.Text)
		}
	})
}

// If the path forgets the proxy's connections, all requests after a certain idle time
// fail.
func TestSweepOfANextHopThatIsGone(t *testing.T) {
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
			t.Errorf("%s, %q: %s", c.Verdict, c.Found, c.Text)
		}
	})
}
