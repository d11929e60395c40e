package probe

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"linger/session"
)

// patient returns a report of a nearby server that keeps the timeout it advertises.
func patient() *Report {
	r := &Report{
		Target: "http://127.0.0.1:8081/", RoundTrip: 80 * time.Microsecond,
		Connections: 61, AtOnce: 40, Took: 140 * time.Second, Hint: 65 * time.Second, HasHint: true, Clock: Clock{Known: true},
	}
	for i := range 5 {
		r.Idle = append(r.Idle, Sample{
			Began: time.Duration(i) * time.Second, Idle: 65*time.Second + time.Duration(i)*time.Millisecond, How: session.HowFIN,
		})
	}
	r.Checks = []Check{
		{Name: nameIdle, Verdict: Pass, Advertised: new(65.0), Measured: new(65.002), Low: new(65.0), High: new(65.004), Samples: 5, Unit: "s",
			Said: "65 s", Found: "65.002 s", Text: "as advertised", Ref: "RFC 2068 §19.7.1.1"},
		{Name: namePipeline, Verdict: Pass, Measured: new(8.0), Low: new(8.0), High: new(8.0), Samples: 8, Unit: "responses", Found: "8 in order", Text: "none lost", Ref: "RFC 9112 §9.3.2"},
	}
	r.Advice = advise(r)
	return r
}

func expecting(r *Report, s string) *Report {
	th, err := ParseExpectation(s)
	if err != nil {
		panic(err)
	}
	r.Expected = append(r.Expected, th.Judge(r.Lookup))
	return r
}

func TestMarkdownGolden(t *testing.T) {
	var b bytes.Buffer
	if err := WriteMarkdown(&b, []*Report{expecting(lighttpdLike(), "idle-timeout>=65s"), {Target: "http://gone/", Failure: "connection refused"}}); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.md", b.String())
}

func TestJUnitGoldenIsValidXML(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJUnit(&b, []*Report{expecting(lighttpdLike(), "idle-timeout>=65s"), {Target: "http://gone/", Failure: "connection refused"}}); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.xml", b.String())
	var back junitSuites
	if err := xml.Unmarshal(b.Bytes(), &back); err != nil || len(back.Suites) != 2 {
		t.Errorf("the XML was read as %d suites, error %v; want 2 suites", len(back.Suites), err)
	}
}

func TestJSONKeepsItsMembers(t *testing.T) {
	raw, err := json.Marshal(lighttpdLike())
	if err != nil {
		t.Fatal(err)
	}
	var line struct {
		Type   string
		Target string
		Checks []map[string]any
		Advice []string
	}
	if err := json.Unmarshal(raw, &line); err != nil {
		t.Fatal(err)
	}
	if line.Type != "probe" || line.Target != "http://10.0.3.7:8080/" || len(line.Advice) < 3 {
		t.Errorf("line = %+v, want the type probe, the target and the advice", line)
	}
	for _, member := range []string{"name", "verdict", "advertised", "measured", "low", "high", "samples", "unit", "text", "ref"} {
		if _, ok := line.Checks[0][member]; !ok {
			t.Errorf("the check idle-timeout lacks the member %q", member)
		}
	}
	if bytes.ContainsRune(raw, '\n') {
		t.Error("the JSON object has a line break, want one line")
	}
}

// A proxy's idle limit for its clients says nothing about its pool, so no order of two
// limits passes.
func TestChainedNeverPasses(t *testing.T) {
	for _, c := range [][2]*Report{{lighttpdLike(), patient()}, {patient(), lighttpdLike()}} {
		v, text := chained("A", "B", c[0], c[1])
		if v == Pass || !strings.Contains(text, "cannot be seen from here") || !strings.Contains(text, "in upstream") {
			t.Errorf("chained = %s, %q; want no pass, and a setting in upstream", v, text)
		}
	}
}

func TestLimitBelowLeavesAMargin(t *testing.T) {
	for _, tt := range []struct{ safe, want time.Duration }{
		{5003 * time.Millisecond, 4 * time.Second},
		{2560 * time.Millisecond, 2 * time.Second},
		{75 * time.Second, 74 * time.Second},
		{999 * time.Millisecond, 800 * time.Millisecond},
		{100 * time.Millisecond, 90 * time.Millisecond},
		{2 * time.Millisecond, 0},
	} {
		if got := limitBelow(tt.safe); got != tt.want {
			t.Errorf("limitBelow(%v) = %v, want %v", tt.safe, got, tt.want)
		}
	}
}

func TestAdviceForARangeIsBelowItsLowEnd(t *testing.T) {
	want := "close first: keep idle connections at most 2 s (2.60 s less one round trip, rounded down)"
	if got := lighttpdLike().Advice[0].Text; got != want {
		t.Errorf("first advice = %q, want %q", got, want)
	}
}

func TestPassedOnNamesTheSourceOfTheField(t *testing.T) {
	field := func(r *Report, said string) *Report {
		r.Checks = append(r.Checks, Check{Name: nameField, Said: said})
		return r
	}
	v, text := passedOn("A", "B", field(patient(), ""), field(patient(), "5 s"))
	if v != Pass || !strings.Contains(text, "does not forward") {
		t.Errorf("only the inner advertises: %s, %q; want pass, not forwarded", v, text)
	}
	broken := lighttpdLike()
	v, text = passedOn("A", "B", broken, field(patient(), broken.Check(nameField).Said))
	if v != Fail || !strings.Contains(text, "it forwards B's field") {
		t.Errorf("outer closes earlier: %s, %q; want fail, forwarded", v, text)
	}
	v, text = passedOn("A", "B", field(patient(), "5 s"), field(patient(), ""))
	if v != Pass || !strings.Contains(text, "the field is A's own") {
		t.Errorf("only the outer advertises: %s, %q; want pass, its own field", v, text)
	}
	stripped := field(patient(), "5 s")
	stripped.Check(nameField).Found = notApplying
	v, text = passedOn("A", "B", stripped, field(patient(), "5 s"))
	if v != Warn || !strings.Contains(text, "removes the connection option") {
		t.Errorf("outer omits the connection option: %s, %q; want warn", v, text)
	}
}
