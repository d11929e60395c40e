package probe

import (
	"strings"
	"testing"
	"time"

	"linger/session/expect"
)

func TestSummaryCountsFailedChecks(t *testing.T) {
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
		{Report{Checks: []Check{pass, fail, skip}, Interrupted: true}, "interrupted; results of 2 of 3 checks, 1 failed"},
	}
	for _, tt := range tests {
		if got := tt.r.Summary(); got != tt.want {
			t.Errorf("Summary() = %q, want %q", got, tt.want)
		}
	}
	r := Report{Checks: []Check{pass, pass, fail, skip}}
	if got := r.VerdictCounts(); got != "2 pass, 1 fail, 1 skip" {
		t.Errorf("VerdictCounts() = %q, want %q", got, "2 pass, 1 fail, 1 skip")
	}
	signs := ""
	for _, v := range Verdicts() {
		signs += v.Sign()
	}
	if signs != "✓!✗·" {
		t.Errorf("signs of all verdicts = %q, want %q", signs, "✓!✗·")
	}
}

func TestEffortListsNumbersAndRemarks(t *testing.T) {
	base := Report{Checks: make([]Check, 3), Connections: 9, Took: 2 * time.Second, RoundTrip: time.Millisecond}
	if got := base.Effort(); got != "3 checks, 9 connections, 2.00 s, round trip 1 ms" {
		t.Errorf("Effort() = %q, want the numbers, the duration and the round trip", got)
	}
	for want, change := range map[string]func(*Report){
		"1 served at once":      func(r *Report) { r.OneByOne, r.Served, r.AtOnce = true, 3, 8 },
		"3 of 8 served at once": func(r *Report) { r.Served, r.AtOnce = 3, 8 },
		"at most 8 at once":     func(r *Report) { r.AtOnce = 8 },
		"through http://proxy":  func(r *Report) { r.Through = "http://proxy" },
		"the server closes old connections for new ones (1 of 2 times)": func(r *Report) { r.Evicts, r.Evicted, r.Bursts = true, 1, 2 },
		"2 closed before a response":                                    func(r *Report) { r.Unserved = 2 },
		"4 without a response":                                          func(r *Report) { r.Hung = 4 },
		"5 answered with 503":                                           func(r *Report) { r.Refusals = Refusals{503, 5} },
		"requested with HEAD because the content is large":              func(r *Report) { r.ByHead = true },
		"[::1]:80 did not connect; this took 300 ms":                    func(r *Report) { r.Passed, r.PassedFor = []string{"[::1]:80"}, 300*time.Millisecond },
		"interrupted": func(r *Report) { r.Interrupted = true },
	} {
		r := base
		change(&r)
		if got := strings.Count(", "+r.Effort()+",", ", "+want+","); got != 1 {
			t.Errorf("Effort() = %q has %q %d times, want once", r.Effort(), want, got)
		}
	}
}
