package learned

import "linger/session"

// Targets builds a Summary for each target if linger is the client, because one server
// says nothing about another. It builds one Summary for all connections between other
// programs. Its zero value is ready to use.
type Targets struct {
	start   session.Started
	all     Fold
	folds   map[string]*Fold // by target
	targets map[int]string   // by connection that has not ended; a connection without an entry has the target of start

	// The connection of the previous event and its fold. They are kept because most
	// events are about the same connection as the previous event.
	last     int
	lastFold *Fold
}

// Of returns the summary of a target. If linger is not the client, it returns the summary
// of all connections.
func (t *Targets) Of(target string) Summary {
	if t.start.Vantage.Watches() {
		return t.all.Summary()
	}
	if f := t.folds[target]; f != nil {
		return f.Summary()
	}
	return Summary{}
}

// Apply adds one event to the summary of its target.
func (t *Targets) Apply(ev session.Event) {
	switch ev := ev.(type) {
	case session.Started:
		t.start, t.lastFold = ev, nil
	case session.Dialing:
		t.lastFold = nil
		if ev.Target != "" && ev.Target != t.start.Target {
			if t.targets == nil {
				t.targets = map[int]string{}
			}
			t.targets[ev.Conn] = ev.Target
		}
	}
	if t.start.Vantage.Watches() {
		t.all.Apply(ev)
		return
	}
	conn := connOf(ev)
	if conn == 0 {
		return
	}
	t.fold(conn).Apply(ev)
	switch ev.(type) {
	case session.Closed, session.DialFailed, session.Unfollowed:
		delete(t.targets, conn)
	}
}

// fold returns the Fold for the target of a connection, and creates it if there is none
// yet.
func (t *Targets) fold(conn int) *Fold {
	if t.lastFold != nil && t.last == conn {
		return t.lastFold
	}
	target, ok := t.targets[conn]
	if !ok {
		target = t.start.Target
	}
	f := t.folds[target]
	if f == nil {
		if t.folds == nil {
			t.folds = map[string]*Fold{}
		}
		f = &Fold{}
		t.folds[target] = f
	}
	t.last, t.lastFold = conn, f
	return f
}

// connOf returns the number of the connection of an event, or 0 if a Fold ignores such
// events.
func connOf(ev session.Event) int {
	switch ev := ev.(type) {
	case session.Connected:
		return ev.Conn
	case session.DialFailed:
		return ev.Conn
	case *session.RequestStarted:
		return ev.Conn
	case *session.ExchangeDone:
		return ev.Conn
	case *session.BudgetChanged:
		return ev.Conn
	case session.Interfered:
		return ev.Conn
	case session.Passed:
		return ev.Conn
	case session.SideEnded:
		return ev.Conn
	case session.Unfollowed:
		return ev.Conn
	case session.Closed:
		return ev.Conn
	}
	return 0
}
