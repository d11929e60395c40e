package card

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/session/probe"
	"linger/ui/text"
	"linger/wire/format"
)

// extremes lists extreme times that servers and clocks can produce.
var extremes = []time.Duration{0, 1, time.Microsecond, 999 * time.Microsecond, 49 * time.Millisecond, time.Second - 1, time.Second, 4700 * time.Millisecond,
	5 * time.Second, 59999 * time.Millisecond, time.Minute, 75 * time.Second, time.Hour, 24 * time.Hour, 10 * 365 * 24 * time.Hour, session.WholeSeconds(2147483647),
	session.WholeSeconds(1 << 62)}

// A source returns its bytes as numbers, and zeros after the last.
type source []byte

func (s *source) next(n int) int {
	if len(*s) == 0 {
		return 0
	}
	b := (*s)[0]
	*s = (*s)[1:]
	return int(b) % n
}

func (s *source) time() time.Duration { return extremes[s.next(len(extremes))] }

// report returns a possible report of a probe.
func (s *source) report() *probe.Report {
	r := &probe.Report{Target: "http://10.0.3.7:8080/", RoundTrip: s.time(), Took: s.time(), Connections: s.next(256), AtOnce: s.next(50),
		Hung: s.next(9), Unserved: s.next(9), OneByOne: s.next(3) == 1, Evicts: s.next(3) == 1, Interrupted: s.next(3) == 1}
	if r.HasHint = s.next(2) == 1; r.HasHint {
		r.Hint = s.time()
	}
	hows := []session.How{session.HowFIN, session.HowReset, session.HowCloseNotify}
	for range s.next(8) {
		x := probe.Sample{Began: s.time(), Idle: s.time(), Open: s.next(2) == 1, Aged: s.next(5) == 1}
		if x.Dead = x.Open && s.next(3) == 1; !x.Open {
			x.How = hows[s.next(len(hows))]
		}
		x.Since = min(s.time(), math.MaxInt64-x.Idle)
		r.Idle = append(r.Idle, x)
	}
	r.Clock = probe.Clock{Tick: s.time(), Together: s.next(4), OnEvents: s.next(3) == 1, Step: s.time(), Known: s.next(2) == 1}
	if len(r.Idle.Closes()) == 0 {
		r.Clock = probe.Clock{}
	}
	r.Race = probe.Race{Expected: s.time(), Earliest: s.time(), Apart: s.time(), Ranged: s.next(2) == 1}
	for range s.next(50) {
		r.Race.Tries = append(r.Race.Tries, probe.Try{Idle: s.time(), Outcome: signs[s.next(len(signs))].outcome, How: hows[s.next(len(hows))]})
	}
	if s.next(2) == 1 {
		found := []string{"?", "502 from " + format.Duration(s.time()) + " idle", "> " + format.AtLeast(s.time()) + " idle"}
		r.Path = &probe.Path{Proxy: strings.Repeat("1.1 a\x1bé漢, ", s.next(20)), Sure: s.next(2) == 1, Swept: s.next(2) == 1}
		for _, where := range []string{"towards you", "towards the next", "the application"} {
			r.Path.Hops = append(r.Path.Hops, probe.Hop{Where: where, Found: found[s.next(len(found))], Text: strings.Repeat("words ", s.next(20))})
		}
	}
	r.Checks = []probe.Check{{Name: "idle-timeout", Verdict: probe.Verdicts()[s.next(4)], Said: format.Brief(r.Hint), Found: r.Idle.String(), Text: "as advertised"}}
	return r
}

// FuzzCard checks that a card keeps its width and contains no control characters,
// whatever the results are.
func FuzzCard(f *testing.F) {
	for i := range byte(len(extremes)) {
		f.Add([]byte{i, i, 61, 40, 0, 0, 0, 0, 0, 1, i, 3, i, i, 0, 1, 0, i, 8, 1, 1, i, 5, 0, 0, 0, i, i, 1, 0, 40, i, 1, 0, i, 5, 2}, i*17)
		f.Add([]byte{9, 9, 61, 40, 0, 0, 0, 0, 0, 1, i, 3, 8, 7, 0, 1, 0, 7, 8, 0, 1, 7, 5, 0, 0, 0, 8, i, 1, 0, 40, i, 1, 0, 7, 5, 2}, 240-i)
	}
	f.Fuzz(func(t *testing.T, data []byte, w byte) {
		s := source(data)
		one, other := s.report(), s.report()
		width := max(20, int(w))
		for _, rows := range [][]string{Report(dark, one, width), SideBySide(dark, []*probe.Report{one, other}, width)} {
			for _, row := range rows {
				row = ansi.Strip(row)
				if n := text.Width(row); n > max(narrowest, width) {
					t.Fatalf("width %d: a row is %d cells wide, want at most %d: %q", width, n, max(narrowest, width), row)
				}
				if strings.ContainsFunc(row, unicode.IsControl) {
					t.Fatalf("the row contains a control character: %q", row)
				}
			}
		}
	})
}
