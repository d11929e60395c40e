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
		120: "The repeat came to 100 of 100,000: response 100 said Connection: close.",
		60:  "The repeat came to 100 of 100,000.",
	} {
		m, e := shown(play.Idle(), w, 24)
		ev := session.Working{At: e.now, Conn: 2, Kind: session.WorkRepeat, Done: 100, Total: 100_000, Cut: "response 100 said Connection: close"}
		m.Update(eventsMsg{desk: m.desk(), events: []session.Event{ev}})
		if got := ansi.Strip(screen(m)[m.desk().plan.Now]); !strings.Contains(got, want) {
			t.Errorf("%d: %q", w, got)
		}
	}
}
