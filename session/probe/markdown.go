package probe

import (
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes reports as Markdown, to be pasted into a ticket: a
// heading, a table and the advice for each.
func WriteMarkdown(w io.Writer, reports []*Report) error {
	var b strings.Builder
	for i, r := range reports {
		if i > 0 {
			b.WriteByte('\n')
		}
		r.markdown(&b)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r *Report) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "## %s\n\n", markdownCode(r.Target))
	if r.Failure != "" {
		fmt.Fprintf(b, "Could not be probed: %s\n", markdownText(r.Failure))
		return
	}
	fmt.Fprintf(b, "%s. %s.\n\n", r.Tally(), r.Effort())
	b.WriteString("| verdict | check | advertised | measured | what it means | source |\n|---|---|---|---|---|---|\n")
	for _, c := range r.Checks {
		name := markdownCode(c.Name)
		if c.Verdict == Warn || c.Verdict == Fail {
			name = "**" + name + "**"
		}
		fmt.Fprintf(b, "| %s %s | %s | %s | %s | %s | %s |\n", c.Verdict.Sign(), c.Verdict, name,
			markdownText(c.Said), markdownText(c.Found), markdownText(c.Text), markdownText(c.Ref))
	}
	for _, e := range r.Expected {
		v := VerdictOf(e)
		fmt.Fprintf(b, "| %s %s | expected %s | | %s | | |\n", v.Sign(), v, markdownCode(e.Want), markdownText(e.Text))
	}
	for i, a := range r.Advice {
		if i == 0 {
			b.WriteString("\n### Advice\n\n")
		}
		fmt.Fprintf(b, "- **%s**: %s\n", a.For, markdownText(a.Text))
		for _, p := range a.Paste {
			fmt.Fprintf(b, "  - %s: %s\n", p.Where, markdownCode(p.Code))
		}
	}
}

// markdownText writes text so that Markdown shows it as it is, in a paragraph and
// in a cell of a table.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			r = ' '
		case strings.ContainsRune("\\`*_{}[]<#|~!&$@", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	// A link that a renderer would make of it by itself ends here.
	return strings.NewReplacer("://", ":\\//", "www.", "www\\.").Replace(b.String())
}

// markdownCode writes text as code. A span of code ends with as many backquotes as
// it begins with, and a cell of a table with a bar.
func markdownCode(s string) string {
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	s = strings.NewReplacer("|", `\|`, "\n", " ", "\r", " ").Replace(s)
	if len(fence) > 1 {
		s = " " + s + " "
	}
	return fence + s + fence
}
