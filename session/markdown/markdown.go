// Package markdown writes text as Markdown that shows it as it is: what a server, a
// certificate or a user wrote is not read as markup, and does not control a terminal.
package markdown

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"linger/session"
)

// markup are the characters that may mean something in Markdown.
const markup = "\\`*_{}[]<#|~!&$@"

// Text returns text for a paragraph or a cell of a table, in one line. What is not
// visible stands as \xNN or \uNNNN. A URL stays one: a renderer may make a link of it,
// which shows where it leads.
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

// Code returns text as a span of code. It ends with as many backquotes as it begins
// with; a cell of a table ends with a bar.
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

// Fenced returns text as a block of code in a language, with a fence that does not
// occur in it.
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

// visible returns a line of code with what is not visible as \xNN or \uNNNN.
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
