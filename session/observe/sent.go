package observe

import (
	"math"
	"slices"
	"time"

	"linger/wire"
)

// maxHeld is the maximum number of ambiguous bytes that are held back until the final
// response shows whether they are requests or belong to a tunnel.
const maxHeld = 64 << 10

// A watched holds the state of the client's direction if the requests are not known in
// advance, but decoded from the bytes that the client sends.
type watched struct {
	dec  *wire.RequestDecoder
	id   int       // the exchange that the bytes belong to; 0: the next request has not begun
	ex   *exchange // the exchange with number id, until its request has been sent
	from int64     // offset of the first byte of head
	at   time.Duration
	head []byte // bytes of a request whose exchange has not begun
	kept int64  // number of bytes of the request that events hold, excluding head
	over bool   // the client sends nothing more

	lines    []wire.Line // lines of head
	findings []wire.Finding

	// A request with CONNECT or Upgrade may turn the connection into a tunnel. The bytes
	// between it and its final response are ambiguous: they are the next request if the
	// server refuses, and belong to the tunnel if it does not (RFC 9110 §7.8, §9.3.6).
	asked   int // the exchange of such a request, until its bytes are assigned; 0: none
	held    []heldBytes
	heldLen int
}

// heldBytes are the ambiguous bytes of one call of Sent.
type heldBytes struct {
	at   time.Duration
	data []byte
}

// Sent records p, the bytes of one read from a client whose requests are not known in
// advance. now is the time of the read. An exchange begins at the end of the header
// section of its request, or earlier if the server sends bytes before that. The other
// bytes of the request are emitted as [session.RequestData]. Sent does not retain p.
//
// Do not call both Sent and [Conn.Begin] on one connection. Bytes after the end of the
// client's direction are ignored. Only a faulty capture contains such bytes.
func (c *Conn) Sent(now time.Duration, p []byte) {
	w := &c.watched
	if w.over {
		return
	}
	if w.dec == nil {
		if c.opt.Joined && !beginsRequest(p) {
			return
		}
		w.dec = wire.NewRequestDecoder(c.opt.Limits)
	}
	c.feedSent(now, p)
}

// feedSent decodes p up to the first ambiguous byte, and holds back the rest.
func (c *Conn) feedSent(now time.Duration, p []byte) {
	w := &c.watched
	for more := true; more; {
		if w.asked > 0 {
			c.withhold(now, p)
			return
		}
		if len(w.head) == 0 && w.id == 0 {
			w.at, w.from = now, w.dec.Offset()
		}
		n, ev := w.dec.Feed(p)
		c.fedSent(now, p[:n], ev)
		p = p[n:]
		more = ev != wire.EventNeedMore
	}
}

// withhold keeps ambiguous bytes until the final response. If there are more than
// maxHeld, it assigns them according to the usual behaviour of clients. After CONNECT, a
// client may send bytes of the tunnel at once. After a request for an upgrade, a client
// must wait, so further bytes are the next request.
func (c *Conn) withhold(now time.Duration, p []byte) {
	w := &c.watched
	if len(p) == 0 {
		return
	}
	w.held = append(w.held, heldBytes{now, slices.Clone(p)})
	if w.heldLen += len(p); w.heldLen > maxHeld {
		c.decide()
	}
}

// decide assigns the ambiguous bytes without waiting for the final response: to the
// tunnel after CONNECT, otherwise to further requests.
func (c *Conn) decide() {
	w := &c.watched
	if w.asked > 0 && w.dec.Facts().Request.Method == "CONNECT" {
		w.dec.Switch()
		w.id = w.asked
	}
	c.release()
}

// release decodes the bytes that were held back. They may contain another request after
// which bytes are ambiguous.
func (c *Conn) release() {
	w := &c.watched
	held := w.held
	w.asked, w.held, w.heldLen = 0, nil, 0
	for _, h := range held {
		c.feedSent(h.at, h.data)
	}
}

// fedSent assigns the bytes that one call of Feed read to an exchange, and handles the
// event that Feed returned.
func (c *Conn) fedSent(now time.Duration, p []byte, ev wire.Event) {
	w := &c.watched
	c.out.sent += int64(len(p))
	before := len(w.findings)
	w.findings = append(w.findings, w.dec.Findings()...)
	if w.id == 0 {
		w.head = append(w.head, p...)
		for _, l := range w.dec.Lines() {
			w.lines = wire.AppendLine(w.lines, l)
		}
		w.quote(w.findings[before:], w.lines, w.head, w.from)
		if ev == wire.EventNeedMore {
			return
		}
		c.beginWatched()
	} else if w.quote(w.findings[before:], w.dec.Lines(), p, c.out.sent-int64(len(p))); len(p) > 0 || len(w.dec.Lines()) > 0 {
		c.requestData(now, p, w.dec.Lines())
	}
	c.requestFindings(now)
	switch ev {
	case wire.EventMessageEnd:
		asks := w.ex.request.Upgrade || w.ex.request.Method == "CONNECT"
		if asks && !w.ex.final {
			w.asked = w.id
		}
		c.watchedSent(now)
		w.id = 0
	case wire.EventFramingLost:
		c.watchedSent(now) // the server has answered already; a Conn cannot distinguish later bytes of the request from other bytes
	}
}

