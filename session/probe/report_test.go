package probe

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"linger/session"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs\n--- got\n%s--- want\n%s", name, got, want)
	}
}

// lighttpdLike returns a report of a server with a round trip of 40 ms, whose idle limit
// is a range below the advertised timeout.
func lighttpdLike() *Report {
	r := &Report{
		Target: "http://10.0.3.7:8080/", RoundTrip: 40 * time.Millisecond,
		Connections: 61, AtOnce: 40, Took: 64100 * time.Millisecond,
		Hint: 5 * time.Second, HasHint: true, Clock: Clock{Known: true},
	}
	for i, s := range []float64{2.60, 3.06, 3.68, 4.22, 4.70} {
		r.Idle = append(r.Idle, Sample{
			Began: time.Duration(i) * time.Second, Idle: time.Duration(s * float64(time.Second)), How: session.HowFIN,
		})
	}
	r.Race = Race{Expected: 5 * time.Second, Apart: 4 * time.Millisecond}
	for i := range 40 {
		d := time.Duration(-100+4*i) * time.Millisecond
		o := Answered
		switch {
		case d >= 0:
			o = NotSent
		case d >= -40*time.Millisecond:
			o = Lost
		}
		r.Race.Tries = append(r.Race.Tries, Try{Idle: r.Race.Expected + d, Outcome: o, How: session.HowFIN})
	}
	r.Checks = []Check{
		{Name: "idle-timeout", Verdict: Fail, Advertised: new(5.0), Measured: new(3.68), Low: new(2.6), High: new(4.7), Samples: 5, Unit: "s",
			Said: "5 s", Found: "2.60 to 4.70 s", Text: "up to 2.40 s before the advertised 5 s", Ref: "RFC 2068 §19.7.1.1"},
		{Name: "first-request-timeout", Verdict: Pass, Measured: new(60.0), AtLeast: true, Samples: 1, Unit: "s",
			Found: "> 60 s", Text: "a connection opened in advance stays open longer", Ref: "RFC 9112 §9.5"},
		{Name: "max-requests", Verdict: Pass, Advertised: new(100.0), Measured: new(101.0), Samples: 1, Unit: "exchanges",
			Said: "100", Found: "101 exchanges", Text: "says close in the last response", Ref: "RFC 2068 §19.7.1.1"},
		{Name: "keep-alive-field", Verdict: Warn, Samples: 8, Said: "5 s, 100", Found: "max constant",
			Text: "max=100 each time: it does not count down", Ref: "RFC 2068 §19.7.1.1"},
		{Name: "pipelining", Verdict: Pass, Measured: new(8.0), Samples: 8, Unit: "responses", Found: "8 in order", Text: "none lost", Ref: "RFC 9112 §9.3.2"},
		{Name: "expect-continue", Verdict: Skip, Text: "needs a request with content", Ref: "RFC 9110 §10.1.1"},
	}
	r.Advice = advise(r)
	return r
}

// markdownOf returns the report as Markdown, for the log of a failed test.
func markdownOf(r *Report) string {
	var b strings.Builder
	if err := WriteMarkdown(&b, []*Report{r}); err != nil {
		return err.Error()
	}
	return b.String()
}
