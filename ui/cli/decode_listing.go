package cli

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"linger/session"
	"linger/session/export"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// decodeListing prints an annotated listing of the bytes: a heading for each message, its
// lines, what the message means, and its findings.
type decodeListing struct {
	*printer
	quiet   bool
	secrets bool                 // show secrets
	fields  session.SecretFields // additional fields whose values are secrets

	pending  *record.Exchange // the last exchange, whose verdict is not printed yet
	left     int64            // offset before which all bytes that belong to no message are already printed
	findings int              // number of printed findings about such bytes
}

func (o *decodeListing) begin(*decoding) {}

func (o *decodeListing) exchange(d *decoding, e *record.Exchange) {
	if o.quiet {
		return
	}
	o.printLast(d, e.Response.Off, false)
	o.leftOver(d, e.Response.Off)
	o.heading(e)
	l := &listing{printer: o.printer, secrets: o.secrets, masks: session.SecretLines{Fields: o.fields}, stretch: &e.Response, findings: e.Findings, facts: e.Facts()}
	l.print()
	o.pending = e
}

// heading prints the heading of a message. If linger found the message after bytes that
// belong to no message, the heading says that too.
func (o *decodeListing) heading(e *record.Exchange) {
	if e.Facts().Resumed {
		o.line(o.t.RaceStrong.Render(fmt.Sprintf("found again at %d", e.Response.Off)), "  ", o.t.Text.Render("a status-line; a client must ignore this message"))
	}
	o.line(o.t.Strong.Render(fmt.Sprintf("response %d", e.ID)), "  ", o.t.Accent.Render("to "+safe(e.Method)), "  ", o.t.Muted.Render(o.size(e)))
}

// printLast prints what the last message means for the connection. If other messages
// follow, it does not say that the connection stays open. The bytes of the message end
// before offset end.
func (o *decodeListing) printLast(d *decoding, end int64, last bool) {
	e := o.pending
	if e == nil {
		return
	}
	o.pending = nil
	glyph, style := o.t.Glyphs.Sent, o.t.Key
	if e.Done && e.Facts().Framing() == wire.FramingNoBody {
		if s, ok := deciding(e.Facts().FramingSteps()); ok {
			o.says(listingColumns, glyph, style, "no body", bodiless(e), s.Ref)
		}
	}
	if v, ok := verdictOf(e); e.Facts().Resumed {
		// the heading already says that a client must ignore the message
	} else if n := d.leftAfter(e); n > 0 && e.Facts().FollowedAt > 0 {
		o.says(listingColumns, o.t.Glyphs.Error, o.t.RaceStrong, "out of step", "unsolicited bytes arrived: "+format.Count(int(n), "byte")+" after the response", "RFC 9112 §9.2")
	} else if ok && (e.Facts().FollowedAt > 0 || v.Stays && d.record.Conn(1).OutOfStep) {
		o.outOfStep(listingColumns, d.record.Conn(1))
	} else if ok && (last || !v.Stays) {
		o.says(listingColumns, glyph, style, v.Word, v.Clause, v.Ref)
	}
	o.hint(listingColumns, e)
	if s := readersWords(export.Readers(e, end)); s != "" {
		o.says(listingColumns, o.t.Glyphs.Sent, o.t.CautionStrong, "readers", s, "")
	}
	o.found(slices.DeleteFunc(slices.Clone(e.Findings), func(f wire.Finding) bool { return f.Code == wire.CodeResumed })) // the heading already says that the message was found again
	o.line()
}

// readersWords returns how other programs parse the bytes: "refused by: net/http, llhttp;
// 5 bytes of content: curl".
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

// readerDoes returns how one program parses the bytes.
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

// bodiless returns the reason why a response has no body.
func bodiless(e *record.Exchange) string {
	if e.Method == "HEAD" {
		return "a response to HEAD never has one"
	}
	return fmt.Sprintf("a %d response never has one", e.Facts().Status)
}

