package probe

import (
	"linger/session"
	"linger/session/record"
)

// Words words the facts that a report shares with the rest of the program, so that
// a card, a page and a log say them alike. Nil functions return the bare names of
// the facts.
type Words struct {
	Framing func(*record.Exchange) string // how a response is framed: "length 512"
	End     func(*session.Ending) string  // how a connection ended, and where in a message
}

func (w Words) withDefaults() Words {
	if w.Framing == nil {
		w.Framing = func(x *record.Exchange) string { return x.Facts.Framing().String() }
	}
	if w.End == nil {
		w.End = func(e *session.Ending) string {
			return string(e.By) + " " + string(e.How) + " " + string(e.Moment.Kind)
		}
	}
	return w
}
