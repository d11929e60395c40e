package card

import (
	"linger/session/probe"
	"linger/ui/text"
	"linger/ui/theme"
)

// SideBySide returns a comparison of reports in rows of at most width cells, where a
// width under 60 counts as 60. The comparison has a column for each report, in the given
// order, and a row for each check. It marks the rows in which the reports differ. The
// rows below it explain the idle limits for a chain of servers, assuming that the targets
// are its hops and that the first target is nearest to the client.
func SideBySide(th *theme.Theme, reports []*probe.Report, width int) []string {
	cards := make([]card, len(reports))
	for i, r := range reports {
		cards[i] = card{r, th, max(narrowest, width)}
	}
	var rows []line
	for i, c := range cards {
		rows = append(rows, c.entry(probe.Letter(i))...)
	}
	if names := probe.Made(reports); len(names) > 0 {
		rows = append(append(rows, nil), compare(cards, reports, names)...)
	}
	if chain := probe.Chain(reports); len(chain) > 0 {
		rows = append(rows, nil, line{}.add(th.Strong, "Chain").add(th.Muted, "   if these are the hops of a chain, client side first"))
		for _, link := range chain {
			rows = append(rows, cards[0].link(link)...)
		}
	}
	return render(th, rows)
}

// entry returns a row with the letter of a report, its target and the counts of its
// verdicts.
func (c card) entry(letter string) (rows []line) {
	row, came := line{}.add(c.th.Accent, letter).add(c.th.Text, "  ").add(c.th.Strong, c.Target), c.verdictCounts()
	if c.Failure != "" {
		came = line{}.add(c.th.RaceStrong, "✗ ").add(c.th.Text, c.Failure)
	}
	if row.width()+3+came.width() > c.width {
		rows, row = append(rows, row), nil
	}
	return append(rows, append(row.add(c.th.Text, "   "), came...))
}

// sideAt is the cell at which the column of the first report begins.
const sideAt = 25

// compare returns a row for each check with a column for each report.
func compare(cards []card, reports []*probe.Report, names []string) []line {
	th := cards[0].th
	col := max(14, (cards[0].width-sideAt)/len(cards))
	head := line{}.add(th.Muted, "  check")
	for i := range cards {
		head = head.to(sideAt+i*col).add(th.Accent, probe.Letter(i))
	}
	rows := []line{head}
	for _, name := range names {
		row := line{}
		if probe.Differ(reports, name) {
			row = row.add(th.Caution, "≠ ").add(th.Strong, name)
		} else {
			row = row.add(th.Text, "  ").add(th.Muted, name)
		}
		for i, c := range cards {
			row = append(row.to(sideAt+i*col), c.verdictCell(c.Check(name), col-4)...)
		}
		rows = append(rows, row.trim())
		if said := said(cards, name, col); said != nil {
			rows = append(rows, said)
		}
	}
	return rows
}

// verdictCell returns the symbol for a check's verdict and the result of the check, in w
// cells.
func (c card) verdictCell(k *probe.Check, w int) line {
	if k == nil {
		return line{}.add(c.th.Muted, "·")
	}
	return line{}.add(c.verdict(k.Verdict), k.Verdict.Sign()+" ").add(c.cellStyle(k.Found), c.th.Cut(orDot(summary(k, w)), w))
}

// summary returns the measured value and, if both fit in w cells, the advertised one.
func summary(k *probe.Check, w int) string {
	if s := k.Says(); s != "" && text.Width(k.Found)+3+text.Width(s) <= w {
		return k.Found + " (" + s + ")"
	}
	return k.Found
}

// said returns a row with the advertised values that do not fit beside the measured ones,
// or nil if all of them fit.
func said(cards []card, name string, col int) (row line) {
	for i, c := range cards {
		if k := c.Check(name); k != nil && k.Says() != "" && summary(k, col-4) == k.Found {
			row = row.to(sideAt+i*col+2).add(c.th.Muted, c.th.Cut(k.Says(), col-4))
		}
	}
	return row
}

// link returns rows about the idle limits of two neighbours in a chain.
func (c card) link(l probe.Link) (rows []line) {
	for i, words := range text.Wrap(l.Text, c.width-nameAt) {
		row := line{}
		if i == 0 {
			row = c.sign(l.Verdict)
		}
		rows = append(rows, row.to(nameAt).add(c.th.Text, words))
	}
	return rows
}
