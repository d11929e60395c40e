package clock

import (
	"time"

	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/theme"
)

// zones holds the number of cells of the caution zone and of the race zone at the end of
// a bar.
type zones struct{ caution, race int }

// timeoutBar returns the bar of the remaining time. As the deadline approaches, the bar
// shrinks from the left in steps of an eighth of a cell. Zones begin and end at whole
// cells.
func (v *View) timeoutBar() string {
	_, n := layout.Bar(v.Width)
	return v.drawBar(n, v.Theme.Glyphs.Spent, v.Theme.Track)
}

// drawBar returns a bar of n cells. Spent cells show track in its style.
func (v *View) drawBar(n int, track string, style theme.Style) string {
	th, g := v.Theme, &v.Theme.Glyphs
	if !v.status().Counting || v.limit.End <= 0 {
		return style.Render(text.Repeat(track, n))
	}
	l := &v.limit
	z := v.zonesOf(n)
	left := min(l.End, l.EndAt()-v.slow())
	spent8 := int(float64(l.End-left) / float64(l.End) * float64(n) * 8)
	spent := min(spent8/8, n-1) // the last cell is visible until the deadline
	lit := 8 - spent8%8         // number of eighths that remain of the cell at index spent
	safe := n - z.caution - z.race - spent
	var out []byte
	out = style.Append(out, text.Repeat(track, spent))
	if safe > 0 && lit < 8 {
		switch p := g.Lit[lit]; {
		case p.Reverse:
			out = th.Lit.Append(out, p.Glyph)
		case p.Glyph == g.Spent:
			out = style.Append(out, track)
		default:
			out = th.OK.Append(out, p.Glyph)
		}
		safe--
	}
	out = th.OK.Append(out, text.Repeat(g.Safe, safe))
	caution := min(z.caution, n-z.race-spent)
	out = th.Caution.Append(out, text.Repeat(g.Caution, caution))
	return string(th.Race.Append(out, text.Repeat(g.Race, min(z.race, n-spent))))
}

// zonesOf returns how many of the n cells are in each zone. If linger saw closes before
// the deadline, the race zone begins at the earliest of them. A zone has at least one
// cell, but a limit that was not advertised has no caution zone.
func (v *View) zonesOf(n int) zones {
	cell := float64(v.limit.End) / float64(n)
	cells := func(d float64) int { return min(n, max(1, int(d/cell+0.5))) }
	from := v.limit.RaceBefore()
	race := cells(float64(from))
	return zones{race: race, caution: cautionCells(v.limit.CautionBefore(), from, cell, race)}
}

// cautionCells returns the number of cells of the caution zone before the race zone. It
// is at least one if the caution zone begins before the race zone.
func cautionCells(caution, race time.Duration, cell float64, raceCells int) int {
	if race >= caution {
		return 0
	}
	return max(1, int(float64(caution)/cell+0.5)-raceCells)
}
