package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"linger/ui/box"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
)

// A frame holds the rows on which a desk and its overlays are drawn. Each row is exactly
// as wide as the screen.
type frame struct {
	th   *theme.Theme
	plan *layout.Plan
	rows []string

	spots []spot
}

// A spot is an area of the screen that accepts clicks.
type spot struct {
	layout.Rect
	click func(b bench, x, y int) string
}

// takes makes the area r of the screen accept clicks. click is called with the position
// of the cell relative to r. It may select something. It returns the key that the click
// stands for, or "".
func (f *frame) takes(r layout.Rect, click func(b bench, x, y int) string) {
	f.spots = append(f.spots, spot{r, click})
}

// click passes a click to the topmost spot at that cell, and returns the key that the
// click presses, or "".
func (f *frame) click(b bench, x, y int) string {
	for _, s := range f.spots {
		if s.Contains(x, y) {
			return s.click(b, x-s.X, y-s.Y)
		}
	}
	return ""
}

func newFrame(th *theme.Theme, p *layout.Plan) *frame {
	f := &frame{th: th, plan: p, rows: make([]string, p.H)}
	blank := text.Spaces(p.W)
	for i := range f.rows {
		f.rows[i] = blank
	}
	return f
}

// page draws rows in place of the panes.
func (f *frame) page(rows []string) {
	b := f.plan.Body
	copy(f.rows[b.Y:b.Y+b.H], rows)
}

// parts joins the non-empty texts with a separator.
func parts(sign string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), " "+sign+" ")
}

// windowSize reduces the wanted size of a window to one that fits on the screen. Sizes
// are in cells and include the border.
func windowSize(p *layout.Plan, w, h int) (int, int) { return min(w, p.W-4), min(h, p.Body.H) }

// window draws a box in the middle of the panes, with a blank column on either side, and
// dims the rest. If the box is as high as the panes, it hides them. w and h are the
// result of [windowSize]; rows are two cells narrower. The border shows fact, if it is
// not empty, and then esc, which says what the esc key does; a click there has the same
// effect as the key. window returns the position of the rows.
func (f *frame) window(title, fact, esc string, w, h int, rows []string) layout.Rect {
	body, screen := f.plan.Body, f.plan.W
	x, y := (screen-w)/2, body.Y+(body.H-h)/2
	for i := range body.H {
		if at := body.Y + i; at < y || at >= y+h {
			f.rows[at] = f.th.Rule.Render(ansi.Strip(f.rows[at]))
		}
	}
	way := text.Width(esc) + 2
	for i, row := range (box.Box{Title: title, Fact: parts(f.th.Glyphs.Dot, fact, esc), Focus: true}).Draw(f.th, w, h, rows) {
		behind := ansi.Strip(f.rows[y+i])
		if h == body.H {
			behind = text.Spaces(screen)
		}
		left, right := text.Pad(ansi.Cut(behind, 0, max(0, x-1)), x), text.Tail(behind, max(0, screen-x-w-1))
		right = text.Spaces(screen-x-w-text.Width(right)) + right
		f.rows[y+i] = f.th.Rule.Render(left) + row + f.th.Rule.Render(right)
	}
	n := min(way, w-2)
	f.takes(layout.Rect{X: x + w - 1 - n, Y: y, W: n, H: 1}, func(bench, int, int) string { return "esc" })
	return layout.Rect{X: x + 1, Y: y + 1, W: w - 2, H: h - 2}
}
