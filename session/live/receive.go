package live

import (
	"bytes"
	"slices"
	"time"

	"linger/session"
	"linger/wire"
)

const (
	// keepContent is how much content of one body is handed on as Data.
	keepContent = 1 << 20
	// keepExchange bounds all bytes of one exchange that are handed on: heads,
	// framing and trailers included.
	keepExchange = 8 << 20
	// keepLoose bounds the bytes that answer nothing; beyond it the connection
	// is closed.
	keepLoose = 1 << 20
	// maxStrays bounds the responses that nobody asked for: "the client SHOULD
	// close the connection" after the first of them (RFC 9112 §9.2), and linger
	// stays to see what the server does.
	maxStrays = 100
)

// inflow is the receiving half of a connection.
type inflow struct {
	off    int64     // bytes received before the batch at hand
	lost   bool      // framing is lost
	lostTo wire.Code // the finding that says why; empty: none does
	loose  int64     // bytes that belong to no exchange
	kept   int64     // of them, handed on as Data
	stray  *exchange // a response nobody asked for, under way
	strays int       // of them, begun
	limbo  []byte    // bytes that may yet begin a response nobody asked for
	batch  batch
	store  store
	sum    digest // of the content of the response at hand
}

// A batch is bytes of one read that belong to one exchange, and what is to be
// said of them.
type batch struct {
	at       time.Duration
	reads    int    // what Received.Reads will say
	buf      []byte // of the read
	from, to int    // the batch is buf[from:to]
	cut      int    // buf[cut:to] is beyond the bound on what is kept
	ex       *exchange
	loose    bool // it is known to belong to none
	lines    []wire.Line
	heads    []*session.ResponseHead
	finds    []wire.Finding
}

func (b *batch) start(at time.Duration, buf []byte, from, reads int) {
	*b = batch{at: at, reads: reads, buf: buf, from: from, to: from, cut: len(buf),
		lines: b.lines[:0], heads: b.heads[:0], finds: b.finds[:0]}
}

// read takes one read: its bytes, and the end of the connection if it had one.
func (l *loop) read(r read) {
	c := l.conn
	if len(r.data) > 0 {
		l.receive(c, r)
	}
	if l.conn != c {
		return
	}
	if r.err != nil {
		l.close(r.at, c.ended(r.err))
		return
	}
	c.giveBack(r.data)
}

// receive feeds one read to the decoder and tells what it was.
func (l *loop) receive(c *conn, r read) {
	in := &c.in
	buf, i := r.data, 0
	if len(in.limbo) > 0 {
		buf, i = append(in.limbo, r.data...), len(in.limbo)
		in.limbo = nil
	}
	in.batch.start(r.at, buf, 0, 1)
	for ev := wire.Event(0xff); ev != wire.EventNeedMore; {
		var n int
		n, ev = c.dec.Feed(buf[i:])
		l.take(c, i, n, ev)
		i += n
	}
	l.hand(c)
	in.sum.settle()
	switch {
	case in.loose > keepLoose:
		l.close(r.at, byUs(session.HowFIN, session.MotiveData, "more than 1 MiB came that answers nothing"))
	case in.strays > maxStrays:
		l.close(r.at, byUs(session.HowFIN, session.MotiveResponses, ""))
	}
}

// take adds to the batch what one Feed took of it, and acts on its event.
func (l *loop) take(c *conn, i, n int, ev wire.Event) {
	b := &c.in.batch
	b.to = i + n
	if b.ex == nil && !b.loose {
		l.assign(c)
	}
	if b.ex != nil {
		c.in.content(c.dec.Content(), i)
		l.passOn(b.buf[i:], c.dec.Content())
	}
	if lines := c.dec.Lines(); len(lines) > 0 { // joined among themselves already
		b.lines = append(wire.AppendLine(b.lines, lines[0]), lines[1:]...)
	}
	b.finds = append(b.finds, c.dec.Findings()...)
	switch ev {
	case wire.EventInterimHead, wire.EventFinalHead:
		l.head(c, c.dec.Facts())
	case wire.EventMessageEnd:
		l.messageEnd(c, c.dec.Facts())
	case wire.EventFramingLost:
		c.in.lost = true
		if n := len(b.finds); n > 0 {
			c.in.lostTo = b.finds[n-1].Code
		}
		c.settle.begin(b.at, l.cfg.Settle, false)
		c.budget.overdueAt = never
	}
}

// assign finds out whose bytes these are: of the oldest outstanding request,
// of a response nobody asked for, or nobody's. It may be too early to tell.
func (l *loop) assign(c *conn) {
	b := &c.in.batch
	switch {
	case c.tunnel != nil:
		b.ex = c.tunnel
		return
	case c.in.stray != nil:
		b.ex = c.in.stray
		return
	}
	if b.ex = c.awaited(); b.ex != nil {
		return
	}
	for _, ln := range c.dec.Lines() {
		switch ln.Kind {
		case wire.KindEmptyLine:
		case wire.KindUnsolicited, wire.KindLost:
			b.loose = true
			return
		default:
			b.ex = l.newExchange(b.at, c, nil)
			c.in.stray = b.ex
			c.in.strays++
			return
		}
	}
}

