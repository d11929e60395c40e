// Package seekbar draws the position of a replay in its recording: the time bar with the
// ends of connections and the marks, and the time of day.
//
//	replay    ├────○──────────┼───────▼───────┼───◆─────✗─────┤   00:41.2 of 01:52    1×  paused
//	marks     00:00           00:30               ◆ deploy starts       3 closes, 1 mark
//	at        2026-11-29 12:04:43.318 UTC   step 19 of 64 · nothing is sent in a replay
package seekbar

import (
	"strconv"
	"time"

	"linger/session"
	"linger/session/replay"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// A Bar holds the values of the time bar.
type Bar struct {
	Theme    *theme.Theme
	Width    int
	Now, End time.Duration
	Wall     time.Time // the time of day at time 0, or the zero time if it is unknown
	Speed    int
	Skips    bool // the replay shortens long silence
	Playing  bool
	Follows  bool // the replay is at the end of a growing log
	Step, Of int  // number of played events, and of all events
	Closes   []replay.Close
	Marks    []session.Marked
	Silences []replay.Silence
}

// Rows returns the bar and the rows below it that n allows: the time of day if n is at
// least 2, and the marks, between the two, if n is at least 3.
func (b *Bar) Rows(n int) []string {
	rows := []string{b.bar()}
	if n > 2 {
		rows = append(rows, b.marks())
	}
	if n > 1 {
		rows = append(rows, b.dayRow())
	}
	return rows
}

// end returns the text to the right of the bar.
func (b *Bar) end() string {
	s := "   " + format.Position(b.Now, true) + " of " + format.Position(b.End+time.Second-1, false) + "  " + text.Right(strconv.Itoa(b.Speed), 2) + "×"
	if b.Skips {
		s += " skips"
	}
	if b.Width < 100 {
		return s
	}
	switch {
	case b.Playing:
		return s + "  playing  "
	case b.Follows:
		return s + "  following"
	}
	return s + "  paused   "
}

// room returns the column where the bar begins, and the width of the bar in cells.
func (b *Bar) room() (x, n int) {
	x, _ = layout.Bar(b.Width)
	return x, max(3, b.Width-x-text.Width(b.end())-1)
}

// cellAt returns the index of the cell that contains time t, on a bar of n cells.
func (b *Bar) cellAt(t time.Duration, n int) int {
	if b.End <= 0 {
		return n - 1
	}
	return max(0, min(n-1, int(float64(t)/float64(b.End)*float64(n-1)+0.5)))
}

// At returns the replay time at a column, and whether the column is on the bar.
func (b *Bar) At(col int) (time.Duration, bool) {
	x, n := b.room()
	if col < x || col >= x+n {
		return 0, false
	}
	return time.Duration(float64(col-x) / float64(n-1) * float64(b.End)), true
}

func (b *Bar) bar() string {
	th, g := b.Theme, &b.Theme.Glyphs
	x, n := b.room()
	type cell struct {
		glyph string
		style theme.Style
	}
	cells := make([]cell, n)
	for i := range cells {
		cells[i] = cell{g.Horizontal, th.Rule}
	}
	if b.Skips {
		for _, s := range b.Silences {
			for i := b.cellAt(s.From, n) + 1; i < b.cellAt(s.To, n); i++ {
				cells[i].glyph = g.Spent
			}
		}
	}
	cells[0], cells[n-1] = cell{g.TitleRight, th.Rule}, cell{g.TitleLeft, th.Rule}
	for _, t := range b.ticks(n) {
		cells[b.cellAt(t, n)] = cell{g.Axis, th.Rule}
	}
	for _, c := range b.Closes {
		if at := &cells[b.cellAt(c.At, n)]; at.glyph != g.Error {
			*at = cell{g.Closed, th.Muted}
			if c.Broken {
				*at = cell{g.Error, th.Race}
			}
		}
	}
	for _, m := range b.Marks {
		cells[b.cellAt(m.At, n)] = cell{g.Mark, th.Accent}
	}
	cells[b.cellAt(b.Now, n)] = cell{g.Here, th.Key}
	s := b.label("replay", x)
	for _, c := range cells {
		s += c.style.Render(c.glyph)
	}
	return s + th.Strong.Render(b.end()) + " "
}

func (b *Bar) label(words string, x int) string {
	return " " + b.Theme.Muted.Render(text.Pad(words, x-1))
}

// leastTick is the minimum number of cells between two ticks.
const leastTick = 14

// ticks returns the times of the ticks. Neither end of the bar has a tick.
func (b *Bar) ticks(n int) (out []time.Duration) {
	for _, every := range []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute,
		10 * time.Minute, 30 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour} {
		if b.End <= 0 || int64(b.End/every) > int64(n/leastTick) {
			continue
		}
		for t := every; t < b.End; t += every {
			out = append(out, t)
		}
		return out
	}
	return nil
}

// marks returns the row with the times of the ticks, the notes of the marks, and the
// number of closes and marks. A time or a note that would overlap the one before it is
// left out.
func (b *Bar) marks() string {
	th := b.Theme
	x, n := b.room()
	words := format.Count(len(b.Closes), "close") + ", " + format.Count(len(b.Marks), "mark")
	row, used := "", 0
	put := func(at int, s string, style theme.Style) {
		if at < used || at+text.Width(s) > n {
			return
		}
		row += text.Spaces(at-used) + style.Render(s)
		used = at + text.Width(s) + 2
		row += text.Spaces(2)
	}
	next := b.Marks
	for _, t := range append([]time.Duration{0}, b.ticks(n)...) {
		for len(next) > 0 && next[0].At <= t {
			put(b.cellAt(next[0].At, n), b.markLabel(next[0], n), th.Accent)
			next = next[1:]
		}
		put(b.cellAt(t, n), format.Position(t, false), th.Muted)
	}
	for _, m := range next {
		put(b.cellAt(m.At, n), b.markLabel(m, n), th.Accent)
	}
	rest := b.Width - x - used
	if rest < text.Width(words)+1 {
		words = ""
	}
	return b.label("marks", x) + row + th.Muted.Render(text.Right(words, rest-1)) + " "
}

func (b *Bar) markLabel(m session.Marked, n int) string {
	return b.Theme.Glyphs.Mark + " " + b.Theme.Cut(text.Safe(m.Text), max(4, n/4))
}

// dayRow returns the row with the time of day.
func (b *Bar) dayRow() string {
	th := b.Theme
	x, _ := layout.Bar(b.Width)
	day := "time of day not known"
	if !b.Wall.IsZero() {
		day = b.Wall.Add(b.Now).UTC().Format("2006-01-02 15:04:05.000 UTC")
	}
	step := "   step " + format.Number(int64(b.Step)) + " of " + format.Number(int64(b.Of))
	room := b.Width - x - 1 - text.Width(day)
	if why := step + " " + th.Glyphs.Dot + " nothing is sent in a replay"; text.Width(why) <= room {
		step = why
	}
	return b.label("at", x) + th.Text.Render(day) + th.Muted.Render(th.Fit(step, room)) + " "
}

// Cell returns the time that one cell of the bar stands for.
func (b *Bar) Cell() time.Duration {
	_, n := b.room()
	return max(time.Millisecond, b.End/time.Duration(n-1))
}
