package traffic

import (
	"math"
	"time"

	"linger/session"
	"linger/session/observe"
)

const never time.Duration = math.MaxInt64

// A Watcher turns what passes on connections into the events of a session. It has
// no clock and no goroutine. It does not emit [session.Started] and
// [session.Ended], which are the caller's.
type Watcher struct {
	emit     func(session.Event)
	target   string // where all connections lead to; empty: each to its own server
	observer *observe.Observer
	conns    map[int]*watched
}

// NewWatcher returns a Watcher that passes every event to emit. Target is the
// origin that all connections lead to, such as "http://127.0.0.1:3000"; empty, it
// is made from the server's address of each.
func NewWatcher(target string, emit func(session.Event)) *Watcher {
	return &Watcher{emit: emit, target: target, observer: observe.New(emit), conns: map[int]*watched{}}
}

// Due returns when [Watcher.Advance] finds something; the largest Duration when
// nothing depends on time.
func (w *Watcher) Due() time.Duration {
	due := never
	for _, c := range w.conns {
		due = min(due, c.due())
	}
	return due
}

// Advance emits what the passing of time alone shows.
func (w *Watcher) Advance(now time.Duration) {
	for _, c := range w.conns {
		c.advance(now)
	}
}

// Take takes one event.
func (w *Watcher) Take(ev *Event) {
	c := w.conns[ev.Conn.ID]
	if c == nil {
		c = &watched{w: w, id: ev.Conn.ID, last: ev.At}
		w.conns[c.id] = c
	}
	c.info = ev.Conn
	c.last = max(c.last, ev.At)
	c.advance(c.last)
	switch ev.Kind {
	case KindOpen:
		c.open()
	case KindEstablished:
		c.connected()
	case KindNotDialled:
		c.notDialled(session.DialOther, "The relay could not connect to the server: "+ev.Text+".")
	case KindFault:
		w.emit(session.Interfered{At: c.last, Conn: c.id, Faults: ev.Text})
	case KindData:
		c.data(ev.Side, ev.Data)
	case KindGap:
		c.gap(ev.Side, ev.Len)
	case KindConflict:
		w.emit(session.Resent{At: c.last, Conn: c.id, Side: party(ev.Side)})
	case KindKeepalive:
		w.emit(session.KeptAlive{At: c.last, Conn: c.id, Side: party(ev.Side)})
	case KindFIN:
		c.sideEnded(end{ev.Side, session.HowFIN, ev.Relay, c.last})
	case KindReset:
		c.sideEnded(end{ev.Side, session.HowReset, ev.Relay, c.last})
	case KindDone:
		c.done()
		delete(w.conns, c.id)
	}
}

func party(s Side) session.Party {
	if s == Client {
		return session.ByClient
	}
	return session.ByServer
}

// An end is how one side ended its direction.
type end struct {
	side  Side
	how   session.How
	relay bool
	at    time.Duration
}

// by returns who ended it.
func (e *end) by() session.Party {
	if e.relay {
		return session.ByRelay
	}
	return party(e.side)
}
