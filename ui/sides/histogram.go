package sides

import (
	"strconv"
	"time"

	"linger/session/learned"
	"linger/ui/text"
	"linger/wire/format"
)

// bars holds the glyphs of a histogram, in seven steps.
var bars = []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇"}

// asciiBars holds the same steps for ASCII.
var asciiBars = []string{" ", ".", ":", "-", "=", "+", "*", "#"}

// rightWidth is the width in cells of the text to the right of the histogram.
const rightWidth = 28

// histogram adds rows that show, on one axis, the idle times before reuses, lost requests
// and closes.
func (c *card) histogram() {
	s := c.sum
	span := c.span()
	n := c.w - labelWidth - rightWidth
	if s.Reuses == 0 || n < 30 || span == 0 {
		return
	}
	c.head("Idle times", "")
	c.axis(span, n)
	c.bars("reuse", reused(&s.ReusedAfter, span, n), format.Count(s.Reuses, "reuse"))
	marks := map[int]string{}
	for _, l := range s.Losses {
		marks[cell(l.Idle, span, n)] = c.th.Glyphs.Error
	}
	if s.Lost > 0 {
		c.marks("lost", marks, n, format.Number(int64(s.Lost))+" lost")
	}
	for _, side := range []struct {
		name string
		*learned.Side
	}{{"server closes", &s.Server}, {"client closes", &s.Client}} {
		if side.Idle.N > 0 {
			c.marks(side.name, map[int]string{cell(side.Idle.Low, span, n): c.th.Glyphs.Closed, cell(side.Idle.High, span, n): c.th.Glyphs.Closed}, n,
				format.Count(side.Idle.N, "close"))
		}
	}
}

// span returns the time at the end of the axis: a round number of seconds above all shown
// times, or 0 if a time is too long for the histogram.
func (c *card) span() time.Duration {
	s := c.sum
	longest := max(s.LongestReuse, s.Server.Idle.High, s.Client.Idle.High)
	for _, seconds := range []int{1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 30, 40, 60} {
		if d := time.Duration(seconds) * time.Second; longest < d {
			return d
		}
	}
	return 0 // longer than the times that the histogram can count
}

func cell(d, span time.Duration, n int) int {
	return max(0, min(n-1, int(int64(d)*int64(n)/int64(span))))
}

// reused returns how often a connection was reused after the idle time of each cell.
func reused(h *learned.Histogram, span time.Duration, n int) []int {
	out := make([]int, n)
	for i, count := range h {
		if at := time.Duration(i) * learned.Bin; count > 0 && at < span {
			out[cell(at, span, n)] += int(count)
		}
	}
	return out
}

// axis adds the axis, with a label at each quarter of the span.
func (c *card) axis(span time.Duration, n int) {
	g := &c.th.Glyphs
	labels, line := "", ""
	for q := range 5 {
		at := q * (n - 1) / 4
		labels = text.Pad(labels, at) + seconds(span*time.Duration(q)/4)
		line += text.Repeat(g.Horizontal, at-text.Width(line)) + g.Axis
	}
	c.drawn("", c.th.Muted.Render(text.Pad(labels, n)), "")
	c.drawn("", c.th.Rule.Render(text.Pad(line, n)), "")
}

func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}

// bars adds a row that shows counts as bars. A cell with a count above 0 is never empty.
func (c *card) bars(label string, counts []int, right string) {
	most := 0
	for _, n := range counts {
		most = max(most, n)
	}
	steps := bars
	if c.th.ASCII {
		steps = asciiBars
	}
	s := ""
	for _, n := range counts {
		step := 0
		if n > 0 {
			step = 1 + n*(len(steps)-2)/most
		}
		s += steps[step]
	}
	c.drawn(label, c.th.Accent.Render(s), right)
}

func (c *card) marks(label string, marks map[int]string, n int, right string) {
	s := ""
	for i := range n {
		if m, ok := marks[i]; ok {
			s += m
		} else {
			s += " "
		}
	}
	style := c.th.Strong
	if label == "lost" {
		style = c.th.Race
	}
	c.drawn(label, style.Render(s), right)
}

func (c *card) drawn(label, words, right string) {
	c.rows = append(c.rows, row{label: label, words: words, right: right, drawn: true, style: c.th.Text})
}
