package card

import (
	"slices"
	"time"

	"linger/session/probe"
	"linger/ui/text"
	"linger/wire/format"
)

// clockPicture returns the picture of a server that checks its timers only at intervals.
// It shows the closes in order of time, although their idle times began at different
// moments.
//
//	Server clock   the same closes, in order of time
//	          0 s           10 s          20 s          30 s
//	          ├─────────────┼─────────────┼─────────────┤
//	closes        ○             ○             ○ every 10 s
func (c card) clockPicture() []line {
	if c.Clock.Tick == 0 && c.Clock.Together == 0 {
		return nil
	}
	var ends []time.Duration
	for _, s := range c.Idle {
		if !s.Open {
			ends = append(ends, s.Ended())
		}
	}
	slices.Sort(ends)
	words := " " + format.Count(c.Clock.Together, "close") + " at the same moment as another"
	if c.Clock.Tick > 0 {
		words = " every " + format.Brief(c.Clock.Tick.Round(10*time.Millisecond))
	}
	last := ends[len(ends)-1]
	a := axisFor(last, c.width-margin, label{last, words})
	marks := []rune(text.Repeat(" ", a.col(last)+1))
	for _, at := range ends {
		marks[a.col(at)] = '○'
	}
	rows := append([]line{c.heading("Server clock", "the same closes, in order of time", moments(c.Idle))}, c.axis(a)...)
	row := line{}.add(c.th.Muted, text.Pad("closes", margin)).add(c.th.Text, string(marks))
	return append(rows, c.worded(row, words)...)
}

// moments returns the number of different times at which connections ended: "3 moments".
func moments(ss probe.Samples) string { return format.Count(ss.Moments(), "moment") }
