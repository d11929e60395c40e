// Package play builds records for tests. A [Play] passes requests and reads to an
// [observe.Observer], as a session does, and records the emitted events.
package play

import (
	"reflect"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/session/record"
)

// A Play is a session without a network. Its clock does not run by itself: Wait, Connect,
// Send, Exchange and ClosedOnTime advance it.
type Play struct {
	Rec    *record.Record
	Now    time.Duration
	Events []session.Event // events in the order of emission

	observer *observe.Observer
	conn     *observe.Conn
	conns    int
	target   string // target of the next connection; empty for the target of the session
}

// New returns a Play with a target and without a connection.
func New(target string) *Play { return Labelled(target, "") }

// Labelled returns a Play whose target has a name, such as "the practice server".
func Labelled(target, label string) *Play {
	p := &Play{Rec: &record.Record{}}
	p.observer = observe.New(p.emit)
	p.emit(session.Started{Program: "linger", Version: "0.1.0", Target: target, Label: label, Verify: true})
	return p
}

func (p *Play) emit(ev session.Event) {
	p.Rec.Apply(ev)
	p.Events = append(p.Events, ev)
}

// Tell emits an event that is not derived from bytes.
func (p *Play) Tell(ev session.Event) *Play { p.emit(ev); return p }

// Wait advances the clock.
func (p *Play) Wait(d time.Duration) *Play { p.Now += d; return p }

// To sets the target of later connections.
func (p *Play) To(target string) *Play { p.target = target; return p }

// Connect opens a connection with the given round-trip time, and advances the clock by
// that time.
func (p *Play) Connect(trip time.Duration) *Play {
	p.conns++
	p.emit(session.Dialing{At: p.Now, Conn: p.conns, Address: "127.0.0.1:8321", Target: p.target})
	p.Now += trip
	p.conn = p.observer.Open(p.Now, p.conns, observe.Options{Target: p.target})
	p.conn.Measured(trip)
	p.emit(session.Connected{At: p.Now, Conn: p.conns, Local: "127.0.0.1:50001", Remote: "127.0.0.1:8321",
		Connect: trip, RoundTrip: trip, TCPAlive: 15 * time.Second})
	return p
}

// Send writes one request and advances the clock by 20 µs.
func (p *Play) Send(raw string) *Play {
	p.conn.Begin(p.Now, observe.ParseRequest([]byte(raw)))
	p.Now += 20 * time.Microsecond
	p.conn.Wrote(p.Now, len(raw))
	return p
}

// SendPart writes the first n bytes of a request.
func (p *Play) SendPart(raw string, n int) *Play {
	p.conn.Begin(p.Now, observe.ParseRequest([]byte(raw)))
	p.conn.Wrote(p.Now, n)
	return p
}

// Read receives data in one read.
func (p *Play) Read(data string) *Play { p.conn.Received(p.Now, []byte(data)); return p }

// End ends the connection.
func (p *Play) End(e observe.End) *Play { p.conn.End(p.Now, e); return p }

// ServerClosed ends the connection with a FIN from the server.
func (p *Play) ServerClosed() *Play {
	return p.End(observe.End{By: session.ByServer, How: session.HowFIN})
}

// ServerReset ends the connection with a reset by the server.
func (p *Play) ServerReset() *Play {
	return p.End(observe.End{By: session.ByServer, How: session.HowReset})
}

// TimeOf returns the time of an event.
func TimeOf(ev session.Event) time.Duration {
	return time.Duration(reflect.Indirect(reflect.ValueOf(ev)).FieldByName("At").Int())
}