// size returns the size of a message for its heading: "73 bytes, chunked, 2 chunks, 11
// bytes of content".
func (o *decodeListing) size(e *record.Exchange) string {
	parts := []string{format.Count(int(e.Response.Len), "byte")}
	f := e.Facts()
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
	t, again := d.record.Tally(), 0
	for _, e := range d.record.Exchanges {
		if e.Facts().Resumed {
			again++
			t.Body -= e.Facts().ContentBytes
		}
	}
	sum := fmt.Sprintf("linger: %s, %s, %s, %s", format.Count(int(t.Responses)-again, "response"),
		format.Count(int(t.Body), "body byte"), format.Count(t.Errors, "error"), format.Count(t.Warnings, "warning"))
	if again > 0 {
		sum += "; " + format.Count(again, "response") + " found after an error"
	}
	o.line(sum)
	return o.err
}

// rest prints the remaining bytes that belong to no message, the bytes of a tunnel, and
// the state of the connection at the end of the file.
func (o *decodeListing) rest(d *decoding) {
	state, at := d.capture.end()
	o.leftOver(d, math.MaxInt64)
	if e := d.record.Exchange(d.capture.exchange); state == endTunnel && e.Response.End() > at {
		o.section("tunnel", e.Response.End()-at, &listing{printer: o.printer, secrets: o.secrets, masks: session.SecretLines{Fields: o.fields}, stretch: &e.Response, from: at})
	}
	o.line(o.t.Muted.Render(d.endWords(state, at)))
	o.line()
}

// leftAfter returns the number of bytes after an exchange that belong to no message.
func (d *decoding) leftAfter(e *record.Exchange) int64 {
	c := d.record.Conn(1)
	if st, ok := c.Loose.Between(e.Response.End(), e.Response.End()+1); ok {
		return st.Len
	}
	return 0
}

// leftOver prints the bytes before offset to that belong to no message and are not
// printed yet, and the findings about them.
func (o *decodeListing) leftOver(d *decoding, to int64) {
	c := d.record.Conn(1)
	if c == nil || c.Loose.Len == 0 && len(c.Findings) == o.findings {
		return
	}
	st, ok := c.Loose.Between(o.left, to)
	if !ok && (to < math.MaxInt64 || len(c.Findings) == o.findings) {
		return
	}
	if !ok {
		st = record.Stretch{}
	}
	o.left = to
	l := &listing{printer: o.printer, secrets: o.secrets, masks: session.SecretLines{Fields: o.fields}, stretch: &st, findings: c.Findings[o.findings:], read: c.LeftOverLines(&st)}
	o.findings = len(c.Findings)
	title := "left over"
	if e := d.record.Exchange(1); e == nil || e.Response.Off >= st.End() {
		title = "no message"
	} else if last := d.before(st.Off); last != nil {
		l.content = last.Facts().ContentBytes
	}
	o.section(title, st.Len, l)
}

// before returns the last exchange whose response ends at or before off, or nil.
func (d *decoding) before(off int64) (last *record.Exchange) {
	for _, e := range d.record.Exchanges {
		if e.Response.Len > 0 && e.Response.End() <= off {
			last = e
		}
	}
	return last
}

// section prints n bytes that belong to no message, and the findings about them.
func (o *decodeListing) section(title string, n int64, l *listing) {
	o.line(o.t.Strong.Render(title), "  ", o.t.Muted.Render(format.Count(int(n), "byte")))
	l.print()
	o.found(l.findings)
	for _, f := range l.findings {
		if rule, ok := wire.Lookup(f.Code); ok && wire.IsLeftOver(f.Code) {
			o.says(listingColumns, o.t.Glyphs.Sent, o.t.Key, "what to do", rule.Do, rule.Ref)
		}
	}
	o.line()
}

func (d *decoding) endWords(state endState, at int64) string {
	end := at
	if c := d.record.Conn(1); c != nil {
		end = c.Received
	}
	said := fmt.Sprintf("end at %d: ", end)
	switch {
	case state == endIdle:
		return said + "idle, between messages"
	case state == endIncomplete:
		return said + fmt.Sprintf("incomplete, inside response %d", d.capture.exchange)
	case state == endTunnel:
		return said + "a tunnel from here on"
	case !d.capture.lost():
		return said + fmt.Sprintf("error, response %d is incomplete", d.capture.exchange)
	case d.capture.whole:
		return said + fmt.Sprintf("error, the bytes at %d are not a response", at)
	}
	return said + fmt.Sprintf("error, framing was lost at %d", at)
}
