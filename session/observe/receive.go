package observe

import (
	"time"

	"linger/wire"
)

// An inflow holds the state of the bytes that the server sends.
type inflow struct {
	off       int64      // number of bytes received before the current batch
	lost      bool       // whether framing is lost
	lostFacts wire.Facts // facts of the message in which framing was lost
	lostTo    wire.Code  // code of the finding that explains the loss, or "" if there is none

	unsolicited      *exchange // an unsolicited response in progress, or nil
	unsolicitedCount int       // number of unsolicited responses that have begun
	unsolicitedBytes int64     // number of unsolicited bytes
	kept             int64     // number of unsolicited bytes that events hold
	undecided        []byte    // bytes that may still begin an unsolicited response

	batch  batch
	trail  trail
	store  store
	digest digest // digest of the content of the current response
}

// Received records p, the bytes of one read from the server. now is the time of the read.
// Received does not retain p.
func (c *Conn) Received(now time.Duration, p []byte) {
	in := &c.in
	if c.opt.Joined && c.dec.Offset() == 0 && !c.joins(p) {
		return
	}
	buf, i := p, 0
	if len(in.undecided) > 0 {
		buf, i = append(in.undecided, p...), len(in.undecided)
		in.undecided = nil
	}
	in.batch.start(now, buf, 0, 1)
	for more := true; more; {
		if i < len(buf) {
			c.answerWatched()
		}
		n, ev := c.dec.Feed(buf[i:])
		c.fed(i, n, ev)
		i += n
		more = ev != wire.EventNeedMore
	}
	c.leaveWaiting()
	in.digest.own()
}

// fed adds the n bytes at index i to the batch. One call of Feed has decoded these bytes
// and returned ev, which fed handles.
func (c *Conn) fed(i, n int, ev wire.Event) {
	b := &c.in.batch
	b.to = i + n
	if b.ex == nil && !b.unassigned {
		c.assign()
	}
	if b.ex != nil {
		c.content(c.dec.Content(), i)
	}
	if lines := c.dec.Lines(); len(lines) > 0 { // the decoder has already joined these lines with each other
		b.lines = append(wire.AppendLine(b.lines, lines[0]), lines[1:]...)
	}
	b.findings = append(b.findings, c.dec.Findings()...)
	switch ev {
	case wire.EventInterimHead, wire.EventFinalHead:
		c.headEnd(c.dec.Facts())
	case wire.EventMessageEnd:
		c.messageEnd(c.dec.Facts())
	case wire.EventFramingLost:
		c.framingLost()
	case wire.EventResumed:
		c.resumed()
	}
}

// assign decides which exchange the bytes belong to: that of the oldest outstanding
// request, an unsolicited response, or none. If it is too early to decide, assign changes
// nothing.
func (c *Conn) assign() {
	b := &c.in.batch
	switch {
	case c.tunnel != nil:
		b.ex = c.tunnel
		return
	case c.in.unsolicited != nil:
		b.ex = c.in.unsolicited
		return
	}
	if b.ex = c.awaited(); b.ex != nil {
		return
	}
	for _, ln := range c.dec.Lines() {
		switch ln.Kind {
		case wire.KindEmptyLine:
		case wire.KindUnsolicited, wire.KindLost:
			b.unassigned = true
			return
		case wire.KindStatusLine:
			if len(c.opt.Assume) > 0 {
				b.ex = c.assume(b.at)
				return
			}
			fallthrough
		default:
			b.ex = c.newExchange(b.at)
			c.in.unsolicited = b.ex
			c.in.unsolicitedCount++
			return
		}
	}
}

// content counts and hashes content, writes it to Options.Content, and decides how much
// of it events hold. extents locates the content, relative to index i of the buffer.
func (c *Conn) content(extents []wire.Extent, i int) {
	b, ex := &c.in.batch, c.in.batch.ex
	for _, e := range extents {
		if room := max(0, keepContent-ex.content); int64(e.Len) > room {
			b.cut = min(b.cut, i+e.Off+int(room))
		}
		ex.content += int64(e.Len)
		if c.missing {
			ex.missing = true
			b.cut = min(b.cut, i+e.Off)
			continue
		}
		p := b.buf[i+e.Off : i+e.Off+e.Len]
		c.in.digest.write(p)
		if c.opt.Content != nil {
			_, _ = c.opt.Content.Write(p) // errors are ignored: see Options.Content
		}
	}
}

// headEnd adds the event for a complete header section to the batch. After the header
// section of a final response, it also releases the client's bytes that were held back,
// unless the connection becomes a tunnel.
func (c *Conn) headEnd(f *wire.Facts) {
	b := &c.in.batch
	h := c.o.slabs.head.next(0)
	h.At, h.Conn, h.Exchange, h.Off, h.End, h.Facts = b.at, c.id, b.ex.id, f.Off, f.BodyAt, *f
	b.heads = append(b.heads, h)
	if f.Interim() {
		return
	}
	b.ex.final = true
	if c.watched.asked == b.ex.id && f.Framing() != wire.FramingTunnel {
		c.endBatch()
		c.release()
		b.start(b.at, b.buf, b.to, 0)
	}
}

// messageEnd emits the batch, whose last byte ends a message, and begins the next batch.
// It ends the exchange unless the request is still being sent.
func (c *Conn) messageEnd(f *wire.Facts) {
	b := &c.in.batch
	ex := b.ex
	c.beginTrail()
	c.in.trail.facts, c.in.trail.over = f, true
	c.endBatch()
	if ex == c.in.unsolicited {
		c.in.unsolicited = nil
	}
	c.in.trail.facts = c.responseEnd(ex, f)
	b.start(b.at, b.buf, b.to, 0)
}

func (c *Conn) framingLost() {
	c.beginTrail()
	c.in.lost, c.in.lostFacts = true, *c.dec.Facts()
	if t := &c.in.trail; !t.over || c.in.lostFacts.BodyAt >= 0 { // otherwise the bytes are not a message, but follow the last one
		facts := c.in.lostFacts
		t.facts, t.over = &facts, true
	}
	if finds := c.in.batch.findings; len(finds) > 0 {
		c.in.lostTo = finds[len(finds)-1].Code
	}
	c.budget.overdueAt = never
}
