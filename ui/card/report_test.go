package card

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/probe"
	"linger/session/servers"
	"linger/ui/internal/golden"
	"linger/ui/text"
	"linger/ui/theme"
)

// lighttpdLike returns the report of a server that closes after a range of idle times below
// its advertised timeout. The round-trip time is 40 ms.
func lighttpdLike() *probe.Report {
	r := &probe.Report{
		Target: "http://10.0.3.7:8080/", RoundTrip: 40 * time.Millisecond,
		Connections: 61, AtOnce: 40, Took: 64100 * time.Millisecond,
		Hint: 5 * time.Second, HasHint: true, Clock: probe.Clock{Known: true},
	}
	for i, s := range []float64{2.60, 3.06, 3.68, 4.22, 4.70} {
		r.Idle = append(r.Idle, probe.Sample{
			Began: time.Duration(i) * time.Second, Idle: time.Duration(s * float64(time.Second)), How: session.HowFIN,
		})
	}
	r.Race = probe.Race{Expected: 5 * time.Second, Apart: 4 * time.Millisecond}
	for i := range 40 {
		d := time.Duration(-100+4*i) * time.Millisecond
		o := probe.Answered
		switch {
		case d >= 0:
			o = probe.NotSent
		case d >= -40*time.Millisecond:
			o = probe.Lost
		}
		r.Race.Tries = append(r.Race.Tries, probe.Try{Idle: r.Race.Expected + d, Outcome: o, How: session.HowFIN})
	}
	r.Checks = []probe.Check{
		{Name: "idle-timeout", Verdict: probe.Fail, Advertised: new(5.0), Measured: new(3.68), Low: new(2.6), High: new(4.7), Samples: 5, Unit: "s",
			Said: "5 s", Found: "2.60 to 4.70 s", Text: "up to 2.40 s before the advertised 5 s", Ref: "RFC 2068 §19.7.1.1"},
		{Name: "first-request-timeout", Verdict: probe.Pass, Measured: new(60.0), AtLeast: true, Samples: 1, Unit: "s",
			Found: "> 60 s", Text: "a connection opened in advance stays open longer", Ref: "RFC 9112 §9.5"},
		{Name: "max-requests", Verdict: probe.Pass, Advertised: new(100.0), Measured: new(101.0), Samples: 1, Unit: "exchanges",
			Said: "100", Found: "101 exchanges", Text: "says close in the last response", Ref: "RFC 2068 §19.7.1.1"},
		{Name: "keep-alive-field", Verdict: probe.Warn, Samples: 8, Said: "5 s, 100", Found: "max constant",
			Text: "max=100 each time: it does not count down", Ref: "RFC 2068 §19.7.1.1"},
		{Name: "pipelining", Verdict: probe.Pass, Measured: new(8.0), Samples: 8, Unit: "responses", Found: "8 in order", Text: "none lost", Ref: "RFC 9112 §9.3.2"},
		{Name: "expect-continue", Verdict: probe.Skip, Text: "needs content: give -X POST -d DATA", Ref: "RFC 9110 §10.1.1"},
	}
	r.Advice = []probe.Advice{
		{For: "client", Text: "close first: keep idle connections at most 2 s (2.60 s less one round trip, rounded down)", Paste: []servers.Paste{
			{Where: "Go", Code: "IdleConnTimeout: 2 * time.Second"}, {Where: "nginx", Code: "keepalive_timeout 2s;", In: "upstream"}}},
		{For: "server", Text: "advertise timeout=2, or check the clock more often than every 2 s"},
		{For: "both", Text: "repeat only idempotent requests (RFC 9110 §9.2.2)"},
	}
	return r
}

