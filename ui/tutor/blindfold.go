package tutor

import (
	"linger/session"
	"linger/session/drill"
	"linger/session/record"
)

// A Drill holds the servers of the drill and the state in which it begins.
type Drill struct {
	Seed   string
	Rounds int
	Level  drill.Level
	Exam   bool
	Begin  bool // open the drill when the program starts

	// Draw returns a round for a seed; nil if there is no drill.
	Draw func(seed string, number int) (drill.Round, error)

	// NewSeed returns a new seed, for more rounds.
	NewSeed func() string

	// Answered receives the results after each round; it may be nil.
	Answered func([]drill.Result) error
}

// Game returns a drill at its first round.
func (d *Drill) Game() (*drill.Game, error) {
	return drill.NewGame(d.Seed, d.Rounds, d.Level, d.Exam, func(number int) (drill.Round, error) { return d.Draw(d.Seed, number) })
}

// A Blindfold filters events before they reach the record. It hides what linger concludes
// from the bytes, as far as the level of the drill requires that.
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

// TakeOff adds to a record what the blindfold has hidden.
func (b *Blindfold) TakeOff(r *record.Record) {
	for _, c := range r.Conns {
		c.Close.Hushed = false
	}
	for _, ev := range b.withheld {
		r.Apply(ev)
	}
	b.On, b.withheld = false, nil
}

// Work returns what the student has used since a moment. It counts the exchanges after
// the first ones, whose number it is given.
func Work(r *record.Record, exchanges, seconds int) drill.Work {
	w, last := drill.Work{Seconds: seconds}, 0
	for _, e := range r.Exchanges[min(exchanges, len(r.Exchanges)):] {
		w.Exchanges++
		if e.Conn != last {
			w.Connections, last = w.Connections+1, e.Conn
		}
	}
	return w
}
