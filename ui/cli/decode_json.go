package cli

import (
	"io"

	"linger/session/record"
	"linger/wire"
)

// decodeJSON prints the JSON lines of a decoding; when quiet, the one that sums
// up.
type decodeJSON struct {
	w     io.Writer
	quiet bool
	err   error // the first one of writing

	pending *record.Exchange // the last one: what follows it is not known yet
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
		o.settle(d, e.Response.Off)
		o.pending = e
	}
}

// settle prints the last exchange; the bytes from a certain one on are not its
// own.
func (o *decodeJSON) settle(d *decoding, end int64) {
	e := o.pending
	if e == nil {
		return
	}
	o.pending = nil
	l := lineMaker{&d.record}.exchange(e)
	if l.Readers = readers(e, end); l.Readers != nil {
		l.ReadersAsOf = wire.ReadersAsOf
	}
	o.write(l)
}

// readers are what others would make of a response, where they differ. They
// may take for content whatever follows the header section.
func readers(e *record.Exchange, end int64) []readerJSON {
	h, ok := e.Final()
	if !ok {
		return nil
	}
	rs := wire.Readers(&e.Facts, e.Findings, end-h.End)
	if wire.Agree(rs) {
		return nil
	}
	out := make([]readerJSON, 0, len(rs))
	for _, r := range rs {
		out = append(out, readerJSON{Reader: r.Reader, Version: r.Version, Outcome: r.Outcome.String(), Bytes: natural(r.Bytes), Code: r.Code})
	}
	return out
}

func (o *decodeJSON) end(d *decoding) error {
	if c := d.record.Conn(1); c != nil {
		o.settle(d, c.Received)
	}
	state, at := d.capture.end()
	t := d.tally()
	o.write(endLine{Type: "end", State: state, Offset: at, Responses: t.responses, Incomplete: t.incomplete, Body: t.body, Errors: t.errors, Warnings: t.warnings,
		Hint: d.hint(), Findings: findings(d.loose())})
	return o.err
}
