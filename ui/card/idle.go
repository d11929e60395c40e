package card

import (
	"time"

	"linger/ui/text"
	"linger/wire/format"
)

// idlePicture returns the picture of the closes and the hint.
//
//	          0 s    1 s    2 s    3 s    4 s    5 s
//	          ├──────┼──────┼──────┼──────┼──────┤
//	safe      ████████████▓│ below 2.56 s
//	closes                 ○──○────○────○ 2.60 to 4.70 s, always FIN
//	hint      ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄│ timeout=5
func (c card) idlePicture() []line {
	if len(c.Idle) == 0 {
		return nil
	}
	closes := c.Idle.Closes()
	end, labels := c.Hint, []label{{c.Hint, hintWords(c.Hint)}}
	for _, s := range c.Idle {
		end = max(end, s.Idle)
	}
	if n := len(closes); n > 0 {
		labels = append(labels, label{closes[0], c.safeWords(closes)}, label{closes[n-1], c.closeWords(closes)})
	} else {
		labels = append(labels, label{c.Idle.Waited(), c.safeWords(closes)})
	}
	a := axisFor(end, c.width-margin, labels...)
	rows := append([]line{c.idleHead(len(closes))}, c.axis(a)...)
	rows = append(rows, c.worded(c.safeRow(a, closes), c.safeWords(closes))...)
	if len(closes) > 0 {
		rows = append(rows, c.worded(c.closesRow(a, closes), c.closeWords(closes))...)
	} else {
		rows = append(rows, line{}.add(c.th.Muted, text.Pad("closes", margin)+"none within "+format.AtLeast(c.Idle.Waited())))
	}
	if c.HasHint {
		row := line{}.add(c.th.Muted, text.Pad("hint", margin)).add(c.th.Track, text.Repeat("┄", a.col(c.Hint))).add(c.th.Text, "│")
		return append(rows, c.worded(row, hintWords(c.Hint))...)
	}
	return append(rows, line{}.add(c.th.Muted, text.Pad("hint", margin)+"none: the server advertises no timeout"))
}

// worded returns a row of the picture with its text beside it or, if there is no room,
// below it.
func (c card) worded(row line, words string) []line {
	if row.width()+text.Width(words) <= c.width {
		return []line{row.add(c.th.Strong, words)}
	}
	rows := []line{row}
	for _, words := range text.Wrap(words, c.width-margin) {
		rows = append(rows, line{}.to(margin).add(c.th.Strong, words))
	}
	return rows
}

func (c card) idleHead(n int) line {
	over := time.Duration(0)
	for _, s := range c.Idle {
		over = max(over, s.Began)
	}
	right := format.Count(n, "close")
	if len(c.Idle) > 1 {
		right += ", started over " + format.Brief(over.Round(100*time.Millisecond))
	}
	return c.heading("Idle limit", "how long idle connections stayed open", right)
}

// heading returns a row with a title, its subject, and a fact on the right. It drops the
// subject first if there is no room.
func (c card) heading(title, about, right string) line {
	head := line{}.add(c.th.Strong, title)
	if head.width()+3+text.Width(about)+3+text.Width(right) <= c.width {
		head = head.add(c.th.Muted, "   "+about)
	}
	return head.to(max(c.width-text.Width(right), head.width()+3)).add(c.th.Muted, right)
}

func (c card) safeRow(a axis, closes []time.Duration) line {
	row := line{}.add(c.th.Muted, text.Pad("safe", margin))
	if len(closes) == 0 {
		if c.Forgotten() {
			return row.add(c.th.Muted, text.Repeat("░", a.col(c.Idle.Waited()))).add(c.th.Text, "→")
		}
		return row.add(c.th.OK, text.Repeat("█", a.col(c.Idle.Waited()))).add(c.th.Text, "→")
	}
	if !c.Clock.Known && !c.Race.Hopeless() {
		return row.add(c.th.Muted, text.Repeat("?", a.col(closes[0]))).add(c.th.Text, "│")
	}
	low, safe := a.col(closes[0]), c.Safe()
	green := min(a.col(safe), low-1)
	if green < 0 || safe == 0 {
		return row.add(c.th.Text, "│")
	}
	unsure := max(0, min(a.col(safe+c.Clock.Step), low-1)-green)
	if c.Clock.Step <= c.Danger() {
		unsure = 0
	}
	return row.add(c.th.OK, text.Repeat("█", green)).add(c.th.Muted, text.Repeat("?", unsure)).add(c.th.Race, text.Repeat("▓", low-green-unsure)).add(c.th.Text, "│")
}

func (c card) safeWords(closes []time.Duration) string {
	switch {
	case len(closes) == 0 && c.Forgotten():
		return " forgotten by " + format.AtLeast(c.Idle.Waited()) + ": no response, no close"
	case len(closes) == 0:
		return " open after " + format.AtLeast(c.Idle.Waited())
	case !c.Clock.Known && !c.Race.Hopeless():
		return " not established below " + format.Duration(closes[0])
	case c.Safe() == 0:
		return " never"
	}
	return " below " + below(c.Safe())
}

func hintWords(hint time.Duration) string { return " timeout=" + format.Fixed(hint.Seconds(), 0) }

// below returns a time rounded down, because a safe time must not become longer.
func below(d time.Duration) string {
	if d < time.Second {
		return format.Duration(d.Truncate(time.Millisecond))
	}
	return format.Duration(d.Truncate(10 * time.Millisecond))
}

func (c card) closesRow(a axis, closes []time.Duration) line {
	low := a.col(closes[0])
	marks := []rune(text.Repeat("─", a.col(closes[len(closes)-1])-low+1))
	for _, d := range closes {
		marks[a.col(d)-low] = '○'
	}
	return line{}.add(c.th.Muted, text.Pad("closes", margin)).to(margin+low).add(c.th.Text, string(marks))
}

func (c card) closeWords(closes []time.Duration) string {
	words := " " + c.Idle.ClosedAfter() + ", " + c.Idle.Ends()
	if w := c.Idle.Waited(); w > 0 {
		words += "; " + format.Count(len(c.Idle)-len(closes), "other") + " open after " + format.Brief(w)
	}
	return words
}
