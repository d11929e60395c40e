// Package help draws the help page: the keys, grouped by the parts of the screen, and a
// legend of the glyphs on the screen.
package help

import (
	"slices"
	"strconv"
	"strings"

	"linger/ui/keys"
	"linger/ui/text"
	"linger/ui/theme"
)

// columns lists the groups of each column on a wide page.
var columns = [3][]keys.Group{
	{keys.Connection, keys.NextRequest},
	{keys.Exchanges, keys.Detail, keys.Files},
	{keys.View},
}

// few lists the groups of each column on a page with two columns.
var few = [2][]keys.Group{
	{keys.Connection, keys.NextRequest, keys.Exchanges},
	{keys.View, keys.Detail, keys.Files},
}

// A union is a set of actions whose keys share one row. The row is at the position of the
// first key.
type union struct {
	actions []keys.Action
	words   string
}

var unions = []union{
	{[]keys.Action{keys.Lessons, keys.Drill}, "lessons, drill"},
	{[]keys.Action{keys.Beside, keys.SendBoth}, "second session; send both"},
	{[]keys.Action{keys.Up, keys.Down}, "up, down"},
	{[]keys.Action{keys.PageUp, keys.PageDown}, "a page up, down"},
	{[]keys.Action{keys.First, keys.Last}, "first; last, follow"},
	{[]keys.Action{keys.Mark, keys.Compare}, "mark; compare"},
	{[]keys.Action{keys.TabBefore, keys.TabAfter}, "previous, next tab"},
	{[]keys.Action{keys.Full, keys.Hex}, "full width; hex, text"},
	{[]keys.Action{keys.Timeline, keys.Projector}, "timeline, projector"},
	{[]keys.Action{keys.Learned, keys.Fault}, "learned; relay: fault"},
	{[]keys.Action{keys.Back, keys.Quit}, "back; q quits at the top"},
	{[]keys.Action{keys.ZoomIn, keys.ZoomOut, keys.Follow}, "timeline: zoom, follow"},
}

// mostTogether is the maximum width in cells of the keys that share one row.
const mostTogether = 9

// together returns the row of a union. It returns false if the keys are too wide for one
// row.
func (u union) together(bound *keys.Bindings, s keys.State) (cell, bool) {
	c := cell{words: u.words, dim: true}
	for i, a := range u.actions {
		if i > 0 {
			c.key += " "
		}
		c.key += bound.Of(a).Shown
		c.dim = c.dim && bound.Of(a).Why(s) != ""
	}
	return c, text.Width(c.key) <= mostTogether
}

// joined returns the union that contains an action, and whether the action is its first
// one. ok is false if no union contains the action.
func joined(a keys.Action) (u union, first, ok bool) {
	for _, u := range unions {
		if i := slices.Index(u.actions, a); i >= 0 {
			return u, i == 0, true
		}
	}
	return union{}, false, false
}

// A cell is one row of a column: a heading, or a key and its description.
type cell struct {
	key, words string
	head, dim  bool
	style      theme.Style // style of a glyph in the legend
}

// Height returns the number of rows of the whole page at a width of w cells.
func Height(th *theme.Theme, bound *keys.Bindings, s keys.State, w int) int {
	return len(content(th, bound, s, w)) + 6
}

// Span returns the number of rows of keys at a width of w cells, and how many of them a
// page of h rows shows at once.
func Span(th *theme.Theme, bound *keys.Bindings, s keys.State, w, h int) (all, shown int) {
	return len(content(th, bound, s, w)), max(1, h-2-air(h))
}

// content returns the rows of the page: the columns, and the reasons why dim keys cannot
// be used now.
func content(th *theme.Theme, bound *keys.Bindings, s keys.State, w int) (out []string) {
	cols := split(th, bound, s, w)
	g := gridOf(cols, w-3)
	for i := range length(cols) {
		row := "  "
		for k, c := range cols {
			if i < len(c) {
				row += g.draw(th, c[i], k)
			} else {
				row += text.Spaces(g[k])
			}
		}
		out = append(out, text.Pad(row, w))
	}
	if why := refused(bound, s); why != "" {
		out = append(out, text.Spaces(w))
		for _, l := range text.Wrap(why, max(1, w-5)) {
			out = append(out, th.Muted.Render(th.Fit("  "+l, w)))
		}
	}
	return out
}

