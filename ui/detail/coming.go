package detail

import (
	"time"

	"linger/wire/format"
)

// A Coming describes what follows the current position in a replay: the next events, and
// whether the connection is silent until then. The zero Coming is not shown.
type Coming struct {
	At     time.Duration
	What   string
	Silent bool // no request is outstanding until the next event
}

// SetComing sets what follows the current position in a replay.
func (m *Model) SetComing(c Coming) { set(m, &m.scene.coming, c) }

// comes adds the next events of a replay, if the page is about the most recent exchange
// or connection.
func (p *page) comes(s *scene) {
	c := &s.coming
	if c.What == "" || !s.newest() {
		return
	}
	in := max(0, c.At-s.now)
	when := "in " + format.Idle(in)
	if c.Silent && in >= leastSilence {
		when = format.Idle(in) + " of silence, then"
	}
	p.lead("What comes next", when)
	p.say(plain, format.Position(c.At, true)+"  "+brief(c.What))
}

// leastSilence is the shortest silence that the page mentions before the next event.
const leastSilence = 100 * time.Millisecond

// newest reports whether the page is about the most recent exchange or connection.
func (s *scene) newest() bool {
	if s.ex != nil {
		return s.rec.Exchange(s.rec.Count()) == s.ex
	}
	return s.rec.Newest() == s.conn
}
