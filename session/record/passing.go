package record

import (
	"time"

	"linger/session"
)

// keptProbes bounds the times of TCP keepalive probes that are kept of a
// connection.
const keptProbes = 1000

// A Passing is what is known of a connection between other programs alone, which
// linger relays or reads from a capture.
type Passing struct {
	Ends   []session.SideEnded // in the order in which they came; at most three: a FIN may be followed by a RST
	Opaque bool                // linger cannot explain what passes: see Passed
	Passed session.Passed      // of an opaque connection, as far as it was reported
	Gaps   int                 // runs of bytes that were not captured
	Missed int64               // their bytes
	Resent int                 // times that bytes were sent again and differed
	Probes []session.KeptAlive // the first ones
	Faults string              // what the relay was asked to do to it
}

// EndOf returns how a side ended its direction first, or false while it has not.
func (p *Passing) EndOf(side session.Party) (session.SideEnded, bool) {
	for _, e := range p.Ends {
		if e.Side == side {
			return e, true
		}
	}
	return session.SideEnded{}, false
}

// passing folds the events that only such connections have.
func (r *Record) passing(ev session.Event) {
	switch ev := ev.(type) {
	case session.SideEnded:
		p := r.passed(ev.At, ev.Conn)
		p.Ends = append(p.Ends, ev)
	case session.Passed:
		p := r.passed(ev.At, ev.Conn)
		p.Opaque, p.Passed = true, ev
	case session.Missed:
		p := r.passed(ev.At, ev.Conn)
		p.Gaps++
		p.Missed += ev.Len
	case session.Resent:
		r.passed(ev.At, ev.Conn).Resent++
	case session.KeptAlive:
		if p := r.passed(ev.At, ev.Conn); len(p.Probes) < keptProbes {
			p.Probes = append(p.Probes, ev)
		}
	case session.Interfered:
		r.passed(ev.At, ev.Conn).Faults = ev.Faults
	}
}

func (r *Record) passed(at time.Duration, conn int) *Passing { return &r.on(at, conn).Passing }
