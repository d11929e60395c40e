package text

import "strings"

// Words returns s in at most w cells: where it is longer, as many of its words as fit
// before the mark. A number is not parted from its unit, nor a sign that joins
// left at the end. Where no word fits, s is cut as [CutWith] does. There are no
// styles in s.
func Words(s string, w int, mark string) string {
	n, _ := take(s, w)
	if n == len(s) {
		return s
	}
	n, _ = take(s, w-Width(mark)-1)
	end := n
	if n < len(s) && s[n] != ' ' {
		end = strings.LastIndexByte(s[:n], ' ')
	}
	for end > 0 {
		part := strings.TrimRight(s[:end], " ·:;,(")
		if part == "" {
			break
		}
		if c := part[len(part)-1]; c < '0' || c > '9' {
			return part + " " + mark
		}
		end = strings.LastIndexByte(part, ' ')
	}
	return CutWith(s, w, mark)
}
