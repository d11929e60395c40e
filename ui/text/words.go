package text

import "strings"

// Words returns s in at most w cells. If s is wider, it returns as many words as fit
// before the mark. It does not separate a number from its unit, and the result does not
// end in punctuation that joins words. If no word fits, it cuts s as [CutWith] does. s
// must not contain styles.
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
