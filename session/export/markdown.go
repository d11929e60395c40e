package export

import (
	"fmt"
	"regexp"
	"strings"

	"linger/session"
)

// markup are the characters that mean something in Markdown.
const markup = "\\`*_{}[]<>|~&"

// Escape returns text as Markdown that shows it: one line, what would be markup
// escaped, control characters as \xNN.
func Escape(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case c == '\n' || c == '\r' || c == '\t':
			b.WriteByte(' ')
		case c < ' ' || c == 0x7f || c >= 0x80 && c < 0xa0:
			fmt.Fprintf(&b, `\\x%02x`, c)
		case c < 0x80 && strings.ContainsRune(markup, c):
			b.WriteByte('\\')
			b.WriteRune(c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// fenced returns text as a code block, with a fence that does not occur in it.
func fenced(language, s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + language + "\n" + s + "\n" + fence
}

// shown returns text for a page: without secrets, escaped.
func shown(s string) string {
	s, _ = session.Masked(s)
	return Escape(s)
}

// rfcSection is a reference to a section of an RFC, "RFC 9112 §9.3".
var rfcSection = regexp.MustCompile(`RFC (\d+) §([A-Z]?[\d.]*\d)`)

// linked returns references with links to what they name.
func linked(ref string) string {
	return rfcSection.ReplaceAllStringFunc(ref, func(s string) string {
		m := rfcSection.FindStringSubmatch(s)
		kind := "section"
		if m[2][0] >= 'A' {
			kind = "appendix"
		}
		return fmt.Sprintf("[%s](https://www.rfc-editor.org/rfc/rfc%s#%s-%s)", s, m[1], kind, m[2])
	})
}

// sentence returns words as a sentence: with a capital, and a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	if c := s[0]; c >= 'a' && c <= 'z' && !strings.HasPrefix(s, "linger") {
		s = string(c-'a'+'A') + s[1:]
	}
	if strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
