package probe

import "testing"

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
	for f := staysOpen; f <= outOfStep; f++ {
		if len(f.reportedBy()) < 2 {
			t.Errorf("fault %d may be met by %v alone", f, f.reportedBy())
		}
	}
}
