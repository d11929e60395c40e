// Package help draws the table of keys as a page, grouped as the screen is, and
// the legend of the signs.
package help

import (
	"strconv"
	"strings"

	"linger/ui/keys"
	"linger/ui/text"
	"linger/ui/theme"
)

// columns say which groups stand below each other on a wide page.
var columns = [3][]keys.Group{
	{keys.Connection, keys.NextRequest, keys.Files},
	{keys.Exchanges, keys.Detail},
	{keys.View},
}

// replayColumns are those of a replay, where nothing is sent.
var replayColumns = [3][]keys.Group{
	{keys.Replaying, keys.Files},
	columns[1],
	columns[2],
}

// A cell is one row of a column: a heading, or a key and what it does.
type cell struct {
	key, words string
	head, dim  bool
	style      theme.Style // of a sign
}

// Height is how many rows the page has at a width.
func Height(th *theme.Theme, s keys.State, w int) int { return len(content(th, s, w)) + 6 }

// Span is how many rows of keys there are at a width, and how many of them a page
// of h rows shows at once.
func Span(th *theme.Theme, s keys.State, w, h int) (all, shown int) {
	return len(content(th, s, w)), max(1, h-2-air(h))
}

// content are the rows of the page: the columns, and why keys that are dim cannot
// be used now.
func content(th *theme.Theme, s keys.State, w int) (out []string) {
	cols := split(th, s, w)
	g := gridOf(cols, w-3)
	for i := range length(cols) {
		row := "  "
		for k, c := range cols {
			if i < len(c) {
				row += g.draw(th, c[i], k)
			} else {
				row += text.Spaces(g.widths[k])
			}
		}
		out = append(out, text.Pad(row, w))
	}
	if why := refused(s); why != "" {
		out = append(out, text.Spaces(w))
		for _, l := range text.Wrap(why, max(1, w-5)) {
			out = append(out, th.Muted.Render(th.Fit("  "+l, w)))
		}
	}
	return out
}

// refused says which keys cannot be used now, and why; those with one reason
// share it. Pressed, a key says more.
func refused(s keys.State) string {
	var reasons []string
	shown := map[string][]string{}
	for i := range keys.Table {
		b := &keys.Table[i]
		if b.Not == nil || b.Group.Modal() {
			continue
		}
		if why, _, _ := strings.Cut(b.Not(s), "; "); why != "" {
			if shown[why] == nil {
				reasons = append(reasons, why)
			}
			shown[why] = append(shown[why], b.Shown)
		}
	}
	if len(reasons) == 0 {
		return ""
	}
	for i, why := range reasons {
		reasons[i] = strings.Join(shown[why], " ") + " (" + why + ")"
	}
	return "Cannot be used now: " + strings.Join(reasons, ", ") + "."
}

func length(cols [][]cell) (n int) {
	for _, c := range cols {
		n = max(n, len(c))
	}
	return n
}

// air is how many blank rows there are at top and bottom, where there is room.
func air(h int) int {
	if h < 12 {
		return 0
	}
	return 1
}

// Rows are the page in h rows of w cells, from row top on.
func Rows(th *theme.Theme, w, h int, s keys.State, top int) []string {
	rows := content(th, s, w)
	all, body := len(rows), max(1, h-2-air(h))
	top = max(0, min(top, all-body))
	var out []string
	if air(h) > 0 {
		out = append(out, text.Spaces(w))
	}
	out = append(out, rows[top:min(all, top+body)]...)
	for len(out) < h-1-air(h) {
		out = append(out, text.Spaces(w))
	}
	foot := "The footer shows the keys of the moment; this list shows every one."
	if w < 72 {
		foot = "This list shows every key."
	}
	if all > body {
		foot = "↑ ↓ pgdn scroll: " + strconv.Itoa(top+1) + " to " + strconv.Itoa(min(all, top+body)) + " of " + strconv.Itoa(all)
	}
	out = append(out, th.Muted.Render(th.Fit("  "+foot, w)), text.Spaces(w))
	return out[:max(0, min(h, len(out)))]
}

// A grid is where the columns of a page stand: how wide each is, what parts it
// from the next among it, and how much of that the keys take.
type grid struct {
	widths []int
	key    int
}

// apart is what stands between two columns, at least.
const apart = 2

// gridOf gives each column what it needs and the rest in equal parts. Where that
// is too much the keys get a cell less, then the words are cut.
func gridOf(cols [][]cell, w int) grid {
	var g grid
	for g.key = 9; g.key >= 8; g.key-- {
		left := w + apart // nothing follows the last
		g.widths = make([]int, len(cols))
		for i, col := range cols {
			for _, c := range col {
				g.widths[i] = max(g.widths[i], g.key+text.Width(c.words)+apart)
			}
			left -= g.widths[i]
		}
		if left >= 0 || g.key == 8 {
			for i := range g.widths {
				more := left / (len(cols) - i)
				g.widths[i], left = g.widths[i]+more, left-more
			}
			break
		}
	}
	g.widths[len(cols)-1] -= apart
	return g
}

func split(th *theme.Theme, s keys.State, w int) [][]cell {
	all := [3][]cell{}
	shown := columns
	if s.Recording {
		shown = replayColumns
	}
	for i, groups := range shown {
		for _, g := range groups {
			if len(all[i]) > 0 {
				all[i] = append(all[i], cell{})
			}
			all[i] = append(all[i], group(s, g)...)
		}
	}
	if s.Lesson {
		all[2] = append(append(all[2], cell{}), group(s, keys.Learning)...)
	}
	all[2] = append(append(all[2], cell{}), signs(th)...)
	switch {
	case w >= 112:
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

func (g grid) draw(th *theme.Theme, c cell, col int) string {
	w := g.widths[col]
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
		k, words = th.Track, th.Muted
	}
	after := apart
	if col == len(g.widths)-1 {
		after = 0
	}
	return k.Render(text.Pad(c.key, g.key)) + words.Render(th.Fit(c.words, w-g.key-after)) + text.Spaces(after)
}
