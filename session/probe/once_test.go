package probe

import (
	"slices"
	"strings"
	"testing"
)

// severalFaults are the scenarios that do more than one thing wrong, each of which
// could be put right alone, and the checks that report them. Every other scenario is
// blamed in one row of the card at most.
var severalFaults = map[string][]string{
	"/reset-idle":         {nameIdle, nameKind},     // closes earlier than advertised, and by a reset
	"/bare-lf-chunks":     {name10, nameFraming},    // the chunks are invalid, and HTTP/1.0 gets chunks
	"/forbidden-trailer":  {name10, nameFraming},    //
	"/chunked-not-final":  {name10, nameFraming},    //
	"/unknown-coding":     {name10, nameFraming},    //
	"/chunked-spelled":    {name10, nameFraming},    //
	"/empty-chunk":        {name10, nameFraming},    //
	"/two-last-chunks":    {name10, nameFraming},    //
	"/chunk-off-by-one":   {name10, nameFraming},    //
	"/space-before-colon": {nameIdle, nameFraming},  // the hint is wrong, and is written in a line with a space
	"/like/bun":           {nameIdle, name10Keep},   // a coarse clock, and HTTP/1.0 is promised persistence
	"/like/gunicorn":      {nameHead, namePipeline}, // content after HEAD, and pipelined requests are dropped
}

// blamesOnce wants no two rows of a card to blame the same cause, and each row that
// names another one for its reason to name one that blames.
func blamesOnce(t *testing.T, path string, r *Report) {
	t.Helper()
	var blamed []string
	for _, c := range r.Checks {
		if c.Verdict == Warn || c.Verdict == Fail {
			blamed = append(blamed, c.Name)
		}
	}
	if want := severalFaults[path]; (len(blamed) > 1 || want != nil) && !slices.Equal(blamed, want) {
		for _, name := range blamed {
			t.Errorf("%s: %s", name, r.Check(name).Text)
		}
	}
	for _, c := range r.Checks {
		_, other, ok := strings.Cut(c.Text, "see ")
		if ok && c.Verdict == Skip && r.Check(other) != nil && !slices.Contains(blamed, other) {
			t.Errorf("%s refers to %s, which blames nobody: %s", c.Name, other, c.Text)
		}
	}
}

func TestAFaultIsReportedOnce(t *testing.T) {
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
			t.Errorf("%s reports the fault itself: %+v", c.Name, c)
		}
		if want != "" && (c.Verdict != Skip || c.Text != "the same fault: "+want || len(c.advice) != 1) {
			t.Errorf("%s: want %q: %+v", c.Name, want, c)
		}
	}
}

// Each fault that checks can meet has one that reports it.
func TestEveryFaultHasItsCheck(t *testing.T) {
	for f := noFault + 1; f < numFaults; f++ {
		if len(f.reportedBy()) < 2 {
			t.Errorf("fault %d may be met by %v alone", f, f.reportedBy())
		}
	}
}
