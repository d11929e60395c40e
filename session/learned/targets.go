package learned

import "linger/session"

// Targets learns of each target apart, where linger is the client: what one server
// does says nothing of another. Of connections between other programs it learns as of
// one pair of sides. Its zero value is ready.
type Targets struct {
	start   session.Started
	all     Fold
	folds   map[string]*Fold // by target
	targets map[int]string   // of connections that have not ended
}

// Of returns what was learned of a target so far, or of all connections between other
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

// Apply learns from one event.
func (t *Targets) Apply(ev session.Event) {
	switch ev := ev.(type) {
	case session.Started:
		t.start = ev
	case session.Dialing:
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

// fold returns the fold of the target of a connection.
func (t *Targets) fold(conn int) *Fold {
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
	return f
}

// connOf returns the connection that an event is about; 0 where a fold learns nothing
// from it.
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
