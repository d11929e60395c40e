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

func TestChainComparesNeighbours(t *testing.T) {
	none := Check{Found: "none"}
	open := &Report{Idle: Samples{{Idle: time.Minute, Open: true}}}
	links := Chain([]*Report{hop(none, 60, 60.01), hop(none, 5, 5.01), open, {}})
	if len(links) != 2 {
		t.Fatalf("%d links between three hops that were measured: %+v", len(links), links)
	}
	for _, l := range links {
		if l.Verdict != Skip {
			t.Errorf("the order of two hops is judged %s, although A's pool cannot be seen", l.Verdict)
		}
	}
	for i, want := range [][]string{
		{"A 60.005 s", "B 5.005 s", "if it is 5 s or more", "at most 4 s", "nginx: keepalive_timeout 4s"},
		{"B 5.005 s", "C > 60 s"},
	} {
		for _, s := range want {
			if !strings.Contains(links[i].Text, s) {
				t.Errorf("%q is not in: %s", s, links[i].Text)
			}
		}
	}
	if strings.Contains(links[1].Text, "or more") {
		t.Errorf("a limit of a hop that never closed: %s", links[1].Text)
	}
	vague := hop(none, 2, 4)
	vague.Clock.Known = false
	if l := Chain([]*Report{hop(none, 60), vague}); strings.Contains(l[0].Text, "Set it to") {
		t.Errorf("a setting below a limit that is not known: %s", l[0].Text)
	}
}

func TestChainSeesWhoPassesTheHintOn(t *testing.T) {
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
		{"the outer alone", hop(said("9 s", "timeout alone"), 9), hop(said("", "none"), 5), Pass, "the field is A's own"},
		{"the inner alone", hop(said("", "none"), 9), hop(said("5 s", "timeout alone"), 5), Pass, "does not forward"},
		{"the same, and not kept", broken, hop(said("5 s", "timeout alone"), 5), Fail, "it forwards B's field"},
		{"the same, without the option", hop(said("5 s", notApplying), 9), hop(said("5 s", "timeout alone"), 5), Warn, "removes the connection option"},
		{"the same, and kept", hop(said("5 s", "timeout alone"), 5), hop(said("5 s", "timeout alone"), 5), "", ""},
		{"not checked", &Report{Idle: Samples{{Idle: time.Second}}}, hop(said("5 s", "timeout alone"), 5), "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			links := Chain([]*Report{tt.outer, tt.inner})[1:] // without the link about the idle limits
			if tt.verdict == "" {
				if len(links) != 0 {
					t.Errorf("%+v", links)
				}
				return
			}
			if len(links) != 1 || links[0].Verdict != tt.verdict || !strings.Contains(links[0].Text, tt.text) {
				t.Errorf("want %s, %q: %+v", tt.verdict, tt.text, links)
			}
		})
	}
}

func TestReportsDiffer(t *testing.T) {
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
		{"times within the noise", nameIdle, number("s", 5, 5.01), number("s", 5.04, 5.05), false},
		{"times", nameIdle, number("s", 5, 5.01), number("s", 5.2, 5.21), true},
		{"the high end alone", nameIdle, number("s", 5, 5.01), number("s", 5, 7), true},
		{"milliseconds within the noise", nameHonour, number("ms", 1, 1), number("ms", 40, 40), false},
		{"milliseconds", nameHonour, number("ms", 1, 1), number("ms", 90, 90), true},
		{"one value is a bound", nameIdle, number("s", 5, 5), Check{Verdict: Pass, Unit: "s", AtLeast: true, Low: new(5.0), High: new(5.0)}, true},
		{"words", nameHead, Check{Found: "body"}, Check{Found: "no body"}, true},
		{"the same way of closing, other counts", nameKind, Check{Found: "FIN, 3 of 3", kind: "FIN"}, Check{Found: "FIN, 9 of 9", kind: "FIN"}, false},
		{"another way of closing", nameKind, Check{Found: "FIN, 3 of 3", kind: "FIN"}, Check{Found: "RST, 3 of 3", kind: "RST"}, true},
		{"counts", namePipeline, number("responses", 8, 8), number("responses", 8, 8), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.a.Name, tt.b.Name = tt.check, tt.check
			a, b := &Report{Checks: []Check{tt.a}}, &Report{Checks: []Check{tt.b}}
			if got := Differ([]*Report{a, {}, b}, tt.check); got != tt.want {
				t.Errorf("differ: %t", got)
			}
			if Differ([]*Report{a, {}}, tt.check) {
				t.Error("a report differs from one that did not make the check")
			}
		})
	}
}

func TestReportsSideBySide(t *testing.T) {
	a := &Report{Checks: []Check{{Name: nameHead}, {Name: nameIdle}}}
	b := &Report{Checks: []Check{{Name: nameFraming}}}
	var want []string // in the order of the card
	for _, name := range Names() {
		if a.Check(name) != nil || b.Check(name) != nil {
			want = append(want, name)
		}
	}
	if got := Made([]*Report{a, b}); len(got) != 3 || !slices.Equal(got, want) {
		t.Errorf("made: %v", got)
	}
	if got := Letter(0) + Letter(25) + Letter(26); got != "AZA" {
		t.Errorf("letters: %s", got)
	}
	for want, c := range map[string]Check{
		"says 5 s": {Name: nameIdle, Said: "5 s", Found: "3.001 s"},
		"":         {Name: nameMax, Said: "100", Found: "101 exchanges"},
	} {
		if got := c.Says(); got != want {
			t.Errorf("%+v says %q", c, got)
		}
	}
	for _, c := range []Check{{Name: nameIdle, Found: "5 s"}, {Name: nameField, Said: "none", Found: "none"}} {
		if got := c.Says(); got != "" {
			t.Errorf("%+v says %q", c, got)
		}
	}
}
