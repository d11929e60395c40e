package timeline

import (
	"strconv"
	"time"

	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// The numbers of rows of the magnified exchange.
const (
	allRows = 9
	fewRows = 5 // without the legend and blank rows
)

// magnifiedRows returns how many of h rows the magnified exchange uses.
func (m *Model) magnifiedRows(h int) int {
	switch {
	case m.rec.Exchange(m.selected) == nil || h < 12:
		return 0
	case h < 22:
		return fewRows
	}
	return allRows
}

// magnified returns the rows of the selected exchange, with the duration of each phase.
func (m *Model) magnified(w, h int) []string {
	e, n := m.rec.Exchange(m.selected), m.magnifiedRows(h)
	if n == 0 {
		return nil
	}
	rule := newLane(w)
	for x := 1; x < w-1; x++ {
		rule.put(x, m.th.Glyphs.Horizontal, ruled)
	}
	rows := []string{rule.draw(m.th), m.asked(e, w)}
	blank := text.Spaces(w)
	if n == fewRows {
		return append(rows, m.waterfall(e, w)...)
	}
	rows = append(append(rows, blank), m.waterfall(e, w)...)
	return append(rows, blank, m.legend(w), blank)
}

func (m *Model) asked(e *record.Exchange, w int) string {
	g := &m.th.Glyphs
	what := text.Masked(e.Method+" "+e.Target, w)
	if !e.Requested {
		what = "unsolicited"
	}
	what += " " + g.Sent + " " + answered(e, w)
	left := []span{{accent, g.Cursor}, {strong, " " + strconv.Itoa(e.ID) + "  "}, {strong, what}}
	return ends(m.th, w, left, []span{{muted, format.Duration(m.lasted(e)) + " in all"}})
}

// answered returns the result of a request, in at most w cells.
func answered(e *record.Exchange, w int) string {
	if e.Facts().Status == 0 {
		if e.Done {
			return "no response"
		}
		return "awaiting"
	}
	phrase, read := e.ReasonPhrase()
	if !read || phrase == "" {
		phrase = wire.StatusText(e.Facts().Status)
	}
	return text.Masked(strconv.Itoa(e.Facts().Status)+" "+phrase, w)
}

// lasted returns the duration of the exchange, so far if it is not complete.
func (m *Model) lasted(e *record.Exchange) time.Duration { return m.lastOf(e) - e.Started }

func (m *Model) lastOf(e *record.Exchange) time.Duration {
	if !e.Ended {
		return m.endOf(m.rec.Conn(e.Conn))
	}
	return e.Over
}

// waterfall returns the three phases of an exchange below each other.
func (m *Model) waterfall(e *record.Exchange, w int) []string {
	sent, heard, last := e.SentAt, e.FirstByte, m.lastOf(e)
	if !e.Written {
		sent = last
	}
	if !e.HasByte() {
		heard = last
	}
	sent = min(sent, heard) // linger may read a response before the write is reported
	f := fall{m: m, e: e, w: w, n: max(8, w-56), total: max(1, last-e.Started)}
	if w < 90 {
		f.n = max(4, w-axisAt-13)
	}
	return []string{f.sending(sent), f.waiting(sent, heard), f.receiving(heard, last)}
}

// A fall draws the waterfall of an exchange in n cells.
type fall struct {
	m     *Model
	e     *record.Exchange
	w, n  int
	total time.Duration
}

func (f *fall) at(t time.Duration) int {
	return min(f.n, max(0, int(float64(t-f.e.Started)/float64(f.total)*float64(f.n))))
}

func (f *fall) row(name string, took time.Duration, known bool, draw func(lane) int, words string) string {
	l := newLane(f.w)
	l.word(1, name, muted)
	x := draw(l)
	right := "not yet"
	if known {
		right = phase(took)
	} else if f.e.Done {
		right = "never"
	}
	at := f.w - 2 - text.Width(right)
	if words != "" && x+2+text.Width(words)+2 <= at {
		l.word(x+2, words, muted)
	}
	l.word(at, right, plain)
	return l.draw(f.m.th)
}

// phase returns the duration of a phase in words: "at once" if it is almost zero, as for
// the bytes of a single read.
func phase(d time.Duration) string {
	if d < 5*time.Microsecond {
		return "at once"
	}
	return format.Duration(d)
}

func (f *fall) sending(sent time.Duration) string {
	g := &f.m.th.Glyphs
	return f.row("sending", sent-f.e.Started, f.e.Written, func(l lane) int {
		n := f.at(sent)
		for i := range n {
			l.put(axisAt+i, g.Busy, accent)
		}
		if n == 0 && f.e.Requested {
			l.put(axisAt, g.Bar, accent)
		}
		return axisAt + max(1, n)
	}, "")
}

func (f *fall) waiting(sent, heard time.Duration) string {
	g := &f.m.th.Glyphs
	return f.row("waiting", heard-sent, f.e.HasByte(), func(l lane) int {
		from := max(1, f.at(sent))
		to := max(from+f.at(f.e.Started+heard-sent), from)
		for i := from; i < min(to, f.n); i++ {
			l.put(axisAt+i, g.Waiting, muted)
		}
		return axisAt + to
	}, "")
}

// receiving returns the row of the response: a block for each read, with a line between
// the blocks. If the last bytes never came, the row includes the time that linger waited
// for them.
func (f *fall) receiving(heard, last time.Duration) string {
	r := &f.e.Response
	return f.row("receiving", last-heard, f.e.HasByte(), func(l lane) int {
		segments := r.Segments()
		if len(segments) == 0 {
			return axisAt
		}
		from := min(f.n-1, f.at(heard)+1)
		to := f.n
		if last == f.e.LastByte && len(segments) == 1 {
			to = min(to, from+2)
		}
		f.reads(l, from, to, last)
		return axisAt + to
	}, reads(f.e))
}

// reads draws the reads of a response from one cell to another, which is the end of the
// exchange.
func (f *fall) reads(l lane, from, to int, last time.Duration) {
	g, segs, heard := &f.m.th.Glyphs, f.e.Response.Segments(), f.e.LastByte
	stroke := func(from, to int, glyph string, i ink) {
		for x := from; x < to; x++ {
			l.put(axisAt+x, glyph, i)
		}
	}
	over := to
	if heard < last { // the response is incomplete or not yet complete
		over = min(to, max(from+2, f.at(heard)+1))
	}
	stroke(from, over, g.Spent, track)
	stroke(over, to, g.Waiting, muted)
	for _, s := range segs {
		l.put(axisAt+min(over-1, max(from, f.at(s.At))), g.Busy, content)
	}
	if f.e.Response.Reads > len(segs) { // later reads, whose times were not kept
		stroke(max(from, f.at(segs[len(segs)-1].At)), over, g.Busy, content)
	}
	if over-from > 1 { // a single cell is hard to see
		stroke(from, from+2, g.Busy, content)
	}
	if over == to && len(segs) > 1 && over-2 > from {
		stroke(over-2, over, g.Busy, content)
	}
}

// reads says in words how many reads a response took. It returns "" for a single read.
func reads(e *record.Exchange) string {
	took := format.Duration(e.LastByte - e.FirstByte)
	switch n := e.Response.Reads; {
	case n < 2:
		return ""
	case n == 2:
		return "2 reads, " + took + " apart"
	default:
		return format.Number(int64(n)) + " reads in " + took
	}
}

// legend returns the meanings of as many signs as there is room for.
func (m *Model) legend(w int) string {
	g := &m.th.Glyphs
	zone := g.Race + " race: the last round trip"
	line := g.Deadline + " advertised deadline"
	if l := m.rec.Limit(m.head.Conn); l.Early() || l.Known() && l.Hint == 0 {
		zone = g.Race + " race: the server has closed in this range"
		if l.Hint == 0 {
			line = g.Deadline + " longest idle time seen"
		}
	}
	all := []span{{caution, g.Caution + " caution: the last second"}, {race, zone}, {plain, line}, {caution, g.Warning + " warning"}}
	if !m.th.ASCII { // in ASCII the sign looks the same as the deadline
		all = append(all, span{framing, g.Bar + " connected"})
	}
	var signs []span
	for _, s := range all {
		more := signs
		if len(signs) > 0 {
			more = append(more, span{plain, "    "})
		}
		if more = append(more, s); width(more) >= w-2 {
			break
		}
		signs = more
	}
	return ends(m.th, w, signs, nil)
}
