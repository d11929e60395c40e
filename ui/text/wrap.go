package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Wrap is s broken at spaces into lines of at most w cells; a word that is
// longer than a line is broken where it must be, after a hyphen or a slash where
// one is near. Shorter words are not broken there: a request target or the name
// of an option stays in one piece. An empty s is one empty line.
func Wrap(s string, w int) []string {
	w = max(1, w)
	var lines []string
	for s := range strings.SplitSeq(s, "\n") {
		lines = wrapLine(lines, s, w)
	}
	return lines
}

func wrapLine(lines []string, s string, w int) []string {
	line, used := "", 0
	for s != "" {
		gap, word, rest := nextWord(s)
		s = rest
		k := Width(word)
		if used+gap+k <= w {
			line, used = line+Spaces(gap)+word, used+gap+k
			continue
		}
		if used > 0 {
			lines = append(lines, line)
		}
		for k > w {
			head := ansi.Truncate(word, w, "")
			if head == "" { // a letter wider than a line
				break
			}
			if i := strings.LastIndexAny(head, "-/&"); i >= len(head)/2 {
				head = head[:i+1]
			}
			lines = append(lines, head)
			word = word[len(head):]
			k = Width(word)
		}
		line, used = word, k
	}
	return append(lines, line)
}

// nextWord is the first word of s, how many spaces stand before it, and what
// follows.
func nextWord(s string) (gap int, word, rest string) {
	word = strings.TrimLeft(s, " ")
	gap = len(s) - len(word)
	if i := strings.IndexByte(word, ' '); i >= 0 {
		word, rest = word[:i], word[i:]
	}
	return gap, word, rest
}
