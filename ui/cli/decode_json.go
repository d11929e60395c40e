package cli

import (
	"io"

	"linger/session/record"
)

// decodeJSON prints the JSON lines of a decoding; when quiet, the one that sums
// up.
type decodeJSON struct {
	w     io.Writer
	quiet bool
	err   error // the first one of writing
}

func (o *decodeJSON) write(v any) {
	if o.err == nil {
		o.err = writeLine(o.w, v)
	}
}

func (o *decodeJSON) begin(d *decoding) {
	if o.quiet {
		return
	}
	l := lineMaker{&d.record}.session()
	if d.name != "-" {
		l.File = d.name
	}
	o.write(l)
}

func (o *decodeJSON) exchange(d *decoding, e *record.Exchange) {
	if !o.quiet {
		o.write(lineMaker{&d.record}.exchange(e))
	}
}

func (o *decodeJSON) end(d *decoding) error {
	state, at := d.capture.end()
	t := d.tally()
	o.write(endLine{Type: "end", State: state, Offset: at, Responses: t.responses, Body: t.body, Errors: t.errors, Warnings: t.warnings,
		Hint: d.hint(), Findings: findings(d.loose())})
	return o.err
}
