package learned

import "linger/session"

// Targets builds a separate Summary for each target if linger is the client,
// because the behaviour of one server says nothing about another. It builds one
// Summary for all connections between other programs. Its zero value is ready
// to use.
type Targets struct {
	start   session.Started
	all     Fold
	folds   map[string]*Fold // by target
	targets map[int]string   // by connection that has not ended; without an entry: the target of start

	// The connection of the previous event, and its fold: most events are about the
	// same connection as the one before.
	last     int
	lastFold *Fold
}

// Of returns the summary of a target, or that of all connections between other
// programs.
func (t *Targets) Of(target string) Summary {
	if t.start.Vantage.Watches() {
		return t.all.Summary()
	}
	if f := t.folds[target]; f != nil {
		return f.Summary()
	}
	return Summary{}
}

// Apply adds one event.
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
	case session.Closed, session.DialFailed:
		delete(t.targets, conn)
	}
}

// fold returns the Fold for the target of a connection, and creates it if necessary.
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

// connOf returns the number of the connection of an event, or 0 if a fold
// ignores the event.
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
	case session.Closed:
		return ev.Conn
	}
	return 0
}
