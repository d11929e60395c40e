package record

import (
	"slices"
	"time"

	"linger/session"
	"linger/wire"
)

// Apply updates the record with one event.
func (r *Record) Apply(ev session.Event) {
	r.Applied++
	switch ev := ev.(type) {
	case session.Started:
		r.at(ev.At)
		r.Start = ev
	case session.Dialing:
		r.at(ev.At)
		c := r.on(ev.At, ev.Conn)
		c.Dialed, c.Address = ev.At, ev.Address
		if ev.Target != "" {
			c.Target = ev.Target
		}
		r.moved = r.moved || c.Target != r.Start.Target
	case session.DialStep:
		r.on(ev.At, ev.Conn).Step = ev
	case session.Waiting:
		r.on(ev.At, ev.Conn).Waiting = ev.Requests
	case session.Connected:
		r.connected(ev)
	case session.DialFailed:
		c := r.on(ev.At, ev.Conn)
		c.State, c.Failure, c.Waiting = Failed, ev, 0
	case *session.RequestStarted:
		r.requestStarted(ev)
	case *session.RequestData:
		r.requestData(ev)
	case *session.RequestSent:
		r.requestSent(ev)
	case *session.Received:
		r.received(ev)
	case *session.ResponseHead:
		r.responseHead(ev)
	case *session.ExchangeDone:
		r.exchangeDone(ev)
	case session.Found:
		r.found(ev)
	case *session.BudgetChanged:
		c := r.on(ev.At, ev.Conn)
		c.Budget, c.Overdue = ev.Budget, false
		if e := r.Exchange(ev.Exchange); e != nil {
			r.budgets.set(e, &ev.Budget)
		}
	case session.Overdue:
		c := r.on(ev.At, ev.Conn)
		c.Overdue, c.OverdueAt = true, ev.At
	case session.HalfClosed:
		c := r.on(ev.At, ev.Conn)
		c.HalfClosed, c.ShutAt = true, ev.At
	case session.PathMeasured:
		c := r.on(ev.At, ev.Conn)
		c.Path = ev
		c.Budget.RoundTrip = ev.RoundTrip
	case session.SideEnded, session.Passed, session.Missed, session.Resent, session.KeptAlive, session.Unfollowed, session.CapturedAt, session.Interfered:
		r.passing(ev)
	case session.Measured:
		r.measure(ev)
	case session.Marked:
		r.at(ev.At)
		r.Marks = append(r.Marks, ev)
	case session.Working:
		r.at(ev.At)
		r.working(ev)
	case session.Declined:
		r.at(ev.At)
		r.Declined = ev
	case session.Checked:
		r.at(ev.At)
		r.Checked = ev
	case session.Closed:
		c := r.on(ev.At, ev.Conn)
		c.closed(ev)
		r.grow(c, int64(8*len(ev.Lost)))
		if closedIdle(c) {
			r.addIdleClose(c)
		}
	case session.Ended:
		r.at(ev.At)
		r.Ended = true
	}
}

func (r *Record) at(t time.Duration) { r.changed = max(r.changed, t) }

// on returns the connection with the given ID for an event at time t. It creates the
// connection if it does not exist yet, because a log that begins in the middle has
// connections without a Dialing event. If the connection was forgotten, or id is below 1,
// it returns an empty connection that is not part of the record.
func (r *Record) on(t time.Duration, id int) *Connection {
	r.at(t)
	if id < 1 {
		return &Connection{}
	}
	for len(r.Conns) < id {
		r.Conns = append(r.Conns, skipped)
	}
	switch r.Conns[id-1] {
	case dropped:
		return &Connection{}
	case skipped:
		c := &Connection{ID: id, Dialed: t, Target: r.Start.Target}
		r.Conns[id-1] = c
		r.grow(c, connSize)
		r.queue.kept++
		r.trim()
		r.forgetOldest()
		return c
	}
	return r.Conns[id-1]
}

func (r *Record) connected(ev session.Connected) {
	c := r.on(ev.At, ev.Conn)
	c.State, c.Info, c.Waiting = Unused, ev, 0
	c.Opened, c.IdleSince = ev.At, ev.At
	c.Sent, c.Received, c.spent, c.Version = 0, 0, false, wire.Version{} // a CONNECT to a proxy does not count
	c.Budget = session.Budget{RoundTrip: ev.RoundTrip}
}

func (r *Record) requestStarted(ev *session.RequestStarted) {
	c := r.on(ev.At, ev.Conn)
	e := r.exchangeFor(c, ev.Exchange)
	e.Requested, e.Started, e.Tunnel = true, ev.At, ev.Tunnel
	e.Method, e.Target, e.Proto = ev.Method, ev.Target, ev.Proto
	if e.ID > 0 {
		r.held.rest += e.restHeld() - roomSize
	}
	r.outcomes.request(e, ev.Facts)
	r.add(c, e, &e.Request, part{ev.At, ev.Off, ev.Len, ev.Data, ev.Lines, 1, 0, nil})
	c.Sent += ev.Len
	if !e.Tunnel { // the connection is still being made
		c.State = Sending
	}
}

func (r *Record) requestData(ev *session.RequestData) {
	c := r.on(ev.At, ev.Conn)
	e := r.exchangeFor(c, ev.Exchange)
	r.add(c, e, &e.Request, part{ev.At, ev.Off, ev.Len, ev.Data, ev.Lines, 1, 0, nil})
	c.Sent += ev.Len
}

func (r *Record) requestSent(ev *session.RequestSent) {
	c := r.on(ev.At, ev.Conn)
	e := r.exchangeFor(c, ev.Exchange)
	e.Written, e.SentAt, e.Sent = true, ev.At, ev.Len
	c.Sent -= e.Request.Len - ev.Len
	if c.State == Sending {
		c.State = Awaiting
	}
}

