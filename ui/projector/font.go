package projector

import "strings"

// font is every sign that a number needs, five pixels by seven.
var font = map[rune][7]string{
	'0': {"#####", "#   #", "#   #", "#   #", "#   #", "#   #", "#####"},
	'1': {"  #  ", " ##  ", "  #  ", "  #  ", "  #  ", "  #  ", " ### "},
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

// large is a number in rows of cells, each pixel pw cells wide and ph high.
func large(s, full string, pw, ph int) []string {
	rows := make([]string, 7*ph)
	for i := range rows {
		var b strings.Builder
		for k, r := range s {
			if k > 0 {
				b.WriteString(strings.Repeat(" ", pw))
			}
			for _, px := range font[r][i/ph] {
				sign := " "
				if px == '#' {
					sign = full
				}
				b.WriteString(strings.Repeat(sign, pw))
			}
		}
		rows[i] = b.String()
	}
	return rows
}

// width is how many cells such a number takes.
func width(s string, pw int) (n int) {
	for k, r := range s {
		if k > 0 {
			n += pw
		}
		n += len(font[r][0]) * pw
	}
	return n
}
