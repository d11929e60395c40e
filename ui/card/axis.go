package card

import (
	"time"

	"linger/ui/text"
	"linger/wire/format"
)

// An axis maps idle times to columns.
type axis struct {
	step  time.Duration // time between two ticks
	ticks int
	cols  int // columns from one tick to the next
}

var steps = []time.Duration{
	time.Millisecond, 2 * time.Millisecond, 5 * time.Millisecond,
	10 * time.Millisecond, 20 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond,
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour,
	2 * time.Hour, 6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour,
}

const (
	maxTicks = 8
	maxCols  = 13
	minCols  = 3
)

// A label is text to the right of a mark.
type label struct {
	at    time.Duration
	words string
}

// axisFor returns an axis for the times from 0 to end in at most w columns, with room for
// the labels.
func axisFor(end time.Duration, w int, labels ...label) axis {
	a := axis{step: steps[0]}
	for i := 1; int(end/a.step)+1 > maxTicks; i++ {
		if i < len(steps) {
			a.step = steps[i]
		} else { // a server may advertise any number of years
			a.step *= 2
		}
	}
	a.ticks = int(end/a.step) + 1
	for a.cols = min(maxCols, max(1, (w-1)/a.ticks)); a.cols > minCols && !a.fits(w, labels); a.cols-- {
	}
	return a
}

func (a axis) fits(w int, labels []label) bool {
	for _, l := range labels {
		if a.col(l.at)+1+text.Width(l.words) > w {
			return false
		}
	}
	return true
}

func (a axis) col(d time.Duration) int {
	whole, part := d/a.step, d%a.step
	return int(whole)*a.cols + int((part*time.Duration(a.cols)+a.step/2)/a.step)
}

// axis returns the rows of the labels and the ticks of an axis.
func (c card) axis(a axis) []line {
	labels, ticks := line{}.to(margin), "├"
	every := a.every()
	for i := range a.ticks + 1 {
		if words := a.label(i); i%every == 0 && i*a.cols+text.Width(words) <= c.width-margin {
			labels = labels.to(margin+i*a.cols).add(c.th.Muted, words)
		}
		if i > 0 {
			ticks += text.Repeat("─", a.cols-1) + "┼"
		}
	}
	ticks = ticks[:len(ticks)-len("┼")] + "┤"
	return []line{labels.trim(), line{}.to(margin).add(c.th.Rule, ticks)}
}

// every returns the smallest number of ticks from one label to the next for which labels
// do not touch.
func (a axis) every() int {
	widest := 0
	for i := range a.ticks + 1 {
		widest = max(widest, text.Width(a.label(i)))
	}
	return widest/max(1, a.cols) + 1
}

func (a axis) label(i int) string {
	at := time.Duration(i) * a.step
	if a.step*time.Duration(a.ticks) >= time.Second {
		return format.Seconds(at)
	}
	return format.Brief(at)
}
