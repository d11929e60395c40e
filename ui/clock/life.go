package clock

import (
	"sort"
	"strconv"
	"time"

	"linger/session/record"
	"linger/ui/layout"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// Life returns the row with the connection so far and the time to the deadline. Without a
// countdown, the scale doubles whenever the bar is full.
func (v *View) Life() string {
	_, n := layout.Bar(v.Width)
	th, g := v.Theme, &v.Theme.Glyphs
	c := v.Conn
	if c == nil || c.State == record.Connecting || c.State == record.Failed {
		return v.barred("life", th.Track.Render(text.Repeat(g.Spent, n)), "", "", said(""), th.Muted, "")
	}
	span := v.lifeSpan(n)
	at, sign, source := "", "", ""
	switch {
	case c.State == record.Ended:
		at, sign = words.How(c.Close.How)+" at "+lived(c.Age(v.slow())), g.Closed
	case v.status().Counting:
		at = v.deadline()
	case v.limit.Zone(v.slow()) == record.Late:
		at = "past the " + v.deadline()
	}
	if c.Last() != nil {
		source = "1 cell = " + cellWidth(span/time.Duration(n))
	}
	return v.barred("life", v.lifeBar(n, span), g.Deadline, sign, said(at), th.Muted, source)
}

// deadline returns the word for the end of the bars.
func (v *View) deadline() string {
	switch {
	case v.limit.Hint > 0 || !v.limit.Known():
		return "deadline"
	case v.limit.Source == record.SourceSeen:
		return "seen limit"
	}
	return "measured limit"
}

// lifeSpan returns the time that n cells stand for.
func (v *View) lifeSpan(n int) time.Duration {
	c := v.Conn
	switch {
	case c.State == record.Ended:
		return max(c.Age(v.slow()), time.Millisecond)
	case v.status().Counting:
		return v.limit.EndAt() - c.Opened
	case v.limit.Zone(v.slow()) == record.Late:
		return c.Age(v.slow())
	}
	span := time.Duration(n) * time.Second / 2
	for span < c.Age(v.slow()) {
		span *= 2
	}
	return span
}

func cellWidth(d time.Duration) string {
	if d < 10*time.Millisecond {
		return format.Duration(d)
	}
	if d < 10*time.Second {
		return strconv.FormatFloat(d.Seconds(), 'f', 2, 64) + " s"
	}
	return format.Minutes(d)
}

// lived returns the age of an ended connection. It shows a short age in milliseconds, not
// as zero.
func lived(d time.Duration) string {
	if d < 100*time.Millisecond {
		return format.Duration(d)
	}
	return format.Clock(d)
}

// lifeBar returns the bar of the connection: a block for each exchange with its number if
// there is room, a line for idle time, and the time to come.
func (v *View) lifeBar(n int, span time.Duration) string {
	th, g := v.Theme, &v.Theme.Glyphs
	c := v.Conn
	at := func(t time.Duration) int {
		return max(0, min(n, int(float64(t-c.Opened)/float64(span)*float64(n)+0.5)))
	}
	now := at(c.Opened + c.Age(v.slow()))
	marks := v.lifeMarks(n, span)
	var out []byte
	lived := 0 // number of cells of idle time that are not drawn yet
	for i := 0; i < now; i++ {
		e := marks[i]
		if e == nil {
			lived++
			continue
		}
		out = th.Muted.Append(out, text.Repeat(g.Lived, lived))
		out = th.Accent.Append(out, g.Busy)
		lived = 0
		num := strconv.Itoa(e.ID)
		if free(marks, i+1, len(num), now) {
			out = th.Strong.Append(out, num)
			i += len(num)
		}
	}
	out = th.Muted.Append(out, text.Repeat(g.Lived, lived))
	if c.State == record.Ended || now >= n {
		return string(th.Muted.Append(out, text.Repeat(g.Lived, n-now)))
	}
	var z zones
	if v.status().Counting {
		cell := float64(span) / float64(n)
		race := v.limit.RaceBefore()
		z.race = max(1, int(float64(race)/cell+0.5))
		z.caution = cautionCells(v.limit.CautionBefore(), race, cell, z.race)
	}
	left := n - now
	z.race = min(z.race, left)
	z.caution = min(z.caution, left-z.race)
	out = th.Track.Append(out, text.Repeat(g.Spent, left-z.caution-z.race))
	out = th.Caution.Append(out, text.Repeat(g.Caution, z.caution))
	return string(th.Race.Append(out, text.Repeat(g.Race, z.race)))
}

// lifeMarks returns, for each cell, the first exchange that began in it, or else the last
// exchange that was in progress for at least half of it. It searches once for each cell,
// so that 100,000 exchanges cost little more than a few.
func (v *View) lifeMarks(n int, span time.Duration) []*record.Exchange {
	c := v.Conn
	marks := make([]*record.Exchange, n)
	es := c.Exchanges
	for i := 0; i < n && len(es) > 0; i++ {
		from := c.Opened + span*time.Duration(i)/time.Duration(n)
		to := c.Opened + span*time.Duration(i+1)/time.Duration(n)
		k := sort.Search(len(es), func(k int) bool { return lastOf(es[k], v.slow()) >= from })
		if k == len(es) || es[k].Started >= to {
			continue
		}
		end := sort.Search(len(es), func(k int) bool { return es[k].Started >= to })
		first := sort.Search(end, func(k int) bool { return es[k].Started >= from })
		if first = max(first, k); first < end {
			marks[i] = es[first]
		} else if e := es[end-1]; min(to, lastOf(e, v.slow()))-from >= (to-from)/2 {
			marks[i] = e
		}
	}
	return marks
}

func lastOf(e *record.Exchange, now time.Duration) time.Duration {
	if !e.Ended {
		return now
	}
	return e.Over
}

func free(marks []*record.Exchange, from, n, end int) bool {
	if from+n > end {
		return false
	}
	for _, m := range marks[from : from+n] {
		if m != nil {
			return false
		}
	}
	return true
}
