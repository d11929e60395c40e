package card

import (
	"linger/session/probe"
	"linger/ui/text"
	"linger/ui/theme"
)

// The columns of the table, counted from the left edge.
const (
	nameAt  = 8
	saidAt  = 31
	foundAt = 43
	meansAt = 59
)

// mostFound is the maximum width in cells of the column of measured values.
const mostFound = 20

// meansAt returns the column where the explanations of the checks begin: to the right of
// all measured values that are no wider than mostFound.
func (c card) meansAt() int {
	at := meansAt
	for _, k := range c.Checks {
		if w := text.Width(k.Found); w <= mostFound {
			at = max(at, foundAt+w+2)
		}
	}
	return at
}

// minMeans is the minimum width in cells of the column "what it means". If there is less
// room, the sentence has a row of its own.
const minMeans = 30

func (c card) table() []line {
	if len(c.Checks) == 0 {
		return nil
	}
	head := line{}.to(nameAt).add(c.th.Muted, "check").to(saidAt).add(c.th.Muted, "advertised").to(foundAt).add(c.th.Muted, "measured")
	if at := c.meansAt(); c.width >= at+minMeans {
		head = head.to(at).add(c.th.Muted, "what it means")
	}
	rows := []line{head}
	for _, k := range c.Checks {
		rows = append(rows, c.check(k)...)
	}
	return rows
}

// check returns the rows of one check.
func (c card) check(k probe.Check) []line {
	name, means := c.th.Text, c.th.Muted
	if k.Verdict == probe.Warn || k.Verdict == probe.Fail {
		name, means = c.th.Strong, c.th.Text
	}
	row := c.sign(k.Verdict).to(nameAt).add(name, k.Name).to(saidAt)
	row = append(row, c.cell(k.Said)...)
	row = row.to(max(foundAt, row.width()+2))
	words := k.Text
	if row.width()+text.Width(orDot(k.Found)) <= c.width {
		row = append(row, c.cell(k.Found)...)
	} else {
		row, words = row.trim(), orDot(k.Found)+": "+words
	}
	at := c.meansAt()
	joined := row.width()+2 <= at
	if c.width < at+minMeans {
		at, joined = nameAt+2, false
	}
	rows := []line{row}
	for i, words := range text.Wrap(words, c.width-at) {
		if i == 0 && joined {
			rows[0] = row.to(at).add(means, words)
			continue
		}
		rows = append(rows, line{}.to(at).add(means, words))
	}
	return rows
}

// cell returns an advertised or measured value, or a dot if there is none.
func (c card) cell(s string) line { return line{}.add(c.cellStyle(s), orDot(s)) }

func (c card) cellStyle(s string) theme.Style {
	if s == "" {
		return c.th.Muted
	}
	return c.th.Text
}

func orDot(s string) string {
	if s == "" {
		return "·"
	}
	return s
}
