package card

import (
	"fmt"
	"time"

	"linger/session/probe"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/wire/format"
)

// signs lists the glyph, the style and the label of each outcome.
var signs = []struct {
	outcome probe.Outcome
	glyph   string
	style   func(*theme.Theme) theme.Style
	words   string
}{
	{probe.Answered, "✓", ok, "answered"},
	{probe.Lost, "✗", race, "lost with no error"},
	{probe.WasReset, "!", race, "reset"},
	{probe.Goodbye, "i", caution, "got an unsolicited response"},
	{probe.Silent, "░", race, "neither answered nor closed"},
	{probe.NotSent, "○", muted, "not sent: "},
}

func ok(th *theme.Theme) theme.Style      { return th.OK }
func race(th *theme.Theme) theme.Style    { return th.Race }
func caution(th *theme.Theme) theme.Style { return th.Caution }
func muted(th *theme.Theme) theme.Style   { return th.Muted }

// racePicture returns the picture of the requests around one close. A glyph shows the
// outcome of each request.
//
//	          -100 ms          -40        0           +56 ms
//	sent      ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓ ✗ ✗ ✗ ✗ ✗ ✗ ○ ○ ○ ○ ○ ○ ○
//	                          └ round trip 40 ms ┘
//	          ✓ 8 answered   ✗ 6 lost with no error   ○ 7 not sent: the FIN was seen
func (c card) racePicture() []line {
	tries := c.Race.Tries
	if len(tries) == 0 {
		return nil
	}
	cell := 2
	if margin+cell*len(tries) > c.width {
		cell = 1
	}
	tries = tries[:min(len(tries), (c.width-margin)/cell)]
	rows := []line{c.raceHead()}
	rows = append(rows, c.raceScale(tries, cell))
	sent := line{}.add(c.th.Muted, text.Pad("sent", margin))
	for _, t := range tries {
		for _, s := range signs {
			if s.outcome == t.Outcome {
				sent = sent.add(s.style(c.th), text.Pad(s.glyph, cell))
			}
		}
	}
	rows = append(rows, sent.trim())
	if bracket := c.bracket(tries, cell); bracket != nil {
		rows = append(rows, bracket)
	}
	return append(rows, c.legend()...)
}

func (c card) raceHead() line {
	about := "requests sent around the close"
	if c.Race.Ranged {
		about = "requests sent across the range of closes"
	}
	right := format.Count(len(c.Race.Tries), "try")
	if len(c.Race.Tries) != 1 {
		right = fmt.Sprintf("%d tries", len(c.Race.Tries))
	}
	return c.heading("Race", about+", "+format.Brief(c.Race.Apart)+" apart", right)
}

// raceScale returns a row with the time offsets of four requests: the first one, the
// first that may be lost, the first at or after the close, and the last. For a range of
// closes, it returns a row with the idle times of the first and the last request instead.
func (c card) raceScale(tries []probe.Try, cell int) line {
	row := line{}.to(margin)
	put := func(i int, label string) {
		at := margin + i*cell
		if i >= len(tries) || i < 0 || (len(row) > 1 && row.width() >= at) {
			return
		}
		row = row.to(at).add(c.th.Muted, label)
	}
	last := len(tries) - 1
	if c.Race.Ranged {
		put(0, format.Duration(tries[0].Idle))
		end := format.Duration(tries[last].Idle)
		put(last-(text.Width(end)-1)/cell, end)
		return row
	}
	put(0, offset(tries[0].Idle-c.Race.Expected)+" ms")
	lost, zero := c.around(tries)
	if lost > 0 && lost < zero {
		if label := offset(tries[lost].Idle - c.Race.Expected); text.Width(label) < (zero-lost)*cell {
			put(lost, label)
		}
	}
	put(zero, "0")
	end := "+" + offset(tries[last].Idle-c.Race.Expected) + " ms"
	if tries[last].Idle > c.Race.Expected {
		put(last-(text.Width(end)-1)/cell, end)
	}
	return row.trim()
}

func offset(d time.Duration) string {
	if v := format.Millis(d); v > -10 && v < 10 {
		return format.Fixed(v, 1)
	}
	return format.Fixed(format.Millis(d), 0)
}

// around returns the index of the first request that is near enough to the close to be
// lost, and the index of the first request at or after the close.
func (c card) around(tries []probe.Try) (near, zero int) {
	near, zero = len(tries), len(tries)
	for i, t := range tries {
		d := t.Idle - c.Race.Expected
		if d >= -c.Danger() && i < near {
			near = i
		}
		if d >= 0 && i < zero {
			zero = i
		}
	}
	return near, zero
}

// bracket returns a row that marks the round trip before the close. It returns nil if
// there is nothing to mark or not enough room.
func (c card) bracket(tries []probe.Try, cell int) line {
	near, zero := c.around(tries)
	at := margin + near*cell
	w := min((zero-near)*cell+1, c.width-at)
	if c.Race.Ranged || c.Race.Hopeless() || near >= zero || w < 4 {
		return nil
	}
	words := " lost within " + format.Brief(c.Danger()) + " "
	if c.Danger() <= c.RoundTrip*5/4+c.Race.Apart/2 {
		words = " round trip " + format.Brief(c.RoundTrip) + " "
	}
	drawn := "└" + text.Repeat("─", w-2) + "┘"
	switch {
	case text.Width(words)+3 <= w:
		drawn = "└" + text.Repeat("─", w-text.Width(words)-2) + words + "┘"
	case at+w+text.Width(words) <= c.width:
		drawn += words
	case margin+text.Width(words) <= at:
		at, drawn = at-text.Width(words), words+drawn
	}
	return line{}.to(at).add(c.th.Race, drawn).trim()
}

func (c card) legend() (rows []line) {
	row := line{}.to(margin)
	for _, s := range signs {
		n := c.Race.Count(s.outcome)
		if n == 0 {
			continue
		}
		words := fmt.Sprintf(" %d %s", n, s.words)
		if s.outcome == probe.NotSent {
			words += c.Race.Seen()
		}
		if row.width()+3+text.Width(s.glyph+words) > c.width && len(row) > 1 {
			rows = append(rows, row)
			row = line{}.to(margin)
		}
		if len(row) > 1 {
			row = row.add(c.th.Text, "   ")
		}
		row = row.add(s.style(c.th), s.glyph).add(c.th.Text, words)
	}
	return append(rows, row)
}
