package ui

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/play"
)

// How far a repeat came that ended early is said, on every screen.
func TestARepeatThatIsCutShortSaysHowFarItCame(t *testing.T) {
	for w, want := range map[int]string{
		120: "The repeat ended after 100 of 100,000 exchanges: it was stopped.",
		60:  "The repeat ended after 100 of 100,000 exchanges.",
	} {
		m, e := shown(play.Idle(), w, 24)
		ev := session.Working{At: e.now, Conn: 2, Kind: session.WorkRepeat, Done: 100, Total: 100_000, Cut: session.WorkCutStopped}
		m.Update(eventsMsg{desk: m.desk(), events: []session.Event{ev}})
		if got := ansi.Strip(screen(m)[m.desk().plan.Now]); !strings.Contains(got, want) {
			t.Errorf("%d: %q", w, got)
		}
	}
}
