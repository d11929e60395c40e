package detail

import (
	"strconv"
	"time"

	"linger/session/record"
	"linger/ui/clients"
	"linger/ui/text"
	"linger/wire"
)

// clientsView shows what well-known clients would do with the response, each
// client's own limit against the server's deadline on one axis.
func clientsView(s *scene) view {
	p := newPage(s)
	e := s.ex
	if e == nil {
		e = lastAnswered(s.conn)
	}
	if e == nil {
		p.say(muted, "No response yet: clients decide by what it says.")
		return p
	}
	sc := *s
	sc.ex = e
	if _, ok := e.Final(); !ok {
		p.unanswered(e)
		return p
	}
	p.add(own(strong, "Who would reuse this connection, and how long?")).right = []span{own(muted, "as of "+clients.AsOf)}
	if s.ex == nil {
		p.add(own(muted, "by the response of exchange "+strconv.Itoa(e.ID)))
	}
	p.blank()
	if e.Facts.Persistence() == wire.ReasonUndecided {
		p.say(muted, "Not decided yet: the message is still coming in.")
		return p
	}
	verdicts := ask(responseTo(&sc))
	if anyReuses(verdicts) {
		p.reusers(&sc, verdicts)
	} else {
		p.refusals(verdicts)
	}
	p.againRules()
	return p
}

// unanswered is who would send a request without an answer once more.
func (p *page) unanswered(e *record.Exchange) {
	if !e.Done {
		p.say(muted, "Awaiting the response: clients decide by what it says.")
		return
	}
	method := text.Safe(e.Method)
	p.add(own(strong, "Who would send this "+method+" again, unasked?")).right = []span{own(muted, "as of "+clients.AsOf)}
	p.blank()
	for _, c := range clients.All() {
		mark, words := own(muted, p.th.Glyphs.NotAsked), own(muted, "no")
		if c.Again.Sends(e.Method) {
			mark, words = own(accent, p.th.Glyphs.Sent), own(strong, "once more")
		}
		p.add(mark, gap(1), own(plain, text.Pad(c.Name, nameW)), words)
	}
	p.blank()
	p.say(muted, "Where the connection had been used before and not one byte of a response came. RFC 9110 §9.2.2 allows it for idempotent methods alone.")
}

func lastAnswered(c *record.Connection) *record.Exchange {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		if _, ok := c.Exchanges[i].Final(); ok && c.Exchanges[i].Done {
			return c.Exchanges[i]
		}
	}
	return nil
}

// responseTo is what clients look at in the final response of an exchange.
func responseTo(s *scene) clients.Response {
	reason := s.ex.Reason
	if reason == wire.ReasonUndecided {
		reason = s.ex.Facts.Persistence()
	}
	return clients.Response{
		KeepAlive:       values(s, "keep-alive"),
		Connection:      values(s, "connection"),
		ProxyConnection: values(s, "proxy-connection"),
		Version:         s.ex.Facts.Version,
		Reason:          reason,
	}
}

// An answer is a client and what it would do.
type answer struct {
	clients.Client
	clients.Verdict
}

func ask(r clients.Response) []answer {
	all := clients.All()
	out := make([]answer, len(all))
	for i, c := range all {
		out[i] = answer{c, c.Ask(r)}
	}
	return out
}

func anyReuses(as []answer) bool {
	for _, a := range as {
		if a.Verdict.Reuse {
			return true
		}
	}
	return false
}

// refusals are the clients and why each does not use the connection again.
func (p *page) refusals(as []answer) {
	same := true
	for _, a := range as {
		same = same && a.Why == as[0].Why
	}
	if same {
		p.say(plain, "None of the "+strconv.Itoa(len(as))+": "+text.Safe(as[0].Why)+".")
		p.blank()
		for _, a := range as {
			p.add(gap(2), own(muted, p.th.Glyphs.NotAsked), gap(1), own(muted, text.Pad(a.Name, nameW)), own(muted, "again: "+a.Again.String()))
		}
		return
	}
	for _, a := range as {
		p.pair(nameW, own(plain, a.Name), own(muted, "no: "+text.Safe(a.Why)))
	}
}

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
		ax.end, ax.deadline = time.Duration(f.Hint.Timeout)*time.Second, true
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
		tick := '┼'
		switch {
		case t == 0:
			tick = '├'
		case last:
			tick = '┤'
		default:
			tick = '┼'
		}
		line[ax.at(t)] = tick
	}
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
		stroke(okay, g.Max, ax.at(min(v.Limit, max(0, ax.end-record.CautionBefore))))
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

// legendAt is the column of what a sign means.
const legendAt = 16

func (p *page) legend(f *wire.Facts, ax axis) {
	g := &p.th.Glyphs
	p.blank()
	if !ax.deadline {
		p.say(plain, "The response gives no time, so each keeps to its own limit, and the server to one that nobody has told.")
		return
	}
	safe := max(0, ax.end-record.CautionBefore)
	p.legendRow(own(okay, g.Max), "safe", "idle less than "+text.Seconds(safe))
	p.legendRow(own(caution, g.Doubtful), "doubtful", "the last second: the hint is no finer")
	p.legendRow(own(race, g.Doubtful+g.Sent), "past it", "Keep-Alive is not read: reuse meets a FIN, or the request is lost in the race")
	if !f.Hint.Applies {
		p.blank()
		p.say(caution, "The hint stands without Connection: keep-alive and ought to be ignored. Those that read it mostly do not look.")
	}
}

func (p *page) legendRow(sign span, name, means string) {
	lines := text.Wrap(means, p.inner()-legendAt)
	p.add(sign, gap(3-text.Width(sign.text)), own(strong, name), gap(max(1, legendAt-3-text.Width(name))), own(plain, lines[0]))
	for _, l := range lines[1:] {
		p.add(gap(legendAt), own(plain, l))
	}
}

// againRules explains the last column.
func (p *page) againRules() {
	p.blank()
	lines := text.Wrap("sent once more, unasked, if it was lost: GET: safe methods; idem: idempotent ones; any: POST as well; no: left to the program", p.inner()-legendAt)
	p.add(own(strong, "again"), gap(legendAt-5), own(plain, lines[0]))
	for _, l := range lines[1:] {
		p.add(gap(legendAt), own(plain, l))
	}
}
