package timeline

import (
	"strconv"
	"time"

	"linger/ui/text"
)

// A scale says how much time a cell stands for, and how many cells are from one
// label of the axis to the next. Between them a tick stands every five cells.
type scale struct {
	cell  time.Duration
	major int
}

const minor = 5

// scales are all there are, the closest first. Labels fall on round numbers.
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

// fit is the closest scale at which span takes n cells at most.
func fit(span time.Duration, n int) int {
	for i, s := range scales {
		if s.cell*time.Duration(n) >= span {
			return i
		}
	}
	return len(scales) - 1
}

// round is d as the axis says it: "0.2 s", "50 ms", "5 min".
func round(d time.Duration) string {
	number := func(unit time.Duration) string {
		return strconv.FormatFloat(float64(d)/float64(unit), 'f', -1, 64)
	}
	switch {
	case d >= 5*time.Hour && d%time.Hour == 0:
		return number(time.Hour) + " h"
	case d >= time.Minute && d%time.Minute == 0 && d != 100*time.Second:
		return number(time.Minute) + " min"
	case d >= 100*time.Millisecond || d == 0:
		return number(time.Second) + " s"
	}
	return number(time.Millisecond) + " ms"
}

// axis are the labels and the ticks of n cells from a moment on: two rows of w
// cells, the first tick in column x.
func (m *Model) axis(x, n, w int) (labels, ticks string) {
	s, g := m.sc, &m.th.Glyphs
	first := int(m.from / s.cell) // the number of the first cell, counted from the connection's start
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
			if label := round(time.Duration(first+i) * s.cell); x+i+text.Width(label) <= w {
				row.word(x+i, label, muted)
			}
		}
	}
	return row.draw(m.th), line.draw(m.th)
}
