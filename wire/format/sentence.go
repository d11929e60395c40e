package format

import "strings"

// own is the name of the program, which stands in small letters where a sentence
// begins with it as well.
const own = "linger"

// Capital returns words with a capital; those that begin with linger as they are.
func Capital(s string) string {
	if s == "" || s == own || strings.HasPrefix(s, own+" ") {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// Lowered returns words with a small first letter.
func Lowered(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// Sentence returns words as a sentence: with a capital, and with a full stop unless
// they end with a mark.
func Sentence(s string) string {
	switch s = Capital(s); {
	case s == "":
		return ""
	case strings.IndexByte(".?!", s[len(s)-1]) >= 0:
		return s
	}
	return s + "."
}
