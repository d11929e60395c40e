package layout_test

import (
	"testing"

	"linger/ui/layout"
)

// The time bar of a replay has more rows on a screen with enough room.
func TestReplay(t *testing.T) {
	for _, tt := range []struct{ w, h, rows int }{{80, 12, 0}, {80, 13, 1}, {80, 19, 1}, {80, 20, 2}, {99, 28, 2}, {100, 27, 2}, {100, 28, 3}, {200, 50, 3}} {
		p, usual := layout.OfReplay(tt.w, tt.h, layout.List, false), layout.Of(tt.w, tt.h, layout.List, false)
		if p.NextRows != tt.rows {
			t.Errorf("%dx%d: the time bar has %d rows, want %d", tt.w, tt.h, p.NextRows, tt.rows)
		}
		if tt.rows > 0 && p.Next+tt.rows != p.Keys {
			t.Errorf("%dx%d: the time bar begins in row %d and the keys are in row %d, want the keys directly below the bar", tt.w, tt.h, p.Next, p.Keys)
		}
		if got, want := p.Body.H+p.NextRows, usual.Body.H+usual.NextRows; got != want {
			t.Errorf("%dx%d: panes and time bar have %d rows, want %d", tt.w, tt.h, got, want)
		}
	}
}

// A screen with room for only one pane shows the detail if the focus is on a pane that
// only large screens have.
func TestSmallScreenShowsOnePane(t *testing.T) {
	for _, tt := range []struct {
		w, h  int
		focus layout.Pane
		full  bool
		want  layout.Pane
	}{
		{80, 24, layout.List, false, layout.List}, {80, 24, layout.Detail, false, layout.Detail}, {80, 24, layout.Findings, false, layout.Detail},
		{120, 40, layout.Wire, true, layout.Detail}, {120, 40, layout.List, true, layout.List}, {200, 50, layout.Wire, true, layout.Wire},
	} {
		p := layout.Of(tt.w, tt.h, tt.focus, tt.full)
		if r, ok := p.Where(tt.want); !ok || r != p.Body || len(p.Columns) != 1 {
			t.Errorf("%dx%d, focus on %s: the columns are %+v, want only %s", tt.w, tt.h, names[tt.focus], p.Columns, names[tt.want])
		}
	}
}
