package record

import (
	"time"
	"unsafe"

	"linger/session"
)

// Limits on the data that a Passing keeps.
const (
	keptProbes = 1000 // TCP keepalive probes
	keptGaps   = 1000 // runs of bytes that were not captured

	probeSize = int64(unsafe.Sizeof(session.KeptAlive{}))
	gapSize   = int64(unsafe.Sizeof(session.Missed{}))
)

// A Passing holds facts that exist only for connections between other programs, which
// linger relays or reads from a capture.
type Passing struct {
	Ends    []session.SideEnded // in order of time; at most three, because an RST may follow a FIN
	Opaque  bool                // linger cannot decode the bytes: see Passed
	Passed  session.Passed      // totals of an opaque connection so far
	Gaps    int                 // runs of bytes that were not captured
	Missed  int64               // number of bytes in these runs
	Missing []session.Missed    // the first of these runs, at most keptGaps
	Resent  int                 // number of retransmissions whose bytes differed
	Probes  []session.KeptAlive // the first TCP keepalive probes
	Faults  string              // what the relay does to the connection on the user's request

	Unfollowed bool // linger no longer follows the connection, to limit memory

	EndedIdle bool          // no request was outstanding at the first of Ends
	Idle      time.Duration // idle time before the first of Ends
}

// EndOf returns the first event that ended the direction of the given side, and true. If
// the side has not ended it, EndOf returns false.
func (p *Passing) EndOf(side session.Party) (session.SideEnded, bool) {
	for _, e := range p.Ends {
		if e.Side == side {
			return e, true
		}
	}
	return session.SideEnded{}, false
}

// passing folds the events that occur only on connections between other programs.
func (r *Record) passing(ev session.Event) {
	switch ev := ev.(type) {
	case session.SideEnded:
		r.sideEnded(ev)
	case session.Passed:
		p := r.passed(ev.At, ev.Conn)
		p.Opaque, p.Passed = true, ev
	case session.Missed:
		r.missed(r.on(ev.At, ev.Conn), ev)
	case session.Resent:
		r.passed(ev.At, ev.Conn).Resent++
	case session.KeptAlive:
		if c := r.on(ev.At, ev.Conn); len(c.Passing.Probes) < keptProbes && !r.full() {
			c.Passing.Probes = append(c.Passing.Probes, ev)
			r.grow(c, probeSize)
			r.trim()
		}
	case session.Unfollowed:
		r.passed(ev.At, ev.Conn).Unfollowed = true
	case session.CapturedAt:
		r.at(ev.At)
		r.Captured = ev
	case session.Interfered:
		if ev.Conn == 0 {
			r.Faults = ev.Faults
		}
		r.passed(ev.At, ev.Conn).Faults = ev.Faults
	}
}

// missed records bytes that were not captured. They show that the connection was in use.
func (r *Record) missed(c *Connection, ev session.Missed) {
	p := &c.Passing
	p.Gaps++
	p.Missed += ev.Len
	if len(p.Missing) < keptGaps && !r.full() {
		p.Missing = append(p.Missing, ev)
		r.grow(c, gapSize)
		r.trim()
	}
	c.IdleSince = max(c.IdleSince, ev.At)
	e := r.Exchange(ev.Exchange)
	if e == nil {
		return
	}
	l := e.lacks()
	if ev.Side == session.ByClient {
		l.requestMissed += ev.Len
	} else {
		l.responseMissed += ev.Len
	}
	r.held.setLack(e, l)
}

func (r *Record) sideEnded(ev session.SideEnded) {
	c := r.on(ev.At, ev.Conn)
	p := &c.Passing
	switch {
	case len(p.Ends) > 0:
	case p.Opaque:
		p.EndedIdle, p.Idle = true, ev.At-p.Passed.LastByte
	case len(c.Exchanges) > 0 && !r.outstanding(c):
		p.EndedIdle, p.Idle = true, ev.At-c.IdleSince
	}
	p.Ends = append(p.Ends, ev)
}

// AfterFIN returns the time from the server's FIN to the beginning of the request of e.
// ok is false if the request began before the FIN, or if there was no FIN.
func (c *Connection) AfterFIN(e *Exchange) (after time.Duration, ok bool) {
	end, ended := c.Passing.EndOf(session.ByServer)
	if !ended || end.How != session.HowFIN || !e.Requested || e.Started < end.At {
		return 0, false
	}
	return e.Started - end.At, true
}

// Lost reports whether the request of e got no status because the connection ended.
func (e *Exchange) Lost() bool {
	return e.Done && e.Requested && e.Facts().Status == 0 && e.Retry() != ""
}

func (r *Record) passed(at time.Duration, conn int) *Passing { return &r.on(at, conn).Passing }
