package probe

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// ticking returns samples of a server that closes at the first tick after a limit. Their
// idle times begin at the given times.
func ticking(limit, tick time.Duration, begins ...time.Duration) (ss Samples) {
	for _, at := range begins {
		over := at + limit
		ss = append(ss, Sample{Since: at, Idle: limit + (tick-over%tick)%tick})
	}
	return ss
}

// every returns n points in time: the first is from, and each other one is gap after the
// one before it.
func every(n int, from, gap time.Duration) (ds []time.Duration) {
	for i := range n {
		ds = append(ds, from+time.Duration(i)*gap)
	}
	return ds
}

func TestClockFindsTheTick(t *testing.T) {
	ms := time.Millisecond
	for _, tt := range []struct {
		limit, tick time.Duration
		begins      []time.Duration
		want        time.Duration // 0: the tick cannot be known
	}{
		{3 * time.Second, time.Second, every(5, 130*ms, apart(5)), time.Second},
		{2 * time.Second, 10 * time.Second, every(5, 900*ms, apart(5)), 0}, // all end together
		{2 * time.Second, 10 * time.Second, append(every(5, 900*ms, apart(5)), every(20, 12*time.Second, 620*ms)...), 10 * time.Second},
		{0, 4 * time.Second, append(every(5, 900*ms, apart(5)), every(20, 9*time.Second, 620*ms)...), 4 * time.Second},
	} {
		ss := ticking(tt.limit, tt.tick, tt.begins...)
		c := ss.clock(false)
		if off := c.Tick - tt.want; off > together || off < -together {
			t.Errorf("limit %v, tick %v: clock = %+v, want the tick %v", tt.limit, tt.tick, c, tt.want)
		}
		low := spreadOf(ss.Closes()).low
		if c.Known && low-c.Step > max(tt.limit, together) {
			t.Errorf("limit %v, tick %v: %v is called safe by %+v, want at most the limit", tt.limit, tt.tick, low-c.Step, c)
		}
	}
	late := Samples{{Idle: 3 * time.Second}, {Idle: 3001 * ms}, {Idle: 3002 * ms}, {Idle: 3003 * ms}, {Idle: 3400 * ms}}
	if c := late.clock(false); !c.Known || c.Step != 3*ms {
		t.Errorf("clock of samples with one late close = %+v, want known with a step of 3 ms", c)
	}
	exact := Samples{{Idle: 5 * time.Second}, {Since: time.Second, Idle: 5003 * ms}}
	if c := exact.clock(false); !c.Known || c.Tick != 0 || c.Step != 3*ms {
		t.Errorf("clock of an exact server = %+v, want known, no tick and a step of 3 ms", c)
	}
}

// Whatever the phase of the samples, no limit that the report calls safe is longer than
// the shortest life of a connection.
func TestSafeIdleTimeOfACoarseClockIsNotTooLong(t *testing.T) {
	for _, tt := range []struct {
		path string
		low  time.Duration // the shortest life of a connection
	}{
		{"/lazy-clock", 5 * time.Second}, {"/lazy-clock?timeout=2&every=10", 2 * time.Second}, {"/lazy-clock?timeout=3&every=1", 3 * time.Second},
		{"/wheel", 4 * time.Second}, {"/wheel?ticks=1&every=4", 0}, {"/wheel?ticks=3&every=0.5", time.Second},
	} {
		for phase := range 5 {
			t.Run(fmt.Sprint(strings.TrimPrefix(tt.path, "/"), "+", phase), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(time.Duration(phase) * 1730 * time.Millisecond)
					r := practised(t, tt.path, time.Millisecond, func(c *Config) { c.MaxWait, c.Only = 30*time.Second, []string{nameIdle, nameRace} })
					if r.Evicts {
						t.Error("Evicts = true, want false: the server closes by its clock")
					}
					if r.Safe() > tt.low {
						t.Errorf("Safe() = %v, want at most %v: %+v, %s", r.Safe(), tt.low, r.Clock, r.Idle)
					}
					for _, a := range r.Advice {
						for _, p := range a.Paste {
							if a.For == "client" && p.Where == "Go" && tt.low == 0 {
								t.Errorf("the advice for a server that closes at any moment has the setting %s, want none", p.Code)
							}
						}
					}
				})
			})
		}
	}
}

func TestReportNamesTheTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/lazy-clock", time.Millisecond, func(c *Config) { c.MaxWait, c.Only = 30*time.Second, []string{nameIdle} })
		c := r.Check(nameIdle)
		if c.Verdict != Pass || !strings.Contains(c.Text, "checks its clock every 10 s") {
			t.Errorf("idle-timeout = %s, %q, %q; want pass with a clock every 10 s", c.Verdict, c.Found, c.Text)
		}
	})
}

func TestWorkersAreCounted(t *testing.T) {
	for _, n := range []int{3, 8} {
		synctest.Test(t, func(t *testing.T) {
			r := practised(t, fmt.Sprintf("/workers?workers=%d", n), time.Millisecond, maxWait(20*time.Second))
			if r.Served != n || !strings.Contains(r.Effort(), fmt.Sprintf("%d of %d served at once", n, r.AtOnce)) {
				t.Errorf("Served = %d, want %d; Effort = %q", r.Served, n, r.Effort())
			}
			for _, c := range r.Checks {
				if c.Verdict == Fail {
					t.Errorf("%s = fail, %q, %q; want another verdict", c.Name, c.Found, c.Text)
				}
			}
		})
	}
}

func TestReversedPipelineFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := practised(t, "/reversed", time.Millisecond, func(c *Config) { c.Only = []string{namePipeline, nameUnasked, nameHead} })
		check(t, *r.Check(namePipeline), Fail, "8 out of order", "content of another request")
		check(t, *r.Check(nameHead), Pass, "no body", "in step")
		check(t, *r.Check(nameUnasked), Pass, "none", "")
		r = practised(t, "/pipeline?delay=0.01", time.Millisecond, func(c *Config) { c.Only = []string{namePipeline} })
		if c := r.Check(namePipeline); c.Verdict != Pass {
			t.Errorf("pipelining = %s, %q, %q; want pass", c.Verdict, c.Found, c.Text)
		}
	})
}

func TestMomentsCountClosesThatCoincideOnce(t *testing.T) {
	ms := time.Millisecond
	ss := Samples{
		{Since: 2 * time.Second, Idle: 8020 * ms}, {Since: 0, Idle: 10 * time.Second}, {Since: time.Second, Idle: 9 * time.Second},
		{Since: 5 * time.Second, Idle: 15 * time.Second}, {Since: 0, Idle: time.Minute, Open: true},
	}
	if got := ss.Moments(); got != 2 {
		t.Errorf("Moments() = %d, want 2", got)
	}
	if got := ss[4:].Moments(); got != 0 {
		t.Errorf("Moments() without a close = %d, want 0", got)
	}
}

func TestClockExplainsARange(t *testing.T) {
	narrow, wide := spreadOf([]time.Duration{5 * time.Second}), spreadOf([]time.Duration{2 * time.Second, 3 * time.Second, 4 * time.Second})
	tests := []struct {
		c    Clock
		s    spread
		want string // empty: the range is exact
	}{
		{Clock{Known: true}, narrow, ""},
		{Clock{OnEvents: true}, narrow, "when something else happens"},
		{Clock{Tick: 10003 * time.Millisecond}, wide, "every 10 s"},
		{Clock{Together: 2}, wide, "only at intervals"},
		{Clock{}, wide, "the limit varies"},
		{Clock{Known: true, Tick: time.Second}, wide, "only idle times below the shortest are safe"},
		{Clock{}, wide, "at most 2 s and may be less"},
	}
	for _, tt := range tests {
		if got := tt.c.words(tt.s); (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
			t.Errorf("words of %+v = %q, want %q", tt.c, got, tt.want)
		}
	}
}

// A busy machine observes some closes of a tick late. They still belong to that tick.
func TestTickIsFoundOnABusyMachine(t *testing.T) {
	ss := ticking(2*time.Second, 10*time.Second, append(every(5, 900*time.Millisecond, apart(5)), every(20, 12*time.Second, 620*time.Millisecond)...)...)
	for i := range ss {
		ss[i].Idle += time.Duration(i%4) * 40 * time.Millisecond
	}
	if c := ss.clock(false); c.Tick < 9900*time.Millisecond || c.Tick > 10200*time.Millisecond || !c.Known {
		t.Errorf("clock = %+v, want known with a tick of 10 s", c)
	}
}

// If a server checks its clock rarely and not in ticks, the samples show too few phases,
// and the limit is not established. If it checks often, the limit is established, even if
// many closes coincide.
func TestRareIrregularClockChecksEstablishNoLimit(t *testing.T) {
	for _, tt := range []struct {
		looks time.Duration
		known bool
	}{{4900 * time.Millisecond, false}, {1300 * time.Millisecond, true}} {
		var ss Samples
		for _, at := range every(25, 0, 620*time.Millisecond) {
			end, n := time.Duration(0), 0
			for ; end < at+2500*time.Millisecond; n++ {
				end += tt.looks + time.Duration(n%3)*310*time.Millisecond
			}
			ss = append(ss, Sample{Since: at, Idle: end - at})
		}
		if c := ss.clock(false); c.Known != tt.known || c.Tick != 0 || c.Together < 5 {
			t.Errorf("clock of a server that checks every %v = %+v, want Known = %t, no tick and coinciding closes; %s", tt.looks, c, tt.known, ss)
		}
	}
}

// If a server closes most connections together, the samples show too few phases of its
// clock, and the limit is not established, although it closed some connections alone.
func TestCoincidingClosesEstablishNoLimit(t *testing.T) {
	var ss Samples
	for i := range 25 {
		s := Sample{Since: time.Duration(i) * 620 * time.Millisecond}
		end := 24500 * time.Millisecond
		if i < 10 { // these end one by one
			end = time.Duration(7000+i*1137) * time.Millisecond
		}
		s.Idle = end - s.Since
		ss = append(ss, s)
	}
	if c := ss.clock(false); c.Known || c.Together < 12 {
		t.Errorf("clock = %+v, want Known = false and at least 12 coinciding closes", c)
	}
}
