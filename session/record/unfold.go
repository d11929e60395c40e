package record

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"linger/session"
	"linger/wire"
)

// Events returns events from which the record can be built again, in order of time. They
// replace the original events, which the record does not store. Bytes, lines and findings
// that the record has dropped are missing. Only the most recent declined command, the
// most recent check and the most recent long work are included.
func (r *Record) Events() iter.Seq[session.Event] {
	return func(yield func(session.Event) bool) {
		if !yield(r.Start) {
			return
		}
		u := &unfolding{}
		u.session(r)
		for _, c := range r.Conns {
			if c.ID > 0 {
				u.connection(c)
			}
		}
		slices.SortStableFunc(u.steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
		for _, s := range u.steps {
			if !yield(s.event()) {
				return
			}
		}
		if r.Ended {
			yield(session.Ended{At: r.changed})
		}
	}
}

// An unfolding collects the steps of a record. The steps of one connection, and those of
// one exchange, are in order.
type unfolding struct {
	steps []step
	least time.Duration // lower bound on the time of steps that are added now
}

// A step is an event and its place in time. The event itself may have an earlier time.
// The event is created only when it is needed, because a long session has many.
type step struct {
	at    time.Duration
	event func() session.Event
}

// from starts a series of steps, none of which is earlier than the given time.
func (u *unfolding) from(at time.Duration) *unfolding {
	u.least = at
	return u
}

func (u *unfolding) later(at time.Duration, event func() session.Event) {
	u.least = max(u.least, at)
	u.steps = append(u.steps, step{u.least, event})
}

func (u *unfolding) add(at time.Duration, ev session.Event) {
	u.later(at, func() session.Event { return ev })
}

// session adds the events that belong to no connection. The record does not
// store when a target was measured, so Measured is at the end.
func (u *unfolding) session(r *Record) {
	for _, m := range r.Marks {
		u.from(0).add(m.At, m)
	}
	if r.Declined != (session.Declined{}) {
		u.from(0).add(r.Declined.At, r.Declined)
	}
	if r.Captured != (session.CapturedAt{}) {
		u.from(0).add(r.Captured.At, r.Captured)
	}
	if r.Checked != (session.Checked{}) {
		u.from(0).add(r.Checked.At, r.Checked)
	}
	if r.Work != (session.Working{}) {
		u.from(0).add(r.Work.At, r.Work)
	}
	for _, target := range slices.Sorted(maps.Keys(r.measured)) {
		g := r.measured[target]
		u.add(r.changed, session.Measured{At: r.changed, Target: target, Low: g.Low, High: g.High, Closes: g.Closes, On: g.on})
	}
}

func (u *unfolding) connection(c *Connection) {
	u.from(0).add(c.Dialed, session.Dialing{At: c.Dialed, Conn: c.ID, Address: c.Address, Target: c.Target})
	if c.Step.Conn > 0 {
		u.add(c.Step.At, c.Step)
	}
	if c.Waiting > 0 {
		u.add(c.Dialed, session.Waiting{At: c.Dialed, Conn: c.ID, Requests: c.Waiting})
	}
	if c.Info.Conn > 0 {
		u.add(c.Opened, c.Info)
	}
	if c.Failure.Conn > 0 {
		u.add(c.Failure.At, c.Failure)
	}
	begun := u.least
	for _, e := range c.Exchanges {
		u.from(begun).exchange(e)
	}
	u.from(begun).loose(c)
	if c.HalfClosed {
		u.from(begun).add(c.ShutAt, session.HalfClosed{At: c.ShutAt, Conn: c.ID})
	}
	if c.Path.Conn > 0 {
		u.from(begun).add(c.Path.At, c.Path)
	}
	if c.Overdue {
		u.from(begun).add(c.OverdueAt, session.Overdue{At: c.OverdueAt, Conn: c.ID})
	}
	u.from(begun).passing(c)
	if c.State == Ended {
		u.from(begun).add(c.Close.At, c.Close)
	}
}

// loose adds the bytes that belong to no exchange, and the findings of the connection.
// The record does not store the times of findings. Therefore, findings about these bytes
// come immediately after the bytes, and others immediately before the close.
func (u *unfolding) loose(c *Connection) {
	for _, p := range c.Loose.parts(u.least) {
		u.later(p.at, func() session.Event {
			return &session.Received{At: p.at, Conn: c.ID, Off: p.off, Len: p.n, Data: p.data, Lines: p.lines, Reads: p.reads}
		})
	}
	at := u.least
	for _, f := range c.Findings {
		if !session.PutsOutOfStep(f.Code) {
			at = max(at, c.Close.At)
		}
		u.add(at, session.Found{At: at, Conn: c.ID, Finding: f})
	}
}

// passing adds the events that occur only in a relay or a capture.
func (u *unfolding) passing(c *Connection) {
	p, begun := &c.Passing, u.least
	if p.Faults != "" {
		u.add(begun, session.Interfered{At: begun, Conn: c.ID, Faults: p.Faults})
	}
	u.gaps(c)
	u.least = begun
	for range p.Resent {
		u.add(begun, session.Resent{At: begun, Conn: c.ID})
	}
	for _, k := range p.Probes {
		u.from(begun).add(k.At, k)
	}
	if p.Unfollowed {
		u.add(max(begun, c.IdleSince), session.Unfollowed{At: max(begun, c.IdleSince), Conn: c.ID})
	}
	if p.Opaque {
		u.from(begun).add(p.Passed.At, p.Passed)
	}
	for _, e := range p.Ends {
		u.from(begun).add(e.At, e)
	}
}

// gaps adds events for the bytes that were not captured: one for each gap that the record
// kept, and one for all other gaps of each message. It then adds events until there are
// as many events as there were gaps.
func (u *unfolding) gaps(c *Connection) {
	p := &c.Passing
	type message struct {
		exchange int
		side     session.Party
	}
	shown, n, total := map[message]int64{}, 0, int64(0)
	add := func(m session.Missed) {
		n++
		total += m.Len
		shown[message{m.Exchange, m.Side}] += m.Len
		u.add(m.At, m)
	}
	for _, m := range p.Missing {
		add(m)
	}
	if n == p.Gaps {
		return
	}
	rest := func(e *Exchange, side session.Party, missed int64) {
		if left := missed - shown[message{e.ID, side}]; left > 0 {
			add(session.Missed{At: u.least, Conn: c.ID, Exchange: e.ID, Side: side, Len: left})
		}
	}
	for _, e := range c.Exchanges {
		request, response := e.Missed()
		rest(e, session.ByClient, request)
		rest(e, session.ByServer, response)
	}
	for n < p.Gaps {
		add(session.Missed{At: u.least, Conn: c.ID, Len: p.Missed - total})
	}
}

func (u *unfolding) exchange(e *Exchange) {
	u.request(e)
	u.response(e)
	if e.Done {
		u.later(e.Over, func() session.Event {
			facts := *e.Facts()
			facts.FollowedAt, facts.RequestMisread = 0, false // Apply derives them from findings
			return &session.ExchangeDone{At: max(e.LastByte, e.Started), Conn: e.Conn, Exchange: e.ID, Facts: facts, Reason: e.Promised(),
				WireBytes: e.WireBytes, SHA256: e.SHA256(), Retry: e.Retry(), Barred: e.Barred}
		})
	}
	for _, f := range e.Findings {
		u.add(u.least, session.Found{At: u.least, Conn: e.Conn, Exchange: e.ID, Finding: f})
	}
	if b := e.Budget(); b != (session.Budget{}) {
		u.later(u.least, func() session.Event {
			return &session.BudgetChanged{At: max(e.LastByte, e.Started), Conn: e.Conn, Exchange: e.ID, Budget: b}
		})
	}
}

func (u *unfolding) request(e *Exchange) {
	if !e.Requested {
		return
	}
	parts := e.Request.parts(e.Started)
	if len(parts) == 0 {
		parts = []part{{at: e.Started, off: e.Request.Off}}
	}
	first, sent := parts[0], !e.Written
	u.later(e.Started, func() session.Event {
		return &session.RequestStarted{At: e.Started, Conn: e.Conn, Exchange: e.ID, Off: first.off, Method: e.Method, Target: e.Target, Proto: e.Proto,
			Facts: e.Facts().Request, Data: first.data, Lines: first.lines, Len: first.n}
	})
	done := session.RequestSent{At: e.SentAt, Conn: e.Conn, Exchange: e.ID, Len: e.Sent}
	for _, p := range parts[1:] {
		if !sent && p.at > e.SentAt { // bytes of a tunnel
			u.add(e.SentAt, &done)
			sent = true
		}
		u.later(p.at, func() session.Event {
			return &session.RequestData{At: p.at, Conn: e.Conn, Exchange: e.ID, Off: p.off, Len: p.n, Data: p.data, Lines: p.lines}
		})
	}
	if !sent {
		u.add(e.SentAt, &done)
	}
	u.least = e.Started // a response may arrive before the request is sent
}

func (u *unfolding) response(e *Exchange) {
	heads := e.Heads
	for _, p := range e.Response.parts(e.FirstByte) {
		u.later(p.at, func() session.Event {
			return &session.Received{At: p.at, Conn: e.Conn, Exchange: e.ID, Off: p.off, Len: p.n, Data: p.data, Lines: p.lines, Reads: p.reads}
		})
		for len(heads) > 0 && heads[0].End <= p.off+p.n {
			h := heads[0]
			heads = heads[1:]
			u.later(h.At, func() session.Event {
				return &session.ResponseHead{At: h.At, Conn: e.Conn, Exchange: e.ID, Off: h.Off, End: h.End, Facts: e.factsAt(h)}
			})
		}
	}
}

// factsAt returns the facts that were known at the end of a header section.
func (e *Exchange) factsAt(h Head) wire.Facts {
	f := *e.Facts()
	if h != e.Heads[len(e.Heads)-1] || f.Status != h.Status {
		return wire.Facts{Request: f.Request, Answers: f.Answers, Version: f.Version, Status: h.Status, Off: h.Off, BodyAt: h.End,
			Length: -1, LengthAt: -1, CodingAt: -1, ConnectionAt: -1, HintAt: -1, Hint: wire.Hint{Timeout: -1, Max: -1}}
	}
	f.ContentBytes, f.ChunkCount, f.Complete, f.Truncated = 0, 0, false, false
	return f
}

// parts returns the reads or writes of a stretch, as far as they are kept. If none is
// kept, it returns one part for all bytes, with the given time, or nil if there are no
// bytes. A part also ends where bytes were not kept, so that the kept bytes after them
// begin a new part.
func (s *Stretch) parts(at time.Duration) (out []part) {
	if s.Len == 0 && len(s.keeps().lines) == 0 {
		return nil
	}
	segments := s.Segments()
	if len(segments) == 0 {
		segments = []Segment{{at, s.Off, s.Len}}
	}
	lines := s.keeps().lines
	for i, g := range segments {
		p := part{at: g.At, off: g.Off, n: g.Len, reads: 1}
		if i == len(segments)-1 {
			p.reads += max(0, s.Reads-len(segments))
		}
		if i == 0 && s.Reads < len(segments) {
			p.reads = 0 // the read began before this stretch
		}
		for _, p := range s.split(p) {
			p.data = s.Bytes(p.off, p.n)
			p.lines, lines = s.take(lines, p)
			out = append(out, p)
		}
	}
	return out
}

// split divides a part at each place where kept bytes follow bytes that are not
// kept.
func (s *Stretch) split(p part) (out []part) {
	for kept := range s.pieces() {
		if kept.off > p.off && kept.off < p.off+p.n && s.Bytes(kept.off-1, 1) == nil {
			rest := part{at: p.at, off: kept.off, n: p.off + p.n - kept.off}
			p.n = kept.off - p.off
			out = append(out, p)
			p = rest
		}
	}
	return append(out, p)
}

// take returns the lines that end in a part, with offsets relative to the part, and the
// remaining lines. It divides a line of content that continues after the part.
func (s *Stretch) take(lines []wire.Line, p part) (own, rest []wire.Line) {
	end := p.off + p.n - s.Off
	for len(lines) > 0 && lines[0].End() <= end {
		own, lines = append(own, lines[0]), lines[1:]
	}
	if len(lines) > 0 && lines[0].Off < end && divisible(lines[0].Kind) {
		l := lines[0]
		lines = slices.Clone(lines)
		lines[0].Off, lines[0].Len = end, l.End()-end
		lines[0].Flags &^= wire.FlagRunBegin
		l.Len, l.Flags = end-l.Off, l.Flags&^wire.FlagCut
		own = append(own, l)
	}
	wire.ShiftLines(own, s.Off-p.off)
	return own, lines
}

// divisible reports whether a line of this kind may be divided anywhere,
// because [wire.AppendLine] joins it again.
func divisible(k wire.Kind) bool {
	switch k {
	case wire.KindContent, wire.KindChunkData, wire.KindTunnel, wire.KindUnsolicited, wire.KindLost:
		return true
	}
	return false
}
