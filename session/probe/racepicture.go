package probe

import (
	"fmt"
	"time"

	"linger/wire/format"
)

var signs = []struct {
	outcome Outcome
	glyph   string
	token   Token
	words   string
}{
	{Answered, "✓", OK, "answered"},
	{Lost, "✗", Danger, "lost without a sign"},
	{WasReset, "!", Danger, "reset"},
	{Goodbye, "i", Caution, "met the server's goodbye"},
	{Silent, "░", Danger, "neither answered nor closed"},
	{NotSent, "○", Muted, "not sent: "},
}

// racePicture shows what became of requests around one close, one sign for
// each try.
//
//	          -100 ms          -40        0           +56 ms
//	sent      ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✗ ✗ ✗ ✗ ✗ ✗ ○ ○ ○ ○ ○ ○ ○
//	                          └ round trip 40 ms ┘
//	          ✓ 8 answered   ✗ 6 lost without a sign   ○ 7 not sent: the FIN was seen
func (r *Report) racePicture(width int) []Row {
	tries := r.Race.Tries
	if len(tries) == 0 {
		return nil
	}
	cell := 2
	if margin+cell*len(tries) > width {
		cell = 1
	}
	tries = tries[:min(len(tries), (width-margin)/cell)]
	rows := []Row{r.raceHead(width)}
	rows = append(rows, r.raceScale(tries, cell))
	sent := Row{}.add(Muted, pad("sent", margin))
	for _, t := range tries {
		for _, s := range signs {
			if s.outcome == t.Outcome {
				sent = sent.add(s.token, pad(s.glyph, cell))
			}
		}
	}
	rows = append(rows, sent.trim())
	if bracket := r.bracket(tries, cell, width); bracket != nil {
		rows = append(rows, bracket)
	}
	return append(rows, r.legend(width)...)
}

func (r *Report) raceHead(width int) Row {
	about := "requests sent around the close"
	if r.Race.Ranged {
		about = "requests sent all over the range of closes"
	}
	right := format.Count(len(r.Race.Tries), "try")
	if len(r.Race.Tries) != 1 {
		right = fmt.Sprintf("%d tries", len(r.Race.Tries))
	}
	return heading("Race", about+", "+format.Brief(r.Race.Apart)+" apart", right, width)
}

// raceScale is the offsets of the first try, of the first that may be lost, of
// the first at or after the close, and of the last. A range
// has no single close: its scale is the idle time.
func (r *Report) raceScale(tries []Try, cell int) Row {
	row := Row{}.to(margin)
	put := func(i int, label string) {
		at := margin + i*cell
		if i >= len(tries) || i < 0 || (len(row) > 1 && row.width() >= at) {
			return
		}
		row = row.to(at).add(Muted, label)
	}
	last := len(tries) - 1
	if r.Race.Ranged {
		put(0, format.Duration(tries[0].Idle))
		end := format.Duration(tries[last].Idle)
		put(last-(cells(end)-1)/cell, end)
		return row
	}
	put(0, offset(tries[0].Idle-r.Race.Expected)+" ms")
	lost, zero := r.around(tries)
	if lost > 0 && lost < zero {
		if label := offset(tries[lost].Idle - r.Race.Expected); cells(label) < (zero-lost)*cell {
			put(lost, label)
		}
	}
	put(zero, "0")
	end := "+" + offset(tries[last].Idle-r.Race.Expected) + " ms"
	if tries[last].Idle > r.Race.Expected {
		put(last-(cells(end)-1)/cell, end)
	}
	return row.trim()
}

func offset(d time.Duration) string {
	if v := format.Millis(d); v > -10 && v < 10 {
		return format.Fixed(v, 1)
	}
	return format.Fixed(format.Millis(d), 0)
}

// around finds the first try so near to the close that it may be lost, and the first
// one at or after it.
func (r *Report) around(tries []Try) (near, zero int) {
	near, zero = len(tries), len(tries)
	for i, t := range tries {
		d := t.Idle - r.Race.Expected
		if d >= -r.danger() && i < near {
			near = i
		}
		if d >= 0 && i < zero {
			zero = i
		}
	}
	return near, zero
}

// bracket marks the round trip before the close where it is wide enough to be
// seen.
func (r *Report) bracket(tries []Try, cell, width int) Row {
	near, zero := r.around(tries)
	at := margin + near*cell
	w := min((zero-near)*cell+1, width-at)
	if r.Race.Ranged || r.Race.hopeless() || near >= zero || w < 4 {
		return nil
	}
	words := " lost within " + format.Brief(r.danger()) + " "
	if r.danger() <= r.RoundTrip*5/4+r.Race.Apart/2 {
		words = " round trip " + format.Brief(r.RoundTrip) + " "
	}
	drawn := "└" + times("─", w-2) + "┘"
	switch {
	case cells(words)+3 <= w:
		drawn = "└" + times("─", w-cells(words)-2) + words + "┘"
	case at+w+cells(words) <= width:
		drawn += words
	case margin+cells(words) <= at:
		at, drawn = at-cells(words), words+drawn
	}
	return Row{}.to(at).add(Danger, drawn).trim()
}

func (r *Report) legend(width int) (rows []Row) {
	row := Row{}.to(margin)
	for _, s := range signs {
		n := r.Race.Count(s.outcome)
		if n == 0 {
			continue
		}
		words := fmt.Sprintf(" %d %s", n, s.words)
		if s.outcome == NotSent {
			words += r.Race.seen()
		}
		if row.width()+3+cells(s.glyph+words) > width && len(row) > 1 {
			rows = append(rows, row)
			row = Row{}.to(margin)
		}
		if len(row) > 1 {
			row = row.add(Text, "   ")
		}
		row = row.add(s.token, s.glyph).add(Text, words)
	}
	return append(rows, row)
}
