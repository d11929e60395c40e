package probe

import (
	"slices"
	"time"

	"linger/session"
	"linger/wire/format"
)

// idlePicture shows where the closes fell against the hint.
//
//	          0 s    1 s    2 s    3 s    4 s    5 s
//	          ├──────┼──────┼──────┼──────┼──────┤
//	safe      ████████████▓│ below 2.56 s
//	closes                 ○──○────○────○ 2.60 to 4.70 s, always FIN
//	hint      ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄│ timeout=5
func (r *Report) idlePicture(width int) []Row {
	if len(r.Idle) == 0 {
		return nil
	}
	closes := r.Idle.Closes()
	end, labels := r.Hint, []label{{r.Hint, hintWords(r.Hint)}}
	for _, s := range r.Idle {
		end = max(end, s.Idle)
	}
	if n := len(closes); n > 0 {
		labels = append(labels, label{closes[0], r.safeWords(closes)}, label{closes[n-1], r.closeWords(closes)})
	} else {
		labels = append(labels, label{r.Idle.Waited(), r.safeWords(closes)})
	}
	a := axisFor(end, width-margin, labels...)
	rows := append([]Row{r.idleHead(width, len(closes))}, a.rows(width-margin)...)
	rows = append(rows, worded(r.safeRow(a, closes), r.safeWords(closes), width)...)
	if len(closes) > 0 {
		rows = append(rows, worded(r.closesRow(a, closes), r.closeWords(closes), width)...)
	} else {
		rows = append(rows, Row{}.add(Muted, pad("closes", margin)+"none within "+format.AtLeast(r.Idle.Waited())))
	}
	if r.HasHint {
		row := Row{}.add(Muted, pad("hint", margin)).add(Track, times("┄", a.col(r.Hint))).add(Text, "│")
		return append(rows, worded(row, hintWords(r.Hint), width)...)
	}
	return append(rows, Row{}.add(Muted, pad("hint", margin)+"none: the server advertises no timeout"))
}

// worded is a row of the picture and what it says: beside it, or below where
// there is no room.
func worded(row Row, words string, width int) []Row {
	if row.width()+cells(words) <= width {
		return []Row{row.add(Strong, words)}
	}
	rows := []Row{row}
	for _, line := range wrap(words, width-margin) {
		rows = append(rows, Row{}.to(margin).add(Strong, line))
	}
	return rows
}

func (r *Report) idleHead(width, n int) Row {
	over := time.Duration(0)
	for _, s := range r.Idle {
		over = max(over, s.Began)
	}
	right := format.Count(n, "close")
	if len(r.Idle) > 1 {
		right += ", started over " + format.Brief(over.Round(100*time.Millisecond))
	}
	return heading("Idle limit", "how long it stayed open in silence", right, width)
}

// heading is a title, what it is about, and a fact on the right; what it is
// about gives way first.
func heading(title, about, right string, width int) Row {
	head := Row{}.add(Strong, title)
	if head.width()+3+cells(about)+3+cells(right) <= width {
		head = head.add(Muted, "   "+about)
	}
	return head.to(max(width-cells(right), head.width()+3)).add(Muted, right)
}

// safe is the idle time below which a request is answered: the earliest close
// less the time in which requests are lost.
func (r *Report) safe(closes []time.Duration) time.Duration {
	if r.Race.hopeless() {
		return 0
	}
	return max(0, closes[0]-r.danger())
}

func (r *Report) safeRow(a axis, closes []time.Duration) Row {
	row := Row{}.add(Muted, pad("safe", margin))
	if len(closes) == 0 {
		if r.forgotten() {
			return row.add(Muted, times("░", a.col(r.Idle.Waited()))).add(Text, "→")
		}
		return row.add(OK, times("█", a.col(r.Idle.Waited()))).add(Text, "→")
	}
	low, safe := a.col(closes[0]), r.safe(closes)
	green := min(a.col(safe), low-1)
	if green < 0 || safe == 0 {
		return row.add(Text, "│")
	}
	return row.add(OK, times("█", green)).add(Danger, times("▓", low-green)).add(Text, "│")
}

// forgotten says that connections died in silence.
func (r *Report) forgotten() bool {
	return slices.ContainsFunc(r.Idle, func(s Sample) bool { return s.Dead })
}

func (r *Report) safeWords(closes []time.Duration) string {
	switch {
	case len(closes) == 0 && r.forgotten():
		return " forgotten by " + format.AtLeast(r.Idle.Waited()) + ": no answer, no close"
	case len(closes) == 0:
		return " open after " + format.AtLeast(r.Idle.Waited())
	case r.safe(closes) == 0:
		return " never"
	}
	return " below " + below(r.safe(closes))
}

func hintWords(hint time.Duration) string { return " timeout=" + format.Fixed(hint.Seconds(), 0) }

// below cuts, never rounds up: what is safe must not grow.
func below(d time.Duration) string {
	if d < time.Second {
		return format.Duration(d.Truncate(time.Millisecond))
	}
	return format.Duration(d.Truncate(10 * time.Millisecond))
}

func (r *Report) closesRow(a axis, closes []time.Duration) Row {
	low := a.col(closes[0])
	marks := []rune(times("─", a.col(closes[len(closes)-1])-low+1))
	for _, d := range closes {
		marks[a.col(d)-low] = '○'
	}
	return Row{}.add(Muted, pad("closes", margin)).to(margin+low).add(Text, string(marks))
}

func (r *Report) closeWords(closes []time.Duration) string {
	words := " " + spreadOf(closes).String() + ", " + r.howIdle()
	if w := r.Idle.Waited(); w > 0 {
		words += "; " + format.Count(len(r.Idle)-len(closes), "other") + " open after " + format.Brief(w)
	}
	return words
}

// howIdle is "always FIN", or what else there was.
func (r *Report) howIdle() string {
	n, total := map[session.How]int{}, 0
	for _, s := range r.Idle {
		if !s.Open {
			n[s.How]++
			total++
		}
	}
	for how, k := range n {
		if k == total {
			return "always " + howWord(how)
		}
	}
	return format.Count(n[session.HowReset], "reset") + " of " + format.Fixed(float64(total), 0)
}

// howShort is howWord where there is little room.
func howShort(h session.How) string {
	if h == session.HowCloseNotify {
		return "alert"
	}
	return howWord(h)
}

func howWord(h session.How) string {
	switch h {
	case session.HowFIN:
		return "FIN"
	case session.HowReset:
		return "reset"
	case session.HowCloseNotify:
		return "close_notify"
	}
	return string(h)
}
