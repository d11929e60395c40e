package detail

import (
	"math"
	"slices"
	"strconv"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
)

// idleCloses returns the idle times after which the server closed connections like c, at
// most [maxCloses] of them, and the signals that it used.
func idleCloses(r *record.Record, c *record.Connection) (idle []time.Duration, hows map[session.How]bool) {
	hows = map[session.How]bool{}
	for o := range r.IdleCloses(c) {
		idle = append(idle, o.Close.Idle)
		hows[o.Close.How] = true
		if len(idle) == maxCloses {
			break
		}
	}
	return idle, hows
}

// maxCloses is the maximum number of idle closes on the page. The page shows the most
// recent ones.
const maxCloses = 100

// measured adds a comparison of the hint with the idle closes that linger has seen.
func (p *page) measured(s *scene) {
	g := s.seen()
	if g.Closes == 1 && s.ex.Facts().Hint.Timeout >= 0 { // without a hint, the section "For how long" shows the closes
		p.lead("Measured on this server", "1 idle close")
		p.pair(lifeAt, own(muted, "closed"), own(plain, "after "+format.Exactly(g.Low)+" idle"))
		return
	}
	if g.Closes < 2 {
		return
	}
	idle, hows := idleCloses(s.rec, s.conn)
	p.lead("Measured on this server", format.Count(g.Closes, "idle close"))
	words := spread(g.Low, g.High)
	if len(idle) == g.Closes { // for a probe, the report card shows how the connections ended
		words += ", " + always(hows)
	}
	p.pair(lifeAt, own(muted, "range"), own(plain, words))
	hint := seconds(s.ex.Facts().Hint.Timeout)
	below, why := safeBelow(g.Low, hint, s.conn.Budget.RoundTrip)
	p.pair(lifeAt, own(muted, "safe"), own(plain, "below "+below+": "+why))
	if len(idle) < 2 {
		return
	}
	p.blank()
	p.closesChart(idle, slices.Min(idle), slices.Max(idle), hint)
}

func spread(lo, hi time.Duration) string {
	a, b := format.Exactly(lo), format.Exactly(hi)
	if a == b {
		return a
	}
	return a[:len(a)-2] + " to " + b
}

func always(hows map[session.How]bool) string {
	names := map[session.How]string{session.HowFIN: "FIN", session.HowReset: "a reset", session.HowCloseNotify: "close_notify"}
	if len(hows) == 1 {
		for h, name := range names {
			if hows[h] {
				return "always " + name
			}
		}
	}
	return "FIN and RST"
}

// safeBelow returns the idle time below which reuse is safe, and the reason for that
// limit.
func safeBelow(lo, hint, trip time.Duration) (below, why string) {
	if hint > record.CautionBefore && lo-trip > hint-record.CautionBefore {
		return format.Seconds(hint - record.CautionBefore), "the hint less its last second"
	}
	return format.Seconds(beforeEarliest(lo, trip)), "earliest close less a round trip"
}

// beforeEarliest returns the idle time of the earliest close less one round trip, rounded
// down.
func beforeEarliest(lo, trip time.Duration) time.Duration {
	return max(0, lo-trip).Truncate(10 * time.Millisecond)
}

// limit returns advice about the idle limit of a client. ok is false if there are fewer
// than two closes, or if the closes are not earlier than the hint suggests.
func limit(s *scene) (words string, ok bool) {
	g, trip := s.seen(), s.conn.Budget.RoundTrip
	hint := time.Duration(0)
	if e := &s.conn.Close.Ending; e.HasAdvertised {
		hint = e.Advertised
	}
	if g.Closes < 2 || hint > 0 && g.Low-trip >= hint-record.CautionBefore {
		return "", false
	}
	below, why := safeBelow(g.Low, hint, trip)
	return "Seen " + format.Number(int64(g.Closes)) + " times, after " + spread(g.Low, g.High) + ": keep client idle limits below " + below + ", " + why + ".", true
}

// closesChart adds a chart of the closes and the advertised deadline.
func (p *page) closesChart(idle []time.Duration, lo, hi, hint time.Duration) {
	first, last := math.Floor(lo.Seconds()), math.Ceil(hi.Seconds())
	if hint > 0 {
		first, last = min(first, hint.Seconds()-1), max(last, hint.Seconds()+1)
	}
	first = max(0, first)
	w := min(20, p.inner()-24)
	if w < 8 || last <= first {
		return
	}
	from, scale := time.Duration(first*float64(time.Second)), float64(w)/(last-first)
	at := func(d time.Duration) int { return int((d-from).Seconds()*scale + 0.5) }

	var labels []text.Label
	line := []rune(text.Repeat(p.th.Glyphs.Horizontal, w+1))
	step := max(1, math.Ceil((last-first)/4))
	for t := first; t <= last; t += step {
		i := at(time.Duration(t * float64(time.Second)))
		labels = append(labels, text.Label{At: i, Words: strconv.Itoa(int(t)) + " s"})
		line[i] = '┼'
	}
	line[0], line[w] = '├', '┤'
	p.add(gap(2), own(muted, text.Axis(w+8, labels)))
	p.add(gap(2), own(rule, string(line)))

	row, end := make([]span, w+2), at(hint)
	for i := range row {
		row[i] = gap(1)
	}
	if hint > 0 {
		for i := max(0, at(hint-record.CautionBefore)); i < at(hint); i++ {
			row[i] = own(caution, p.th.Glyphs.Caution)
		}
		row[max(0, at(hint)-1)] = own(race, p.th.Glyphs.Race)
	}
	for _, d := range idle {
		i := at(d)
		if hint > 0 && d >= hint && i <= at(hint) {
			i = at(hint) + 1
		}
		i = min(i, w+1)
		row[i], end = own(content, p.th.Glyphs.Busy), max(end, i)
	}
	if hint > 0 {
		row[at(hint)] = own(plain, p.th.Glyphs.Deadline)
	}
	p.add(append(append([]span{gap(2)}, row[:max(0, end)+1]...), gap(1), own(content, format.Count(len(idle), "close")))...)
}
