package detail

import (
	"math"
	"strconv"
	"time"

	"linger/session/clients"
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
)

// An axis maps idle times, from 0 to end, to cells. It also holds what linger knows about
// the idle timeout of the server.
type axis struct {
	nameW    int // width of the names before the axis, in cells
	w        int // width in cells; 0: no room for bars
	past     int // number of cells for bars that continue past the end
	end      time.Duration
	deadline bool          // whether the end of the axis is the advertised deadline or a later close
	hint     time.Duration // the advertised deadline, if every close came later; otherwise 0
	safe     time.Duration // below this idle time, reuse is safe
	seen     record.Range  // idle closes of this server
	early    bool          // whether safe is based on the closes, not on the hint
}

// scale returns the axis for the response on the screen.
func (p *page) scale(s *scene) axis {
	ax := axis{end: 300 * time.Second, seen: s.seen()}
	switch inner := p.inner(); {
	case inner >= 52:
		ax.nameW, ax.w, ax.past = 16, min(35, inner-40), 7
	case inner >= 39:
		ax.nameW, ax.w, ax.past = 13, inner-31, 3
	default:
		ax.nameW = 13
	}
	if t := s.ex.Facts().Hint.Timeout; t > 0 && t < 1<<31 {
		ax.end, ax.deadline = seconds(t), true
		ax.safe = max(0, ax.end-record.CautionBefore)
	}
	if g := ax.seen; ax.deadline && g.Closes > 0 && g.Low > ax.end+ending.Punctual {
		ax.hint, ax.end = ax.end, g.High
	}
	if text.Width(ax.label()) > ax.w+ax.past {
		ax.w, ax.past = 0, 0
	}
	trip := s.conn.Budget.RoundTrip
	if g := ax.seen; g.Closes > 0 && (!ax.deadline || beforeEarliest(g.Low, trip) < ax.safe) {
		ax.safe, ax.early = beforeEarliest(g.Low, trip), true
	}
	return ax
}

// label returns the time at the end of the axis as text.
func (a axis) label() string { return format.Brief(a.end) }

// counts reports whether linger knows a time with which the limits of clients can be
// compared.
func (a axis) counts() bool { return a.deadline || a.seen.Closes > 0 }

// at returns the cell for the idle time t. If t is past the end, that is one cell after
// the end.
func (a axis) at(t time.Duration) int {
	if t > a.end {
		return a.w + 1
	}
	return int(math.Round(float64(t) / float64(a.end) * float64(a.w)))
}

// reusers adds an axis, a bar for the limit of each client, and the legend.
func (p *page) reusers(s *scene, as []answer) {
	ax := p.scale(s)
	p.ticks(ax)
	for i, a := range as {
		if i > 0 && (a.Client.Reads != as[i-1].Client.Reads || a.Proxy != as[i-1].Proxy) {
			p.deadlineRow(ax, "")
		}
		p.bar(ax, a)
	}
	p.closing(ax)
	p.legend(s.ex.Facts(), ax, as)
}

// ticks adds the labels and the line of the axis above the bars.
func (p *page) ticks(ax axis) {
	head := []span{own(muted, text.Right("limit", p.limitW())), gap(2), own(muted, "again")}
	if ax.w == 0 {
		p.add(append([]span{gap(ax.nameW)}, head[:p.limits()]...)...)
		return
	}
	step := niceStep(ax.end)
	line := []rune(text.Repeat(p.th.Glyphs.Horizontal, ax.w+1))
	var labels []text.Label
	for t := time.Duration(0); t <= ax.end; t += step {
		line[ax.at(t)] = '┼'
		labels = append(labels, text.Label{At: ax.at(t), Words: strconv.Itoa(int(t / time.Second))})
	}
	end := text.Label{At: ax.w, Words: ax.label()}
	if n := len(labels) - 1; labels[n].At == end.At {
		labels = labels[:n]
	}
	line[0], line[ax.w] = '├', '┤'
	p.add(append([]span{gap(ax.nameW), own(muted, text.Axis(ax.w+ax.past, append(labels, end)))}, head...)...)
	p.add(gap(ax.nameW), own(rule, string(line)))
}

// niceStep returns a step in whole seconds that gives an axis about five ticks.
func niceStep(end time.Duration) time.Duration {
	s := int64(end / time.Second)
	for _, step := range []int64{1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600, 86400} {
		if s/step <= 6 {
			return time.Duration(step) * time.Second
		}
	}
	return max(time.Second, time.Duration(s/5)*time.Second)
}

// deadlineRow adds a row without a bar. The row continues the line that marks the
// deadline, with words beside it. If there is no deadline, the row is empty.
func (p *page) deadlineRow(ax axis, words string) {
	if !ax.deadline || ax.w == 0 {
		p.add()
		return
	}
	p.add(gap(ax.nameW+ax.w), own(plain, p.th.Glyphs.Deadline), gap(1), own(muted, words))
}

