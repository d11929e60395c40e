package record

import (
	"linger/session"
	"linger/wire"
)

// A Tally counts the exchanges, bytes and findings of some connections.
type Tally struct {
	Responses, Body  int64 // number of exchanges with a response, complete or not; bytes of their content
	Incomplete       int64 // number of incomplete responses
	Errors, Warnings int   // numbers of findings of these severities
	Sent             int   // number of errors about what linger sent, which are not the server's fault
}

// Tally returns the counts of all connections, including forgotten ones.
func (r *Record) Tally() Tally {
	t := TallyOf(r.Conns...)
	t.add(r.past.Tally)
	return t
}

// TallyOf returns the counts for the given connections, including their released
// exchanges.
func TallyOf(conns ...*Connection) Tally {
	var t Tally
	for _, c := range conns {
		t.add(c.Past.Tally)
		for _, e := range c.Exchanges {
			t.exchange(e)
		}
		t.count(c.Findings)
	}
	return t
}

func (t *Tally) add(o Tally) {
	t.Responses += o.Responses
	t.Body += o.Body
	t.Incomplete += o.Incomplete
	t.Errors += o.Errors
	t.Warnings += o.Warnings
	t.Sent += o.Sent
}

func (t *Tally) exchange(e *Exchange) {
	if e.HasResponse() && !e.Tunnel {
		t.Responses++
		complete := false
		if o := e.outcome; o != nil { // Facts would copy them
			t.Body += o.facts.ContentBytes
			complete = e.Done && o.facts.Complete
		}
		if !complete {
			t.Incomplete++
		}
	}
	t.count(e.Findings)
}

func (t *Tally) count(fs []wire.Finding) {
	for _, f := range fs {
		switch session.SeverityOf(f.Code) {
		case wire.SeverityError:
			t.Errors += f.Count()
			if session.Misframes(f.Code) || f.Code == session.CodeRequestMisread {
				t.Sent += f.Count()
			}
		case wire.SeverityWarning:
			t.Warnings += f.Count()
		}
	}
}
