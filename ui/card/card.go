// Package card paints the report card of a probe: session/probe says what is
// on each row and by which token, the theme says how that looks.
package card

import (
	"strings"

	"linger/session/probe"
	"linger/ui/text"
	"linger/ui/theme"
)

// Paint is rows in the styles of a theme, one string a line, none ending in a
// blank. What a server or a user gave is made safe for a terminal.
func Paint(t *theme.Theme, rows []probe.Row) []string {
	lines := make([]string, len(rows))
	for i, row := range rows {
		var b strings.Builder
		for _, s := range row {
			b.WriteString(style(t, s).Render(text.Safe(s.Text)))
		}
		lines[i] = b.String()
		if t.ASCII {
			lines[i] = theme.ToASCII(lines[i])
		}
	}
	return lines
}

func style(t *theme.Theme, s probe.Segment) theme.Style {
	switch {
	case s.Token == probe.OK && s.Bold:
		return t.OKStrong
	case s.Token == probe.Caution && s.Bold:
		return t.CautionStrong
	case s.Token == probe.Danger && s.Bold:
		return t.RaceStrong
	}
	switch s.Token {
	case probe.Strong:
		return t.Strong
	case probe.Muted:
		return t.Muted
	case probe.Rule:
		return t.Rule
	case probe.Track:
		return t.Track
	case probe.Accent:
		return t.Accent
	case probe.OK:
		return t.OK
	case probe.Caution:
		return t.Caution
	case probe.Danger:
		return t.Race
	}
	return t.Text
}
