package timeline

import (
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/theme"
	"linger/ui/words"
	"linger/wire/format"
)

// ending draws the deadline, and the end or the state of the connection.
func (l *life) ending() {
	c, g := l.c, &l.m.th.Glyphs
	if c.Opened == 0 {
		if c.State == record.Failed {
			l.put(idleLane, max(1, l.cellOf(l.end)), g.Error, race)
			l.say(max(1, l.cellOf(l.end))+2, span{raceStrong, text.Safe(string(c.Failure.Kind))})
		}
		return
	}
	at := l.cellOf(l.end)
	l.limit = l.m.rec.Limit(c)
	d, counts := l.m.deadline(c)
	beside := at + 2
	if counts {
		beside = max(beside, l.countdown(d, at))
	}
	switch c.State {
	case record.Ended:
		l.ended(d, counts, at)
	case record.Idle:
		if c.OutOfStep {
			l.put(idleLane, at, g.Error, race)
			l.say(beside, span{raceStrong, "not reusable"})
			return
		}
		l.put(idleLane, at, g.Now, ok)
		l.standing(d, counts, beside)
	case record.Unused, record.Closing:
		l.put(idleLane, at, g.Now, ok)
		l.say(beside, span{muted, "idle " + format.Idle(c.IdleFor(l.m.now))})
	}
}

// countdown draws the time until the deadline, with the caution and race zones. It
// returns the first cell after the deadline where text can begin.
func (l *life) countdown(d time.Duration, at int) int {
	g, s := &l.m.th.Glyphs, l.m.sc.cell
	end := l.cellOf(d)
	cells := func(t time.Duration) int { return max(1, int((t+s/2)/s)) }
	late := cells(l.c.Budget.RoundTrip)
	if l.limit.Known() {
		late = cells(l.limit.RaceBefore())
	}
	early := max(late+1, cells(record.CautionBefore))
	if l.limit.Known() && l.limit.Hint == 0 { // only hints have a last second
		early = late
	}
	first := l.cellOf(l.c.IdleSince) + 1
	for i := max(first, 0); i < min(end, l.n+1); i++ {
		switch {
		case l.c.OutOfStep: // a connection out of step is not safe at any time
		case i >= end-late:
			l.put(idleLane, i, g.Race, race)
		case i >= end-early:
			l.put(idleLane, i, g.Caution, caution)
		case i > at:
			l.put(idleLane, i, g.Spent, track)
		}
	}
	for lane := range laneCount {
		if x := axisAt + end; end >= 0 && end <= l.n && (lane == idleLane || l.lanes[lane].free(x, x+1)) {
			l.put(lane, end, g.Deadline, strong)
		}
	}
	return end + 2
}

func (l *life) standing(d time.Duration, counts bool, x int) {
	left := d - l.m.now
	switch {
	case !counts:
		l.say(x, span{muted, "idle " + format.Idle(l.c.IdleFor(l.m.now))})
	case left < 0:
		past := " overdue"
		if l.limit.Hint == 0 {
			past = " past the limit"
		}
		l.say(x, span{raceStrong, format.Idle(-left) + past})
	default:
		ink := strong
		if l.limit.Zone(l.m.now) == record.Race {
			ink = raceStrong
		}
		name := "deadline in "
		if l.limit.Hint == 0 {
			name, left = "limit in ", l.limit.Left(l.m.now)
		}
		words := []span{{ink, name + format.Left(left)}}
		if l.room(x) < width(words) {
			words[0].text = format.Left(left)
		}
		if l.limit.Early() {
			words = append(words, span{muted, "; has closed after " + l.limit.Seen.String()})
		}
		l.say(x, words...)
	}
}

// ended draws a sign at the end of the connection, followed by text that says how it
// ended.
func (l *life) ended(d time.Duration, counts bool, at int) {
	c := &l.c.Close
	if end := l.cellOf(d); counts && at <= end && d-c.At < l.m.sc.cell {
		at = end + 1
	}
	sign, k := endSign(&l.m.th.Glyphs, l.c)
	l.put(idleLane, at, sign, k)
	x := at + 2
	if counts {
		x = max(x, l.cellOf(d)+2)
	}
	when := words.Idle(&c.Ending)
	if c.Phase != session.PhaseIdle {
		when = words.During(&c.Ending)
	}
	l.say(x, span{strong, words.Few(&c.Ending)}, span{muted, "    " + when})
}

// endSign returns the sign of the end of a connection.
func endSign(g *theme.Glyphs, c *record.Connection) (string, ink) {
	if ending.Faulty(&c.Close.Ending) {
		return g.Error, race
	}
	return g.Closed, plain
}

// say writes words in the idle lane, starting at cell i, if that cell is visible. It
// always writes the first span, and each of the others only if there is room for it.
func (l *life) say(i int, words ...span) {
	if i < 0 || i > l.n+1 {
		return
	}
	x := axisAt + i
	for n, s := range words {
		if n > 0 && axisAt+i+width(words[:n+1]) >= l.w {
			return
		}
		x = l.lanes[idleLane].word(x, l.m.th.Cut(s.text, max(0, l.w-1-x)), s.ink)
	}
}

// room returns the number of cells that are available for text that begins at cell i of
// the axis.
func (l *life) room(i int) int { return l.w - 1 - axisAt - i }
