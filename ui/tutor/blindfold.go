package tutor

import (
	"linger/session"
	"linger/session/drill"
	"linger/session/record"
)

// A Drill says which servers the drill has, and how it begins.
type Drill struct {
	Seed   string
	Rounds int
	Level  drill.Level
	Exam   bool
	Begin  bool // with the program

	// Draw returns a round of a seed; nil: there is no drill.
	Draw func(seed string, number int) (drill.Round, error)

	// NewSeed returns another seed, for more rounds.
	NewSeed func() string

	// Answered receives the results after each round; it may be nil.
	Answered func([]drill.Result) error
}

// Game begins the drill at its first round.
func (d *Drill) Game() (*drill.Game, error) {
	return drill.NewGame(d.Seed, d.Rounds, d.Level, d.Exam, func(number int) (drill.Round, error) { return d.Draw(d.Seed, number) })
}

// A Blindfold hides what linger makes of the bytes while a level of the drill says
// so: events pass through it on their way into the record.
type Blindfold struct {
	On       bool
	withheld []session.Found
}

// Shown returns an event as it may be seen; ok is false where it may not.
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

// TakeOff shows in a record what was hidden.
func (b *Blindfold) TakeOff(r *record.Record) {
	for _, c := range r.Conns {
		c.Close.Hushed = false
	}
	for _, ev := range b.withheld {
		r.Apply(ev)
	}
	b.On, b.withheld = false, nil
}

// Work returns what a student has used since a moment: of the exchanges after the
// first so many.
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
