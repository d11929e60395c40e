package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"linger/session"
	"linger/ui/internal/golden"
	"linger/ui/internal/play"
	"linger/ui/text"
)

// The result of a check is one sentence that fits on every screen.
func TestResultOfACheckIsNotCut(t *testing.T) {
	for _, w := range []int{40, 60, 80, 100, 120, 200} {
		m, e := shown(play.Idle(), w, 24)
		ev := session.Checked{At: e.now, Conn: 2, Alive: true, Text: "No FIN or reset has arrived: the server seems to be connected. Only sending can prove it."}
		m.Update(eventsMsg{desk: m.desk(), events: []session.Event{ev}})
		got := strings.TrimSpace(ansi.Strip(screen(m)[m.desk().plan.Now]))
		if strings.Contains(got, "…") || !strings.HasSuffix(got, ".") {
			t.Errorf("at width %d, the row is %q, want a whole sentence", w, got)
		}
	}
}

// Below 40x10 the screen is one line. The size that linger needs is never cut off.
func TestSmallScreenNamesTheSizeNeeded(t *testing.T) {
	m, _ := shown(play.Idle(), 80, 24)
	var rows []string
	for _, w := range []int{60, 39, 30, 24, 20, 12} {
		h := 10
		if w > 39 {
			h = 6
		}
		m.Update(tea.WindowSizeMsg{Width: w, Height: h})
		row := screen(m)[0]
		golden.Size(t, screen(m), w, h)
		if !strings.Contains(row, "40x10") || strings.Contains(row, "…") || text.Width(row) != w {
			t.Errorf("at width %d, the row is %q, want 40x10 in it and the whole width used", w, row)
		}
		rows = append(rows, row)
	}
	golden.Check(t, "small", rows)
}
