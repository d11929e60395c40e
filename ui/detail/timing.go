package detail

import (
	"time"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// A phase is a part of the life of an exchange or a connection.
type phase struct {
	name     string
	from, to time.Duration
	reads    []time.Duration // times at which bytes arrived; nil if the phase is drawn as a solid bar
	kept     time.Duration   // the last time in reads if the times of later reads are missing; 0 if reads is complete
	tok      tok
	glyph    string
	runs     bool // the phase has not ended
}

// timingView returns the Timing tab: a waterfall with one row for each phase, on one
// scale, and numbers below.
func timingView(s *scene) view {
	p := newPage(s)
	if s.ex == nil {
		return connTiming(s, p)
	}
	e := s.ex
	if e.Started == 0 && e.LastByte == 0 {
		p.say(muted, "No times yet.")
		return p
	}
	p.waterfall(exchangePhases(s), e.Started, max(e.Started+e.Took(), e.SentAt))
	p.blank()
	p.numbers(s)
	return p
}

func exchangePhases(s *scene) []phase {
	e, g := s.ex, &s.th.Glyphs
	now := s.now
	if !s.conn.State.Open() {
		now = s.conn.Close.At
	}
	sent, awaits := e.SentAt, !e.Written
	if awaits {
		sent = max(e.Started, now)
	}
	ph := []phase{{name: "sending", from: e.Started, to: sent, tok: accent, glyph: g.Busy, runs: awaits}}
	if awaits {
		return ph
	}
	first := e.FirstByte
	if !e.HasByte() {
		return append(ph, phase{name: "waiting", from: sent, to: max(sent, now), tok: muted, glyph: g.Waiting, runs: !e.Done})
	}
	ph = append(ph, phase{name: "waiting", from: sent, to: max(sent, first), tok: muted, glyph: g.Waiting})
	segments := e.Response.Segments()
	reads := make([]time.Duration, len(segments))
	for i, seg := range segments {
		reads[i] = seg.At
	}
	receiving := phase{name: "receiving", from: first, to: e.LastByte, tok: content, glyph: g.Busy, reads: reads, runs: !e.Done}
	if e.Response.Reads > len(reads) {
		receiving.kept = reads[len(reads)-1]
	}
	ph = append(ph, receiving)
	if e.Done && !e.Facts().Complete && e.Over > e.LastByte {
		ph = append(ph, phase{name: "no data", from: e.LastByte, to: e.Over, tok: muted, glyph: g.Waiting})
		return ph
	}
	if e.Done {
		until, runs := idleUntil(s)
		ph = append(ph, phase{name: "idle", from: e.LastByte, to: max(e.LastByte, until), tok: track, glyph: g.Lived, runs: runs})
	}
	return ph
}

// idleUntil returns the end of the idle time after the exchange and false, or the current
// time and true if the connection is still idle.
func idleUntil(s *scene) (time.Duration, bool) {
	if next := after(s.conn, s.ex); next != nil {
		return next.Started, false
	}
	if s.conn.State == record.Ended {
		return s.conn.Close.At, false
	}
	return s.now, true
}

// The columns of a waterfall: names, bars and, on the right, numbers.
const (
	barAt   = 11
	numberW = 12
)

// waterfall adds a row for each phase, on a scale from begin to end. Idle time after end
// is drawn as a line that leaves the scale.
func (p *page) waterfall(ph []phase, begin, end time.Duration) {
	w := p.inner() - barAt - numberW - 4
	if w < 4 {
		for _, f := range ph {
			p.add(own(muted, text.Pad(f.name, barAt)), own(strong, format.Duration(f.to-f.from)))
		}
		return
	}
	total := max(1, end-begin)
	cell := func(t time.Duration) int {
		return min(w-1, max(0, int(int64(t-begin)*int64(w)/int64(total))))
	}
	for _, f := range ph {
		left := []span{own(muted, text.Pad(f.name, barAt))}
		switch {
		case f.from >= end && f.name == "idle":
			left = append(left, gap(w), own(f.tok, text.Repeat(f.glyph, 2)+p.th.Glyphs.Sent))
		case f.to-f.from < total/time.Duration(w):
			left = append(left, gap(cell(f.from)), own(f.tok, p.th.Glyphs.Bar))
		case len(f.reads) > 1:
			left = append(left, gap(cell(f.from)))
			left = append(left, p.reads(f, cell)...)
		default:
			left = append(left, gap(cell(f.from)), own(f.tok, text.Repeat(f.glyph, max(1, cell(f.to)-cell(f.from)))))
		}
		r := p.add(left...)
		d := format.Duration(f.to - f.from)
		if f.name == "idle" {
			d = format.Idle(f.to - f.from)
		}
		r.right = []span{own(strong, d), gap(1)}
	}
}

// reads returns the bar of a phase: marks where bytes came, a thin line between them, and
// question marks where the times were not kept.
func (p *page) reads(f phase, cell func(time.Duration) int) (out []span) {
	from, to := cell(f.from), max(cell(f.from), cell(f.to))
	busy := make([]bool, to-from+1)
	for _, at := range f.reads {
		if i := cell(at) - from; i >= 0 && i < len(busy) {
			busy[i] = true
		}
	}
	rest := 0
	if f.kept > 0 {
		rest = len(busy) - 1 - max(0, cell(f.kept)-from)
		busy = busy[:len(busy)-rest]
	}
	for i := 0; i < len(busy); {
		j := i
		for j < len(busy) && busy[j] == busy[i] {
			j++
		}
		if busy[i] {
			out = append(out, own(f.tok, text.Repeat(f.glyph, j-i)))
		} else {
			out = append(out, own(track, text.Repeat(p.th.Glyphs.Spent, j-i)))
		}
		i = j
	}
	return append(out, own(muted, text.Repeat(unkept, rest)))
}

// unkept is the mark for reads whose times were not kept.
const unkept = "?"

// numbers adds exact times, which the waterfall cannot show.
func (p *page) numbers(s *scene) {
	e := s.ex
	row := func(label, value string) { p.pair(22, own(muted, label), own(plain, value)) }
	row("began", format.Exactly(e.Started-s.conn.Opened)+" after connecting")
	if e.HasByte() && e.Written {
		row("first byte", format.Duration(max(0, e.FirstByte-e.SentAt))+" after the last byte was sent")
	}
	if n := e.Response.Reads; n > 1 {
		words := format.Number(int64(n)) + ", at most " + format.Duration(e.Response.Pause()) + " apart"
		if kept := len(e.Response.Segments()); kept < n {
			words += ". Times are kept for the first " + format.Number(int64(kept)) + "; " + unkept + " marks the others"
		}
		row("reads", words)
	}
	if b := e.Response.Len; b > 0 {
		row("received", format.Number(b)+" bytes")
	}
	if trip := s.conn.Budget.RoundTrip; trip > 0 {
		row("round trip", format.Duration(trip)+", measured on this connection")
	}
}

func connTiming(s *scene, p *page) view {
	c := s.conn
	i := c.Info
	var ph []phase
	at := c.Dialed
	add := func(name string, d time.Duration) {
		if d > 0 {
			ph = append(ph, phase{name: name, from: at, to: at + d, tok: accent, glyph: p.th.Glyphs.Busy})
			at += d
		}
	}
	add("resolving", i.Resolve)
	add("connecting", i.Connect)
	if i.TLS != nil {
		add("TLS", i.TLS.Handshake)
	}
	if len(ph) == 0 {
		p.say(muted, "The time to connect is unknown.")
	} else {
		p.waterfall(ph, c.Dialed, at)
	}
	p.blank()
	row := func(label, value string) { p.pair(22, own(muted, label), own(plain, value)) }
	if c.State == record.Failed || c.State == record.Connecting {
		return p
	}
	row("open for", format.Clock(c.Age(s.now)))
	busy, n := busyTime(c)
	if n == c.Count() {
		row("busy", format.Duration(busy))
	} else {
		row("busy", format.Duration(busy)+" in the last "+format.Count(n, "exchange"))
	}
	idle := "idle now"
	if c.State == record.Ended {
		idle = "idle at the end"
	}
	row(idle, format.Idle(c.IdleFor(s.now)))
	if c.Budget.RoundTrip > 0 {
		row("round trip", format.Duration(c.Budget.RoundTrip))
	}
	if c.Path.Conn > 0 { // the kernel reported statistics
		row("retransmitted", format.Count(c.Path.Retrans, "segment"))
	}
	if i.TLS != nil {
		row("TLS", sessionWords(i.TLS))
	}
	if s.rec.Start.Vantage == session.VantageCapture {
		p.blank()
		p.say(muted, words.Taken(&s.rec.Captured)[0])
	}
	return p
}

// summed is the maximum number of exchanges that busyTime adds up. There is a limit
// because the sum is computed again at every tick.
const summed = 1000

// busyTime returns how long the most recent exchanges used the connection, and how many
// exchanges those are. Time that pipelined exchanges share counts once.
func busyTime(c *record.Connection) (d time.Duration, n int) {
	es := c.Exchanges[max(0, len(c.Exchanges)-summed):]
	var until time.Duration
	for _, e := range es {
		if over := e.Started + e.Took(); over > until {
			d += over - max(e.Started, until)
			until = over
		}
	}
	return d, len(es)
}
