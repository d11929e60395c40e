package export

import (
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"linger/session"
)

// maxCommand is the maximum length of a command, in bytes.
const maxCommand = 1 << 20

// ShellWords splits a line into words as a POSIX shell does, and removes the quotes. It
// runs nothing, and expands no variables, file names or braces. It returns an error for a
// word that only a shell could evaluate.
func ShellWords(command string) (words []string, err error) {
	if len(command) > maxCommand {
		return nil, session.Because(ErrNotCurl, "it is longer than 1 MiB")
	}
	command = strings.ReplaceAll(strings.ReplaceAll(command, "\r\n", "\n"), "\r", "\n")
	p := syntax.NewParser()
	for w, err := range p.WordsSeq(strings.NewReader(command)) {
		if err != nil {
			return nil, session.Because(ErrNotCurl, "%w", err)
		}
		if what := evaluated(w); what != "" {
			return nil, session.Because(ErrNotCurl, "it uses %s, which only a shell can evaluate; write its value", what)
		}
		unfold(w)
		fields, err := expand.Fields(&expand.Config{Env: expand.FuncEnviron(func(string) string { return "" })}, w)
		if err != nil {
			return nil, session.Because(ErrNotCurl, "%w", err)
		}
		words = append(words, fields...)
	}
	return words, nil
}

// unfold removes line continuations that the parser left in a word: those after a quoted
// backslash. It also quotes braces, because a POSIX shell does not expand them.
func unfold(w *syntax.Word) {
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.Lit:
			part.Value = unfolded(part.Value, true)
		case *syntax.DblQuoted:
			for _, within := range part.Parts {
				if lit, ok := within.(*syntax.Lit); ok {
					lit.Value = unfolded(lit.Value, false)
				}
			}
		}
	}
}

func unfolded(s string, braces bool) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case strings.HasPrefix(s[i:], "\\\n"):
			i++
			continue
		case c == '\\' && i+1 < len(s):
			b.WriteByte(c)
			i++
		case braces && (c == '{' || c == '}'):
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// evaluated describes the part of a word that only a shell can evaluate. It returns "" if
// there is no such part.
func evaluated(w *syntax.Word) (what string) {
	if lit, ok := w.Parts[0].(*syntax.Lit); ok && strings.HasPrefix(lit.Value, "~") {
		return "a home directory (~)"
	}
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.ParamExp:
			what = "a variable"
			if n.Param != nil {
				what = "$" + n.Param.Value
			}
		case *syntax.Word, *syntax.Lit, *syntax.SglQuoted, *syntax.DblQuoted, nil:
		default:
			what = "a substitution"
		}
		return what == ""
	})
	return what
}
