package cli

import (
	"io"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
)

// A sendJSON prints the JSON lines of a session, each as soon as possible. It prints an
// exchange when the next one begins or its connection ends, because the bytes after a
// response decide whether the connection persists. A finding that arrives after its
// exchange was printed is part of the close line. If quiet, it prints only one line for
// each connection.
type sendJSON struct {
	w            io.Writer
	quiet        bool
	secrets      bool                 // print secrets
	fields       session.SecretFields // additional fields whose values are secrets
	printedParts printedParts
	err          error // the first write error
}

func (o *sendJSON) write(v any) {
	if o.err == nil {
		o.err = export.WriteLine(o.w, v)
	}
}

func (o *sendJSON) update(r *record.Record) {
	o.printedParts.holds = true
	o.printedParts.follow(r, o)
}

// waiting prints the last exchange at once, because the server may close much later.
func (o *sendJSON) waiting(r *record.Record) { o.flush(r) }

// flush prints the exchanges that are done, without waiting for the bytes that follow
// them.
func (o *sendJSON) flush(r *record.Record) {
	o.printedParts.holds = false
	o.printedParts.follow(r, o)
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
	for _, e := range o.printedParts.late(c) {
		l.Findings = append(l.Findings, export.Findings(e.Findings[o.printedParts.findings[e.ID]:])...)
	}
	o.write(l)
}
