package probe

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// severalFaults maps the scenarios with several independent faults to the checks that
// report them. For every other scenario, at most one row of the card reports a fault.
var severalFaults = map[string][]string{
	"/reset-idle":         {nameIdle, nameKind},     // closes earlier than advertised, and by a reset
	"/bare-lf-chunks":     {name10, nameFraming},    // the chunks are invalid, and HTTP/1.0 gets chunks
	"/forbidden-trailer":  {name10, nameFraming},    // as above
	"/chunked-not-final":  {name10, nameFraming},    // as above
	"/unknown-coding":     {name10, nameFraming},    // as above
	"/chunked-spelled":    {name10, nameFraming},    // as above
	"/empty-chunk":        {name10, nameFraming},    // as above
	"/two-last-chunks":    {name10, nameFraming},    // as above
	"/chunk-off-by-one":   {name10, nameFraming},    // as above
	"/space-before-colon": {nameIdle, nameFraming},  // the server closes before the advertised timeout, and there is a space before the colon of the field
	"/like/bun":           {nameIdle, name10Keep},   // a coarse clock, and a response to HTTP/1.0 promises persistence
	"/like/gunicorn":      {nameHead, namePipeline}, // content after HEAD, and pipelined requests are dropped
}

// blamesOnce fails if two rows of a card report the same fault, or if a row refers to
// another row that reports no fault.
func blamesOnce(t *testing.T, path string, r *Report) {
	t.Helper()
	var blamed []string
	for _, c := range r.Checks {
		if c.Verdict == Warn || c.Verdict == Fail {
			blamed = append(blamed, c.Name)
		}
	}
	if want := severalFaults[path]; (len(blamed) > 1 || want != nil) && !slices.Equal(blamed, want) {
		t.Errorf("faults are reported by %v, want %v or at most one", blamed, want)
		for _, name := range blamed {
			t.Logf("%s: %s", name, r.Check(name).Text)
		}
	}
	for _, c := range r.Checks {
		_, other, ok := strings.Cut(c.Text, "see ")
		if ok && c.Verdict == Skip && r.Check(other) != nil && !slices.Contains(blamed, other) {
			t.Errorf("%s refers to %s, which reports no fault: %s", c.Name, other, c.Text)
		}
	}
}

func TestOnceReportsAFaultInOneCheck(t *testing.T) {
	met := func(f fault, names ...string) (cs []Check) {
		for _, name := range names {
			c := Check{Name: name, Verdict: Fail, Text: "a fault", fault: f}
			c.advise("client", "x")
			c.advise("server", "y")
			cs = append(cs, c)
		}
		return cs
	}
	cs := append(met(staysOpen, name10Keep, name10, nameHonour), met(noNotice, namePipeline)...)
	once(cs)
	for i, want := range []string{"see honours-close", "see honours-close", "", ""} {
		c := cs[i]
		if want == "" && (c.Verdict != Fail || c.Text != "a fault" || len(c.advice) != 2) {
			t.Errorf("%s = %+v, want it unchanged: it reports the fault itself", c.Name, c)
		}
		if want != "" && (c.Verdict != Skip || c.Text != "the same fault: "+want || len(c.advice) != 1) {
			t.Errorf("%s = %+v, want skip with %q and the advice for clients only", c.Name, c, want)
		}
	}
}

// Each fault may appear in at least two checks; otherwise it would not need the type
// fault.
func TestEachFaultHasAtLeastTwoChecks(t *testing.T) {
	for f := noFault + 1; f < numFaults; f++ {
		if len(f.reportedBy()) < 2 {
			t.Errorf("fault %d may appear in %v, want at least two checks", f, f.reportedBy())
		}
	}
}

// If other checks report all closes without notice, the check announces-close does not
// report them again.
func TestClosesWithoutNoticeAreReportedOnce(t *testing.T) {
	for _, tt := range []struct {
		in   []string
		want fault
	}{
		{[]string{namePipeline}, whenPipelined}, {[]string{nameHead}, afterHead}, {[]string{nameReuse, nameReuse}, afterError},
		{[]string{nameHead, namePipeline}, afterHead}, {[]string{nameHead, nameMax}, noNotice}, {[]string{greeting}, noNotice},
	} {
		if got := faultOf(tt.in); got != tt.want {
			t.Errorf("faultOf(%v) = %d, want %d", tt.in, got, tt.want)
		}
	}
	serve := func(v *visitor) {
		for {
			q, ok := v.asked(3 * time.Second)
			if !ok {
				return
			}
			if q.target != "/" {
				v.says(q, 404)
				return
			}
			v.says(q, 200)
			if q.closes() {
				return
			}
		}
	}
	only := func(c *Config) { c.MaxWait, c.Only = 5*time.Second, []string{nameAnnounce, nameReuse} }
	peculiar(t, only, serve, func(r *Report) {
		check(t, *r.Check(nameReuse), Fail, "breaks", "breaks after 404")
		check(t, *r.Check(nameAnnounce), Skip, "no", "the same fault: see reuse-after-error")
	})
}
