package probe

import (
	"strings"
	"unicode/utf8"
)

// A Token names how a piece of a row is painted; whoever paints maps it to a
// style.
type Token string

// The tokens a report uses.
const (
	Text    Token = "text"
	Strong  Token = "strong"
	Muted   Token = "muted"
	Rule    Token = "rule"
	Track   Token = "track"
	Accent  Token = "accent"
	OK      Token = "ok"
	Caution Token = "caution"
	Danger  Token = "race"
)

// A Segment is a piece of a row.
type Segment struct {
	Text  string
	Token Token
	Bold  bool
}

// A Row is one line of a report, not yet painted. It never ends in a blank.
type Row []Segment

// String is the row as plain text.
func (r Row) String() string {
	var b strings.Builder
	for _, s := range r {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Plain is rows as plain text, a line each.
func Plain(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString(r.String())
		b.WriteByte('\n')
	}
	return b.String()
}

func (r Row) width() (n int) {
	for _, s := range r {
		n += cells(s.Text)
	}
	return n
}

func (r Row) add(t Token, text string) Row {
	if text == "" {
		return r
	}
	return append(r, Segment{Text: text, Token: t})
}

func (r Row) bold(t Token, text string) Row {
	return append(r, Segment{Text: text, Token: t, Bold: true})
}

// to pads the row to w cells.
func (r Row) to(w int) Row { return r.add(Text, blanks(w-r.width())) }

// trim takes blanks off the end.
func (r Row) trim() Row {
	for len(r) > 0 {
		last := &r[len(r)-1]
		if last.Text = strings.TrimRight(last.Text, " "); last.Text != "" {
			break
		}
		r = r[:len(r)-1]
	}
	return r
}

func blanks(n int) string { return times(" ", n) }

func times(s string, n int) string { return strings.Repeat(s, max(0, n)) }

// cells is how wide s is: all text of a report is of single width.
func cells(s string) int { return utf8.RuneCountInString(s) }

func pad(s string, w int) string { return s + blanks(w-cells(s)) }

// wrap breaks s between words into lines of at most w cells; a longer word
// stands alone.
func wrap(s string, w int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(s) {
		switch {
		case line == "":
			line = word
		case cells(line)+1+cells(word) <= w:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	return append(lines, line)
}
