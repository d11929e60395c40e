package traffic

import (
	"math"
	"time"

	"linger/session"
	"linger/session/observe"
)

const never time.Duration = math.MaxInt64

// A Watcher turns the events of connections into the events of a session. It
// has no clock and no goroutine. The caller emits [session.Started] and
// [session.Ended].
type Watcher struct {
	emit     func(session.Event)
	target   string // the target of all connections; if it is "", each uses the address of its server
	observer *observe.Observer
	conns    map[int]*watched
	held     int // memory used by all connections, in bytes; see [watched.weight]

	// Unfollowed is the number of connections that linger stopped following before they
	// had ended, to limit memory.
	Unfollowed int
}

// NewWatcher returns a Watcher that passes its events to emit. target is the origin of
// all connections, such as "http://127.0.0.1:3000". If it is empty, the origin of each
// connection is the address of its server.
func NewWatcher(target string, emit func(session.Event)) *Watcher {
	return &Watcher{emit: emit, target: target, observer: observe.New(emit), conns: map[int]*watched{}}
}

// Due returns the next time at which [Watcher.Advance] has an effect, or the largest
// Duration if there is none.
func (w *Watcher) Due() time.Duration {
	due := never
	for _, c := range w.conns {
		due = min(due, c.due())
	}
	return due
}

// Advance emits the events that depend only on time and are due at now or earlier.
func (w *Watcher) Advance(now time.Duration) {
	for _, c := range w.conns {
		c.advance(now)
	}
}

// Take handles one event.
func (w *Watcher) Take(ev *Event) {
	c := w.conns[ev.Conn.ID]
	if c == nil {
		c = &watched{w: w, id: ev.Conn.ID, last: ev.At}
		w.conns[c.id] = c
	}
	c.info = ev.Conn
	c.last = max(c.last, ev.At)
	if !c.given {
		c.take(ev)
	}
	if ev.Kind == KindDone {
		w.held -= c.weighed
		delete(w.conns, c.id)
		return
	}
	c.weigh()
	if w.held > mostHeld {
		w.relieve()
	}
}

// take handles one event of the connection.
func (c *watched) take(ev *Event) {
	w := c.w
	c.advance(c.last)
	switch ev.Kind {
	case KindOpen:
		c.open()
	case KindEstablished:
		c.connected()
	case KindNotDialed:
		c.notDialed(session.DialOther, "The relay could not connect to the server: "+ev.Text+".")
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
	case KindUnfollowed:
		c.unfollow()
	case KindDone:
		c.done()
	}
}

func party(s Side) session.Party {
	if s == Client {
		return session.ByClient
	}
	return session.ByServer
}

// An end holds the facts about the end of one direction.
type end struct {
	side  Side
	how   session.How
	relay bool
	at    time.Duration
}

// by returns the party that ended the direction: a side or the relay.
func (e *end) by() session.Party {
	if e.relay {
		return session.ByRelay
	}
	return party(e.side)
}
