package cli

import (
	"fmt"
	"strings"

	"linger/session/export"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// decodeListing prints an annotated listing of the bytes: each message under a
// heading, then what it means, then what is wrong with it.
type decodeListing struct {
	*printer
	quiet   bool
	secrets bool // are shown

	pending *record.Exchange // the last one, whose verdict is not printed yet
}

func (o *decodeListing) begin(*decoding) {}

func (o *decodeListing) exchange(d *decoding, e *record.Exchange) {
	if o.quiet {
		return
	}
	o.printLast(d, e.Response.Off, false)
	o.line(o.t.Strong.Render(fmt.Sprintf("response %d", e.ID)), "  ", o.t.Accent.Render("to "+safe(e.Method)), "  ", o.t.Muted.Render(o.size(e)))
	l := &listing{printer: o.printer, secrets: o.secrets, stretch: &e.Response, findings: e.Findings, facts: &e.Facts}
	l.print()
	o.pending = e
}

// printLast prints what the last message means. That it leaves the connection
// open goes without saying where another one follows. The bytes from a certain
// one on are not its own.
func (o *decodeListing) printLast(d *decoding, end int64, last bool) {
	e := o.pending
	if e == nil {
		return
	}
	o.pending = nil
	glyph, style := o.t.Glyphs.Sent, o.t.Key
	if e.Done && e.Facts.Framing() == wire.FramingNoBody {
		if s, ok := deciding(e.Facts.FramingSteps()); ok {
			o.says(listingColumns, glyph, style, "no body", bodiless(e), s.Ref)
		}
	}
	if v, ok := verdictOf(e); ok && (e.Facts.FollowedAt > 0 || v.Stays && d.record.Conn(1).OutOfStep) {
		o.outOfStep(listingColumns, d.record.Conn(1))
	} else if ok && (last || !v.Stays) {
		o.says(listingColumns, glyph, style, v.Word, v.Clause, v.Ref)
	}
	o.hint(listingColumns, e)
	if s := readersWords(export.Readers(e, end)); s != "" {
		o.says(listingColumns, o.t.Glyphs.Sent, o.t.CautionStrong, "readers", s, "")
	}
	o.found(e.Findings)
	o.line()
}

// readersWords returns what other programs make of the bytes: "refused by:
// net/http, llhttp; 5 bytes of content: curl".
func readersWords(rs []export.Reader) string {
	var order []string
	who := map[string][]string{}
	for _, r := range rs {
		does := readerDoes(r)
		if who[does] == nil {
			order = append(order, does)
		}
		who[does] = append(who[does], r.Reader)
	}
	for i, does := range order {
		order[i] = does + ": " + strings.Join(who[does], ", ")
	}
	return strings.Join(order, "; ")
}

// readerDoes returns what one program makes of the bytes.
func readerDoes(r export.Reader) string {
	switch {
	case r.Outcome == wire.OutcomeRefuses.String():
		return "refused by"
	case r.Bytes == nil:
		return "not known"
	case r.Outcome == wire.OutcomeUntilClose.String():
		return format.Count(int(*r.Bytes), "byte") + " of content, up to the close"
	}
	return format.Count(int(*r.Bytes), "byte") + " of content"
}

func deciding(steps []wire.Step) (wire.Step, bool) {
	for _, s := range steps {
		if s.Decides {
			return s, true
		}
	}
	return wire.Step{}, false
}

// bodiless says why a response has no body.
func bodiless(e *record.Exchange) string {
	if e.Method == "HEAD" {
		return "a response to HEAD never has one"
	}
	return fmt.Sprintf("a %d response never has one", e.Facts.Status)
}

// size returns the heading's account of a message: "73 bytes, chunked, 2 chunks, 11
// bytes of content".
func (o *decodeListing) size(e *record.Exchange) string {
	parts := []string{format.Count(int(e.Response.Len), "byte")}
	f := &e.Facts
	if _, ok := e.Final(); !ok {
		return parts[0] + ", incomplete"
	}
	switch f.Framing() {
	case wire.FramingNoBody:
		parts = append(parts, "no body")
	case wire.FramingChunked:
		parts = append(parts, "chunked", format.Count(int(f.ChunkCount), "chunk"))
	case wire.FramingLengthDelimited:
		parts = append(parts, "length "+format.Number(f.Length))
	case wire.FramingCloseDelimited:
		parts = append(parts, "until close")
	case wire.FramingTunnel:
		parts = append(parts, "tunnel")
	case wire.FramingInvalid:
		parts = append(parts, "length invalid")
	}
	switch f.Framing() {
	case wire.FramingChunked, wire.FramingLengthDelimited, wire.FramingCloseDelimited:
		parts = append(parts, format.Count(int(f.ContentBytes), "byte")+" of content")
	}
	if !e.Done || !f.Complete {
		parts = append(parts, "incomplete")
	}
	return strings.Join(parts, ", ")
}

func (o *decodeListing) end(d *decoding) error {
	if !o.quiet {
		end := int64(0)
		if c := d.record.Conn(1); c != nil {
			end = c.Received
		}
		o.printLast(d, end, true)
		o.rest(d)
	}
	t := d.record.Tally()
	o.line(fmt.Sprintf("linger: %s, %s, %s, %s", format.Count(int(t.Responses), "response"),
		format.Count(int(t.Body), "body byte"), format.Count(t.Errors, "error"), format.Count(t.Warnings, "warning")))
	return o.err
}

// rest prints the bytes that belong to no message, and where the file ended.
func (o *decodeListing) rest(d *decoding) {
	state, at := d.capture.end()
	if c := d.record.Conn(1); c != nil && (c.Loose.Len > 0 || len(c.Findings) > 0) {
		o.section("no message", c.Loose.Len, &listing{printer: o.printer, secrets: o.secrets, stretch: &c.Loose, findings: c.Findings})
	}
	if e := d.record.Exchange(d.capture.exchange); state == endTunnel && e.Response.End() > at {
		o.section("tunnel", e.Response.End()-at, &listing{printer: o.printer, secrets: o.secrets, stretch: &e.Response, from: at})
	}
	o.line(o.t.Muted.Render(fmt.Sprintf("end at %d: %s", at, d.endWords(state))))
	o.line()
}

// section prints n bytes that belong to no message, and the findings about them.
func (o *decodeListing) section(title string, n int64, l *listing) {
	o.line(o.t.Strong.Render(title), "  ", o.t.Muted.Render(format.Count(int(n), "byte")))
	l.print()
	o.found(l.findings)
	o.line()
}

func (d *decoding) endWords(state endState) string {
	switch {
	case state == endIdle:
		return "idle, between messages"
	case state == endIncomplete:
		return fmt.Sprintf("incomplete, inside response %d", d.capture.exchange)
	case state == endTunnel:
		return "a tunnel from here on"
	case !d.capture.lost():
		return fmt.Sprintf("error, response %d is cut short", d.capture.exchange)
	case d.capture.whole:
		return "error, what follows is no response"
	}
	return "error, framing is lost"
}
