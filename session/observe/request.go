package observe

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"linger/session"
	"linger/wire"
	"linger/wire/format"
)

// keepRequest is the maximum number of bytes of one request that events hold.
const keepRequest = 1 << 20

// An outflow holds the state of the bytes that the client sends.
type outflow struct {
	begun   int64       // offset of the end of the last request that has begun
	sent    int64       // number of bytes sent
	writing []*exchange // exchanges that have begun, oldest first
	whole   int         // number of exchanges in writing whose requests were sent completely
}

// A Request holds the bytes of one request and their meaning. It must not be changed
// after it has been passed to a [Conn].
type Request struct {
	Method, Target, Proto string // from the request line, valid or not
	Facts                 wire.Request
	Data                  []byte
	Rest                  int64       // number of bytes of the request after those in Data
	Lines                 []wire.Line // lines of the whole request; offsets count from the first byte of Data

	Lacks   string // what the request lacks, such as "5 of 5 bytes of content", or "" if it is complete
	Surplus int64  // number of bytes of Data after the end of the request
}

// Len returns the number of bytes of the request.
func (r *Request) Len() int64 { return int64(len(r.Data)) + r.Rest }

// hasContent reports whether Data has bytes after the header section.
func (r *Request) hasContent() bool {
	n := len(r.Lines)
	return n > 0 && r.Lines[n-1].Kind != wire.KindHeadEnd && int64(len(r.Data)) > r.Lines[n-1].Off
}

// longestStart is the maximum number of bytes of a request line that are read to find the
// method and the target.
const longestStart = 64 << 10

// NewRequest returns the request whose bytes are data and whose decoded form is d. The
// Request retains data and d.Lines, and changes the offsets in d.Lines.
func NewRequest(data []byte, d wire.DecodedRequest) *Request {
	r := &Request{Method: d.Request.Method, Facts: d.Request, Data: data, Lines: d.Lines, Lacks: d.Lacks}
	if len(r.Lines) > 0 {
		wire.ShiftLines(r.Lines, -r.Lines[0].Off)
	}
	line, _ := startLine(data)
	if i := slices.IndexFunc(r.Lines, func(l wire.Line) bool { return l.Kind == wire.KindRequestLine }); i > 0 && r.Lines[i].Off < int64(len(data)) {
		line, _ = startLine(data[r.Lines[i].Off:])
	}
	_, target, _ := bytes.Cut(line, []byte(" "))
	if i := bytes.LastIndexByte(target, ' '); i >= 0 {
		r.Proto, target = wire.Text(target[i+1:]), target[:i]
	}
	r.Target = wire.Text(target)
	return r
}

// ParseStreamed decodes a request that is too long to hold. data holds its first bytes;
// rest is the number of bytes after them. These bytes belong to the last line of data.
func ParseStreamed(data []byte, rest int64) *Request {
	r := ParseRequest(data)
	r.Rest, r.Lacks = rest, "" // how much is missing depends on rest
	if n := len(r.Lines); n > 0 {
		r.Lines[n-1].Len += rest
	}
	return r
}

// ParseRequest decodes data as one request. Bytes after its end are part of the
// Request, as a line of kind [wire.KindUnsolicited].
func ParseRequest(data []byte) *Request {
	for d := range wire.DecodeRequests(data, 0) {
		rest := int64(len(data) - d.Used)
		if rest > 0 {
			d.Lines = append(d.Lines, wire.Line{Off: int64(d.Used), Len: rest, Kind: wire.KindUnsolicited})
		}
		r := NewRequest(data, d)
		r.Surplus = rest
		return r
	}
	return NewRequest(data, wire.DecodedRequest{})
}

// startLine returns the first line of data that is not empty, without its line end.
// complete is false if the line has no line end.
func startLine(data []byte) (line []byte, complete bool) {
	data = bytes.TrimLeft(data, "\r\n")
	line, _, complete = bytes.Cut(data[:min(len(data), longestStart)], []byte("\n"))
	return bytes.TrimRight(line, "\r"), complete
}

// Begin records that the first byte of a request is about to be sent, and returns the
// number of its exchange. Call [Conn.Wrote] to report the bytes that were sent.
func (c *Conn) Begin(now time.Duration, r *Request) (exchange int) {
	from := max(c.out.begun, c.out.sent)
	c.out.begun = from + r.Len()
	id := c.beginExchange(now, r, from, c.out.begun).id
	c.checkRequest(now, id, r)
	return id
}

// checkRequest reports requests that the server misreads: a request that does not end
// where its framing says, and each request after it.
//
// "If a message is received … with a valid Content-Length header field, … its decimal
// value defines the expected message body length in octets" (RFC 9112 §6.3).
func (c *Conn) checkRequest(now time.Duration, id int, r *Request) {
	find := func(code wire.Code, detail, quote string) {
		c.found(now, id, wire.Finding{Code: code, Offset: -1, Detail: detail, Quote: quote, Request: true})
	}
	if c.misframed > 0 {
		find(session.CodeRequestMisread, "request "+strconv.Itoa(c.misframed)+" does not end where it says", "")
		return
	}
	switch {
	case r.Lacks != "":
		find(session.CodeRequestIncomplete, r.Lacks+" missing", r.quoteLength())
	case r.Surplus > 0:
		find(session.CodeRequestSurplus, format.Count(r.Surplus, "byte")+" too many", wire.Quote(r.Data[int64(len(r.Data))-r.Surplus:]))
	default:
		return
	}
	c.misframed = id
}

