package probe

import (
	"testing"
	"time"

	"linger/session"
)

// after returns samples that ended in a close of the given kind after the given idle
// times.
func after(how session.How, ds ...time.Duration) (ss Samples) {
	for _, d := range ds {
		ss = append(ss, Sample{Idle: d, How: how})
	}
	return ss
}

func TestSamplesStringClosedAfterAndEnds(t *testing.T) {
	s := time.Second
	still := Samples{{Idle: 9 * s, Open: true}}
	tests := []struct {
		name                 string
		ss                   Samples
		found, closed, close string
	}{
		{"one number", after(session.HowFIN, 5*s, 5*s), "5.000 s", "5.000 s", "always FIN"},
		{"a range", after(session.HowReset, 2*s, 4*s), "2.00 to 4.00 s", "2.00 to 4.00 s", "always RST"},
		{"some stayed open", append(after(session.HowCloseNotify, 5*s), still...), "5 s to > 9 s", "5.000 s", "always close_notify"},
		{"two kinds of close", append(after(session.HowFIN, 5*s), after(session.HowReset, 5*s, 5*s)...), "5.000 s", "5.000 s", "2 resets of 3"},
		{"an error", after(session.HowError, 5*s), "5.000 s", "5.000 s", "always error"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.ss.String(); got != tt.found {
				t.Errorf("String() = %q, want %q", got, tt.found)
			}
			if got := tt.ss.ClosedAfter(); got != tt.closed {
				t.Errorf("ClosedAfter() = %q, want %q", got, tt.closed)
			}
			if got := tt.ss.Ends(); got != tt.close {
				t.Errorf("Ends() = %q, want %q", got, tt.close)
			}
		})
	}
}

// IdleRange counts only closes. It counts neither waits that linger ended nor connections
// that no longer answered.
func TestIdleRangeCountsOnlyCloses(t *testing.T) {
	r := &Report{Idle: append(after(session.HowFIN, 4*time.Second, 3*time.Second),
		Sample{Idle: time.Second, Dead: true}, Sample{Idle: time.Minute, Open: true})}
	g := r.IdleRange()
	if g.Low != 3*time.Second || g.High != 4*time.Second || g.Closes != 2 {
		t.Errorf("IdleRange() = %+v, want 3 s to 4 s and 2 closes", g)
	}
	if g := (&Report{Idle: Samples{{Idle: time.Minute, Open: true}}}).IdleRange(); g.Closes != 0 {
		t.Errorf("IdleRange() without a close = %+v, want 0 closes", g)
	}
}

func TestRaceSeenNamesTheEnd(t *testing.T) {
	unsent := func(hows ...session.How) (r Race) {
		for _, how := range hows {
			r.Tries = append(r.Tries, Try{Outcome: NotSent, How: how})
		}
		return r
	}
	for want, r := range map[string]Race{
		"the FIN was seen":   unsent(session.HowFIN, session.HowFIN),
		"the RST was seen":   unsent(session.HowReset),
		"the close was seen": unsent(session.HowFIN, session.HowReset),
	} {
		r.Tries = append(r.Tries, Try{Outcome: Lost, How: session.HowError})
		if got := r.Seen(); got != want {
			t.Errorf("Seen() = %q, want %q", got, want)
		}
	}
	if got := (Race{}).Seen(); got != "the close was seen" {
		t.Errorf("Seen() without tries = %q, want %q", got, "the close was seen")
	}
}
