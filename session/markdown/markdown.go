// Package markdown escapes text for Markdown. A renderer then shows the text of a server,
// a certificate or a user unchanged: the text is not markup, and it does not control a
// terminal.
package markdown

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"linger/session"
)

// markup holds the characters that may have a meaning in Markdown.
const markup = "\\`*_{}[]<#|~!&$@"

// Text returns s as one line for a paragraph or a cell of a table. Line breaks and tabs
// become spaces. Other invisible characters become \xNN, \uNNNN or \UNNNNNNNN. A URL
// stays in one piece, so a renderer may make it a link; the text of the link is its
// destination.
func Text(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			b.WriteByte(' ')
		case r == utf8.RuneError && s[i] != "\ufffd"[0]:
			fmt.Fprintf(&b, `\\x%02x`, s[i])
		case session.Invisible(r):
			b.WriteString(`\` + escape(r))
		case strings.ContainsRune(markup, r):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Code returns s as a code span that is also valid in a cell of a table. It is delimited
// by more backquotes than occur in a row in s.
func Code(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	s = strings.ReplaceAll(visible(strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s)), "|", `\|`)
	if len(fence) > 1 {
		s = " " + s + " "
	}
	return fence + s + fence
}

// Fenced returns s as a code block with the info string language. The fence does not
// occur in s.
func Fenced(language, s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = visible(l)
	}
	return fence + language + "\n" + strings.Join(lines, "\n") + "\n" + fence
}

// visible returns s with its invisible characters as \xNN, \uNNNN or \UNNNNNNNN.
func visible(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && s[i] != "\ufffd"[0]:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case session.Invisible(r):
			b.WriteString(escape(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func escape(r rune) string {
	switch {
	case r <= 0xff:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xffff:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}
