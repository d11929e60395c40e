// Package help draws the table of keys as a page, grouped as the screen is, and
// the legend of the signs.
package help

import (
	"linger/ui/keys"
	"linger/ui/text"
	"linger/ui/theme"
)

// columns say which groups stand below each other on a wide page.
var columns = [3][]keys.Group{
	{keys.Connection, keys.NextRequest},
	{keys.Exchanges, keys.Detail},
	{keys.View},
}

// A cell is one row of a column: a heading, or a key and what it does.
type cell struct {
	key, words string
	head, dim  bool
	style      theme.Style // of a sign
}

// Height is how many rows the page has at a width.
func Height(th *theme.Theme, w int) int {
	n := 0
	for _, col := range split(th, keys.State{}, w) {
		n = max(n, len(col))
	}
	return n + 6
}

// Rows are the page in h rows of w cells, from row top on. Why is the reason
// why the last key could not be used; it stands at the foot.
func Rows(th *theme.Theme, w, h int, s keys.State, top int) []string {
	cols := split(th, s, w)
	n := 0
	for _, c := range cols {
		n = max(n, len(c))
	}
	air := 1 // blank rows at top and bottom, where there is room
	if h < 12 {
		air = 0
	}
	body := max(1, h-2-2*air)
	top = max(0, min(top, n-body))
	var out []string
	if air > 0 {
		out = append(out, text.Spaces(w))
	}
	widths := share(cols, w-4)
	for i := top; i < min(n, top+body); i++ {
		row := "  "
		for k, c := range cols {
			if i < len(c) {
				row += draw(th, c[i], widths[k])
			} else {
				row += text.Spaces(widths[k])
			}
		}
		out = append(out, text.Pad(row, w))
	}
	for len(out) < h-1-air {
		out = append(out, text.Spaces(w))
	}
	foot := "The footer shows the keys of the moment; this list shows every one."
	if n > body {
		foot = "↑ ↓ shows the rest."
	}
	out = append(out, th.Muted.Render(th.Fit("  "+foot, w)), text.Spaces(w))
	return out[:max(0, min(h, len(out)))]
}

// keyWidth is the column of the keys; where columns are tight it gives way.
func keyWidth(w int) int {
	if w < 38 {
		return 8
	}
	return 9
}

// share gives each column what it needs and the rest in equal parts.
func share(cols [][]cell, w int) []int {
	widths := make([]int, len(cols))
	for i, col := range cols {
		for _, c := range col {
			widths[i] = max(widths[i], 8+text.Width(c.words)+1)
		}
		w -= widths[i]
	}
	for i := range widths {
		widths[i] += w / len(cols)
	}
	return widths
}

func split(th *theme.Theme, s keys.State, w int) [][]cell {
	all := [3][]cell{}
	for i, groups := range columns {
		for _, g := range groups {
			if len(all[i]) > 0 {
				all[i] = append(all[i], cell{})
			}
			all[i] = append(all[i], group(s, g)...)
		}
	}
	all[2] = append(append(all[2], cell{}), signs(th)...)
	switch {
	case w >= 100:
		return all[:]
	case w >= 72:
		return [][]cell{append(append(all[0], cell{}), all[2]...), all[1]}
	}
	return [][]cell{append(append(append(append(all[0], cell{}), all[1]...), cell{}), all[2]...)}
}

func group(s keys.State, g keys.Group) []cell {
	out := []cell{{key: string(g), head: true}}
	for i := range keys.Table {
		if b := &keys.Table[i]; b.Group == g {
			out = append(out, cell{key: b.Shown, words: b.Help, dim: b.Why(s) != ""})
		}
	}
	return out
}

func signs(th *theme.Theme) []cell {
	g := &th.Glyphs
	return []cell{
		{key: "Signs", head: true},
		{key: g.Open, words: "open", style: th.OK},
		{key: g.Closed, words: "closed", style: th.Strong},
		{key: g.Error, words: "error", style: th.Race},
		{key: g.Warning, words: "warning", style: th.Caution},
		{key: g.Note, words: "note", style: th.Muted},
		{key: g.Caution, words: "caution: last second", style: th.Caution},
		{key: g.Race, words: "race: last round trip", style: th.Race},
	}
}

func draw(th *theme.Theme, c cell, w int) string {
	switch {
	case c.head:
		return th.Strong.Render(th.Fit(c.key, w))
	case c.key == "":
		return text.Spaces(w)
	}
	k, words := th.Key, th.Text
	if c.style != (theme.Style{}) {
		k = c.style
	}
	if c.dim {
		k, words = th.Rule, th.Muted
	}
	return k.Render(text.Pad(c.key, keyWidth(w))) + words.Render(th.Fit(c.words, w-keyWidth(w)))
}
