package timeline

import (
	"strconv"
	"time"

	"linger/ui/text"
)

// A scale holds the duration that one cell represents, and the number of cells between
// two axis labels. Between labels there is a tick every five cells.
type scale struct {
	cell  time.Duration
	major int
}

const minor = 5

// scales lists all scales, shortest cell duration first. All labels are round numbers.
var scales = func() (all []scale) {
	for unit := 10 * time.Microsecond; unit < time.Second; unit *= 10 {
		all = append(all, scale{unit, 20}, scale{2 * unit, 25}, scale{5 * unit, 20})
	}
	for _, d := range []time.Duration{time.Second, 3 * time.Second, 6 * time.Second, 15 * time.Second, 30 * time.Second,
		90 * time.Second, 3 * time.Minute, 6 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour} {
		all = append(all, scale{d, 20})
	}
	return all
}()

// fit returns the index in scales of the shortest cell duration with which n cells cover
// span, or the last index if none does.
func fit(span time.Duration, n int) int {
	for i, s := range scales {
		if s.cell*time.Duration(n) >= span {
			return i
		}
	}
	return len(scales) - 1
}

// A unit is a unit of time. All numbers on an axis have the same unit.
type unit struct {
	d    time.Duration
	name string
}

var units = []unit{{time.Millisecond, " ms"}, {time.Second, " s"}, {time.Minute, " min"}, {time.Hour, " h"}}

// unitOf returns the unit for an axis. step is the time between two labels, and end is
// the time at which the axis ends.
func unitOf(step, end time.Duration) unit {
	switch {
	case step%time.Hour == 0:
		return units[3]
	case step%time.Minute == 0:
		return units[2]
	case end < time.Second && step < 100*time.Millisecond:
		return units[0]
	}
	return units[1]
}

// of returns d in the unit u, without unnecessary digits: "0.2 s", "50 ms".
func (u unit) of(d time.Duration) string {
	return strconv.FormatFloat(float64(d)/float64(u.d), 'f', -1, 64) + u.name
}

// round returns d in the most suitable unit: "0.2 s", "50 ms", "5 min".
func round(d time.Duration) string {
	if d == 0 || d < time.Second && d >= 100*time.Millisecond {
		return units[1].of(d)
	}
	return unitOf(d, d).of(d)
}

// axis returns the labels and ticks for n cells, starting at the first visible cell, as
// two rows of w columns. The axis begins in column x.
func (m *Model) axis(x, n, w int) (labels, ticks string) {
	s, g := m.sc, &m.th.Glyphs
	first := int(m.from / s.cell) // index of the first cell, counted from the start of the connection
	u := unitOf(time.Duration(s.major)*s.cell, m.from+time.Duration(n)*s.cell)
	row := newLane(w)
	line := newLane(w)
	for i := range n + 1 {
		glyph := g.Horizontal
		switch k := first + i; {
		case i == 0:
			glyph = g.TitleRight
		case i == n:
			glyph = g.TitleLeft
		case k%s.major == 0:
			glyph = g.Axis
		case k%minor == 0:
			glyph = g.Tick
		}
		line.put(x+i, glyph, ruled)
		if (first+i)%s.major == 0 {
			if label := u.of(time.Duration(first+i) * s.cell); x+i+text.Width(label) <= w {
				row.word(x+i, label, muted)
			}
		}
	}
	return row.draw(m.th), line.draw(m.th)
}
