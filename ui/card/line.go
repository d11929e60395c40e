package card

import (
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// A piece is text in one style.
type piece struct {
	style theme.Style
	text  string
}

// A line is one row of a report before rendering, as pieces from left to right.
type line []piece

// add returns the line with text at its end. It makes the text safe for a terminal.
func (l line) add(s theme.Style, str string) line {
	if str == "" {
		return l
	}
	return append(l, piece{s, text.Safe(str)})
}

// to returns the line padded with spaces to w cells.
func (l line) to(w int) line { return l.add(theme.Style{}, text.Spaces(w-l.width())) }

// width returns the width of the line in cells.
func (l line) width() (n int) {
	for _, p := range l {
		n += text.Width(p.text)
	}
	return n
}

// trim returns the line without spaces at its end.
func (l line) trim() line {
	for len(l) > 0 {
		last := &l[len(l)-1]
		if last.text = strings.TrimRight(last.text, " "); last.text != "" {
			break
		}
		l = l[:len(l)-1]
	}
	return l
}

// render returns lines as strings for a terminal.
func render(th *theme.Theme, lines []line) []string {
	rows := make([]string, len(lines))
	for i, l := range lines {
		var b strings.Builder
		for _, p := range l {
			b.WriteString(p.style.Render(p.text))
		}
		rows[i] = b.String()
		if th.ASCII {
			rows[i] = theme.ToASCII(rows[i])
		}
	}
	return rows
}