// exchangeFor returns the exchange with the given ID for an event on c, and creates the
// exchange if it is new. It also creates exchanges for the lower IDs that have had no
// event so far. Each of those is assigned to a connection at its first event; if a log
// begins in the middle, there may never be one. If the exchange was released, or id is
// below 1, exchangeFor returns an empty exchange that is not part of the record.
func (r *Record) exchangeFor(c *Connection, id int) *Exchange {
	if id < 1 || c.ID < 1 {
		return &Exchange{}
	}
	for r.Count() < id {
		e := r.newExchange()
		e.ID = r.Count() + 1
		r.held.rest += roomSize
		r.Exchanges = append(withRoom(r.Exchanges), e)
		r.releaseOldest()
	}
	e := r.numbered(id)
	if e == gone {
		return &Exchange{}
	}
	if e.Conn == 0 {
		e.Conn, e.Started = c.ID, r.changed
		at := len(c.Exchanges)
		for at > 0 && c.Exchanges[at-1].ID > id {
			at--
		}
		c.Exchanges = slices.Insert(withRoom(c.Exchanges), at, e)
	}
	return e
}

// withRoom returns s with capacity for at least one more element. It doubles a full
// slice: append would add only a quarter to a long one, and so copy it more often.
func withRoom[T any](s []T) []T {
	if len(s) == cap(s) {
		return slices.Grow(s, max(1, len(s)))
	}
	return s
}

func (r *Record) received(ev *session.Received) {
	c := r.on(ev.At, ev.Conn)
	c.Received += ev.Len
	if ev.Exchange == 0 {
		data := ev.Data[:min(int64(len(ev.Data)), KeepLoose>>r.Halved-r.loose)]
		r.loose += int64(len(data))
		c.Loose.Dropped = c.Loose.Dropped || len(data) < len(ev.Data)
		c.Loose.add(part{ev.At, ev.Off, ev.Len, data, ev.Lines, ev.Reads, 0, nil})
		return
	}
	e := r.exchangeFor(c, ev.Exchange)
	if ev.Len > 0 && !e.HasByte() {
		e.FirstByte = ev.At
	}
	if ev.Len > 0 {
		e.LastByte = ev.At
	}
	p := part{ev.At, ev.Off, ev.Len, ev.Data, ev.Lines, ev.Reads, 0, nil}
	if e.Response.Len > 0 {
		if f := e.Facts(); f.Framing() == wire.FramingLengthDelimited {
			p.until = f.BodyAt + f.Length
		}
	}
	r.add(c, e, &e.Response, p)
	e.noteFraming()
}

func (r *Record) responseHead(ev *session.ResponseHead) {
	c := r.on(ev.At, ev.Conn)
	e := r.exchangeFor(c, ev.Exchange)
	r.addHead(e, Head{Off: ev.Off, End: ev.End, At: ev.At, Status: ev.Facts.Status})
	r.outcomes.head(e, &ev.Facts)
	c.Version = ev.Facts.Version
	e.noteFraming() // the event with the bytes precedes the events about their meaning
	if ev.Facts.Framing() == wire.FramingTunnel && !e.Tunnel {
		c.State = Tunneling
	}
}

func (r *Record) exchangeDone(ev *session.ExchangeDone) {
	c := r.on(ev.At, ev.Conn)
	e := r.exchangeFor(c, ev.Exchange)
	r.outcomes.done(e, ev)
	e.Done, e.Reason, e.WireBytes, e.Barred = true, ev.Reason, ev.WireBytes, ev.Barred
	c.outOfStep(e)
	if !e.Requested && ev.Reason.Persistent() {
		c.loseStep(e.Response.Off)
	}
	if e.HasByte() { // the queue merges reads, and the event has the time of the first
		e.LastByte = max(e.LastByte, ev.At)
	}
	e.Ended, e.Over = true, max(e.LastByte, e.SentAt, e.Started)
	if !c.State.Open() || c.State == Tunneling {
		return
	}
	if e.Requested { // an unsolicited response does not restart the clock
		c.IdleSince = max(c.IdleSince, ev.At)
	}
	c.spent = c.spent || !ev.Reason.Persistent() && !ev.Facts.Interim()
	switch {
	case r.outstanding(c):
		c.State = Awaiting
	case c.spent:
		c.State = Closing
	default:
		c.State = Idle
	}
}

func (r *Record) outstanding(c *Connection) bool {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		if e := c.Exchanges[i]; e.Requested && !e.Done {
			return true
		}
		if c.Exchanges[i].Done && i < len(c.Exchanges)-1 {
			return false
		}
	}
	return false
}

func (r *Record) found(ev session.Found) {
	c := r.on(ev.At, ev.Conn)
	c.OutOfStep = c.OutOfStep || session.PutsOutOfStep(ev.Finding.Code)
	if c.misframed == 0 && session.Misframes(ev.Finding.Code) {
		c.misframed = ev.Exchange
	}
	if ev.Finding.Code == wire.CodeUnsolicited || ev.Finding.Code == wire.CodeOutOfStep {
		c.loseStep(ev.Finding.Offset)
	}
	if e := r.Exchange(ev.Exchange); e != nil {
		r.addFinding(e, ev.Finding)
		return
	}
	if len(c.Findings) == mostFindings || r.full() {
		r.held.discarded.add(Discarded{Findings: ev.Finding.Count()})
		return
	}
	c.Findings = append(c.Findings, ev.Finding)
	r.grow(c, sizeOf(ev.Finding))
	r.trim()
}

// mostFindings is the maximum number of findings that are kept for a connection, apart
// from those of its exchanges.
const mostFindings = 1000
