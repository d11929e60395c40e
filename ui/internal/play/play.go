// Package play makes records for tests: requests and reads in, a record out,
// the way the session would have told it.
package play

import (
	"slices"
	"time"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A Play is a record in the making. Its clock stands still but for what is
// told to it.
type Play struct {
	Rec    *record.Record
	Now    time.Duration
	Events []session.Event // what was told, in order

	conn, exchange int
	sent           int64
	outstanding    []int
	dec            *wire.Decoder
	trip           time.Duration
	target         string // of the next connection; empty: that of the session
}

// New is a session with a target that has not dialled yet.
func New(target string) *Play { return Labelled(target, "") }

// Labelled is New with a name for the target, such as "the practice server".
func Labelled(target, label string) *Play {
	p := &Play{Rec: &record.Record{}}
	p.tell(session.Started{Program: "linger", Version: "0.1.0", Target: target, Label: label, Verify: true})
	return p
}

func (p *Play) tell(ev session.Event) {
	p.Rec.Apply(ev)
	p.Events = append(p.Events, ev)
}

// Tell tells an event of the session's own.
func (p *Play) Tell(ev session.Event) *Play { p.tell(ev); return p }

// Wait lets time pass.
func (p *Play) Wait(d time.Duration) *Play { p.Now += d; return p }

// To makes the next connections to another target.
func (p *Play) To(target string) *Play { p.target = target; return p }

// Connect makes a connection whose round trip takes so long.
func (p *Play) Connect(trip time.Duration) *Play {
	p.conn++
	p.sent, p.trip, p.outstanding = 0, trip, nil
	p.dec = wire.NewDecoder(wire.Limits{})
	p.tell(session.Dialing{At: p.Now, Conn: p.conn, Address: "127.0.0.1:8321", Target: p.target})
	p.Now += trip
	p.tell(session.Connected{At: p.Now, Conn: p.conn, Local: "127.0.0.1:50001", Remote: "127.0.0.1:8321",
		Connect: trip, RoundTrip: trip, TCPAlive: 15 * time.Second})
	return p
}

// Send writes one request, which takes 20 µs.
func (p *Play) Send(raw string) *Play {
	p.exchange++
	facts, lines, findings := wire.DecodeRequest([]byte(raw), p.sent)
	wire.ShiftLines(lines, -p.sent)
	p.dec.Expect(facts)
	p.outstanding = append(p.outstanding, p.exchange)
	ev := &session.RequestStarted{At: p.Now, Conn: p.conn, Exchange: p.exchange, Off: p.sent, Method: facts.Method, Proto: "HTTP/1.1",
		Facts: facts, Data: []byte(raw), Lines: lines, Len: int64(len(raw))}
	if len(lines) > 0 && lines[0].Kind == wire.KindRequestLine {
		ev.Target = raw[lines[0].B:lines[0].C]
	}
	p.tell(ev)
	for _, f := range findings {
		p.tell(session.Found{At: p.Now, Conn: p.conn, Exchange: p.exchange, Finding: f})
	}
	p.Now += 20 * time.Microsecond
	p.sent += int64(len(raw))
	p.tell(&session.RequestSent{At: p.Now, Conn: p.conn, Exchange: p.exchange, Len: int64(len(raw))})
	return p
}

// Read receives bytes in one read.
func (p *Play) Read(data string) *Play {
	raw, reads := []byte(data), 1
	for {
		off := p.dec.Offset()
		n, ev := p.dec.Feed(raw)
		p.received(off, raw[:n], reads)
		raw, reads = raw[n:], 0
		p.follow(ev)
		if ev == wire.EventNeedMore {
			return p
		}
	}
}

func (p *Play) current() int {
	if len(p.outstanding) == 0 {
		return 0
	}
	return p.outstanding[0]
}

func (p *Play) received(off int64, data []byte, reads int) {
	if len(data) > 0 {
		lines := slices.Clone(p.dec.Lines())
		wire.ShiftLines(lines, -off)
		p.tell(&session.Received{At: p.Now, Conn: p.conn, Exchange: p.current(), Off: off, Len: int64(len(data)),
			Data: slices.Clone(data), Lines: lines, Reads: reads})
	}
	for _, f := range p.dec.Findings() {
		p.tell(session.Found{At: p.Now, Conn: p.conn, Exchange: p.current(), Finding: f})
	}
}

func (p *Play) follow(ev wire.Event) {
	f := *p.dec.Facts()
	switch ev {
	case wire.EventInterimHead, wire.EventFinalHead:
		p.tell(&session.ResponseHead{At: p.Now, Conn: p.conn, Exchange: p.current(), Off: f.Off, End: p.dec.Offset(), Facts: f})
	case wire.EventMessageEnd, wire.EventFramingLost:
		p.done(f)
	}
}

func (p *Play) done(f wire.Facts) {
	id := p.current()
	if id == 0 {
		return
	}
	p.outstanding = p.outstanding[1:]
	p.tell(&session.ExchangeDone{At: p.Now, Conn: p.conn, Exchange: id, Facts: f, Reason: f.Persistence()})
	b := session.Budget{RoundTrip: p.trip, Source: id, Applies: f.Hint.Applies, CountedBy: "server"}
	if f.Hint.Timeout >= 0 {
		b.HasTimeout, b.Timeout = true, session.WholeSeconds(f.Hint.Timeout)
		b.Deadline = p.Now + b.Timeout
	}
	if f.Hint.Max >= 0 {
		b.HasMax, b.Max, b.First = true, f.Hint.Max, max(f.Hint.Max, 100)
	}
	p.tell(&session.BudgetChanged{At: p.Now, Conn: p.conn, Exchange: id, Budget: b})
}

// End ends the connection; a message under way is incomplete then, a request
// without an answer lost. What c leaves out of the moment is filled in.
func (p *Play) End(c session.Closed) *Play {
	off := p.dec.Offset()
	facts := *p.dec.Facts()
	if ev := p.dec.Close(); ev != wire.EventNeedMore {
		p.received(off, nil, 0)
		p.follow(ev)
	}
	if c.Moment.Kind == "" {
		c.Moment = p.moment(&facts, &c.Ending)
	}
	for _, id := range p.outstanding {
		c.Lost = append(c.Lost, id)
		p.tell(&session.ExchangeDone{At: p.Now, Conn: p.conn, Exchange: id, Reason: wire.ReasonTruncated, Retry: session.RetrySafe})
	}
	p.outstanding = nil
	c.At, c.Conn, c.Exchanges = p.Now, p.conn, p.exchange
	p.tell(c)
	return p
}

// moment returns what the connection was in the middle of.
func (p *Play) moment(f *wire.Facts, e *session.Ending) session.Moment {
	conn := p.Rec.Newest()
	last := conn.Last()
	switch {
	case last == nil:
		return session.Moment{Kind: session.MomentUnused}
	case e.Phase == session.PhaseIdle:
		e.Answered, e.Last.Exchange, e.Last.Reason = max(e.Answered, 1), last.ID, last.Reason
		return session.Moment{Kind: session.MomentIdle, Exchange: last.ID}
	case last.FirstByte == 0:
		return session.Moment{Kind: session.MomentNoByte, Exchange: last.ID, After: p.Now - last.Started}
	case last.Done && last.Facts.Complete && last.Facts.Framing() == wire.FramingCloseDelimited:
		return session.Moment{Kind: session.MomentEndsContent, Exchange: last.ID}
	case f.Framing() == wire.FramingLengthDelimited:
		return session.Moment{Kind: session.MomentInLength, Exchange: last.ID, N: f.ContentBytes, Of: f.Length}
	}
	return session.Moment{Kind: session.MomentInOpen, Exchange: last.ID, N: f.ContentBytes}
}
