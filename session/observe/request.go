package observe

import (
	"time"

	"linger/session"
	"linger/wire"
)

// keepRequest bounds how much of one request is kept, in bytes.
const keepRequest = 1 << 20

// outflow is the sending half of a connection.
type outflow struct {
	begun   int64       // offset of the end of the last request begun
	sent    int64       // bytes sent
	writing []*exchange // begun and not sent whole; oldest first
}

// A Request is known before it is sent: its bytes and their meaning. Nothing in
// it may change afterwards.
type Request struct {
	Method, Target, Proto string
	Facts                 wire.Request
	Data                  []byte
	Lines                 []wire.Line // offsets count from 0
}

// Begin notes that the first byte of a request is about to be sent, and returns
// the number of its exchange. The bytes follow with [Conn.Wrote].
func (c *Conn) Begin(now time.Duration, r *Request) (exchange int) {
	from := max(c.out.begun, c.out.sent)
	c.out.begun = from + int64(len(r.Data))
	return c.begin(now, r, from, c.out.begun).id
}

// begin begins an exchange whose request stands between two offsets of the bytes
// sent.
func (c *Conn) begin(now time.Duration, r *Request, from, to int64) *exchange {
	ex := c.newExchange(now)
	ex.solicited, ex.request, ex.from, ex.to = true, r.Facts, from, to
	c.o.emit(c.o.slabs.started.put(session.RequestStarted{
		At: now, Conn: c.id, Exchange: ex.id, Off: ex.from,
		Method: r.Method, Target: r.Target, Proto: r.Proto, Facts: r.Facts,
		Data: r.Data[:min(len(r.Data), keepRequest)], Lines: r.Lines, Len: int64(len(r.Data)),
	}, len(r.Data)+linesSize(r.Lines)))
	c.dec.Expect(r.Facts)
	c.outstanding = append(c.outstanding, ex)
	c.out.writing = append(c.out.writing, ex)
	return ex
}

// assume begins the exchange of a response whose request was not captured.
func (c *Conn) assume(now time.Duration) *exchange {
	r := &c.opt.Assume[min(c.assumed, len(c.opt.Assume)-1)]
	c.assumed++
	ex := c.newExchange(now)
	ex.solicited, ex.sent, ex.request = true, true, r.Facts
	c.o.emit(c.o.slabs.started.put(session.RequestStarted{
		At: now, Conn: c.id, Exchange: ex.id, Method: r.Method, Target: r.Target, Proto: r.Proto, Facts: r.Facts,
		Data: r.Data, Lines: r.Lines, Len: int64(len(r.Data)),
	}, len(r.Data)+linesSize(r.Lines)))
	c.outstanding = append(c.outstanding, ex)
	return ex
}

// Wrote notes that n more bytes of the requests that have begun were sent.
func (c *Conn) Wrote(now time.Duration, n int) {
	o := &c.out
	o.sent += int64(n)
	whole := 0
	for whole < len(o.writing) && o.writing[whole].to <= o.sent {
		ex := o.writing[whole]
		c.requestSent(now, ex, ex.to-ex.from)
		whole++
	}
	if whole > 0 {
		o.writing = o.writing[:copy(o.writing, o.writing[whole:])]
	}
}

// Stop notes that nothing more is sent of the requests that have begun: they
// remain incomplete.
func (c *Conn) Stop(now time.Duration) {
	for _, ex := range c.out.writing {
		c.requestSent(now, ex, max(0, c.out.sent-ex.from))
	}
	c.out.writing = c.out.writing[:0]
}

// requestSent notes that n bytes of a request were sent, and no more will be. An
// exchange whose response came first ends with it.
func (c *Conn) requestSent(now time.Duration, ex *exchange, n int64) {
	ex.sentAt, ex.sent = now, true
	c.o.emit(c.o.slabs.sent.put(session.RequestSent{At: now, Conn: c.id, Exchange: ex.id, Len: n}, 0))
	if ex.answer != nil {
		c.exchangeDone(ex, ex.answer, ex.sha256)
	}
}