// beginWatched begins an exchange with the bytes of its request that have been seen so
// far. If the request line is incomplete, method and target are empty.
func (c *Conn) beginWatched() {
	w := &c.watched
	r := NewRequest(c.small.bytes(w.head), wire.DecodedRequest{Request: w.dec.Request(), Lines: c.small.lines(w.lines)})
	_, complete := startLine(r.Data)
	if _, open := w.dec.Under(); open && !complete {
		r.Method, r.Target, r.Proto = "", "", ""
	}
	w.ex = c.beginExchange(w.at, r, w.from, math.MaxInt64)
	w.id, w.kept = w.ex.id, 0
	w.head, w.lines = w.head[:0], w.lines[:0]
}

// requestData emits bytes of a request that has begun, or of a tunnel.
func (c *Conn) requestData(now time.Duration, p []byte, of []wire.Line) {
	w := &c.watched
	off := c.out.sent - int64(len(p))
	keep := min(int64(len(p)), max(0, keepRequest-w.kept))
	if c.missing {
		keep = 0
	}
	w.kept += keep
	lines := c.small.lines(of)
	wire.ShiftLines(lines, -off)
	ev := c.o.slabs.data.next(int(keep) + linesSize(lines))
	ev.At, ev.Conn, ev.Exchange, ev.Off, ev.Len = now, c.id, w.id, off, int64(len(p))
	ev.Data, ev.Lines = c.small.bytes(p[:keep]), lines
	c.o.emit(ev)
}

func (c *Conn) requestFindings(now time.Duration) {
	w := &c.watched
	for _, f := range w.findings {
		c.found(now, w.id, f)
	}
	w.findings = w.findings[:0]
}

// watchedSent records that the current request was sent, completely or not.
func (c *Conn) watchedSent(now time.Duration) {
	w := &c.watched
	if w.ex == nil {
		return
	}
	w.ex.to = c.out.sent
	w.ex = nil
	c.Wrote(now, 0)
}

// answerWatched begins the exchange of a request whose header section is
// incomplete, because the server sends bytes and no other request awaits a
// response.
func (c *Conn) answerWatched() {
	w := &c.watched
	if w.id > 0 || len(w.head) == 0 || c.awaited() != nil || c.in.unsolicited != nil {
		return
	}
	if _, ok := w.dec.Under(); ok {
		c.beginWatched()
		c.requestFindings(w.at)
	}
}

// becomeTunnel records that the client's direction belongs to the tunnel that ex has
// made.
func (c *Conn) becomeTunnel(ex *exchange) {
	w := &c.watched
	if w.dec == nil {
		return
	}
	c.watchedSent(ex.lastByte)
	w.dec.Switch()
	w.id = ex.id
	if len(w.head) > 0 { // these bytes seemed to begin a request, but belong to the tunnel
		w.dec.Feed(nil)
		c.requestData(w.at, w.head, append(w.lines, w.dec.Lines()...))
		w.head, w.lines = w.head[:0], w.lines[:0]
	}
	c.release()
}

// closeSent records that the client sends nothing more. A request that has begun remains
// incomplete. If truncated is set, closeSent reports it as truncated.
func (c *Conn) closeSent(now time.Duration, truncated bool) {
	w := &c.watched
	w.over = true
	if w.dec == nil {
		return
	}
	for w.asked > 0 {
		c.decide()
	}
	if len(w.head) == 0 && w.id == 0 {
		w.at, w.from = now, w.dec.Offset()
	}
	ev := w.dec.Close()
	for _, f := range w.dec.Findings() {
		if truncated || f.Code != wire.CodeTruncated {
			w.findings = append(w.findings, f)
		}
	}
	switch {
	case w.id > 0 && len(w.dec.Lines()) > 0:
		c.requestData(now, nil, w.dec.Lines())
	case w.id == 0 && ev == wire.EventMessageEnd:
		for _, l := range w.dec.Lines() {
			w.lines = wire.AppendLine(w.lines, l)
		}
		c.beginWatched()
	}
	c.requestFindings(now)
	w.dec = nil
}