// quoteLength returns the Content-Length or Transfer-Encoding field line as a quoted
// string. It returns "" if Data contains neither.
func (r *Request) quoteLength() string {
	i := slices.IndexFunc(r.Lines, func(l wire.Line) bool { return l.Role == wire.RoleContentLength || l.Role == wire.RoleTransferEncoding })
	if i < 0 || r.Lines[i].End() > int64(len(r.Data)) {
		return ""
	}
	return wire.QuoteLine(r.Data[r.Lines[i].Off:r.Lines[i].End()])
}

// beginExchange begins an exchange. Its request consists of the sent bytes between the
// offsets from and to.
func (c *Conn) beginExchange(now time.Duration, r *Request, from, to int64) *exchange {
	ex := c.newExchange(now)
	ex.solicited, ex.request, ex.from, ex.to = true, r.Facts, from, to
	if r.hasContent() {
		ex.posted = r.Data
	}
	c.emitStarted(now, ex, r)
	c.sentDuring(now, ex)
	c.dec.Expect(r.Facts)
	c.outstanding = append(c.outstanding, ex)
	c.out.begin(ex)
	return ex
}

// sentDuring reports a request that is sent while a response is stalled.
func (c *Conn) sentDuring(now time.Duration, ex *exchange) {
	under := c.awaited()
	if under == nil || !under.final {
		return
	}
	if silent := now - under.lastByte; silent >= session.StalledAfter {
		c.found(now, ex.id, wire.Finding{Code: session.CodeSentDuring, Offset: -1, Detail: c.progress(under) + "; nothing for " + format.Clock(silent)})
	}
}

// progress returns how much of the response in progress was received, such as "response 1
// has 12 of 20 bytes of content".
func (c *Conn) progress(ex *exchange) string {
	of := ""
	if f := c.dec.Facts(); f.Framing() == wire.FramingLengthDelimited {
		of = " of " + format.Number(f.Length)
	}
	return fmt.Sprintf("response %d has %s%s bytes of content", ex.id, format.Number(ex.content), of)
}

func (c *Conn) emitStarted(now time.Duration, ex *exchange, r *Request) {
	ev := c.o.slabs.started.next(len(r.Data) + linesSize(r.Lines))
	ev.At, ev.Conn, ev.Exchange, ev.Off, ev.Len = now, c.id, ex.id, ex.from, r.Len()
	ev.Method, ev.Target, ev.Proto, ev.Facts = r.Method, r.Target, r.Proto, r.Facts
	ev.Tunnel = c.opt.Tunnel
	ev.Data, ev.Lines = r.Data[:min(len(r.Data), keepRequest)], r.Lines
	c.o.emit(ev)
}

// assume begins the exchange of a response whose request was not captured.
func (c *Conn) assume(now time.Duration) *exchange {
	r := &c.opt.Assume[min(c.assumed, len(c.opt.Assume)-1)]
	c.assumed++
	ex := c.newExchange(now)
	ex.solicited, ex.sent, ex.request = true, true, r.Facts
	c.emitStarted(now, ex, r)
	c.outstanding = append(c.outstanding, ex)
	return ex
}

// Wrote records that n more bytes of the requests that have begun were sent.
func (c *Conn) Wrote(now time.Duration, n int) {
	o := &c.out
	o.sent += int64(n)
	for o.whole < len(o.writing) && o.writing[o.whole].to <= o.sent {
		ex := o.writing[o.whole]
		o.whole++
		c.requestSent(now, ex, ex.to-ex.from)
	}
	if !o.active() {
		o.clear()
	}
}

// begin adds an exchange to writing. If writing is full and at least half of its requests
// have been sent, begin first removes the exchanges of the sent requests.
func (o *outflow) begin(ex *exchange) {
	if len(o.writing) == cap(o.writing) && 2*o.whole >= len(o.writing) {
		o.writing = o.writing[:copy(o.writing, o.writing[o.whole:])]
		o.whole = 0
	}
	o.writing = append(o.writing, ex)
}

// active reports whether a request has begun but has not been sent completely.
func (o *outflow) active() bool { return o.whole < len(o.writing) }

func (o *outflow) clear() { o.writing, o.whole = o.writing[:0], 0 }

// Stop records that the client sends no more bytes. Requests that have begun but were not
// sent completely remain incomplete.
func (c *Conn) Stop(now time.Duration) {
	for _, ex := range c.out.writing[c.out.whole:] {
		c.requestSent(now, ex, max(0, c.out.sent-ex.from))
	}
	c.out.clear()
}

// requestSent records that n bytes of a request were sent and that no more will follow.
// If the response is already complete, the exchange ends.
func (c *Conn) requestSent(now time.Duration, ex *exchange, n int64) {
	ex.sentAt, ex.sent = now, true
	ev := c.o.slabs.sent.next(0)
	ev.At, ev.Conn, ev.Exchange, ev.Len = now, c.id, ex.id, n
	c.o.emit(ev)
	if whole := ex.to - ex.from; n < whole && whole < math.MaxInt32 && ex.final && !ex.request.Expect {
		c.found(now, ex.id, wire.Finding{Code: session.CodeAnsweredEarly, Offset: -1,
			Detail: format.Number(n) + " of " + format.Count(whole, "byte") + " of the request were sent"})
	}
	if ex.answer != nil {
		c.exchangeDone(ex, ex.answer, ex.sha256)
	}
}
