package timeline

import (
	"unicode/utf8"

	"linger/ui/text"
	"linger/ui/theme"
)

// An ink is the style of a cell.
type ink uint8

const (
	plain ink = iota
	strong
	muted
	ruled
	track
	accent
	accentStrong
	ok
	caution
	race
	raceStrong
	framing
	content
)

func (i ink) of(th *theme.Theme) theme.Style {
	return [...]theme.Style{th.Text, th.Strong, th.Muted, th.Rule, th.Track, th.Accent, th.Key, th.OK, th.Caution, th.Race,
		th.RaceStrong, th.Framing, th.Content}[i]
}

type cell struct {
	glyph string // text of one cell, or empty for a blank
	ink   ink
	lit   bool // the cell belongs to the selected exchange
}

// A lane is one row of cells. Drawing outside the lane has no effect.
type lane []cell

func newLane(w int) lane { return make(lane, max(0, w)) }

func (l lane) put(x int, glyph string, i ink) {
	if x >= 0 && x < len(l) {
		l[x].glyph, l[x].ink = glyph, i
	}
}

// free reports whether the cells from x up to, but not including, end are empty.
func (l lane) free(x, end int) bool {
	if x < 0 || end > len(l) {
		return false
	}
	for _, c := range l[x:end] {
		if c.glyph != "" {
			return false
		}
	}
	return true
}

// word writes safe text, starting at cell x, and cuts it at the edge. It returns the
// index of the cell after the text. A question mark replaces a rune that is not one cell
// wide; linger's own words contain no such runes.
func (l lane) word(x int, s string, i ink) int {
	for s != "" {
		r, n := utf8.DecodeRuneInString(s)
		g := s[:n]
		if (r < ' ' || r > '~') && text.Width(g) != 1 {
			g = "?"
		}
		l.put(x, g, i)
		x++
		s = s[n:]
	}
	return x
}

// light marks the cells from x up to, but not including, end as selected.
func (l lane) light(x, end int) {
	for i := max(0, x); i < min(end, len(l)); i++ {
		l[i].lit = true
	}
}

// draw returns the lane as text. It writes adjacent cells of the same style together.
func (l lane) draw(th *theme.Theme) string {
	b := make([]byte, 0, 4*len(l))
	run := make([]byte, 0, 4*len(l))
	for i := 0; i < len(l); {
		first := l[i]
		run = run[:0]
		for ; i < len(l) && l[i].ink == first.ink && l[i].lit == first.lit; i++ {
			if l[i].glyph == "" {
				run = append(run, ' ')
				continue
			}
			run = append(run, l[i].glyph...)
		}
		t := th
		if first.lit {
			t = th.Selected
		}
		b = first.ink.of(t).Append(b, string(run))
	}
	return string(b)
}

// ends returns a row of w cells with the spans in left at its beginning and, if there is
// room, those in right two cells before its end.
func ends(th *theme.Theme, w int, left []span, right []span) string {
	b := []byte{' '}
	used, room := 1, w-1
	if n := width(right); n > 0 && 1+width(left)+3+n+2 <= w {
		room = w - n - 3
	} else {
		right = nil
	}
	for _, s := range left {
		t := th.Cut(s.text, max(0, room-used))
		b = s.ink.of(th).Append(b, t)
		used += text.Width(t)
	}
	if right != nil {
		b = append(b, text.Spaces(w-2-width(right)-used)...)
		for _, s := range right {
			b = s.ink.of(th).Append(b, s.text)
		}
		used = w - 2
	}
	b = append(b, text.Spaces(w-used)...)
	if w < used {
		return text.Fit(string(b), w)
	}
	return string(b)
}

// A span is safe text in one style.
type span struct {
	ink  ink
	text string
}

func width(ss []span) (n int) {
	for _, s := range ss {
		n += text.Width(s.text)
	}
	return n
}
