package cli

import (
	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A tally is what the summary line counts.
type tally struct {
	responses, body  int64
	errors, warnings int
}

// tallyOf counts what there was on some connections.
func tallyOf(conns ...*record.Connection) tally {
	var t tally
	for _, c := range conns {
		for _, e := range c.Exchanges {
			if _, ok := e.Final(); ok {
				t.responses++
				t.body += e.Facts.ContentBytes
			}
			t.count(e.Findings)
		}
		t.count(c.Findings)
	}
	return t
}

func (t *tally) count(fs []wire.Finding) {
	for _, f := range fs {
		switch session.SeverityOf(f.Code) {
		case wire.Error:
			t.errors++
		case wire.Warning:
			t.warnings++
		}
	}
}

func (d *decoding) tally() tally { return tallyOf(d.record.Conns...) }
