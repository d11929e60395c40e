package probe

import (
	"fmt"
	"strings"

	"linger/wire/format"
)

// margin is where pictures and advice begin, right of their labels.
const margin = 10

// Card is the report as rows of at most width cells (60 at least): the
// verdicts in a line, the pictures of the idle limit and of the race, the
// table, the advice.
//
//	http://10.0.3.7:8080/                 12 pass   2 warn   1 fail   1 skip
//	Idle limit   safe, closes, hint
//	Race         ✓ ✓ ✓ ✗ ✗ ○ ○
//	✗ fail  idle-timeout  5 s  2.60 to 4.70 s  up to 2.4 s before the advertised 5 s
//	Advice       client, server, both
func (r *Report) Card(width int) []Row {
	width = max(60, width)
	if r.Failure != "" {
		return r.failure(width)
	}
	rows := r.title(width)
	for _, part := range [][]Row{r.idlePicture(width), r.racePicture(width), r.table(width), r.expectations(width), r.adviceRows(width)} {
		if len(part) > 0 {
			rows = append(append(rows, nil), part...)
		}
	}
	return rows
}

// failure is the card when there was no connection.
func (r *Report) failure(width int) []Row {
	rows := []Row{Row{}.add(Strong, r.Target)}
	for i, line := range wrap(r.Failure, width-2) {
		row := Row{}.to(2)
		if i == 0 {
			row = Row{}.bold(Danger, "✗ ")
		}
		rows = append(rows, row.add(Text, line))
	}
	return rows
}

func (r *Report) title(width int) []Row {
	tally := r.tally()
	head := Row{}.add(Strong, r.Target)
	if head.width()+3+tally.width() > width {
		return append([]Row{head, tally}, r.subtitle(width)...)
	}
	return append([]Row{append(head.to(width-tally.width()), tally...)}, r.subtitle(width)...)
}

// tally is "12 pass   2 warn   1 fail   1 skip".
func (r *Report) tally() (row Row) {
	for _, v := range []Verdict{Pass, Warn, Fail, Skip} {
		n := r.Count(v)
		if n == 0 {
			continue
		}
		if len(row) > 0 {
			row = row.add(Text, "   ")
		}
		text := fmt.Sprintf("%d %s", n, v)
		if v == Warn || v == Fail {
			row = row.bold(v.token(), text)
		} else {
			row = row.add(v.token(), text)
		}
	}
	return row
}

func (r *Report) subtitle(width int) (rows []Row) {
	line := ""
	for part := range strings.SplitAfterSeq(r.effort(), ", ") {
		if line != "" && cells(line)+cells(strings.TrimRight(part, " ")) > width {
			rows, line = append(rows, Row{}.add(Muted, line).trim()), ""
		}
		line += part
	}
	return append(rows, Row{}.add(Muted, line))
}

// effort is what the report was made from: "16 checks, 61 connections, …".
func (r *Report) effort() string {
	parts := []string{format.Count(len(r.Checks), "check"), format.Count(r.Connections, "connection")}
	switch {
	case r.OneByOne:
		parts = append(parts, "one at a time: it answers on one only")
	case r.AtOnce > 1:
		parts = append(parts, fmt.Sprintf("at most %d at once", r.AtOnce))
	}
	if r.Evicts {
		parts = append(parts, "few can be open: it closes old ones for new ones")
	}
	if r.Unserved > 0 {
		parts = append(parts, fmt.Sprintf("%d cut off before an answer", r.Unserved))
	}
	if r.Hung > 0 {
		parts = append(parts, fmt.Sprintf("%d without an answer", r.Hung))
	}
	if r.Refusals.Count > 0 {
		parts = append(parts, fmt.Sprintf("%d answered with %d", r.Refusals.Count, r.Refusals.Status))
	}
	parts = append(parts, format.Duration(r.Took), "round trip "+format.Brief(r.RoundTrip))
	if r.ByHead {
		parts = append(parts, "asked with HEAD: the content is large")
	}
	if r.Interrupted {
		parts = append(parts, "interrupted")
	}
	return strings.Join(parts, ", ")
}

func (v Verdict) token() Token {
	switch v {
	case Pass:
		return OK
	case Warn:
		return Caution
	case Fail:
		return Danger
	}
	return Muted
}

