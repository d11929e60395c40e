package detail

import (
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// A tok is a name for a style of the theme.
type tok uint8

const (
	plain tok = iota
	strong
	muted
	rule
	track
	accent
	key
	okay
	caution
	race
	raceStrong
	framing
	content
)

func (t tok) of(th *theme.Theme) *theme.Style {
	switch t {
	case strong:
		return &th.Strong
	case muted:
		return &th.Muted
	case rule:
		return &th.Rule
	case track:
		return &th.Track
	case accent:
		return &th.Accent
	case key:
		return &th.Key
	case okay:
		return &th.OK
	case caution:
		return &th.Caution
	case race:
		return &th.Race
	case raceStrong:
		return &th.RaceStrong
	case framing:
		return &th.Framing
	case content:
		return &th.Content
	}
	return &th.Text
}

// A span is a piece of a row in one style. Its text contains no control sequences: either
// linger wrote it, or [say] has made it safe.
type span struct {
	tok  tok
	text string
}

// own returns a span with text that linger wrote, which is known to be safe.
func own(t tok, s string) span { return span{t, s} }

// say returns a span with text from the server or the network, made safe for a terminal.
func say(t tok, s string) span { return span{t, text.Safe(s)} }

// sayUpTo does the same as [say] for as much of the beginning of s as fits in w cells.
// Its cost does not depend on the length of s.
func sayUpTo(t tok, s string, w int) span { return span{t, text.SafeUpTo(s, w)} }

// brief returns text from the server for use inside a sentence: safe, without secrets,
// and shortened, because the text may be very long.
func brief(s string) string {
	const most = 200 // cells
	return text.Cut(text.Masked(s, most), most)
}

// gap returns a span of n blank cells.
func gap(n int) span { return span{plain, text.Spaces(n)} }

// A row is one line of a page.
type row struct {
	left  []span
	right []span // spans at the right edge; dropped if there is no room
	soft  bool   // a blank row that is dropped if there are few rows
	to    *place // the byte that enter shows
}

// A place is the position of a byte in an exchange or a connection.
type place struct {
	sent bool
	off  int64
}

// append appends the row in exactly w cells, with a margin of one cell on either side.
func (r *row) append(b []byte, th *theme.Theme, w int, cursor bool) []byte {
	if w < 3 {
		return append(b, text.Spaces(w)...)
	}
	ink := th
	if cursor {
		ink = th.Selected
	}
	if cursor {
		b = ink.Accent.Append(b, th.Glyphs.Cursor)
	} else {
		b = append(b, ' ')
	}
	inner := w - 2
	left, used := fitted(th, r.left, inner)
	right := cells(r.right)
	if right > 0 && used+1+right > inner {
		right = 0
	}
	for _, s := range left {
		b = s.tok.of(ink).Append(b, s.text)
	}
	b = ink.Text.Append(b, text.Spaces(inner-used-right))
	if right > 0 {
		for _, s := range r.right {
			b = s.tok.of(ink).Append(b, s.text)
		}
	}
	return ink.Text.Append(b, " ")
}

// fitted returns the spans in at most w cells, and the width of the result. If the spans
// are wider than w cells, the result ends in a mark, even if the cut is between two
// spans.
func fitted(th *theme.Theme, ss []span, w int) (fit []span, used int) {
	if used = cellsUpTo(ss, w); used <= w {
		return ss, used
	}
	for n := len(ss); n > 0 && strings.TrimRight(ss[n-1].text, " ") == ""; n = len(ss) {
		ss = ss[:n-1]
	}
	if used = cellsUpTo(ss, w); used <= w {
		return ss, used
	}
	mark, room := th.Glyphs.Cut, w
	for i, s := range ss {
		n := text.WidthUpTo(s.text, max(0, room))
		if n > room-text.Width(mark) {
			s.text = text.Marked(s.text, room, mark)
			return append(ss[:i:i], s), w - room + text.Width(s.text)
		}
		room -= n
	}
	return ss, w - room
}

func cells(ss []span) (n int) {
	for _, s := range ss {
		n += text.Width(s.text)
	}
	return n
}

// cellsUpTo returns the width of the spans in cells. It stops counting once the width
// exceeds w, so for wider spans, the result is some number greater than w.
func cellsUpTo(ss []span, w int) (n int) {
	for _, s := range ss {
		if n += text.WidthUpTo(s.text, max(0, w-n)); n > w {
			break
		}
	}
	return n
}
