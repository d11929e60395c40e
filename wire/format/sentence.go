package format

import "strings"

// own is the name of the program. It is not capitalized, even at the beginning of a
// sentence.
const own = "linger"

// Capital returns s with a capital first letter, or unchanged if its first word is
// linger.
func Capital(s string) string {
	if s == "" || startsWithOwn(s) {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func startsWithOwn(s string) bool { return s == own || strings.HasPrefix(s, own+" ") }

// Lowered returns s with a lower-case first letter.
func Lowered(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// Sentence returns s as a sentence: with a capital first letter, and with a full stop
// unless it already ends in a full stop, a question mark or an exclamation mark.
func Sentence(s string) string {
	if s == "" {
		return ""
	}
	end := "."
	if strings.IndexByte(".?!", s[len(s)-1]) >= 0 {
		end = ""
	}
	if startsWithOwn(s) {
		return s + end
	}
	return strings.ToUpper(s[:1]) + s[1:] + end // one copy, because screens build many sentences
}
