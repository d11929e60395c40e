package live

import (
	"bytes"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// A prepared request is its bytes and what they mean. It can be sent any
// number of times; nothing in it changes.
type prepared struct {
	*observe.Request
	head int // bytes of its header section
}

// A preparer prepares requests. One that is the same as the one before it is
// that one: who asks again mostly asks the same.
type preparer struct {
	last *prepared
	buf  []byte
}

// longRequest is how long a request is to be prepared anew each time, in bytes.
const longRequest = 64 << 10

func (r *preparer) prepare(m wire.RequestMessage) *prepared {
	if len(m.Content) > longRequest {
		return newPrepared(observe.ParseRequest(wire.AppendRequest(nil, m)))
	}
	r.buf = wire.AppendRequest(r.buf[:0], m)
	if r.last == nil || !bytes.Equal(r.last.Data, r.buf) {
		r.last = newPrepared(observe.ParseRequest(bytes.Clone(r.buf)))
	}
	return r.last
}

func newPrepared(r *observe.Request) *prepared {
	return &prepared{Request: r, head: headLen(r.Lines, len(r.Data))}
}

// headLen is where the header section ends, or all when it does not.
func headLen(lines []wire.Line, all int) int {
	for _, l := range lines {
		if l.Kind == wire.KindHeadEnd {
			return int(l.End())
		}
	}
	return all
}

// An order is requests to be written in one go.
type order struct {
	requests  []*prepared
	data      []byte // of all of them; nil where they are put together when they are written: see piece
	size      int    // bytes of all of them
	pace      session.Pace
	reconnect bool
	raw       bool // as told by a person: sent whatever speaks against it
	work      bool // long work asked for it
	reusable  bool // it may be used again once it is written

	begun     int           // requests of which a byte was written
	sent      int           // requests written whole
	begin     int           // where the first request not begun begins, in bytes of all
	end       int           // where the first request not sent whole begins
	off       int           // bytes written
	exchanges []int         // of the requests begun
	notBefore time.Duration // the pause between two writes
	hold      hold
}

// hold is content that waits for a 100 (RFC 9110 §10.1.1).
type hold struct {
	at    int           // bytes that may be written; 0: all
	until time.Duration // then it goes without being asked for
}

func (r *preparer) requestOrder(c session.Send) *order {
	p := r.prepare(c.Request)
	return &order{requests: []*prepared{p}, data: p.Data, size: len(p.Data), pace: c.Pace, reconnect: c.Reconnect}
}

func rawOrder(c session.SendRaw) *order {
	o := &order{data: c.Data, size: len(c.Data), pace: c.Pace, reconnect: c.Reconnect, raw: true}
	o.requests = splitRaw(c.Data)
	return o
}

func (r *preparer) pipelineOrder(c session.Pipeline) *order {
	n := len(c.Requests)
	o := &order{reconnect: c.Reconnect, work: true, requests: make([]*prepared, 0, n), exchanges: make([]int, 0, n)}
	for _, m := range c.Requests {
		p := r.prepare(m)
		o.requests = append(o.requests, p)
		o.size += len(p.Data)
	}
	return o
}

// splitRaw returns the requests that data holds.
func splitRaw(data []byte) (out []*prepared) {
	for d := range wire.DecodeRequests(data, 0) {
		out = append(out, newPrepared(observe.NewRequest(data[:d.Used], d)))
		data = data[d.Used:]
	}
	return out
}

// next is how many bytes may be written now; 0: not yet.
func (o *order) next(now time.Duration) int {
	if now < o.notBefore {
		return 0
	}
	n := min(o.size-o.off, maxWrite)
	if o.data == nil {
		n = min(n, maxPiece)
	}
	if o.hold.at > 0 {
		n = min(n, o.hold.at-o.off)
	}
	if o.pace.Each > 0 {
		n = min(n, o.pace.Each)
	}
	if o.off < o.pace.Split {
		n = min(n, o.pace.Split-o.off)
	}
	return n
}

// maxPiece is how much of a pipeline is written at a time, in bytes: the server
// is at work on the first requests while the others are being told.
const maxPiece = 32 << 10

// maxWrite is how much is written at a time, in bytes: how far a write has come
// is known only when it returns.
const maxWrite = 1 << 20

// piece is the next n bytes, put together in buf where there is need.
func (o *order) piece(n int, buf []byte) (p, grown []byte) {
	if o.data != nil {
		return o.data[o.off : o.off+n], buf
	}
	buf = buf[:0]
	skip := o.off - o.end
	for i := o.sent; len(buf) < n; i++ {
		rest := o.requests[i].Data[skip:]
		buf = append(buf, rest[:min(len(rest), n-len(buf))]...)
		skip = 0
	}
	return buf, buf
}

// wroteBytes moves on by n, and sets the pause before the next write.
func (o *order) wroteBytes(now time.Duration, n int) {
	o.off += n
	if o.pace.Each > 0 || o.off == o.pace.Split {
		o.notBefore = now + o.pace.Pause
	}
}

// due is when the next write may be made; never where it does not depend on
// the clock.
func (o *order) due() time.Duration {
	switch {
	case o.hold.at > 0 && o.off >= o.hold.at:
		return o.hold.until
	case o.notBefore > 0:
		return o.notBefore
	}
	return never
}
