package projector

import (
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// font is every sign that a number needs, five pixels by seven. They are drawn
// of seven segments, 1 too: from one digit to the next few cells change.
var font = map[rune][7]string{
	'0': {"#####", "#   #", "#   #", "#   #", "#   #", "#   #", "#####"},
	'1': {"    #", "    #", "    #", "    #", "    #", "    #", "    #"},
	'2': {"#####", "    #", "    #", "#####", "#    ", "#    ", "#####"},
	'3': {"#####", "    #", "    #", " ####", "    #", "    #", "#####"},
	'4': {"#   #", "#   #", "#   #", "#####", "    #", "    #", "    #"},
	'5': {"#####", "#    ", "#    ", "#####", "    #", "    #", "#####"},
	'6': {"#####", "#    ", "#    ", "#####", "#   #", "#   #", "#####"},
	'7': {"#####", "    #", "    #", "    #", "    #", "    #", "    #"},
	'8': {"#####", "#   #", "#   #", "#####", "#   #", "#   #", "#####"},
	'9': {"#####", "#   #", "#   #", "#####", "    #", "    #", "#####"},
	'.': {" ", " ", " ", " ", " ", " ", "#"},
	'-': {"     ", "     ", "     ", "#####", "     ", "     ", "     "},
	'+': {"     ", "  #  ", "  #  ", "#####", "  #  ", "  #  ", "     "},
}

// large returns a number in rows of cells, each pixel pw cells wide and ph high, lit
// in a style. What is not lit is bare, as the rest of the row: a cell goes dark
// without a style to set and reset.
func large(s, full string, style theme.Style, pw, ph int) []string {
	rows := make([]string, 0, 7*ph)
	for y := range 7 {
		var row []byte
		for k, r := range s {
			if k > 0 {
				row = append(row, text.Spaces(pw)...)
			}
			row = drawn(row, font[r][y], full, style, pw)
		}
		for range ph {
			rows = append(rows, string(row))
		}
	}
	return rows
}

// drawn appends one row of a sign's pixels to b.
func drawn(b []byte, pixels, full string, style theme.Style, pw int) []byte {
	for len(pixels) > 0 {
		n := len(pixels) - len(strings.TrimLeft(pixels, pixels[:1]))
		if pixels[0] == '#' {
			b = style.Append(b, text.Repeat(full, n*pw))
		} else {
			b = append(b, text.Spaces(n*pw)...)
		}
		pixels = pixels[n:]
	}
	return b
}

// width returns how many cells such a number takes.
func width(s string, pw int) (n int) {
	for k, r := range s {
		if k > 0 {
			n += pw
		}
		n += len(font[r][0]) * pw
	}
	return n
}
