package probe

import (
	"linger/session"
	"linger/session/record"
)

// Words holds functions that put facts into words, so that a report uses the same words
// as the rest of the program. If a function is nil, the report uses the names of the
// facts.
type Words struct {
	Framing func(*record.Exchange) string // how a response is framed: "length 512"
	End     func(*session.Ending) string  // how a connection ended, and during which part of a message
}

func (w Words) withDefaults() Words {
	if w.Framing == nil {
		w.Framing = func(x *record.Exchange) string { return x.Facts().Framing().String() }
	}
	if w.End == nil {
		w.End = func(e *session.Ending) string {
			return string(e.By) + " " + string(e.How) + " " + string(e.Moment.Kind)
		}
	}
	return w
}
