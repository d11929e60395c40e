package tutor

import (
	"linger/session"
	"linger/session/drill"
	"linger/session/record"
)

// A Drill holds the rounds of the drill, and the state that it starts with.
type Drill struct {
	Seed   string
	Rounds int
	Level  drill.Level
	Exam   bool
	Begin  bool // open the drill when the program starts

	// Draw returns a round for a seed. It is nil if there is no drill.
	Draw func(seed string, number int) (drill.Round, error)

	// NewSeed returns a new seed for more rounds.
	NewSeed func() string

	// Answered receives the results after each round; it may be nil.
	Answered func([]drill.Result) error
}

// Game returns a drill at its first round.
func (d *Drill) Game() (*drill.Game, error) {
	return drill.NewGame(d.Seed, d.Rounds, d.Level, d.Exam, func(number int) (drill.Round, error) { return d.Draw(d.Seed, number) })
}

// A Blindfold filters events before they reach the record. It hides the conclusions that
// linger draws from the bytes, if the level of the drill requires it.
type Blindfold struct {
	On       bool
	withheld []session.Found
}

// Shown returns the part of an event that the student may see. ok is false if the event
// stays hidden.
func (b *Blindfold) Shown(ev session.Event) (shown session.Event, ok bool) {
	if !b.On {
		return ev, true
	}
	switch ev := ev.(type) {
	case session.Found:
		b.withheld = append(b.withheld, ev)
		return nil, false
	case session.Closed:
		ev.Hushed = true
		return ev, true
	}
	return ev, true
}

// TakeOff adds the events that the blindfold has hidden to a record.
func (b *Blindfold) TakeOff(r *record.Record) {
	for _, c := range r.Conns {
		c.Close.Hushed = false
	}
	for _, ev := range b.withheld {
		r.Apply(ev)
	}
	b.On, b.withheld = false, nil
}

// Work returns how many connections, exchanges and seconds the student has used.
// exchanges is the number of earlier exchanges, which Work does not count.
func Work(r *record.Record, exchanges, seconds int) drill.Work {
	w, last := drill.Work{Exchanges: max(0, r.Count()-exchanges), Seconds: seconds}, 0
	for _, e := range r.After(exchanges) {
		if e.Conn != last {
			w.Connections, last = w.Connections+1, e.Conn
		}
	}
	return w
}
