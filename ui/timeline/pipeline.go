package timeline

import (
	"strconv"
	"time"

	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// A pipe is a pipeline: requests that were written before the responses to earlier
// requests were complete. Each request has a lane, and all lanes share one axis, so the
// queue looks like stairs:
//
//	            0 s        1 s        2 s
//	            ├──────────┼──────────┤
//	▸ 5  /slow  ▇░░░░░░░░░░░░░░░░░░░░▇    waited 2.00 s   200  length 40
//	  6  /fast  ▇╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▇   queued 2.00 s   200  length 12
type pipe struct{ exchanges []*record.Exchange }

// A pipeline holds what is needed to draw a pipe in n cells, starting at column x. sc is
// the scale of its axis.
type pipeline struct {
	m       *Model
	es      []*record.Exchange
	w       int
	name    int // width of the name column, in cells
	x, n    int
	words   int // width of the text on the right, in cells
	began   time.Duration
	sc      scale
	summary record.Summary
}

func (m *Model) pipeline(w int) pipeline {
	p := pipeline{m: m, es: m.pipe.exchanges, w: w, words: 9}
	p.summary = m.rec.SummaryOf(p.es)
	p.began = p.es[0].Started
	if w >= 100 {
		p.words = 36
	}
	for _, e := range p.es {
		p.name = max(p.name, text.Width(p.nameOf(e)))
	}
	p.name = min(p.name, w/4)
	p.x = 3 + p.name + 2
	p.n = max(minor, (w-p.x-p.words-3)/minor*minor)
	end := p.began
	for _, e := range p.es {
		end = max(end, m.lastOf(e))
	}
	p.sc = scales[fit(end-p.began, max(1, p.n-1))]
	return p
}

func (p *pipeline) nameOf(e *record.Exchange) string {
	return strconv.Itoa(e.ID) + "  " + text.Masked(e.Method+" "+e.Target, p.w/2)
}

// pipeFact returns the text in the top border for a pipeline.
func (m *Model) pipeFact() string {
	es := m.pipe.exchanges
	p := m.pipeline(m.w - 2)
	return "pipeline " + strconv.Itoa(es[0].ID) + " to " + strconv.Itoa(es[len(es)-1].ID) + " · 1 cell = " + round(p.sc.cell)
}

// leastLanes is the minimum number of lanes that stay visible above the text.
const leastLanes = 6

// pipeRows returns the pipeline in h rows: its lanes and, below them, as much text as
// fits.
func (m *Model) pipeRows(w, h int) []string {
	p := m.pipeline(w)
	at := *m
	at.sc, at.from = p.sc, 0
	labels, ticks := at.axis(p.x, p.n, w)
	rows := []string{p.heading(), labels, ticks}
	if p.airy(h) {
		rows = []string{text.Spaces(w), p.heading(), text.Spaces(w), labels, ticks}
	}
	first, n := p.seen(h)
	for _, e := range p.es[first : first+n] {
		rows = append(rows, p.lane(e).draw(p.m.th))
	}
	rows = append(rows, p.under(h)...)
	for len(rows) < h {
		rows = append(rows, text.Spaces(w))
	}
	return rows[:h]
}

func (p *pipeline) heading() string {
	c := p.m.rec.Conn(p.es[0].Conn)
	left := []span{{strong, "connection " + strconv.Itoa(c.ID)}, {muted, "   a pipeline of " + format.Count(len(p.es), "request")}}
	if c != p.m.head.Conn {
		return ends(p.m.th, p.w, left, nil)
	}
	state := p.m.head.Sign + " " + p.m.head.Words
	if p.w < 1+width(left)+3+text.Width(state)+2 {
		return ends(p.m.th, p.w, left, nil)
	}
	return ends(p.m.th, p.w-2-text.Width(state), left, nil) + p.m.head.Style.Render(state) + "  "
}

// airy reports whether h rows leave room for blank rows.
func (p *pipeline) airy(h int) bool { return h >= 20 }

// top returns the index of the row of the first lane.
func (p *pipeline) top(h int) int {
	if p.airy(h) {
		return 5
	}
	return 3
}

// under returns the rows below the lanes.
func (p *pipeline) under(h int) []string {
	return p.below(h - p.top(h) - min(leastLanes, len(p.es)))
}

// seen returns the index of the first visible lane and the number of visible lanes. The
// lane of the selected exchange is one of them.
func (p *pipeline) seen(h int) (first, n int) {
	room := max(0, h-p.top(h)-len(p.under(h)))
	for i, e := range p.es {
		if e.ID == p.m.selected {
			first = max(0, min(i-room/2, len(p.es)-room))
		}
	}
	return first, min(len(p.es)-first, room)
}

func (p *pipeline) lane(e *record.Exchange) lane {
	g, l := &p.m.th.Glyphs, newLane(p.w)
	ink := plain
	if e.ID == p.m.selected {
		l.put(1, g.Cursor, accent)
		ink = strong
	}
	l.word(3, text.Cut(p.nameOf(e), p.name), ink)
	last := p.m.lastOf(e)
	sent, free, heard := e.SentAt, e.SentAt+p.m.rec.Queued(e), e.FirstByte
	if !e.Written {
		sent, free = last, last
	}
	if !e.HasByte() {
		heard = last
		if before := p.m.rec.Before(e); before != nil && !before.Facts().Complete {
			free = last
		}
	}
	p.stroke(l, sent, free, g.Queued, muted)
	p.stroke(l, free, heard, g.Waiting, muted)
	p.stroke(l, e.Started, sent, g.Busy, accent)
	if e.HasByte() {
		p.stroke(l, heard, e.LastByte, g.Busy, content)
	} else if e.Done {
		l.put(p.x+p.at(last), g.Error, race)
	}
	p.say(l, e)
	return l
}

// at returns the index of the cell that contains time t.
func (p *pipeline) at(t time.Duration) int { return min(p.n, int((t-p.began)/p.sc.cell)) }

// stroke draws a line between two times, at least one cell long.
func (p *pipeline) stroke(l lane, from, to time.Duration, glyph string, i ink) {
	for x := p.at(from); x <= p.at(to); x++ {
		l.put(p.x+x, glyph, i)
	}
}

// say writes how long a request waited or was queued, and the result of its response.
func (p *pipeline) say(l lane, e *record.Exchange) {
	x := p.w - p.words
	queued := p.m.rec.Queued(e)
	own := max(0, e.FirstByte-e.SentAt-queued)
	verb, took := "waited ", own
	if queued > own {
		verb, took = "queued ", queued
	}
	switch {
	case !e.HasByte() && e.Done:
		l.word(x, "lost", race)
		return
	case !e.HasByte():
		l.word(x, p.m.th.Glyphs.Waiting, muted)
		return
	case p.words < 20:
		l.word(x, format.Duration(took), plain)
		return
	}
	l.word(x, verb+format.Duration(took), plain)
	l.word(x+16, text.Cut(strconv.Itoa(e.Facts().Status)+"  "+words.Framing(e), p.words-18), muted)
}

// below returns the text below the lanes, in at most n rows. If there is too little room,
// it drops the meanings of the glyphs first, then the times, then the explanation of the
// queue.
func (p *pipeline) below(n int) (out []string) {
	parts := [][]string{p.counts(), p.blocking(), p.times(), p.signs()}
	order := []int{1, 0, 2, 3} // order of the parts from top to bottom
	fits := make([]bool, len(parts))
	for i, rows := range parts {
		if fits[i] = len(rows) <= n; fits[i] {
			n -= len(rows)
		}
	}
	for _, i := range order {
		if fits[i] {
			out = append(out, parts[i]...)
		}
	}
	return out
}

func (p *pipeline) line(i ink, s string) string { return ends(p.m.th, p.w, []span{{i, s}}, nil) }

func (p *pipeline) counts() []string {
	rule := newLane(p.w)
	for x := 1; x < p.w-1; x++ {
		rule.put(x, p.m.th.Glyphs.Horizontal, ruled)
	}
	s := &p.summary
	left := []span{{strong, "Pipeline of " + strconv.Itoa(len(p.es))}, {plain, "   " + format.Number(int64(s.Answered)) + " answered · " + format.Number(int64(len(s.Lost))) + " lost"}}
	took := span{plain, " · " + format.Duration(s.Took) + " from the first byte sent to the last byte received"}
	if width(left)+width([]span{took})+2 > p.w {
		took.text = " · " + format.Duration(s.Took)
	}
	return []string{rule.draw(p.m.th), ends(p.m.th, p.w, append(left, took), nil)}
}

// leastQueued is the shortest queueing time that the pane mentions.
const leastQueued = 10 * time.Millisecond

// blocking returns an explanation of the queue, or nil if there was no queue.
func (p *pipeline) blocking() []string {
	held := p.summary.HeldUp(p.m.rec)
	if held == nil || p.summary.Queued.Slowest < leastQueued {
		return nil
	}
	var most *record.Exchange
	for _, e := range p.es {
		if e.ID > held.ID && e.HasByte() && (most == nil || p.m.rec.Queued(e) > p.m.rec.Queued(most)) {
			most = e
		}
	}
	if most == nil {
		return nil
	}
	th := p.m.th
	rows := []string{text.Spaces(p.w), ends(th, p.w, []span{{accent, th.Glyphs.Sent}, {strong, " Head-of-line blocking"}}, []span{{muted, "RFC 9112 §9.3.2"}})}
	name := func(e *record.Exchange) string { return text.Masked(e.Target, 24) + " (" + strconv.Itoa(e.ID) + ")" }
	s := "Responses come in the order of their requests: " + name(most) + " was queued for " + format.Duration(p.m.rec.Queued(most)) +
		" behind " + name(held) + ". On a separate connection it would not have waited."
	for _, l := range text.Wrap(s, p.w-6) {
		rows = append(rows, p.line(plain, "  "+l))
	}
	return rows
}

// times returns the table of times.
func (p *pipeline) times() []string {
	if p.summary.Answered < 2 {
		return nil
	}
	cells := func(name string, all ...string) string {
		s := text.Pad(name, 20)
		for _, c := range all {
			s += text.Pad(c, 11)
		}
		return s
	}
	row := func(name string, s record.Spread) string {
		return p.line(plain, cells(name, format.Duration(s.Fastest), format.Duration(s.Median), format.Duration(s.Slowest)))
	}
	return []string{text.Spaces(p.w), p.line(muted, cells("", "fastest", "median", "slowest")),
		row("to the first byte", p.summary.FirstByte), row("of which queued", p.summary.Queued), row("to the last byte", p.summary.LastByte)}
}

// signs returns rows that explain the glyphs.
func (p *pipeline) signs() []string {
	g := &p.m.th.Glyphs
	all := []span{{plain, g.Busy + " sending, receiving"}, {muted, "   " + g.Waiting + " waiting for its own response"}, {muted, "   " + g.Queued + " queued behind another response"}}
	if width(all)+2 > p.w {
		all = []span{{plain, g.Busy + " bytes"}, {muted, "  " + g.Waiting + " waiting"}, {muted, "  " + g.Queued + " queued"}}
	}
	return []string{text.Spaces(p.w), ends(p.m.th, p.w, all, nil)}
}
