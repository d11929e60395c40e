package plain

import (
	"linger/session"
	"linger/ui/text"
)

// A memory records which stored data the follower has already loaded or updated.
type memory struct {
	target  string // the target whose limit was loaded
	visited string // the target of the last open connection
}

// recall loads the stored limit of a target when the session connects to the target, and
// stores the visit.
func (f *follower) recall() {
	m, store := &f.mem, f.o.State
	if store == nil || f.o.Recording {
		return
	}
	if t := f.rec.Target(); t != "" && t != m.target {
		m.target = t
		if l, ok := store.Limit(t); ok && f.rec.Label(t) == "" {
			f.o.Engine.Do(session.Learn{Measured: session.Measured{Target: t, Low: l.Low, High: l.High, Closes: l.Closes, On: l.At}})
		}
	}
	if c := f.rec.Newest(); c != nil && c.State.Open() && c.Target != m.visited {
		m.visited = c.Target
		if f.rec.Label(c.Target) == "" {
			store.Visited(c.Target)
		}
	}
	f.remembered("")
}

// remembered prints problem, unless it is "", and the problem of the store, if there is
// one.
func (f *follower) remembered(problem string) {
	for _, p := range []string{problem, f.o.State.Problem()} {
		if p != "" {
			f.say("%s", text.Safe(p))
		}
	}
}
