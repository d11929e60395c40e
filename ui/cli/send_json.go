package cli

import (
	"io"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
)

// sendJSON prints the JSON lines of a session, each as soon as what it reports
// is known: an exchange when the next one begins or its connection ends, since bytes
// that follow a response decide about the connection. A finding that comes after its
// exchange was printed stands with the close. When quiet it prints the lines that sum up, one a connection.
type sendJSON struct {
	w       io.Writer
	quiet   bool
	secrets bool                 // are printed
	fields  session.SecretFields // further ones that hold them
	printed printed
	err     error // the first one of writing
}

func (o *sendJSON) write(v any) {
	if o.err == nil {
		o.err = export.WriteLine(o.w, v)
	}
}

func (o *sendJSON) update(r *record.Record) {
	o.printed.holds = true
	o.printed.follow(r, o)
}

// waiting prints the last exchange: the server's close may be long in coming.
func (o *sendJSON) waiting(r *record.Record) { o.flush(r) }

// flush prints the exchanges that are done, whatever may follow them.
func (o *sendJSON) flush(r *record.Record) {
	o.printed.holds = false
	o.printed.follow(r, o)
}

func (o *sendJSON) finish(r *record.Record, _ record.Tally) error {
	o.flush(r)
	return o.err
}

func (o *sendJSON) began(r *record.Record) {
	if !o.quiet {
		o.write(linesOf(r).Session())
	}
}

func (o *sendJSON) opened(r *record.Record, c *record.Connection) {
	if !o.quiet {
		o.write(linesOf(r).Connection(c))
	}
}

func (o *sendJSON) done(r *record.Record, e *record.Exchange) {
	if !o.quiet {
		l := linesOf(r)
		l.Mask, l.SecretFields = !o.secrets, o.fields
		o.write(l.Exchange(e))
	}
}

func (o *sendJSON) ended(r *record.Record, c *record.Connection) {
	l := linesOf(r).Closed(c)
	for _, e := range o.printed.late(c) {
		l.Findings = append(l.Findings, export.Findings(e.Findings[o.printed.findings[e.ID]:])...)
	}
	o.write(l)
}