func (v Verdict) glyph() string {
	switch v {
	case Pass:
		return "✓"
	case Warn:
		return "!"
	case Fail:
		return "✗"
	}
	return "·"
}

// Columns of the table, from the left edge.
const (
	nameAt  = 8
	saidAt  = 31
	foundAt = 43
	meansAt = 59
)

func (r *Report) table(width int) []Row {
	if len(r.Checks) == 0 {
		return nil
	}
	head := Row{}.to(nameAt).add(Muted, "check").to(saidAt).add(Muted, "advertised").to(foundAt).add(Muted, "measured")
	if width >= meansAt+minMeans {
		head = head.to(meansAt).add(Muted, "what it means")
	}
	rows := []Row{head}
	for _, c := range r.Checks {
		rows = append(rows, c.rows(width)...)
	}
	return rows
}

// minMeans is the narrowest column for what a check means; below it the
// sentence stands on a line of its own.
const minMeans = 30

// rows draws a check. Only those that want action are bold.
func (c Check) rows(width int) []Row {
	wants := c.Verdict == Warn || c.Verdict == Fail
	row := Row{}
	name, means := Text, Muted
	if wants {
		row = row.bold(c.Verdict.token(), c.Verdict.glyph()+" "+string(c.Verdict))
		name, means = Strong, Text
	} else {
		row = row.add(c.Verdict.token(), c.Verdict.glyph()+" "+string(c.Verdict))
	}
	row = row.to(nameAt).add(name, c.Name).to(saidAt)
	row = row.add(tokenOf(c.Said), orDot(c.Said)).to(max(foundAt, row.width()+2))
	words := c.Text
	if found := orDot(c.Found); row.width()+cells(found) <= width {
		row = row.add(tokenOf(c.Found), found)
	} else {
		row, words = row.trim(), found+": "+words
	}
	at, joined := meansAt, row.width()+2 <= meansAt
	if width < at+minMeans {
		at, joined = nameAt+2, false
	}
	rows := []Row{row}
	for i, line := range wrap(words, width-at) {
		if i == 0 && joined {
			rows[0] = row.to(at).add(means, line)
			continue
		}
		rows = append(rows, Row{}.to(at).add(means, line))
	}
	return rows
}

func orDot(s string) string {
	if s == "" {
		return "·"
	}
	return s
}

func tokenOf(s string) Token {
	if s == "" {
		return Muted
	}
	return Text
}

func (r *Report) expectations(width int) (rows []Row) {
	if len(r.Expected) == 0 {
		return nil
	}
	rows = append(rows, Row{}.add(Strong, "Expected"))
	for _, e := range r.Expected {
		v := Pass
		if !e.Met {
			v = Fail
		}
		row := Row{}.bold(v.token(), v.glyph()+" "+string(v)).to(nameAt).add(Text, e.Want)
		row = row.to(max(saidAt, row.width()+2)).add(Muted, e.Text)
		rows = append(rows, row)
	}
	return rows
}

func (r *Report) adviceRows(width int) (rows []Row) {
	if len(r.Advice) == 0 {
		return nil
	}
	rows = append(rows, Row{}.add(Strong, "Advice"))
	for _, a := range r.Advice {
		for i, line := range wrap(a.Text, width-margin) {
			row := Row{}
			if i == 0 {
				row = row.add(Text, "  ").add(Strong, a.For)
			}
			rows = append(rows, row.to(margin).add(Text, line))
		}
		for _, p := range a.Paste {
			where := p.Where
			for _, line := range wrap(p.Code, width-margin-8) {
				rows = append(rows, Row{}.to(margin).add(Accent, pad(where, 8)+line))
				where = ""
			}
		}
	}
	return rows
}

// Summary is the last line: what failed, of how many.
func (r *Report) Summary() string {
	if r.Failure != "" {
		return "could not probe " + r.Target
	}
	failed := r.Failed()
	n := len(r.Checks) + len(r.Expected)
	if r.Interrupted {
		return fmt.Sprintf("interrupted; of %s, %d are known, %d failed", format.Count(n, "check"), n-r.Count(Skip), len(failed))
	}
	if len(failed) == 0 {
		return fmt.Sprintf("%s, none failed", format.Count(n, "check"))
	}
	return fmt.Sprintf("%d of %s failed: %s", len(failed), format.Count(n, "check"), strings.Join(failed, ", "))
}
