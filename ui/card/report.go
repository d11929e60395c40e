package card

import (
	"fmt"
	"strings"

	"linger/session/probe"
	"linger/ui/text"
	"linger/ui/theme"
)

// margin is the column where pictures and advice begin, to the right of their labels.
const margin = 10

// narrowest is the minimum width of a card in cells.
const narrowest = 60

// A card lays out one report.
type card struct {
	*probe.Report
	th    *theme.Theme
	width int
}

// Report returns the card of a report in rows of at most width cells. A width of less
// than 60 is treated as 60. The card shows how many checks have each verdict, the
// pictures of the idle limit and of the race, the table, the chain, and the advice.
//
//	http://10.0.3.7:8080/                 12 pass   2 warn   1 fail   1 skip
//	Idle limit   safe, closes, hint
//	Race         ✓ ✓ ✓ ✗ ✗ ○ ○
//	✗ fail  idle-timeout  5 s  2.60 to 4.70 s  up to 2.4 s before the advertised 5 s
//	Chain        client ──▶ proxy ──▶ application ?
//	Advice       client, server, both
func Report(th *theme.Theme, r *probe.Report, width int) []string {
	return render(th, card{r, th, max(narrowest, width)}.lines())
}

func (c card) lines() []line {
	if c.Failure != "" {
		return c.failure()
	}
	rows := c.title()
	for _, part := range [][]line{c.idlePicture(), c.clockPicture(), c.racePicture(), c.table(), c.expectations(), c.pathPicture(), c.advice()} {
		if len(part) > 0 {
			rows = append(append(rows, nil), part...)
		}
	}
	return rows
}

// failure returns the card that is shown if linger could not connect.
func (c card) failure() []line {
	rows := []line{line{}.add(c.th.Strong, c.Target)}
	for i, words := range text.Wrap(c.Failure, c.width-2) {
		row := line{}.to(2)
		if i == 0 {
			row = line{}.add(c.th.RaceStrong, "✗ ")
		}
		rows = append(rows, row.add(c.th.Text, words))
	}
	return rows
}

// title returns the target, with the verdict counts to its right or, if there is no room,
// below it. The effort follows.
func (c card) title() []line {
	tally := c.verdictCounts()
	head := line{}.add(c.th.Strong, c.Target)
	if head.width()+3+tally.width() > c.width {
		return append([]line{head, tally}, c.subtitle()...)
	}
	return append([]line{append(head.to(c.width-tally.width()), tally...)}, c.subtitle()...)
}

// verdictCounts returns the number of checks with each verdict: "12 pass 2 warn 1 fail 1
// skip".
func (c card) verdictCounts() (row line) {
	for _, v := range probe.Verdicts() {
		n := c.Count(v)
		if n == 0 {
			continue
		}
		if len(row) > 0 {
			row = row.add(c.th.Text, "   ")
		}
		row = row.add(c.verdict(v), fmt.Sprintf("%d %s", n, v))
	}
	return row
}

// subtitle returns rows that describe the effort of the probe. They are wrapped at the
// commas, and between words only if the text between two commas is too long for a row.
func (c card) subtitle() (rows []line) {
	words := ""
	for part := range strings.SplitAfterSeq(c.Effort(), ", ") {
		if words != "" && text.Width(words)+text.Width(strings.TrimRight(part, " ")) > c.width {
			rows, words = append(rows, c.mutedRows(words)...), ""
		}
		words += part
	}
	return append(rows, c.mutedRows(words)...)
}

// mutedRows returns muted text, wrapped between words.
func (c card) mutedRows(words string) (rows []line) {
	for _, row := range text.Wrap(strings.TrimRight(words, " "), c.width) {
		rows = append(rows, line{}.add(c.th.Muted, row))
	}
	return rows
}

// verdict returns the style of a verdict. Only verdicts that need action are bold.
func (c card) verdict(v probe.Verdict) theme.Style {
	switch v {
	case probe.Pass:
		return c.th.OK
	case probe.Warn:
		return c.th.CautionStrong
	case probe.Fail:
		return c.th.RaceStrong
	}
	return c.th.Muted
}

// sign returns the symbol and the name of a verdict.
func (c card) sign(v probe.Verdict) line {
	return line{}.add(c.verdict(v), v.Sign()+" "+string(v))
}

// expectations returns a row for each expectation, and whether it was met.
func (c card) expectations() (rows []line) {
	if len(c.Expected) == 0 {
		return nil
	}
	rows = append(rows, line{}.add(c.th.Strong, "Expected"))
	for _, e := range c.Expected {
		row := c.sign(probe.VerdictOf(e)).to(nameAt).add(c.th.Text, e.Want)
		row = row.to(max(saidAt, row.width()+2)).add(c.th.Muted, e.Text)
		rows = append(rows, row)
	}
	return rows
}

// advice returns rows with the advice and the settings to paste.
func (c card) advice() (rows []line) {
	if len(c.Advice) == 0 {
		return nil
	}
	rows = append(rows, line{}.add(c.th.Strong, "Advice"))
	for _, a := range c.Advice {
		for i, words := range text.Wrap(a.Text, c.width-margin) {
			row := line{}
			if i == 0 {
				row = row.to(2).add(c.th.Strong, a.For)
			}
			rows = append(rows, row.to(margin).add(c.th.Text, words))
		}
		for _, p := range a.Paste {
			where := p.Where
			for _, code := range text.Wrap(p.Line(), c.width-margin-9) {
				rows = append(rows, line{}.to(margin).add(c.th.Accent, text.Pad(where, 9)+code))
				where = ""
			}
		}
	}
	return rows
}
