package timeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/text"
	"linger/wire"
)

// laneOf returns the row of a view that has the given name.
func laneOf(t *testing.T, m *Model, name string) string {
	t.Helper()
	for _, r := range rows(m) {
		if r = ansi.Strip(r); strings.HasPrefix(r, "│ "+name) {
			return r
		}
	}
	t.Fatalf("the view lacks %s:\n%s", name, ansi.Strip(m.View()))
	return ""
}

// linger waits for a stalled response until the connection ends. This time is not idle
// time.
func TestStalledResponseIsAwaitedUntilTheEnd(t *testing.T) {
	s := &tale{}
	s.connect(0, nil, ms)
	s.ask(time.Second, "GET", "/")
	s.rec.Apply(&session.Received{At: time.Second + ms, Conn: 1, Exchange: 1, Len: 8, Data: make([]byte, 8), Reads: 1, Lines: []wire.Line{{Len: 8, Kind: wire.KindContent}}})
	s.rec.Apply(&session.ExchangeDone{At: time.Second + ms, Conn: 1, Exchange: 1, Reason: wire.ReasonTruncated})
	s.rec.Apply(session.Closed{At: 4 * time.Second, Conn: 1, Ending: session.Ending{By: session.ByServer, How: session.HowReset, Phase: session.PhaseResponse,
		Moment: session.Moment{Kind: session.MomentInOpen, Exchange: 1, N: 8}}})
	m := model(&s.rec, 10*time.Second, 100, 24)
	if got := laneOf(t, m, "← receiving"); !strings.Contains(got, "▇░░░░░░░░░░") {
		t.Errorf("the lane of a stalled response is %q, want the wait after its last byte", got)
	}
	if got := laneOf(t, m, "idle"); strings.Count(got, "─") > 11 || !strings.Contains(got, "✗ RST    inside response 1") { // the connection is idle only in the first second
		t.Errorf("the idle lane is %q, want 1 s of idle time and a reset inside response 1", got)
	}
	if got := laneOf(t, m, "receiving"); !strings.Contains(got, "▇▇░░░") || !strings.Contains(got, "3.00 s") {
		t.Errorf("the magnified response is %q, want the wait of 3.00 s after its last byte", got)
	}
	if got := ansi.Strip(m.View()); !strings.Contains(got, "3.00 s in all") {
		t.Errorf("the view lacks the duration of the exchange:\n%s", got)
	}
}

// Reads whose times were not kept are not drawn as silence.
func TestReadsWithoutTimesAreNotSilence(t *testing.T) {
	s := &tale{}
	s.connect(0, nil, ms)
	var at []time.Duration
	for i := range 1000 {
		at = append(at, time.Second+time.Duration(i)*10*ms)
	}
	s.ask(time.Second, "GET", "/")
	s.answer(1, 200, at...)
	m := model(&s.rec, 12*time.Second, 120, 24)
	if got := laneOf(t, m, "receiving"); strings.Contains(got, "┄") || !strings.Contains(got, "1,000 reads in 9.99 s") {
		t.Errorf("the magnified response is %q, want no silence", got)
	}
}

// At any width and scale, the labels of an axis have the same unit, are complete, and do
// not touch each other.
func TestAxisLabels(t *testing.T) {
	for _, end := range []time.Duration{40 * time.Millisecond, 900 * time.Millisecond, 7 * time.Second, 100 * time.Second, 10 * time.Minute, 30 * time.Hour, 3000 * time.Hour} {
		s := &tale{}
		s.connect(0, nil, 10*time.Microsecond)
		s.exchange(end/2, "GET", "/")
		for w := 20; w <= 240; w++ {
			m := model(&s.rec, end, w, 12)
			for zoom := range 3 {
				labels := strings.TrimRight(strings.Trim(ansi.Strip(rows(m)[axisRow(m)]), "│"), " ")
				fields := strings.Fields(labels)
				for i := 1; i < len(fields); i += 2 {
					if fields[i] != fields[1] {
						t.Fatalf("%v in %d cells: the labels have two units: %q", end, w, labels)
					}
				}
				if len(fields)%2 != 0 || text.Width(labels) > w {
					t.Fatalf("%v in %d cells, zoom %d: a label is cut: %q", end, w, zoom, labels)
				}
				m.ZoomIn()
			}
		}
	}
	s := &tale{}
	s.connect(0, nil, ms)
	s.exchange(time.Second, "GET", "/")
	m := model(&s.rec, 100*time.Second, 200, 12)
	if got := ansi.Strip(rows(m)[axisRow(m)]); !strings.Contains(got, "40 s") || !strings.Contains(got, "60 s") || !strings.Contains(got, "100 s") {
		t.Errorf("the labels are %q, want 40 s, 60 s and 100 s among them", got)
	}
}

