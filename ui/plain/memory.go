package plain

import (
	"linger/session"
	"linger/ui/text"
)

// A memory says of which targets what is remembered was brought over.
type memory struct {
	target  string // whose limit was
	visited string // the server that was connected to last
}

// recall brings over the measured limit of a target when the session comes to it,
// and remembers that it was there.
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

// remembered says a problem, and what went wrong with remembering.
func (f *follower) remembered(problem string) {
	for _, p := range []string{problem, f.o.State.Problem()} {
		if p != "" {
			f.say("%s", text.Safe(p))
		}
	}
}
