package probe

import (
	"fmt"
	"io"
	"strings"

	"linger/session/markdown"
)

// WriteMarkdown writes reports as Markdown, to be pasted into a ticket: for each report a
// heading, a table, the path if there is a proxy, and the advice.
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
	fmt.Fprintf(b, "## %s\n\n", markdown.Code(r.Target))
	if r.Failure != "" {
		fmt.Fprintf(b, "Could not be probed: %s\n", markdown.Text(r.Failure))
		return
	}
	fmt.Fprintf(b, "%s. %s.\n\n", r.VerdictCounts(), r.Effort())
	b.WriteString("| verdict | check | advertised | measured | what it means | source |\n|---|---|---|---|---|---|\n")
	for _, c := range r.Checks {
		name := markdown.Code(c.Name)
		if c.Verdict == Warn || c.Verdict == Fail {
			name = "**" + name + "**"
		}
		fmt.Fprintf(b, "| %s %s | %s | %s | %s | %s | %s |\n", c.Verdict.Sign(), c.Verdict, name,
			markdown.Text(c.Said), markdown.Text(c.Found), markdown.Text(c.Text), markdown.Text(c.Ref))
	}
	for _, e := range r.Expected {
		v := VerdictOf(e)
		fmt.Fprintf(b, "| %s %s | expected %s | | %s | | |\n", v.Sign(), v, markdown.Code(e.Want), markdown.Text(e.Text))
	}
	if p := r.Path; p != nil {
		b.WriteString("\n### Chain\n\n| hop | found | |\n|---|---|---|\n")
		for _, h := range p.Hops {
			fmt.Fprintf(b, "| %s | %s | %s |\n", h.Where, markdown.Text(h.Found), markdown.Text(h.Text))
		}
	}
	for i, a := range r.Advice {
		if i == 0 {
			b.WriteString("\n### Advice\n\n")
		}
		fmt.Fprintf(b, "- **%s**: %s\n", a.For, markdown.Text(a.Text))
		for _, p := range a.Paste {
			fmt.Fprintf(b, "  - %s: %s\n", p.Where, markdown.Code(p.Line()))
		}
	}
}