// closing adds the row below the bars that marks when the server closes: the closes that
// linger saw, or the advertised deadline if it saw none.
func (p *page) closing(ax axis) {
	if ax.seen.Closes == 0 || ax.w == 0 {
		p.deadlineRow(ax, "server closes")
		return
	}
	g := &p.th.Glyphs
	low, high := ax.at(ax.seen.Low), ax.at(ax.seen.High)
	row := []span{gap(ax.nameW)}
	if ax.hint > 0 {
		p.add(append(row, p.hinted(ax, low)...)...)
		return
	}
	for i := range ax.w + 2 {
		switch {
		case i == low, i == high:
			row = append(row, own(content, g.Closed))
		case i > low && i < high:
			row = append(row, own(content, g.Lived))
		case i == ax.w && ax.deadline:
			row = append(row, own(plain, g.Deadline))
		case i <= ax.w || ax.deadline:
			row = append(row, gap(1))
		}
	}
	switch {
	case ax.deadline && high < ax.w:
		row = append(row, own(muted, "advertised"))
	case ax.deadline:
		row = append(row, gap(1), own(muted, "server closes"))
	}
	p.add(row...)
}

// hinted returns the row below the bars for servers whose closes all came after the hint.
// The row marks the hint, the closes, and the end of the axis.
func (p *page) hinted(ax axis, low int) (row []span) {
	g, at := &p.th.Glyphs, ax.at(ax.hint)
	words := ""
	if w := "advertised "; text.Width(w) <= at {
		words = w
	}
	row = append(row, gap(at-text.Width(words)), own(muted, words), own(plain, g.Deadline))
	if from := max(low, at+1); from < ax.w {
		row = append(row, gap(from-at-1), own(content, g.Closed), own(content, text.Repeat(g.Lived, ax.w-from-1)))
	} else {
		row = append(row, gap(ax.w-at-1))
	}
	return append(row, own(content, g.Closed), gap(1), own(muted, "server closes"))
}

// bar adds the row of one client: a bar that shows how long the client would reuse the
// connection (safely, doubtfully and past the deadline), its limit in words, and which
// requests it resends.
func (p *page) bar(ax axis, a answer) {
	v := a.Verdict
	left := []span{own(plain, text.Pad(a.Name, ax.nameW))}
	if ax.w > 0 {
		left = append(left, p.stroke(ax, v)...)
	}
	words := []span{own(strong, text.Right(limitWords(v), p.limitW())), gap(2), own(plain, text.Pad(a.Again.String(), 5))}
	left = append(left, words[:p.limits()]...)
	if p.inner()-cells(left) >= 40 {
		left = append(left, gap(3), own(muted, text.Safe(v.Why)))
	}
	p.add(left...)
}

// stroke returns the bar of a verdict, the mark of the deadline, and the part of the bar
// past the deadline.
func (p *page) stroke(ax axis, v clients.Verdict) (out []span) {
	g, used := &p.th.Glyphs, 0
	draw := func(t tok, glyph string, to int) {
		if to > used {
			out = append(out, own(t, text.Repeat(glyph, to-used)))
			used = to
		}
	}
	limit := min(v.Limit, ax.end)
	switch {
	case !v.Reuse:
		draw(muted, g.NotAsked, 1)
	case !v.Sure: // the limit is not known
	case !ax.counts():
		draw(muted, g.Max, max(1, ax.at(limit)))
	case limit <= ax.safe:
		draw(okay, g.Max, max(1, ax.at(limit)))
	default:
		draw(okay, g.Max, ax.at(ax.safe))
		draw(caution, g.Doubtful, max(1, ax.at(limit)))
	}
	out = append(out, gap(ax.w-used))
	past := 0
	if ax.deadline {
		out, past = append(out, own(plain, g.Deadline)), 1
		if ax.leadsPast(v) {
			out, past = append(out, own(race, text.Repeat(g.Doubtful, ax.past-2)+g.Sent)), ax.past
		}
	}
	return append(out, gap(ax.past-past))
}

// leadsPast reports whether a client with verdict v would still reuse the connection
// after the deadline at the end of the axis.
func (a axis) leadsPast(v clients.Verdict) bool { return a.deadline && v.Reuse && v.Limit > a.end }

// limitW returns the width in cells of the column "limit".
func (p *page) limitW() int { return max(1, min(8, p.inner()-13)) }

// limits returns how many of the spans of the columns "limit" and "again" fit: only the
// first or all three.
func (p *page) limits() int {
	if p.inner() < 28 {
		return 1
	}
	return 3
}

func limitWords(v clients.Verdict) string {
	switch {
	case !v.Reuse:
		return "none"
	case !v.Sure:
		return "?"
	case v.Limit >= 24*time.Hour:
		return "> 1 day"
	}
	return format.Seconds(v.Limit)
}
