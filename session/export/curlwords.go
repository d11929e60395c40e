package export

import (
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"
)

// maxCommand is how long a command may be, in bytes.
const maxCommand = 1 << 20

// ShellWords splits a line into words as a POSIX shell does, and takes the quotes away.
// Words that a shell would have to work out are errors: nothing is run, no
// variable is looked up, no file name and no brace is expanded.
func ShellWords(command string) (words []string, err error) {
	if len(command) > maxCommand {
		return nil, fmt.Errorf("%w: it is longer than 1 MiB", ErrNotCurl)
	}
	command = strings.ReplaceAll(strings.ReplaceAll(command, "\r\n", "\n"), "\r", "\n")
	p := syntax.NewParser()
	for w, err := range p.WordsSeq(strings.NewReader(command)) {
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotCurl, err)
		}
		if what := workedOut(w); what != "" {
			return nil, fmt.Errorf("%w: it uses %s, which only a shell can work out: write its value", ErrNotCurl, what)
		}
		keepBraces(w)
		fields, err := expand.Fields(&expand.Config{Env: expand.FuncEnviron(func(string) string { return "" })}, w)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotCurl, err)
		}
		words = append(words, fields...)
	}
	return words, nil
}

// keepBraces quotes the braces of a word: a POSIX shell does not expand them.
func keepBraces(w *syntax.Word) {
	for _, part := range w.Parts {
		lit, ok := part.(*syntax.Lit)
		if !ok {
			continue
		}
		var b strings.Builder
		for i := 0; i < len(lit.Value); i++ {
			switch c := lit.Value[i]; {
			case c == '\\' && i+1 < len(lit.Value):
				b.WriteByte(c)
				i++
			case c == '{' || c == '}':
				b.WriteByte('\\')
			}
			b.WriteByte(lit.Value[i])
		}
		lit.Value = b.String()
	}
}

// workedOut says what in a word needs a shell, or "".
func workedOut(w *syntax.Word) (what string) {
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
