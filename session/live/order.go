package live

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"time"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// A prepared request is its bytes and what they mean. It can be sent any
// number of times; nothing in it changes.
type prepared struct {
	*observe.Request
	head    int            // bytes of its header section
	content session.Source // content that is read while it is sent; nil: Data is all
}

func (p *prepared) size() int { return int(p.Len()) }

// A preparer prepares requests. It remembers the last one, because most requests
// repeat the one before.
type preparer struct {
	last *prepared
	buf  []byte
}

// longRequest bounds the content of requests that are remembered, in bytes.
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

// streamed prepares a request whose content is followed by more, of which only the
// beginning is held.
func streamed(m wire.RequestMessage, content session.Source) (*prepared, error) {
	data := wire.AppendRequest(nil, m)
	n := len(data)
	data = append(data, make([]byte, min(content.Size(), keptContent))...)
	if _, err := content.ReadAt(data[n:], 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	p := newPrepared(observe.ParseStreamed(data, content.Size()-int64(len(data)-n)))
	p.content = content
	return p, nil
}

// keptContent is how much of such content is held, in bytes.
const keptContent = 1 << 20

// read fills buf with the bytes from off on.
func (p *prepared) read(buf []byte, off int) error {
	if n := copy(buf, p.Data[min(off, len(p.Data)):]); n < len(buf) {
		at := p.content.Size() - p.Rest + int64(off+n-len(p.Data))
		if k, err := p.content.ReadAt(buf[n:], at); k < len(buf)-n {
			if errors.Is(err, io.EOF) {
				return errors.New("the file has become shorter")
			}
			return err
		}
	}
	return nil
}

func newPrepared(r *observe.Request) *prepared {
	return &prepared{Request: r, head: headLen(r.Lines, len(r.Data))}
}

// headLen returns where the header section ends, or all if it does not end.
func headLen(lines []wire.Line, all int) int {
	for _, l := range lines {
		if l.Kind == wire.KindHeadEnd {
			return int(l.End())
		}
	}
	return all
}

// An order is a run of requests that are written one after another.
type order struct {
	requests  []*prepared
	data      []byte // of all of them; nil where they are put together when they are written: see piece
	size      int    // bytes of all of them
	pace      session.Pace
	reconnect bool
	raw       bool // the bytes of a SendRaw: sent even if the connection is not usable
	work      bool // long work asked for it
	reusable  bool // it may be used again once it is written

	begun     int           // requests of which a byte was written
	sent      int           // requests written whole
	begin     int           // where the first request not begun begins, in bytes of all
	end       int           // where the first request not sent whole begins
	off       int           // bytes written
	exchanges []int         // of the requests begun
	notBefore time.Duration // the pause between two writes
	await     continueWait
}

// A continueWait is the wait of content for a 100 response (RFC 9110 §10.1.1).
type continueWait struct {
	at    int           // bytes that may be written; 0: all
	until time.Duration // then the content is sent without it
}

func (r *preparer) requestOrder(c session.Send) (*order, error) {
	if c.Content != nil {
		p, err := streamed(c.Request, c.Content)
		if err != nil {
			return nil, err
		}
		return &order{requests: []*prepared{p}, size: p.size(), pace: c.Pace, reconnect: c.Reconnect}, nil
	}
	p := r.prepare(c.Request)
	return &order{requests: []*prepared{p}, data: p.Data, size: len(p.Data), pace: c.Pace, reconnect: c.Reconnect}, nil
}

func rawOrder(c session.SendRaw) *order {
	o := &order{data: c.Data, size: len(c.Data), pace: c.Pace, reconnect: c.Reconnect, raw: true}
	o.requests = splitRaw(c.Data)
	return o
}

func (r *preparer) pipelineOrder(c session.Pipeline) *order {
	n := len(c.Requests)
	o := &order{reconnect: c.Reconnect, work: true, requests: make([]*prepared, 0, n), exchanges: make([]int, 0, n)}
	for i := range c.Requests {
		m := &c.Requests[i]
		var p *prepared
		if i > 0 && isSame(m, &c.Requests[i-1]) {
			p = o.requests[i-1]
		} else {
			p = r.prepare(*m)
		}
		o.requests = append(o.requests, p)
		o.size += len(p.Data)
	}
	return o
}

// isSame reports whether two requests without content have the same bytes.
func isSame(a, b *wire.RequestMessage) bool {
	return a.Method == b.Method && a.Target == b.Target && a.Proto == b.Proto && slices.Equal(a.Fields, b.Fields) &&
		len(a.Content)+len(b.Content) == 0 && !a.Chunked && !b.Chunked
}

// splitRaw returns the requests that data holds.
func splitRaw(data []byte) (out []*prepared) {
	for d := range wire.DecodeRequests(data, 0) {
		out = append(out, newPrepared(observe.NewRequest(data[:d.Used], d)))
		data = data[d.Used:]
	}
	return out
}

// next returns how many bytes may be written now; 0 means none yet.
func (o *order) next(now time.Duration) int {
	if now < o.notBefore {
		return 0
	}
	n := min(o.size-o.off, maxWrite)
	if o.data == nil && o.requests[0].content == nil {
		n = min(n, maxPiece)
	}
	if o.await.at > 0 {
		n = min(n, o.await.at-o.off)
	}
	if o.pace.Each > 0 {
		n = min(n, o.pace.Each)
	}
	if o.off < o.pace.Split {
		n = min(n, o.pace.Split-o.off)
	}
	return n
}

// maxPiece bounds how much of a pipeline is written at a time, in bytes: the server
// works on the first requests while events report the others.
const maxPiece = 32 << 10

// maxWrite bounds how much is written at a time, in bytes: the progress of a write
// is known only when it returns.
const maxWrite = 1 << 20

// piece returns the next n bytes. It copies them into buf if they belong to more
// than one slice, and returns buf as it has grown. An error is that of reading
// content.
func (o *order) piece(n int, buf []byte) (p, grown []byte, err error) {
	if o.data != nil {
		return o.data[o.off : o.off+n], buf, nil
	}
	if r := o.requests[0]; r.content != nil {
		buf = slices.Grow(buf[:0], n)[:n]
		return buf, buf, r.read(buf, o.off)
	}
	buf = buf[:0]
	skip := o.off - o.end
	for i := o.sent; len(buf) < n; i++ {
		rest := o.requests[i].Data[skip:]
		buf = append(buf, rest[:min(len(rest), n-len(buf))]...)
		skip = 0
	}
	return buf, buf, nil
}

// wroteBytes notes that n bytes were written, and sets the pause before the next
// write.
func (o *order) wroteBytes(now time.Duration, n int) {
	o.off += n
	if o.pace.Each > 0 || o.off == o.pace.Split {
		o.notBefore = now + o.pace.Pause
	}
}

// due returns when the next write may begin, or never if that does not depend on
// the clock.
func (o *order) due() time.Duration {
	switch {
	case o.await.at > 0 && o.off >= o.await.at:
		return o.await.until
	case o.notBefore > 0:
		return o.notBefore
	}
	return never
}
