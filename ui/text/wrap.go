package text

import "strings"

// Wrap returns s as lines of at most w cells, broken at spaces. It breaks a word only if
// the word is longer than a line, and then after a hyphen or a slash if possible. A short
// request target or option name therefore stays in one piece. An empty s is one empty
// line.
func Wrap(s string, w int) []string {
	w = max(1, w)
	var lines []string
	for s := range strings.SplitSeq(s, "\n") {
		lines = wrapLine(lines, s, w)
	}
	return lines
}

// wrapLine wraps s, which has no line breaks, and appends the result to lines. It
// examines every letter a bounded number of times, because a server may send a word of a
// million letters.
func wrapLine(lines []string, s string, w int) []string {
	from, end, used := 0, 0, 0 // the line so far is s[from:end]
	for end < len(s) {
		word, next := nextWord(s, end)
		gap := word - end
		n, k := take(s[word:next], w)
		if n == next-word && used+gap+k <= w {
			end, used = next, used+gap+k
			continue
		}
		if used > 0 {
			lines = append(lines, s[from:end])
		}
		for n > 0 && n < next-word {
			head := s[word : word+n]
			if i := strings.LastIndexAny(head, "-/&"); i >= len(head)/2 {
				head = head[:i+1]
			}
			lines = append(lines, head)
			word += len(head)
			n, k = take(s[word:next], w)
		}
		from, end, used = word, next, k
	}
	return append(lines, s[from:end])
}

// nextWord returns the start and the end of the first word that begins at or after index
// at of s.
func nextWord(s string, at int) (word, end int) {
	word = at
	for word < len(s) && s[word] == ' ' {
		word++
	}
	if i := strings.IndexByte(s[word:], ' '); i >= 0 {
		return word, word + i
	}
	return word, len(s)
}
