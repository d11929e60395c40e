package cli

import (
	"io"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
	"linger/wire"
)

// decodeJSON prints the JSON lines of a decoding or, if quiet, only the summary line.
type decodeJSON struct {
	w       io.Writer
	quiet   bool
	secrets bool                 // print secrets
	fields  session.SecretFields // additional fields whose values are secrets
	err     error                // the first write error

	pending *record.Exchange // the last exchange; it is printed when linger knows which bytes follow it
}

func (o *decodeJSON) write(v any) {
	if o.err == nil {
		o.err = export.WriteLine(o.w, v)
	}
}

func (o *decodeJSON) begin(d *decoding) {
	if o.quiet {
		return
	}
	l := linesOf(&d.record).Session()
	if d.name != "-" {
		l.File = d.name
	}
	o.write(l)
}

func (o *decodeJSON) exchange(d *decoding, e *record.Exchange) {
	if !o.quiet {
		o.printLast(d, e.Response.Off)
		o.pending = e
	}
}

// printLast prints the last exchange. Its bytes precede the offset end.
func (o *decodeJSON) printLast(d *decoding, end int64) {
	e := o.pending
	if e == nil {
		return
	}
	o.pending = nil
	lines := linesOf(&d.record)
	lines.Alone = true
	lines.Mask, lines.SecretFields = !o.secrets, o.fields
	l := lines.Exchange(e)
	if l.Readers = export.Readers(e, end); l.Readers != nil {
		l.ReadersAsOf = wire.ReadersAsOf
	}
	o.write(l)
}

func (o *decodeJSON) end(d *decoding) error {
	if c := d.record.Conn(1); c != nil {
		o.printLast(d, c.Received)
	}
	state, at := d.capture.end()
	t := d.record.Tally()
	o.write(export.EndLine{Type: "end", State: string(state), Offset: at, Responses: t.Responses, Incomplete: t.Incomplete, Body: t.Body, Errors: t.Errors, Warnings: t.Warnings,
		Hint: d.hint(), Findings: export.Findings(d.loose())})
	return o.err
}
