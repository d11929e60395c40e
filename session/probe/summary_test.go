package probe

import (
	"strings"
	"testing"
	"time"

	"linger/session/expect"
)

func TestSummaryCountsWhatFailed(t *testing.T) {
	pass, fail, skip := Check{Name: nameHead, Verdict: Pass}, Check{Name: nameIdle, Verdict: Fail}, Check{Name: nameMax, Verdict: Skip}
	unmet := expect.Result{Want: "max-requests > 5"}
	tests := []struct {
		r    Report
		want string
	}{
		{Report{Target: "http://a/", Failure: "connect refused"}, "could not probe http://a/"},
		{Report{Checks: []Check{pass, skip}}, "2 checks, none failed"},
		{Report{Checks: []Check{pass, fail}}, "1 of 2 checks failed: idle-timeout"},
		{Report{Checks: []Check{pass, fail}, Expected: []expect.Result{unmet, {Met: true}}}, "2 of 4 checks failed: idle-timeout, max-requests > 5"},
		{Report{Checks: []Check{pass, fail, skip}, Interrupted: true}, "interrupted; of 3 checks, 2 are known, 1 failed"},
	}
	for _, tt := range tests {
		if got := tt.r.Summary(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	r := Report{Checks: []Check{pass, pass, fail, skip}}
	if got := r.VerdictCounts(); got != "2 pass, 1 fail, 1 skip" {
		t.Error(got)
	}
	signs := ""
	for _, v := range Verdicts() {
		signs += v.Sign()
	}
	if signs != "✓!✗·" {
		t.Error(signs)
	}
}

func TestEffortSaysWhatTheReportWasMadeFrom(t *testing.T) {
	base := Report{Checks: make([]Check, 3), Connections: 9, Took: 2 * time.Second, RoundTrip: time.Millisecond}
	if got := base.Effort(); got != "3 checks, 9 connections, 2.00 s, round trip 1 ms" {
		t.Errorf("%q", got)
	}
	for want, change := range map[string]func(*Report){
		"1 served at once":                                func(r *Report) { r.OneByOne, r.Served, r.AtOnce = true, 3, 8 },
		"3 served at once of 8":                           func(r *Report) { r.Served, r.AtOnce = 3, 8 },
		"at most 8 at once":                               func(r *Report) { r.AtOnce = 8 },
		"through http://proxy":                            func(r *Report) { r.Through = "http://proxy" },
		"it closes old connections for new ones (1 of 2)": func(r *Report) { r.Evicts, r.Evicted, r.Bursts = true, 1, 2 },
		"2 cut off before an answer":                      func(r *Report) { r.Unserved = 2 },
		"4 without an answer":                             func(r *Report) { r.Hung = 4 },
		"5 answered with 503":                             func(r *Report) { r.Refusals = Refusals{503, 5} },
		"asked with HEAD: the content is large":           func(r *Report) { r.ByHead = true },
		"[::1]:80 did not connect; this took 300 ms":      func(r *Report) { r.Passed, r.PassedFor = []string{"[::1]:80"}, 300*time.Millisecond },
		"interrupted":                                     func(r *Report) { r.Interrupted = true },
	} {
		r := base
		change(&r)
		if got := strings.Count(", "+r.Effort()+",", ", "+want+","); got != 1 {
			t.Errorf("%q stands %d times in %q", want, got, r.Effort())
		}
	}
}
