package probe

import (
	"slices"
	"strings"
	"testing"
	"time"

	"linger/session"
)

// hop returns a report of a server that closed idle connections after the given numbers
// of seconds and has the given result of the check keep-alive-field.
func hop(field Check, idle ...float64) *Report {
	field.Name = nameField
	r := &Report{RoundTrip: time.Millisecond, Clock: Clock{Known: true}, Checks: []Check{{Name: nameIdle, Verdict: Pass}, field}}
	for _, s := range idle {
		r.Idle = append(r.Idle, Sample{Idle: time.Duration(s * float64(time.Second)), How: session.HowFIN})
	}
	return r
}

func TestChainComparesIdleLimitsOfNeighbours(t *testing.T) {
	none := Check{Found: "none"}
	open := &Report{Idle: Samples{{Idle: time.Minute, Open: true}}}
	links := Chain([]*Report{hop(none, 60, 60.01), hop(none, 5, 5.01), open, {}})
	if len(links) != 2 {
		t.Fatalf("got %d links between three measured hops, want 2: %+v", len(links), links)
	}
	for _, l := range links {
		if l.Verdict != Skip {
			t.Errorf("the verdict on two hops is %s, want %s: the pool of A cannot be seen", l.Verdict, Skip)
		}
	}
	for i, want := range [][]string{
		{"A 60.005 s", "B 5.005 s", "with 5 s or more", "at most 4 s", "nginx: keepalive_timeout 4s"},
		{"B 5.005 s", "C > 60 s"},
	} {
		for _, s := range want {
			if !strings.Contains(links[i].Text, s) {
				t.Errorf("link %d = %q, want it to contain %q", i, links[i].Text, s)
			}
		}
	}
	if strings.Contains(links[1].Text, "or more") {
		t.Errorf("link to a hop that never closed = %q, want no limit for it", links[1].Text)
	}
	vague := hop(none, 2, 4)
	vague.Clock.Known = false
	if l := Chain([]*Report{hop(none, 60), vague}); strings.Contains(l[0].Text, "Set it to") {
		t.Errorf("link to a hop whose limit is not established = %q, want no setting", l[0].Text)
	}
}

func TestChainFindsTheHopThatForwardsKeepAlive(t *testing.T) {
	said := func(s, found string) Check { return Check{Said: s, Found: found} }
	broken := hop(said("5 s", "timeout alone"), 2)
	broken.Checks[0].Verdict = Fail
	tests := []struct {
		name         string
		outer, inner *Report
		verdict      Verdict // empty: no link is reported
		text         string
	}{
		{"neither advertises", hop(said("", "none"), 9), hop(said("", "none"), 5), "", ""},
		{"only the outer advertises", hop(said("9 s", "timeout alone"), 9), hop(said("", "none"), 5), Pass, "the field is A's own"},
		{"only the inner advertises", hop(said("", "none"), 9), hop(said("5 s", "timeout alone"), 5), Pass, "does not forward"},
		{"same timeout, outer closes earlier", broken, hop(said("5 s", "timeout alone"), 5), Fail, "it forwards B's field"},
		{"same timeout, outer omits the connection option", hop(said("5 s", notApplying), 9), hop(said("5 s", "timeout alone"), 5), Warn, "removes the connection option"},
		{"same timeout, outer keeps it", hop(said("5 s", "timeout alone"), 5), hop(said("5 s", "timeout alone"), 5), "", ""},
		{"outer without the check", &Report{Idle: Samples{{Idle: time.Second}}}, hop(said("5 s", "timeout alone"), 5), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			links := Chain([]*Report{tt.outer, tt.inner})[1:] // without the link about the idle limits
			if tt.verdict == "" {
				if len(links) != 0 {
					t.Errorf("links = %+v, want none", links)
				}
				return
			}
			if len(links) != 1 || links[0].Verdict != tt.verdict || !strings.Contains(links[0].Text, tt.text) {
				t.Errorf("links = %+v, want one with verdict %s and text %q", links, tt.verdict, tt.text)
			}
		})
	}
}

func TestDiffer(t *testing.T) {
	number := func(unit string, low, high float64) Check {
		return Check{Verdict: Pass, Unit: unit, Low: new(low), High: new(high), Found: "a number"}
	}
	tests := []struct {
		name  string
		check string
		a, b  Check
		want  bool
	}{
		{"verdicts", nameIdle, Check{Verdict: Pass}, Check{Verdict: Warn}, true},
		{"hints", nameIdle, Check{Said: "5 s"}, Check{Said: "6 s"}, true},
		{"times within the error of timers", nameIdle, number("s", 5, 5.01), number("s", 5.04, 5.05), false},
		{"times", nameIdle, number("s", 5, 5.01), number("s", 5.2, 5.21), true},
		{"only the high end", nameIdle, number("s", 5, 5.01), number("s", 5, 7), true},
		{"milliseconds within the error of timers", nameHonour, number("ms", 1, 1), number("ms", 40, 40), false},
		{"milliseconds", nameHonour, number("ms", 1, 1), number("ms", 90, 90), true},
		{"one value is a bound", nameIdle, number("s", 5, 5), Check{Verdict: Pass, Unit: "s", AtLeast: true, Low: new(5.0), High: new(5.0)}, true},
		{"words", nameHead, Check{Found: "body"}, Check{Found: "no body"}, true},
		{"same kind of close, other counts", nameKind, Check{Found: "FIN, 3 of 3", kind: "FIN"}, Check{Found: "FIN, 9 of 9", kind: "FIN"}, false},
		{"another kind of close", nameKind, Check{Found: "FIN, 3 of 3", kind: "FIN"}, Check{Found: "RST, 3 of 3", kind: "RST"}, true},
		{"counts", namePipeline, number("responses", 8, 8), number("responses", 8, 8), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.a.Name, tt.b.Name = tt.check, tt.check
			a, b := &Report{Checks: []Check{tt.a}}, &Report{Checks: []Check{tt.b}}
			if got := Differ([]*Report{a, {}, b}, tt.check); got != tt.want {
				t.Errorf("Differ = %t, want %t", got, tt.want)
			}
			if Differ([]*Report{a, {}}, tt.check) {
				t.Error("Differ = true for a report without the check, want false")
			}
		})
	}
}

func TestMadeLetterAndSays(t *testing.T) {
	a := &Report{Checks: []Check{{Name: nameHead}, {Name: nameIdle}}}
	b := &Report{Checks: []Check{{Name: nameFraming}}}
	var want []string // in the order of the card
	for _, name := range Names() {
		if a.Check(name) != nil || b.Check(name) != nil {
			want = append(want, name)
		}
	}
	if got := Made([]*Report{a, b}); len(got) != 3 || !slices.Equal(got, want) {
		t.Errorf("Made = %v, want %v", got, want)
	}
	if got := Letter(0) + Letter(25) + Letter(26); got != "AZA" {
		t.Errorf("Letter of 0, 25 and 26 = %q, want %q", got, "AZA")
	}
	for want, c := range map[string]Check{
		"says 5 s": {Name: nameIdle, Said: "5 s", Found: "3.001 s"},
		"":         {Name: nameMax, Said: "100", Found: "101 exchanges"},
	} {
		if got := c.Says(); got != want {
			t.Errorf("Says() of %+v = %q, want %q", c, got, want)
		}
	}
	for _, c := range []Check{{Name: nameIdle, Found: "5 s"}, {Name: nameField, Said: "none", Found: "none"}} {
		if got := c.Says(); got != "" {
			t.Errorf("Says() of %+v = %q, want an empty string", c, got)
		}
	}
}
