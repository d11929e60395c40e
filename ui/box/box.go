// Package box draws the border around a pane.
//
//	╭─┤ title ├──────────────────── fact ─╮
//	│ the pane's own rows                 │
//	├─────────────────────────────────────┤   in the row Rule
//	╰─────────────────────────────── foot ─╯
package box

import (
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// A Box describes the border of a pane and the text in the border.
type Box struct {
	Title string // without styles: "6  GET / → 200 OK", "connection 2  ended"
	Fact  string // text at the right end of the top border
	Foot  string // text at the right end of the bottom border
	Focus bool
	Rule  int // index of the inner row that is drawn as a rule across the pane; 0: none
}

// Fits reports whether more fits beside Fact in a border of w cells.
func (b Box) Fits(w int, more string) bool {
	return text.Width(b.Title+b.Fact+more+" · ╭─┤  ├─  ─╮") <= w
}

// Draw returns the border around rows, in h rows of w cells in total. The rows must be
// w-2 cells wide; missing rows are blank.
func (b Box) Draw(th *theme.Theme, w, h int, rows []string) []string {
	g := &th.Glyphs
	line := th.Rule
	if b.Focus {
		line = th.Accent
	}
	out := make([]string, 0, h)
	out = append(out, b.top(th, line, w))
	side := line.Render(g.Vertical)
	left, right := line.Render(g.TitleRight), line.Render(g.TitleLeft)
	blank := text.Spaces(w - 2)
	for i := range h - 2 {
		row := blank
		if i < len(rows) {
			row = rows[i]
		}
		if b.Rule > 0 && i == b.Rule {
			out = append(out, left+row+right)
			continue
		}
		out = append(out, side+row+side)
	}
	return append(out, b.edge(th, line, w, g.BottomLeft, "", 0, b.Foot, g.BottomRight))
}

func (b Box) top(th *theme.Theme, line theme.Style, w int) string {
	g := &th.Glyphs
	title := th.Cut(b.Title, max(0, w-8))
	if title == "" {
		return b.edge(th, line, w, g.TopLeft, "", 0, b.Fact, g.TopRight)
	}
	words, n := heading(th, title), text.Width(title)
	if b.Focus {
		words = line.Render(g.Horizontal+g.TitleLeft) + " " + words + " " + line.Render(g.TitleRight)
		n += 5
	} else {
		words = line.Render(g.Horizontal) + " " + words + " "
		n += 3
	}
	return b.edge(th, line, w, g.TopLeft, words, n, b.Fact, g.TopRight)
}

// heading returns a title in which the number of an exchange, or the text after any other
// name, is muted.
func heading(th *theme.Theme, title string) string {
	first, rest, ok := strings.Cut(title, "  ")
	switch {
	case !ok:
		return th.Strong.Render(title)
	case first != "" && first[0] >= '0' && first[0] <= '9':
		return th.Muted.Render(first) + "  " + th.Strong.Render(rest)
	}
	return th.Strong.Render(first) + "  " + th.Muted.Render(rest)
}

func (b Box) edge(th *theme.Theme, line theme.Style, w int, from, words string, n int, fact, to string) string {
	g := &th.Glyphs
	if k := text.Width(fact); fact != "" && n+k+6 <= w {
		return line.Render(from) + words + line.Render(text.Repeat(g.Horizontal, w-n-k-5)) + " " +
			th.Muted.Render(fact) + " " + line.Render(g.Horizontal+to)
	}
	return line.Render(from) + words + line.Render(text.Repeat(g.Horizontal, w-n-2)+to)
}
