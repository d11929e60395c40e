package cli

import (
	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// A tally is what the summary line counts.
type tally struct {
	responses, body  int64 // exchanges that hold a response, whole or begun
	incomplete       int64 // of the responses
	errors, warnings int
}

// tallyOf counts what there was on some connections.
func tallyOf(conns ...*record.Connection) tally {
	var t tally
	for _, c := range conns {
		for _, e := range c.Exchanges {
			if e.HasResponse() {
				t.responses++
				t.body += e.Facts.ContentBytes
				if !e.Done || !e.Facts.Complete {
					t.incomplete++
				}
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
		case wire.SeverityError:
			t.errors += f.Count()
		case wire.SeverityWarning:
			t.warnings += f.Count()
		}
	}
}

func (d *decoding) tally() tally { return tallyOf(d.record.Conns...) }
