package detail

import (
	"strconv"
	"time"

	"linger/session/record"
	"linger/ui/clients"
	"linger/ui/text"
)

// nameW is the column in which bars begin, axisLess what is left of a row
// beside them, axisMost how long they grow.
const (
	nameW    = 16
	axisLess = 40
	axisMost = 35
)

// An axis is time from 0 to its end, in cells.
type axis struct {
	end      time.Duration
	w        int
	deadline bool // its end is the server's deadline
	safe     time.Duration
	seen     time.Duration // the earliest close, where it came before the last second; 0: none did
}

func (a axis) at(t time.Duration) int {
	if t >= a.end {
		return a.w
	}
	return int((int64(t)*int64(a.w) + int64(a.end)/2) / int64(a.end))
}

// reusers draws each client's limit on one axis.
func (p *page) reusers(s *scene, as []answer) {
	f := &s.ex.Facts
	ax := axis{end: 300 * time.Second, w: min(axisMost, max(8, p.inner()-axisLess))}
	if f.Hint.Timeout > 0 && f.Hint.Timeout < 1<<31 {
		ax.end, ax.deadline = seconds(f.Hint.Timeout), true
		ax.safe = max(0, ax.end-record.CautionBefore)
		if g := s.seen(); g.Closes > 0 && beforeEarliest(g.Low, s.conn.Budget.RoundTrip) < ax.safe {
			ax.safe, ax.seen = beforeEarliest(g.Low, s.conn.Budget.RoundTrip), g.Low
		}
	}
	p.ticks(ax)
	reads := true
	for _, a := range as {
		if reads && !a.Client.Reads {
			p.deadlineRow(ax, "")
		}
		reads = a.Client.Reads
		p.bar(ax, a)
	}
	p.deadlineRow(ax, "server closes")
	p.legend(f, ax)
}

// ticks is the scale above the bars.
func (p *page) ticks(ax axis) {
	step := niceStep(ax.end)
	digits := []byte(text.Spaces(nameW + ax.w + pastW))
	line := []rune(text.Repeat(p.th.Glyphs.Horizontal, ax.w+1))
	for t := time.Duration(0); t <= ax.end; t += step {
		n := strconv.Itoa(int(t / time.Second))
		last := t+step > ax.end
		if last {
			n += " s"
		}
		copy(digits[nameW+ax.at(t):], n)
		line[ax.at(t)] = '┼'
	}
	line[0], line[ax.w] = '├', '┤'
	p.add(own(muted, string(digits)), gap(limitGap), own(muted, "limit"), gap(2), own(muted, "again"))
	p.add(gap(nameW), own(rule, string(line)))
}

// niceStep is a step of whole seconds that gives an axis five ticks or so.
func niceStep(end time.Duration) time.Duration {
	s := int64(end / time.Second)
	for _, step := range []int64{1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600, 86400} {
		if s/step <= 6 {
			return time.Duration(step) * time.Second
		}
	}
	return max(time.Second, time.Duration(s/5)*time.Second)
}

// deadlineRow carries the deadline's line through a row without a bar.
func (p *page) deadlineRow(ax axis, words string) {
	if !ax.deadline {
		p.add()
		return
	}
	p.add(gap(nameW+ax.w), own(plain, p.th.Glyphs.Deadline), gap(1), own(muted, words))
}

// bar is one client: how long it would reuse the connection, safe, doubtful
// and past the deadline, its limit in words, and what it sends again.
func (p *page) bar(ax axis, a answer) {
	v := a.Verdict
	left := []span{own(plain, text.Pad(a.Name, nameW))}
	used := 0
	stroke := func(t tok, glyph string, to int) {
		if to > used {
			left = append(left, own(t, text.Repeat(glyph, to-used)))
			used = to
		}
	}
	g := &p.th.Glyphs
	switch {
	case !v.Reuse:
		left = append(left, own(muted, g.NotAsked))
		used = 1
	case !ax.deadline:
		stroke(muted, g.Max, max(1, ax.at(v.Limit)))
	default:
		stroke(okay, g.Max, ax.at(min(v.Limit, ax.safe)))
		stroke(caution, g.Doubtful, ax.at(v.Limit))
	}
	left = append(left, gap(ax.w-used))
	past := 0
	if ax.deadline {
		left, past = append(left, own(plain, g.Deadline)), 1
		if v.Reuse && v.Limit > ax.end {
			left, past = append(left, own(race, text.Repeat(g.Doubtful, pastW-2)+g.Sent)), pastW
		}
	}
	left = append(left, gap(pastW-past), own(strong, text.Right(limitWords(v), limitGap+5)), gap(2), own(plain, text.Pad(a.Again.String(), 5)))
	if p.inner()-cells(left) >= 40 {
		left = append(left, gap(3), own(muted, text.Safe(v.Why)))
	}
	p.add(left...)
}

// pastW is the room for what leads past the deadline, limitGap what stands
// between it and the widest limit.
const (
	pastW    = 7
	limitGap = 3
)

func limitWords(v clients.Verdict) string {
	switch {
	case !v.Reuse:
		return "none"
	case !v.Sure:
		return "?"
	case v.Limit >= 24*time.Hour:
		return "> 1 day"
	}
	return text.Seconds(v.Limit)
}