// patient returns the report of a nearby server that keeps to its advertised timeout.
func patient() *probe.Report {
	r := &probe.Report{
		Target: "http://127.0.0.1:8081/", RoundTrip: 80 * time.Microsecond,
		Connections: 61, AtOnce: 40, Took: 140 * time.Second, Hint: 65 * time.Second, HasHint: true, Clock: probe.Clock{Known: true},
	}
	for i := range 5 {
		r.Idle = append(r.Idle, probe.Sample{
			Began: time.Duration(i) * time.Second, Idle: 65*time.Second + time.Duration(i)*time.Millisecond, How: session.HowFIN,
		})
	}
	r.Checks = []probe.Check{
		{Name: "idle-timeout", Verdict: probe.Pass, Low: new(65.0), High: new(65.004), Samples: 5, Unit: "s",
			Said: "65 s", Found: "65.002 s", Text: "as advertised", Ref: "RFC 2068 §19.7.1.1"},
		{Name: "pipelining", Verdict: probe.Pass, Low: new(8.0), High: new(8.0), Samples: 8, Unit: "responses", Found: "8 in order", Text: "none lost", Ref: "RFC 9112 §9.3.2"},
	}
	return r
}

var dark = theme.New(true, colorprofile.TrueColor, false)

func shown(rows []string) string { return ansi.Strip(strings.Join(rows, "\n")) }

func TestReportGoldens(t *testing.T) {
	golden.Tokens(t, "report-104", dark, Report(dark, lighttpdLike(), 104))
	golden.Check(t, "report-80", Report(dark, lighttpdLike(), 80))
}

// The measured value and its meaning share a row, even if the value is slightly wider
// than its column.
func TestMeasuredAndMeaningShareARow(t *testing.T) {
	r := lighttpdLike()
	r.Checks = append(r.Checks, probe.Check{Name: "half-close", Verdict: probe.Pass, Samples: 6, Found: "answers, 6 of 6", Text: "answers after a half-close", Ref: "RFC 9112 §9.6"})
	if got := shown(Report(dark, r, 104)); !strings.Contains(got, "answers, 6 of 6  answers after a half-close") {
		t.Errorf("the value and its meaning are on different rows:\n%s", got)
	}
}

func TestReportKeepsItsWidth(t *testing.T) {
	for w := 60; w <= 160; w++ {
		for _, row := range Report(dark, lighttpdLike(), w) {
			if n := text.Width(row); n > w {
				t.Errorf("width %d: a row is %d cells wide: %q", w, n, ansi.Strip(row))
			}
		}
	}
}

func TestReportInASCII(t *testing.T) {
	ascii := theme.New(true, colorprofile.ASCII, true)
	rows := strings.Join(Report(ascii, lighttpdLike(), 104), "\n")
	if strings.ContainsFunc(rows, func(r rune) bool { return r > '~' && r != '§' }) {
		t.Errorf("the card contains a character outside ASCII:\n%s", rows)
	}
}

func TestReportIsSafeForATerminal(t *testing.T) {
	r := lighttpdLike()
	r.Target, r.Checks[0].Text = "http://\x1b]0;gone\a/", "漢字\x1b[2J"
	for _, row := range Report(theme.New(true, colorprofile.ASCII, false), r, 104) {
		if strings.Contains(row, "\x1b]") || strings.Contains(row, "\x1b[2J") {
			t.Errorf("the card contains a control sequence: %q", row)
		}
		if text.Width(row) > 104 {
			t.Errorf("the row is %d cells wide, want at most 104: %q", text.Width(row), row)
		}
	}
}

func TestReportWithoutConnectionGolden(t *testing.T) {
	r := &probe.Report{Target: "http://127.0.0.1:1/", Failure: "connection refused. Nothing listens on 127.0.0.1:1."}
	golden.Check(t, "report-failure", Report(dark, r, 60))
}

func TestReportWithoutACloseGolden(t *testing.T) {
	r := &probe.Report{Target: "http://127.0.0.1:8080/", RoundTrip: 80 * time.Microsecond, Connections: 24, AtOnce: 8, Took: 128 * time.Second}
	for range 5 {
		r.Idle = append(r.Idle, probe.Sample{Idle: 120 * time.Second, Open: true})
	}
	r.Checks = []probe.Check{{Name: "idle-timeout", Verdict: probe.Pass, Found: "> 120 s", AtLeast: true, Text: "still open, and answering, when linger stopped waiting"}}
	golden.Check(t, "report-open", Report(dark, r, 104))
}

