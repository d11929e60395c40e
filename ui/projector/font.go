package projector

import (
	"strings"

	"linger/ui/text"
	"linger/ui/theme"
)

// font holds the characters that occur in numbers. Each is seven pixels high and, except
// for the point, five pixels wide. All digits, even 1, consist of the same seven
// segments, so that few cells change from one digit to the next.
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

// large returns a number as rows of cells in a style. Each pixel is pw cells wide and ph
// rows high. Blank cells have no style, which saves the bytes that set and reset it.
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

// drawn appends pixels, which is one row of a character, to b.
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

// width returns the width in cells of a number whose pixels are pw cells wide.
func width(s string, pw int) (n int) {
	for k, r := range s {
		if k > 0 {
			n += pw
		}
		n += len(font[r][0]) * pw
	}
	return n
}