// refused returns a sentence that lists the keys that cannot be used now, grouped by
// reason. It returns "" if there are none. The notice after pressing such a key gives
// more details.
func refused(bound *keys.Bindings, s keys.State) string {
	var reasons []string
	shown := map[string][]string{}
	for i := range bound.Rows() {
		b := &bound.Rows()[i]
		if b.Not == nil || b.Group.Modal() {
			continue
		}
		if why := b.Not(s); why != "" {
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
	return "Not now: " + strings.Join(reasons, ", ") + "."
}

func length(cols [][]cell) (n int) {
	for _, c := range cols {
		n = max(n, len(c))
	}
	return n
}

// air returns the number of blank rows at the top and bottom of a page of h rows.
func air(h int) int {
	if h < 12 {
		return 0
	}
	return 1
}

// Rows returns the page in h rows of w cells, scrolled so that row top is the first
// visible row.
func Rows(th *theme.Theme, bound *keys.Bindings, w, h int, s keys.State, top int) []string {
	rows := content(th, bound, s, w)
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
	foot := "The footer shows the keys for this moment; this list shows every key."
	if w < 72 {
		foot = "This list shows every key."
	}
	if all > body {
		foot = "↑ ↓ pgdn scroll: " + strconv.Itoa(top+1) + " to " + strconv.Itoa(min(all, top+body)) + " of " + strconv.Itoa(all)
	}
	out = append(out, th.Muted.Render(th.Fit("  "+foot, w)), text.Spaces(w))
	return out[:max(0, min(h, len(out)))]
}

// A grid holds the widths of the columns of a page, including the gaps between them.
type grid []int

// apart is the minimum gap between two columns, and keyW is the width of a key, in cells.
const (
	apart = 2
	keyW  = mostTogether + 1
)

// gridOf returns a grid in which each column has the width that it needs and an equal
// share of the remaining width. If there is too little room, the text is cut.
func gridOf(cols [][]cell, w int) grid {
	left := w + apart // no gap after the last column
	g := make(grid, len(cols))
	for i, col := range cols {
		for _, c := range col {
			g[i] = max(g[i], keyW+text.Width(c.words)+apart)
		}
		left -= g[i]
	}
	for i := range g {
		more := left / (len(cols) - i)
		g[i], left = g[i]+more, left-more
	}
	g[len(cols)-1] -= apart
	return g
}

func split(th *theme.Theme, bound *keys.Bindings, s keys.State, w int) [][]cell {
	shown := columns[:]
	if w < wide {
		shown = few[:]
	}
	all := make([][]cell, len(shown))
	add := func(i int, c []cell) {
		if len(all[i]) > 0 {
			all[i] = append(all[i], cell{})
		}
		all[i] = append(all[i], c...)
	}
	if w < wide { // the signs come first, because readers look for them first
		add(len(shown)-1, signs(th))
	}
	for i, groups := range shown {
		for k, g := range groups {
			switch {
			case s.Recording && g == keys.Connection:
				g = keys.Replaying
			case s.Recording && g == keys.NextRequest:
				continue
			}
			add(i, group(bound, s, g))
			if last := len(shown) - 1; i == last && k == 0 {
				if s.Lesson {
					add(i, group(bound, s, keys.Learning))
				}
				if w >= wide {
					add(i, signs(th))
				}
			}
		}
	}
	if w < medium {
		for _, c := range all[1:] {
			add(0, c)
		}
		all = all[:1]
	}
	return all
}

// The minimum widths for three columns and for two.
const (
	wide   = 112
	medium = 72
)

func group(bound *keys.Bindings, s keys.State, g keys.Group) []cell {
	out := []cell{{key: string(g), head: true}}
	for i := range bound.Rows() {
		b := &bound.Rows()[i]
		if b.Group != g {
			continue
		}
		if u, first, ok := joined(b.Action); ok {
			if c, fits := u.together(bound, s); fits {
				if first {
					out = append(out, c)
				}
				continue
			}
		}
		out = append(out, cell{key: b.Shown, words: b.Help, dim: b.Why(s) != ""})
	}
	return out
}

func signs(th *theme.Theme) []cell {
	g := &th.Glyphs
	return []cell{
		{key: "Signs", head: true},
		{key: g.Open + " " + g.Closed, words: "open, closed", style: th.Strong},
		{key: g.Error + " " + g.Warning + " " + g.Note, words: "error, warning, note", style: th.Caution},
		{key: g.Yes + " " + g.NotAsked, words: "holds, not checked", style: th.OK},
		{key: g.Safe, words: "time left, safe", style: th.OK},
		{key: g.Caution, words: "last second of a hint", style: th.Caution},
		{key: g.Race, words: "race: may be lost", style: th.Race},
		{key: g.Max + " " + g.Spent, words: "left of max, spent", style: th.Accent},
		{key: g.Deadline, words: "the deadline", style: th.Strong},
		{key: g.Busy + " " + g.Waiting + " " + g.Queued, words: "bytes, waiting, queued", style: th.Strong},
	}
}

func (g grid) draw(th *theme.Theme, c cell, col int) string {
	w := g[col]
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
	if col == len(g)-1 {
		after = 0
	}
	return k.Render(text.Pad(c.key, keyW)) + words.Render(th.Fit(c.words, w-keyW-after)) + text.Spaces(after)
}

// Found returns the h rows of a search, each w cells wide. It lists the keys whose name,
// description or group contains all words of the query. field draws the query in the
// given number of cells.
func Found(th *theme.Theme, bound *keys.Bindings, s keys.State, w, h int, query string, field func(w int) string) []string {
	var found []string
	words := strings.Fields(strings.ToLower(query))
	for i := range bound.Rows() {
		b := &bound.Rows()[i]
		if !matches(b, words) {
			continue
		}
		key, what := th.Key, th.Text
		if b.Why(s) != "" {
			key, what = th.Track, th.Muted
		}
		group := string(b.Group)
		if w < medium {
			group = ""
		}
		room := max(0, w-3-keyW-text.Width(group))
		found = append(found, "  "+key.Render(text.Pad(b.Shown, keyW))+what.Render(th.Fit(b.Help, room))+th.Muted.Render(group)+" ")
	}
	count := strconv.Itoa(len(found)) + " of " + strconv.Itoa(len(bound.Rows())) + " keys  "
	if len(found) == 0 {
		count = "no match  "
	}
	room := max(1, w-4-text.Width(count))
	out := []string{text.Spaces(w), "  " + th.Key.Render("/") + " " + field(room) + th.Muted.Render(count), text.Spaces(w)}
	out = append(out, found...)
	for len(out) < h {
		out = append(out, text.Spaces(w))
	}
	return out[:max(0, h)]
}

// matches reports whether the name, the description and the group of a key together
// contain all words.
func matches(b *keys.Binding, words []string) bool {
	all := strings.ToLower(b.Shown + " " + b.Help + " " + string(b.Group))
	for _, w := range words {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}
