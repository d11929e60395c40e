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

// A prepared request holds the bytes of a request and their meaning. It never
// changes, so it can be sent any number of times.
type prepared struct {
	*observe.Request
	head    int            // bytes of its header section
	content session.Source // content that is read while it is sent; nil: Data is the whole request
}

func (p *prepared) size() int { return int(p.Len()) }

// A preparer prepares requests. It caches the last one, because most requests
// repeat the previous one.
type preparer struct {
	last *prepared
	buf  []byte
}

// longRequest is the size of content, in bytes, above which a request is not cached.
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

// streamed prepares a request whose content is read while it is sent. The prepared
// request holds only the first keptContent bytes of that content.
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

// keptContent is the maximum number of bytes of streamed content that a prepared request
// holds.
const keptContent = 1 << 20

// read fills buf with bytes of the request, starting at offset off.
func (p *prepared) read(buf []byte, off int) error {
	if n := copy(buf, p.Data[min(off, len(p.Data)):]); n < len(buf) {
		at := p.content.Size() - p.Rest + int64(off+n-len(p.Data))
		if k, err := p.content.ReadAt(buf[n:], at); k < len(buf)-n {
			if errors.Is(err, io.EOF) {
				return errors.New("the file is now shorter than when sending began")
			}
			return err
		}
	}
	return nil
}

func newPrepared(r *observe.Request) *prepared {
	return &prepared{Request: r, head: headLen(r.Lines, len(r.Data))}
}

// headLen returns the length in bytes of the header section in lines. If the section has
// no end, headLen returns all, the length of the request.
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
	data      []byte // bytes of all requests; nil if piece assembles them during sending
	size      int    // number of bytes of all requests
	pace      session.Pace
	reconnect bool
	raw       bool // the order is a SendRaw, which may be sent even on a connection that accepts no more requests
	work      bool // the order belongs to a long-running command
	reusable  bool // the order may be reused when it has been written

	begun     int           // number of requests that have begun
	sent      int           // number of requests written completely
	begin     int           // offset in data of the first request that has not begun
	end       int           // offset in data of the first request that is not written completely
	off       int           // number of bytes written
	exchanges []int         // numbers of the exchanges of the requests that have begun
	notBefore time.Duration // time before which nothing is written, because of the pause between two writes
	await     continueWait
}

// A continueWait is the state of content that waits for a 100 response (RFC
// 9110 §10.1.1).
type continueWait struct {
	at    int           // offset in the order before which bytes may be written; 0: nothing waits
	until time.Duration // time at which the content is sent without a 100
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

// isSame reports whether two requests have the same bytes. It returns false if one of
// them has content or is chunked.
func isSame(a, b *wire.RequestMessage) bool {
	return a.Method == b.Method && a.Target == b.Target && a.Proto == b.Proto && slices.Equal(a.Fields, b.Fields) &&
		len(a.Content)+len(b.Content) == 0 && !a.Chunked && !b.Chunked
}

// splitRaw returns the requests in data.
func splitRaw(data []byte) (out []*prepared) {
	for d := range wire.DecodeRequests(data, 0) {
		out = append(out, newPrepared(observe.NewRequest(data[:d.Used], d)))
		data = data[d.Used:]
	}
	return out
}

// next returns the number of bytes that may be written now. 0 means that linger has to
// wait.
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

// maxPiece is the maximum number of bytes of a pipeline that are written at a time. The
// server can process the first requests while linger writes the others.
const maxPiece = 32 << 10

// maxWrite is the maximum number of bytes that are written at a time. linger knows the
// progress of a write only when the write returns.
const maxWrite = 1 << 20

// piece returns the next n bytes of the order. If they are not in one slice, it copies
// them into buf and also returns buf, which may have grown. It returns an error if the
// content cannot be read.
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

// wroteBytes records that n bytes were written, and sets the pause before the
// next write.
func (o *order) wroteBytes(now time.Duration, n int) {
	o.off += n
	if o.pace.Each > 0 || o.off == o.pace.Split {
		o.notBefore = now + o.pace.Pause
	}
}

// due returns the time at which the next write may begin, or never if the write does not
// wait for the clock.
func (o *order) due() time.Duration {
	switch {
	case o.await.at > 0 && o.off >= o.await.at:
		return o.await.until
	case o.notBefore > 0:
		return o.notBefore
	}
	return never
}
