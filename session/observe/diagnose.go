package observe

import (
	"slices"
	"time"

	"linger/session"
	"linger/wire"
)

// keepTrail limits the size of a trail. No event is added to a trail that already holds
// this many bytes.
const keepTrail = 64 << 10

// A trail holds the events with the bytes of the server's last message and with the bytes
// after it. A diagnosis reads these bytes if there are findings or if the message is
// suspicious. Until then, the trail copies nothing.
type trail struct {
	facts    *wire.Facts // facts of the last message; nil before the first message
	over     bool        // the message has ended, or framing was lost in it
	pieces   []*session.Received
	size     int64
	held     int  // memory of pieces, in bytes
	grown    bool // the trail has changed since the last diagnosis
	findings []wire.Finding
	next     int64       // offset at which decoding resumes after the bytes; 0 if it does not resume
	ended    bool        // the connection has ended, so no bytes follow
	instead  string      // see [session.Ending]
	reported []wire.Code // codes that earlier diagnoses found

	known   wire.Account // bytes and lines of the first pieces
	counted int          // number of pieces in known
}

// reset clears the trail for the next message.
func (t *trail) reset() {
	t.over, t.size, t.held, t.grown, t.next = false, 0, 0, false, 0
	clear(t.pieces)
	t.pieces, t.findings, t.reported = t.pieces[:0], t.findings[:0], t.reported[:0]
	t.known, t.counted = wire.Account{}, 0
}

// beginTrail resets the trail if the last message has ended and another begins
// in the batch.
func (c *Conn) beginTrail() {
	t, b := &c.in.trail, &c.in.batch
	begins := func(l wire.Line) bool { return l.Kind == wire.KindStatusLine }
	if b.trailed || !slices.ContainsFunc(b.lines, begins) {
		return
	}
	b.trailed = true
	if t.over {
		c.halfEnded()
		t.reset()
	}
}

// halfEnded emits the finding half-crlf if the last content ended between CR and LF. The
// message that begins in the batch then follows a line that consists only of LF.
func (c *Conn) halfEnded() {
	t, b := &c.in.trail, &c.in.batch
	between := func(f wire.Finding) bool { return f.Code == wire.CodeLeadingCRLF }
	i := slices.IndexFunc(b.findings, between)
	if i < 0 || c.last.Exchange == 0 {
		return
	}
	a := t.account()
	if a.Base+int64(len(a.Raw)) != c.in.off {
		return
	}
	a.Raw = append(a.Raw, b.buf[b.from:b.to]...)
	a.Findings, a.Lines = b.findings[i:i+1], nil
	for _, f := range wire.Diagnose(a) {
		if f.Code == wire.CodeHalfCRLF {
			c.found(b.at, c.last.Exchange, f)
		}
	}
}

func (t *trail) add(ev *session.Received) {
	if t.size < keepTrail {
		t.pieces = append(t.pieces, ev)
		t.size += ev.Len
		t.held += heldBy(ev)
		t.grown = true
	}
}

// account returns the input of a diagnosis: the message and the bytes after it, up to the
// first byte that no event holds. Bytes may arrive one at a time, so account copies only
// the pieces that arrived since the last call.
func (t *trail) account() wire.Account {
	a := &t.known
	a.Facts, a.Findings, a.Next, a.Ended = t.facts, t.findings, t.next, t.ended
	if a.Facts == nil {
		a.Facts = new(wire.Facts)
	}
	if len(t.pieces) > 0 {
		a.Base = t.pieces[0].Off
	}
	for ; t.counted < len(t.pieces); t.counted++ {
		ev := t.pieces[t.counted]
		if ev.Off != a.Base+int64(len(a.Raw)) {
			break
		}
		a.Raw = append(a.Raw, ev.Data...)
		for _, l := range ev.Lines {
			l.Off += ev.Off
			a.Lines = wire.AppendLine(a.Lines, l)
		}
	}
	return *a
}

// suspicious reports whether a message without findings needs a diagnosis, because its
// status is 400 or because its content contradicts its fields.
func (t *trail) suspicious() bool {
	if t.facts == nil || len(t.pieces) == 0 {
		return false
	}
	return t.facts.Status == 400 || wire.ContentSuspicious(t.facts, t.from(t.facts.BodyAt))
}

// from returns the bytes from offset off to the end of the event that holds them, or nil
// if no event holds them.
func (t *trail) from(off int64) []byte {
	for _, ev := range t.pieces {
		if i := off - ev.Off; i >= 0 && i < int64(len(ev.Data)) {
			return ev.Data[i:]
		}
	}
	return nil
}

// diagnose returns the most likely causes of the findings of the last message, except the
// causes that earlier calls returned. It returns nil if the message has not ended. It
// does no work if the message has no findings and is not suspicious.
func (c *Conn) diagnose() (causes []wire.Finding) {
	t := &c.in.trail
	if !t.over || !t.grown || len(t.findings) == 0 && !t.suspicious() {
		return nil
	}
	t.grown = false
	for _, f := range wire.Diagnose(t.account()) {
		if !slices.Contains(t.reported, f.Code) {
			t.reported = append(t.reported, f.Code)
			if f.Code == wire.CodeOtherProtocol {
				t.instead = f.Detail
			}
			causes = append(causes, f)
		}
	}
	return causes
}

// diagnoseEnd reports the causes that are certain only when no more bytes follow.
func (c *Conn) diagnoseEnd(now time.Duration) {
	t := &c.in.trail
	t.ended, t.grown = true, len(t.pieces) > 0
	about := c.last.Exchange
	if ex := c.underWay(); ex != nil {
		about = ex.id
	}
	for _, f := range c.diagnose() {
		c.found(now, about, f)
	}
}

// resumed begins the response at which decoding resumes after bytes that belong to no
// message. If framing was lost in a message, resumed ends that message.
func (c *Conn) resumed() {
	b := &c.in.batch
	waiting := min(c.dec.Waiting(), b.to-b.from) // some of the waiting bytes were emitted before their meaning was known
	b.to -= waiting
	c.in.trail.next = c.dec.Facts().Off
	c.endBatch()
	if c.in.lost {
		c.in.lost = false
		facts := c.in.lostFacts
		if ex := c.underWay(); ex != nil {
			c.exchangeDone(ex, &facts, c.in.digest.sum(&c.small))
		}
		c.in.unsolicited = nil
	}
	b.start(b.at, b.buf, b.to, 0)
	b.to += waiting
}

// leaveWaiting ends the batch. If Options.Assume is set and the last bytes belong to no
// message but may begin a response, leaveWaiting keeps those bytes for the next batch.
func (c *Conn) leaveWaiting() {
	b := &c.in.batch
	waiting := min(c.dec.Waiting(), b.to-b.from)
	if len(c.opt.Assume) == 0 || waiting == 0 || !b.unassigned && !c.in.lost {
		c.endBatch()
		return
	}
	held := slices.Clone(b.buf[b.to-waiting : b.to])
	b.to -= waiting
	c.endBatch()
	c.in.undecided = held
}
