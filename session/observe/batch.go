package observe

import (
	"bytes"
	"slices"
	"time"

	"linger/session"
	"linger/wire"
)

const (
	// keepContent is the maximum number of bytes of content that events hold for one
	// message.
	keepContent = 1 << 20
	// keepExchange is the maximum number of bytes that events hold for one exchange,
	// including header sections, framing and trailers.
	keepExchange = 8 << 20
)

// A batch holds those bytes of one read that belong to the same exchange, and the events
// about them.
type batch struct {
	at         time.Duration
	reads      int    // the value of Received.Reads
	buf        []byte // bytes kept from earlier reads, then the bytes of this read
	from, to   int    // the batch is buf[from:to]
	cut        int    // events do not hold buf[cut:to]
	ex         *exchange
	unassigned bool // whether the bytes belong to no exchange
	trailed    bool // whether the trail was reset for a message in the batch
	lines      []wire.Line
	heads      []*session.ResponseHead
	findings   []wire.Finding
}

func (b *batch) start(at time.Duration, buf []byte, from, reads int) {
	b.at, b.reads, b.buf, b.from, b.to, b.cut = at, reads, buf, from, from, len(buf)
	b.ex, b.unassigned, b.trailed = nil, false, false
	b.lines, b.heads, b.findings = b.lines[:0], b.heads[:0], b.findings[:0]
}

// endBatch emits the events of the batch. If its bytes cannot be assigned to an exchange
// yet, it keeps them for the next batch instead.
func (c *Conn) endBatch() {
	in, b := &c.in, &c.in.batch
	if b.ex == nil && !b.unassigned && len(b.lines) == 0 {
		in.undecided = bytes.Clone(b.buf[b.from:b.to])
		return
	}
	c.beginTrail()
	c.quote()
	n := int64(b.to - b.from)
	if n > 0 || len(b.lines) > 0 {
		c.emitReceived()
	}
	id := 0
	if b.ex != nil {
		id = b.ex.id
		b.ex.received(b.at, in.off, n)
	}
	if b.ex == nil || !b.ex.solicited {
		in.unsolicitedBytes += n
	}
	in.off += n
	for _, h := range b.heads {
		if h.Facts.Interim() {
			b.ex.responding = false
		}
		c.o.emit(h)
	}
	about := id // the exchange whose message is diagnosed
	if i := slices.IndexFunc(b.findings, isOutOfStep); i >= 0 && c.last.Exchange > 0 && c.last.Exchange < id {
		about = c.last.Exchange // the framing of this exchange is wrong
	}
	in.trail.findings = append(in.trail.findings, b.findings...)
	if b.unassigned {
		in.trail.over = true
	}
	causes := c.diagnose()
	for _, f := range causes {
		if f.Severity() == wire.SeverityError { // errors come first, because they explain the other findings about the bytes
			c.found(b.at, about, f)
		}
	}
	for _, f := range b.findings {
		if f.Code == wire.CodeCloseDelimited && c.misframed > 0 && id > c.misframed {
			continue // the server refused a request that it misread, so the framing of its response is irrelevant
		}
		if slices.ContainsFunc(causes, func(cause wire.Finding) bool { return cause.Code == wire.CodeOtherProtocol && cause.Offset == f.Offset }) {
			f.Quote = "" // the finding other-protocol already quotes the bytes
		}
		if isOutOfStep(f) {
			c.found(b.at, about, f)
			continue
		}
		c.found(b.at, id, f)
	}
	for _, f := range causes {
		if f.Severity() != wire.SeverityError {
			c.found(b.at, about, f)
		}
	}
}

func isOutOfStep(f wire.Finding) bool { return f.Code == wire.CodeOutOfStep }

// emitReceived emits the bytes of the batch as one event. If that event does not hold all
// of the content, emitReceived emits the trailer section as a second event, which holds
// all bytes of the section.
func (c *Conn) emitReceived() {
	in, b := &c.in, &c.in.batch
	id, kept := 0, &in.kept
	if b.ex != nil {
		id, kept = b.ex.id, &b.ex.kept
	}
	if room := keepExchange - *kept; int64(b.cut-b.from) > room {
		b.cut = b.from + int(max(0, room))
	}
	cut := min(b.cut, b.to)
	*kept += int64(cut - b.from)
	wire.ShiftLines(b.lines, -in.off)
	ev := c.o.slabs.received.next(cut - b.from + linesSize(b.lines))
	ev.At, ev.Conn, ev.Exchange, ev.Off, ev.Len, ev.Reads = b.at, c.id, id, in.off, int64(b.to-b.from), b.reads
	ev.Data, ev.Lines = in.store.again(b.buf[b.from:cut]), in.store.linesAgain(b.lines)
	rest := c.trailersOf(ev)
	c.o.emit(ev)
	in.trail.add(ev)
	if rest != nil {
		c.o.emit(rest)
		in.trail.add(rest)
	}
}

// trailersOf moves the lines that follow the content from ev to a new event. It returns
// that event, which holds all bytes of the lines. It returns nil if ev already holds the
// first byte of the lines, or if no lines follow the content.
func (c *Conn) trailersOf(ev *session.Received) *session.Received {
	if int64(len(ev.Data)) == ev.Len {
		return nil
	}
	tail := afterContent(ev.Lines)
	if tail == len(ev.Lines) || ev.Lines[tail].Off < int64(len(ev.Data)) {
		return nil
	}
	b := &c.in.batch
	before := ev.Lines[tail].Off
	rest := c.o.slabs.received.next(int(ev.Len-before) + linesSize(ev.Lines[tail:]))
	*rest = *ev
	rest.Off, rest.Len, rest.Reads = ev.Off+before, ev.Len-before, 0
	rest.Lines = slices.Clone(ev.Lines[tail:])
	wire.ShiftLines(rest.Lines, -before)
	rest.Data = c.in.store.bytes(b.buf[b.to-int(rest.Len) : b.to])
	ev.Len, ev.Lines = before, ev.Lines[:tail]
	return rest
}

// afterContent returns the index of the first line that follows the content.
func afterContent(lines []wire.Line) int {
	for i, ln := range lines {
		switch ln.Kind {
		case wire.KindLastChunk, wire.KindTrailerLine, wire.KindTrailerEnd:
			return i
		}
	}
	return len(lines)
}
