package layout_test

import (
	"fmt"
	"strings"
	"testing"

	"linger/ui/internal/golden"
	"linger/ui/layout"
)

var names = map[layout.Pane]string{
	layout.List: "list", layout.Detail: "detail", layout.Findings: "findings", layout.Wire: "wire", layout.Timing: "timing", layout.Lesson: "lesson",
}

// draw returns the plan as a picture.
func draw(p layout.Plan) []string {
	cells := make([][]rune, p.H)
	for y := range cells {
		cells[y] = []rune(strings.Repeat(".", p.W))
	}
	put := func(x, y int, s string) {
		for i, r := range s {
			if y >= 0 && x+i < p.W {
				cells[y][x+i] = r
			}
		}
	}
	if p.Small {
		put(0, 0, "one line")
	} else {
		for name, y := range map[string]int{"header": p.Header, "timeout": p.Timeout, "max": p.Max, "life": p.Life, "now": p.Now, "next": p.Next, "keys": p.Keys, "fold": p.Fold} {
			put(0, y, name)
		}
	}
	for _, col := range p.Columns {
		for _, pl := range col {
			frame(cells, pl.Rect)
			put(pl.X+2, pl.Y+1, fmt.Sprintf("%s %dx%d", names[pl.Pane], pl.W, pl.H))
		}
	}
	rows := make([]string, p.H)
	for y := range cells {
		rows[y] = string(cells[y])
	}
	return rows
}

func frame(cells [][]rune, r layout.Rect) {
	for y := r.Y; y < r.Y+r.H; y++ {
		for x := r.X; x < r.X+r.W; x++ {
			switch top, side := y == r.Y || y == r.Y+r.H-1, x == r.X || x == r.X+r.W-1; {
			case top && side:
				cells[y][x] = '+'
			case top:
				cells[y][x] = '-'
			case side:
				cells[y][x] = '|'
			default:
				cells[y][x] = ' '
			}
		}
	}
}

func TestPlans(t *testing.T) {
	for _, s := range []struct {
		w, h  int
		focus layout.Pane
		full  bool
	}{
		{30, 9, layout.List, false}, {40, 10, layout.List, false}, {80, 24, layout.Detail, false}, {100, 30, layout.List, false},
		{120, 40, layout.List, false}, {120, 40, layout.Detail, true}, {160, 45, layout.List, false}, {200, 50, layout.List, false},
	} {
		name := fmt.Sprintf("%dx%d", s.w, s.h)
		if s.full {
			name += "-full"
		}
		golden.Check(t, name, draw(layout.Of(s.w, s.h, s.focus, s.full)))
	}
	for _, s := range [][2]int{{80, 24}, {120, 40}, {160, 45}} {
		golden.Check(t, fmt.Sprintf("%dx%d-lesson", s[0], s[1]), draw(layout.OfLesson(s[0], s[1], layout.Detail, false, 13)))
	}
	golden.Check(t, "80x24-short-lesson", draw(layout.OfLesson(80, 24, layout.Detail, false, 4)))
	golden.Check(t, "80x20-lesson", draw(layout.OfLesson(80, 20, layout.Detail, false, 13)))
	golden.Check(t, "120x40-folded", draw(layout.OfLesson(120, 40, layout.List, false, 0)))
}

// Every row is used once, and the panes cover all other rows without overlap.
func TestPlansTile(t *testing.T) {
	for w := 40; w <= 260; w += 3 {
		for h := 10; h <= 80; h++ {
			for _, p := range []layout.Plan{layout.Of(w, h, layout.List, false), layout.Of(w, h, layout.List, true),
				layout.OfLesson(w, h, layout.List, false, 7), layout.OfLesson(w, h, layout.List, false, 0)} {
				rows := map[int]int{}
				for _, y := range []int{p.Header, p.Timeout, p.Max, p.Life, p.Now, p.Next, p.Keys, p.Fold} {
					if y >= 0 {
						rows[y]++
					}
				}
				area := 0
				for _, col := range p.Columns {
					for _, pl := range col {
						area += pl.W * pl.H
						if pl.W < 20 || pl.H < 3 {
							t.Fatalf("%dx%d: the pane %s is %dx%d, which is too small", w, h, names[pl.Pane], pl.W, pl.H)
						}
					}
				}
				if area != p.Body.W*p.Body.H || p.Body.W != w {
					t.Fatalf("%dx%d: the panes cover %d of %d cells, want all", w, h, area, p.Body.W*p.Body.H)
				}
				for y, n := range rows {
					if n > 1 || y >= p.Body.Y && y < p.Body.Y+p.Body.H {
						t.Fatalf("%dx%d: row %d is used twice", w, h, y)
					}
				}
				if _, n := layout.Bar(w); n < 1 {
					t.Fatalf("width %d: there is no room for a bar", w)
				}
			}
		}
	}
}

func TestAt(t *testing.T) {
	p := layout.Of(200, 50, layout.List, false)
	for pane, name := range names {
		r, ok := p.Where(pane)
		if !ok && pane == layout.Lesson {
			continue
		}
		if !ok {
			t.Fatalf("the plan lacks the pane %s", name)
		}
		if got, ok := p.At(r.X+r.W-1, r.Y+r.H-1); !ok || got.Pane != pane {
			t.Errorf("At returned another pane for the corner of %s: %s", name, names[got.Pane])
		}
	}
	if _, ok := p.At(0, 0); ok {
		t.Error("At returns a pane for a cell of the header")
	}
}

// On a wide screen, each of two sessions has its own detail below its list.
func TestWideSplitHasTwoDetails(t *testing.T) {
	for w := 80; w < 160; w++ {
		p := layout.OfSplit(w, 45, layout.Split{Wide: w, Detail: true})
		l, _ := p.Where(layout.List)
		d, ok := p.Where(layout.Detail)
		if !ok || l.X != 0 || d.X != 0 || l.W != w || d.W != w || d.Y != l.Y+l.H || d.Y+d.H != p.Body.Y+p.Body.H {
			t.Fatalf("width %d: the list is at %v and the detail at %v, want the detail below the list with the same width", w, l, d)
		}
	}
}

// On a narrow screen, the lists of two sessions are side by side, and the detail of one
// session has the whole width below them.
func TestNarrowSplitHasOneDetail(t *testing.T) {
	for w := 100; w < 160; w++ {
		for h := layout.LeastSplit; h <= 60; h++ {
			left := layout.OfSplit(w/2, h, layout.Split{Wide: w})
			right := layout.OfSplit(w-w/2, h, layout.Split{Left: w / 2, Wide: w, Detail: true})
			a, _ := left.Where(layout.List)
			b, _ := right.Where(layout.List)
			d, ok := right.Where(layout.Detail)
			if _, both := left.Where(layout.Detail); both || !ok || a.W+b.W != w || d.W != w || w/2+d.X != 0 {
				t.Fatalf("%dx%d: the lists are at %v and %v and the detail at %v, want one detail over the whole width", w, h, a, b, d)
			}
			if a.H != b.H || d.Y != a.Y+a.H || d.Y+d.H != right.Body.Y+right.Body.H || a.H < 7 || d.H < 10 {
				t.Fatalf("%dx%d: the lists are at %v and %v and the detail at %v, want lists of the same height above the detail", w, h, a, b, d)
			}
			if !right.Below(d.Y) || right.Below(d.Y-1) || right.Below(d.Y+d.H) {
				t.Fatalf("%dx%d: Below returned true for a row of the list or the keys, or false for the detail", w, h)
			}
		}
	}
}