// axisRow returns the row of labels, which is above the ticks.
func axisRow(m *Model) int {
	for i, r := range rows(m) {
		if strings.Contains(ansi.Strip(r), "├──") && i > 1 {
			return i - 1
		}
	}
	return 0
}

// At any height, the rows show what happens now and the selected exchange.
func TestLaneOfThePresentIsAlwaysVisible(t *testing.T) {
	for name, tell := range map[string]func(*tale){
		"idle":        func(*tale) {},
		"← receiving": func(s *tale) { s.ask(3*time.Second, "GET", "/slow") },
		"→ sending": func(s *tale) {
			s.rec.Apply(&session.RequestStarted{At: 3 * time.Second, Conn: 1, Exchange: 2, Method: "POST", Target: "/", Len: 1 << 20})
		},
	} {
		s := &tale{}
		s.connect(0, nil, ms)
		s.exchange(time.Second, "GET", "/")
		tell(s)
		for h := 4; h < 20; h++ {
			m := model(&s.rec, 4*time.Second, 40, h)
			view := ansi.Strip(m.View())
			if !strings.Contains(view, "│ "+name) || !strings.Contains(view, fmt.Sprintf("▸%d", len(s.rec.Exchanges))) {
				t.Fatalf("%s in %d rows: the lane of the present or the selected exchange is missing:\n%s", name, h, view)
			}
		}
	}
}

// The legend gives the reason for the start of the race zone.
func TestLegendExplainsTheRaceZone(t *testing.T) {
	s := &tale{}
	for i, idle := range []time.Duration{2600 * ms, 3 * time.Second} {
		at := time.Duration(i) * 6 * time.Second
		s.connect(at, nil, ms)
		s.exchange(at+ms, "GET", "/")
		s.close(at+2*ms+idle, session.ByServer, session.HowFIN)
	}
	s.connect(12*time.Second, nil, ms)
	s.exchange(13*time.Second, "GET", "/")
	got := ansi.Strip(model(&s.rec, 14*time.Second, 120, 40).View())
	if !strings.Contains(got, " race: the server has closed in this range") || strings.Contains(got, "last round trip") {
		t.Errorf("the legend does not name the seen closes:\n%s", got)
	}
	r, now := usual()
	for w := 20; w < 120; w++ {
		view := ansi.Strip(model(r, now, w, 40).View())
		if strings.Contains(view, "caution") && strings.Contains(view[strings.LastIndex(view, "caution"):], "…") {
			t.Fatalf("width %d: the legend is cut:\n%s", w, view)
		}
	}
}

// The timeline can draw a timeout that is longer than any clock can count.
func TestHugeTimeoutCanBeDrawn(t *testing.T) {
	s := &tale{}
	s.connect(0, nil, ms)
	s.ask(time.Second, "GET", "/")
	s.answer(1, 200, time.Second+ms)
	s.hint(time.Second+ms, (1<<31-1)*time.Second)
	for w := 20; w < 200; w += 9 {
		for range 3 {
			m := model(&s.rec, 2*time.Second, w, 20)
			m.ZoomIn()
			_ = m.View()
		}
	}
}

// Words in a lane are complete or omitted. If there is little room, a heading says in one
// word how a connection ended.
func TestWordsOfANarrowTimelineAreNotCut(t *testing.T) {
	s := &tale{}
	s.connect(0, nil, ms)
	s.exchange(time.Second, "GET", "/")
	live := model(&s.rec, 2*time.Second, 40, 6)
	if got := laneOf(t, live, "idle"); !strings.Contains(got, "4.1 s ") || strings.Contains(got, "…") {
		t.Errorf("the idle lane of an open connection is %q, want the time left, not cut", got)
	}
	s.close(6*time.Second, session.ByServer, session.HowFIN)
	m := model(&s.rec, 7*time.Second, 40, 6)
	if got := laneOf(t, m, "idle"); !strings.Contains(got, "○ FIN ") || strings.Contains(got, "…") {
		t.Errorf("the idle lane of an ended connection is %q, want FIN, not cut", got)
	}
	if got := laneOf(t, m, "connection 1"); !strings.Contains(got, "○ FIN ") || strings.Contains(got, "…") {
		t.Errorf("the heading is %q, want FIN, not cut", got)
	}
}
