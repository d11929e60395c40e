package words

import (
	"strings"

	"linger/ui/theme"
)

// A Bar is a row of the legend: a sign in the bars, or the name of a bar, and what it
// means.
type Bar struct {
	Sign  string
	Style theme.Style
	Means string
}

// Bars returns the legend of the bars, drawn with the glyphs of th.
func Bars(th *theme.Theme) []Bar {
	g := &th.Glyphs
	four := func(glyph string) string { return strings.Repeat(glyph, 4) }
	return []Bar{
		{four(g.Safe), th.OK, "time left, safe to send"},
		{four(g.Caution), th.Caution, "the last second: timeouts are whole seconds"},
		{four(g.Race), th.Race, "the last round trip: a request may be lost"},
		{"   " + g.Deadline, th.Text, "the deadline: advertised, seen or measured"},
		{"max", th.Text, "exchanges the server still accepts"},
		{"life", th.Text, "the whole connection so far"},
	}
}