// content counts and digests content, and says how much of it is kept.
func (in *inflow) content(extents []wire.Extent, i int) {
	b, ex := &in.batch, in.batch.ex
	for _, e := range extents {
		if room := max(0, keepContent-ex.body); int64(e.Len) > room {
			b.cut = min(b.cut, i+e.Off+int(room))
		}
		ex.body += int64(e.Len)
		in.sum.write(b.buf[i+e.Off : i+e.Off+e.Len])
	}
}

// passOn writes content to where the configuration wants it, all of it.
func (l *loop) passOn(p []byte, extents []wire.Extent) {
	if l.cfg.Content == nil {
		return
	}
	for _, e := range extents {
		_, _ = l.cfg.Content.Write(p[e.Off : e.Off+e.Len]) // it keeps its own errors
	}
}

// head notes a complete header section.
func (l *loop) head(c *conn, f *wire.Facts) {
	b := &c.in.batch
	b.heads = append(b.heads, l.slabs.head.put(session.ResponseHead{At: b.at, Conn: c.id, Exchange: b.ex.id, Off: f.Off, End: f.BodyAt, Facts: *f}, 0))
	if f.Interim() {
		if f.Status == 100 {
			l.mayContinue(c, b.ex)
		}
		return
	}
	b.ex.final = true
	l.answeredEarly(c, b.ex, f)
}

// messageEnd hands on what belongs to the exchange, ends it, and begins the
// next batch where it ended.
func (l *loop) messageEnd(c *conn, f *wire.Facts) {
	b := &c.in.batch
	ex := b.ex
	l.hand(c)
	if ex == c.in.stray {
		c.in.stray = nil
	}
	l.exchangeAnswered(c, ex, f)
	b.start(b.at, b.buf, b.to, 0)
}

// hand emits what the batch has gathered. Bytes of which it is too early to
// say whose they are wait for more.
func (l *loop) hand(c *conn) {
	in, b := &c.in, &c.in.batch
	if b.ex == nil && !b.loose && len(b.lines) == 0 {
		in.limbo = bytes.Clone(b.buf[b.from:b.to])
		return
	}
	n := int64(b.to - b.from)
	if n > 0 || len(b.lines) > 0 {
		l.emitReceived(c)
	}
	id := 0
	if b.ex != nil {
		id = b.ex.id
		b.ex.took(b.at, in.off, n)
	}
	if b.ex == nil || !b.ex.asked {
		in.loose += n
	}
	in.off += n
	for _, h := range b.heads {
		if h.Facts.Interim() {
			b.ex.partAt = 0
		}
		l.emit(h)
	}
	for _, f := range b.finds {
		l.found(b.at, c, id, f)
	}
}

// emitReceived emits the batch's bytes. Where content is beyond the bound, the
// trailer section after it is an event of its own, with its bytes.
func (l *loop) emitReceived(c *conn) {
	in, b := &c.in, &c.in.batch
	id, kept := 0, &in.kept
	if b.ex != nil {
		id, kept = b.ex.id, &b.ex.kept
	}
	if room := keepExchange - *kept; int64(b.cut-b.from) > room {
		b.cut = b.from + int(max(0, room))
	}
	cut := min(b.cut, b.to)
	wire.ShiftLines(b.lines, -in.off)
	*kept += int64(cut - b.from)
	ev := l.slabs.received.put(session.Received{
		At: b.at, Conn: c.id, Exchange: id, Off: in.off, Len: int64(b.to - b.from), Reads: b.reads,
		Data: in.store.again(b.buf[b.from:cut]), Lines: in.store.linesAgain(b.lines),
	}, cut-b.from)
	if cut == b.to {
		l.emit(ev)
		return
	}
	tail := afterContent(ev.Lines)
	if tail == len(ev.Lines) || ev.Lines[tail].Off < int64(len(ev.Data)) {
		l.emit(ev)
		return
	}
	rest := l.slabs.received.put(*ev, 0)
	before := ev.Lines[tail].Off
	rest.Off, rest.Lines, rest.Reads = ev.Off+before, slices.Clone(ev.Lines[tail:]), 0
	wire.ShiftLines(rest.Lines, -before)
	rest.Len = ev.Len - before
	rest.Data = in.store.bytes(b.buf[b.to-int(rest.Len) : b.to])
	ev.Len -= rest.Len
	ev.Lines = ev.Lines[:tail]
	l.emit(ev)
	l.emit(rest)
}

// afterContent is the index of the first line that follows the content.
func afterContent(lines []wire.Line) int {
	for i, ln := range lines {
		switch ln.Kind {
		case wire.KindLastChunk, wire.KindTrailerLine, wire.KindTrailerEnd:
			return i
		}
	}
	return len(lines)
}

func (l *loop) found(at time.Duration, c *conn, ex int, f wire.Finding) {
	l.emit(session.Found{At: at, Conn: c.id, Exchange: ex, Finding: f})
}
