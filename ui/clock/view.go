package clock

import (
	"time"

	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
)

// A View is all that the top rows are drawn from.
type View struct {
	Record  *record.Record
	Conn    *record.Connection // nil: none was tried yet
	Now     time.Duration      // the session's clock
	Lag     time.Duration      // how far the bars and the clock in the header are behind
	Width   int
	Theme   *theme.Theme
	Notice  string // what stands in the row now for a while: why a key cannot be used
	First   bool   // nothing was sent yet: the row now says which key starts
	Offline bool   // a recording: nothing can be sent
	Probes  bool   // a key measures the server
	Seen    Range  // what a probe measured; Closes 0: nothing

	told *telling
	rng  Range
}

// tell is what the rows say, worked out once for all of them.
func (v *View) tell() *telling {
	if v.told == nil {
		v.rng = Measured(v.Record, v.Conn).with(v.Seen)
		t := tell(v)
		v.told = &t
	}
	return v.told
}

// slow is the moment that the bars and the clock in the header show.
func (v *View) slow() time.Duration { return v.Now - v.Lag }

func (v *View) narrow() bool { return v.Width < 100 }

// row is a label, what stands at the bars, and a text right-aligned that gives
// way when there is no room; it is exactly as wide as the screen.
func (v *View) row(label, left string, used int, right string, style theme.Style) string {
	x, _ := layout.Bar(v.Width)
	th := v.Theme
	head := " " + th.Muted.Render(label) + text.Spaces(x-1-len(label))
	room := v.Width - 1 - x - used
	n := text.Width(right)
	if right == "" || n+2 > room {
		return head + left + text.Spaces(room+1)
	}
	return head + left + text.Spaces(room-n) + style.Render(right) + " "
}

// barred is a row with a bar: the bar, the deadline, a sign beside it, words
// and their source.
func (v *View) barred(label, bar, deadline, sign string, words string, style theme.Style, source string) string {
	x, n := layout.Bar(v.Width)
	th := v.Theme
	words = th.Cut(words, v.Width-1-x-n-3)
	if deadline == "" {
		deadline = " "
	}
	if sign == "" {
		sign = "  "
	} else {
		sign += " "
	}
	left := bar + th.Muted.Render(deadline) + sign + style.Render(words)
	return v.row(label, left, n+3+text.Width(words), source, th.Muted)
}

// A Range is how long a server was seen to wait before it closed an idle
// connection.
type Range struct {
	Low, High time.Duration
	Closes    int
}

// with is the range that holds both.
func (r Range) with(o Range) Range {
	switch {
	case o.Closes == 0:
		return r
	case r.Closes == 0:
		return o
	}
	return Range{min(r.Low, o.Low), max(r.High, o.High), r.Closes + o.Closes}
}

// Measured is the range of the idle closes that were seen on connections like c.
// Closes is 0 when none was seen.
func Measured(r *record.Record, c *record.Connection) (m Range) {
	if r == nil {
		return m
	}
	for o := range r.IdleCloses(c) {
		if m.Closes == 0 || o.Close.Idle < m.Low {
			m.Low = o.Close.Idle
		}
		m.High = max(m.High, o.Close.Idle)
		if m.Closes++; m.Closes == maxCloses {
			break
		}
	}
	return m
}

// maxCloses is how many closes a range is made of, at most.
const maxCloses = 100
