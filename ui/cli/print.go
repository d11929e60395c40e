package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire"
	"linger/wire/format"
)

// A printer writes plain output, with styles only on a terminal. It uses the 16 colours
// of the terminal's palette, which are readable on a light and on a dark background. It
// does not query the background, because that would delay a script.
type printer struct {
	w     io.Writer
	t     *theme.Theme
	width int   // width of the output in cells
	err   error // the first write error
}

// paperWidth is the width of the output in cells, unless the terminal is narrower.
const paperWidth = 102

func newPrinter(w io.Writer) *printer {
	profile := colorprofile.Detect(w, os.Environ())
	if os.Getenv("CLICOLOR") == "0" {
		profile = colorprofile.NoTTY
	}
	return &printer{w: &colorprofile.Writer{Forward: w, Profile: profile}, t: theme.New(true, min(profile, colorprofile.ANSI), false),
		width: widthOf(w)}
}

func widthOf(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if columns, _, err := term.GetSize(f.Fd()); err == nil && columns > 0 {
			return min(columns, paperWidth)
		}
	}
	return paperWidth
}

func (p *printer) printf(format string, args ...any) {
	if _, err := fmt.Fprintf(p.w, format, args...); err != nil && p.err == nil {
		p.err = err
	}
}

// line prints the parts in one line, without spaces at the end.
func (p *printer) line(parts ...string) {
	p.printf("%s\n", strings.TrimRight(strings.Join(parts, ""), " "))
}

// columns holds the layout of a statement in cells: the indentation of its glyph, the
// column of its sentence, and the width of the sentence before the section.
type columns struct{ indent, words, width int }

// sectionWidth is the width in cells of the section at the end of a statement.
const sectionWidth = len("RFC 2068 §19.7.1.1")

// says prints a statement: a glyph, a head of one or two words, a sentence, and the
// section that supports it.
func (p *printer) says(c columns, glyph string, style theme.Style, verdict, sentence, ref string) {
	p.state(c, style.Render(glyph)+" "+p.t.Strong.Render(verdict), 2+text.Width(verdict), sentence, ref)
}

// state prints head, a sentence, and the section that supports the sentence. cells is the
// width of head.
func (p *printer) state(c columns, head string, cells int, sentence, ref string) {
	head = text.Spaces(c.indent) + head + text.Spaces(max(1, c.words-c.indent-cells))
	width := max(20, min(c.width, p.width-c.words-sectionWidth))
	for i, row := range text.Wrap(sentence, width) {
		if i > 0 {
			head, ref = text.Spaces(c.words), ""
		}
		p.line(head, text.Pad(row, width), " ", p.t.Muted.Render(ref))
	}
}

// found prints findings in the order of their offsets.
func (p *printer) found(fs []wire.Finding) {
	fs = slices.Clone(fs)
	slices.SortStableFunc(fs, func(a, b wire.Finding) int { return cmp.Compare(a.Offset, b.Offset) })
	for _, f := range fs {
		rule, _ := session.Lookup(f.Code)
		glyph, style := words.Severity(p.t, rule.Severity)
		where := string(f.Code)
		if f.Offset >= 0 {
			where += fmt.Sprintf(" at %d", f.Offset)
		}
		what := where + ": " + safe(session.TextOf(f))
		if f.More > 0 {
			what += " " + p.t.Glyphs.Cut + " and " + format.Number(f.More) + " more like it"
		}
		p.state(listingColumns, style.Render(glyph+" "+rule.Severity.String()), 2+len(rule.Severity.String()), what, rule.Ref)
	}
}

// linesOf returns the JSON lines of a record, with the sentences that the screen shows.
func linesOf(r *record.Record) export.Lines {
	return export.Lines{Record: r, Sentence: words.Sentence, Refused: words.Refused}
}

// safe returns text from a server or a user without control sequences and without the
// secrets in its URLs.
func safe(s string) string { return text.Safe(session.WithoutSecrets(s)) }