func TestReportNamesForgottenConnections(t *testing.T) {
	r := &probe.Report{Target: "http://127.0.0.1:8080/", Connections: 6, AtOnce: 5, Took: 30 * time.Second}
	for range 5 {
		r.Idle = append(r.Idle, probe.Sample{Idle: 20 * time.Second, Open: true, Dead: true})
	}
	if card := shown(Report(dark, r, 104)); !strings.Contains(card, "░→ forgotten by 20 s: no response, no close") {
		t.Errorf("the card lacks the forgotten connections:\n%s", card)
	}
}

// The bracket of lost requests says "round trip" only if it is not wider than a round
// trip.
func TestBracketSaysRoundTripOnlyIfItIsOne(t *testing.T) {
	r := lighttpdLike()
	if card := shown(Report(dark, r, 104)); !strings.Contains(card, "round trip 40 ms ┘") {
		t.Errorf("the bracket does not say round trip 40 ms:\n%s", card)
	}
	r.RoundTrip, r.Race.Apart = 10*time.Microsecond, 500*time.Microsecond
	for i := range r.Race.Tries {
		try := &r.Race.Tries[i]
		try.Idle = r.Race.Expected + (try.Idle-r.Race.Expected)/8
	}
	if card := shown(Report(dark, r, 104)); !strings.Contains(card, "lost within 5 ms ┘") {
		t.Errorf("the bracket does not say lost within 5 ms:\n%s", card)
	}
}

func TestReportSaysNeverSafeIfAllRequestsAreLost(t *testing.T) {
	r := lighttpdLike()
	for i := range r.Race.Tries {
		r.Race.Tries[i].Outcome = probe.Lost
	}
	if card := shown(Report(dark, r, 104)); !strings.Contains(card, "safe      │ never") {
		t.Errorf("the bar safe does not say never:\n%s", card)
	}
}

// The bar "safe" is not green up to the shortest observed idle time if the limit may be
// shorter.
func TestSafeBarIsUnknownForACoarseClock(t *testing.T) {
	r := lighttpdLike()
	r.Clock = probe.Clock{Tick: 10 * time.Second, Together: 3}
	for i := range r.Idle {
		r.Idle[i].Since = time.Duration(10*(1+i/3))*time.Second - r.Idle[i].Idle
	}
	golden.Tokens(t, "report-clock", dark, Report(dark, r, 104))
	if card := shown(Report(dark, r, 104)); !strings.Contains(card, "safe      ?????") || !strings.Contains(card, "?│ not established below 2.60 s") || strings.Contains(card, "█") {
		t.Errorf("the bar safe is not marked as unknown:\n%s", card)
	}
}

func TestLegendNamesTheEndThatWasSeen(t *testing.T) {
	r := lighttpdLike()
	for i := range r.Race.Tries {
		r.Race.Tries[i].How = session.HowReset
	}
	if card := shown(Report(dark, r, 104)); !strings.Contains(card, "not sent: the RST was seen") {
		t.Errorf("the legend does not name the RST:\n%s", card)
	}
}

func TestSideBySideGolden(t *testing.T) {
	golden.Check(t, "sidebyside", SideBySide(dark, []*probe.Report{lighttpdLike(), patient(), {Target: "http://gone/", Failure: "connection refused"}}, 120))
}

func TestSideBySideShowsDifferentNumbers(t *testing.T) {
	b := lighttpdLike()
	b.Checks[0].Said, b.Checks[0].Found = "15 s", "13.1 to 15.0 s"
	golden.Check(t, "sidebyside-80", SideBySide(dark, []*probe.Report{lighttpdLike(), b, patient()}, 80))
}
