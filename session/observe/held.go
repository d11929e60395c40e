package observe

import (
	"unsafe"

	"linger/session"
	"linger/wire"
)

// Held returns about how many bytes of memory the connection needs in addition to what
// every connection needs: for messages that are incomplete, for outstanding exchanges,
// and for the bytes of the last message, which explain what follows them.
func (c *Conn) Held() int {
	in, w := &c.in, &c.watched
	n := c.dec.Held() + in.trail.held + cap(in.trail.known.Raw) + linesSize(in.trail.known.Lines) +
		cap(in.undecided) + cap(in.digest.last) + cap(in.store.block) + cap(c.small.block) + linesSize(in.store.ls) + linesSize(c.small.ls) +
		(len(in.trail.findings)+len(in.batch.findings)+len(w.findings))*int(unsafe.Sizeof(wire.Finding{})) +
		(len(c.outstanding)+cap(c.out.writing))*int(unsafe.Sizeof(exchange{})) +
		cap(w.head) + linesSize(w.lines) + linesSize(in.batch.lines) + w.heldLen + len(w.held)*int(unsafe.Sizeof(heldBytes{}))
	if w.dec != nil {
		n += w.dec.Held()
	}
	return n
}

// Forget drops the memory of a connection that is not needed to decode its next bytes. If
// the last message has ended, that includes the bytes of this message.
func (c *Conn) Forget() {
	in, w := &c.in, &c.watched
	c.dec.Forget()
	if w.dec != nil {
		w.dec.Forget()
	}
	in.batch, in.store, c.small, in.digest.last, in.digest.known = batch{}, store{}, store{}, nil, nil
	if in.trail.over && in.trail.instead == "" {
		in.trail = trail{}
	}
	if len(w.head) == 0 {
		w.head, w.lines, w.findings = nil, nil, nil
	}
}

// heldBy returns the number of bytes that an event keeps in memory.
func heldBy(ev *session.Received) int {
	return len(ev.Data) + linesSize(ev.Lines) + int(unsafe.Sizeof(*ev))
}
