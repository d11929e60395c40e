package cli

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"slices"

	"linger/session"
	"linger/session/record"
	"linger/wire"
)

// An endState is where the bytes of a capture ended.
type endState string

// The ways in which a capture ends.
const (
	endIdle       endState = "idle"       // between messages
	endIncomplete endState = "incomplete" // inside a message, the connection being open
	endError      endState = "error"      // framing lost, cut short, or bytes left over
	endTunnel     endState = "tunnel"
)

// A capture reads what a server sent on one connection and tells it in the
// events of a session, so that a file is recorded, explained and printed as a
// connection is:
//
//	file ──► decoder ──► events ──► record
//
// There is no clock in it: every event is at 0.
type capture struct {
	in       io.Reader
	segment  int  // bytes to feed at a time; 0: as they come
	open     bool // the connection had not closed at the end of the file
	requests []described
	dec      *wire.Decoder
	emit     func(session.Event)

	state    captureState
	exchange int   // the last one begun
	from     int64 // where it begins
	head     int64 // where the header section at hand begins
	kept     int64 // bytes of bodies since then
	hash     hash.Hash
	budget   session.Budget

	off      int64 // bytes told of; what follows was read, and not told of yet:
	data     []byte
	lines    []wire.Line
	findings []wire.Finding

	whole    bool  // the last message came to its end
	tunnelAt int64 // where a tunnel begins; -1: nowhere
	leftAt   int64 // where bytes begin that are no message; -1: nowhere
}

// A described request is one that a response answers, as far as the command
// line tells.
type described struct {
	message wire.RequestMessage
	raw     []byte
	lines   []wire.Line
	facts   wire.Request
}

func describe(m wire.RequestMessage) described {
	raw := wire.AppendRequest(nil, m)
	facts, lines, _ := wire.DecodeRequest(raw, 0)
	return described{message: m, raw: raw, lines: lines, facts: facts}
}

// maxWaiting is how many bytes may wait for what follows them: empty lines for
// the message they stand before, small pieces for more of their kind.
const maxWaiting = 64 << 10

type captureState uint8

const (
	between captureState = iota // no response has begun
	inside                      // of a response
	over                        // what follows is no HTTP/1.x response
)

func newCapture(in io.Reader, limits wire.Limits, requests []described, emit func(session.Event)) *capture {
	c := &capture{in: in, dec: wire.NewDecoder(limits), requests: requests, emit: emit, whole: true, tunnelAt: -1, leftAt: -1}
	facts := make([]wire.Request, len(requests))
	for i, r := range requests {
		facts[i] = r.facts
	}
	c.dec.Assume(facts...)
	return c
}

// read reads to the end of the file. The error is the file's.
func (c *capture) read() error {
	buf := make([]byte, 64<<10)
	if c.segment > 0 {
		buf = make([]byte, c.segment)
		c.in = bufio.NewReaderSize(c.in, 64<<10)
	}
	for {
		n, err := c.next(buf)
		for p, event := buf[:n], wire.EventMessageEnd; n > 0 && event != wire.EventNeedMore; {
			var taken int
			taken, event = c.dec.Feed(p)
			c.told(p[:taken], event)
			p = p[taken:]
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	c.finish()
	return nil
}

// next fills buf as far as it is to be fed at once.
func (c *capture) next(buf []byte) (int, error) {
	if c.segment > 0 {
		return io.ReadFull(c.in, buf)
	}
	return c.in.Read(buf)
}

// finish tells of the end of the file.
func (c *capture) finish() {
	if c.open {
		c.told(nil, c.dec.Leave())
	} else {
		c.told(nil, c.dec.Close())
	}
	c.tell(len(c.lines), int64(len(c.data))) // empty lines that nothing followed
}

// told turns what the decoder says of p into events. Bytes wait until a line
// says what they are, and empty lines until it is clear what follows them.
func (c *capture) told(p []byte, event wire.Event) {
	c.data = append(c.data, p...)
	for _, l := range c.dec.Lines() {
		c.lines = wire.AppendLine(c.lines, l)
	}
	c.findings = append(c.findings, c.dec.Findings()...)
	for _, x := range c.dec.Content() {
		if c.hash != nil {
			c.hash.Write(p[x.Off : x.Off+x.Len])
		}
	}
	if c.state == between && (slices.ContainsFunc(c.dec.Lines(), isStatusLine) || event == wire.EventMessageEnd) {
		c.begin()
	}
	c.look(c.dec.Lines())
	if c.leftAt < 0 && event == wire.EventNeedMore && len(c.data) < maxWaiting {
		return
	}
	n := len(c.lines)
	if c.state == inside && event == wire.EventFramingLost {
		if i := slices.IndexFunc(c.lines, isLeft); i >= 0 {
			n = i
		}
	}
	c.tell(n, covered(c.lines[:n]))
	c.apply(event)
	c.tell(len(c.lines), covered(c.lines))
}

// covered is how many bytes the lines are.
func covered(lines []wire.Line) (n int64) {
	for _, l := range lines {
		n += l.Len
	}
	return n
}

// look remembers where things stand. It is given new lines alone: those that
// wait may be many, and the pieces in which they come as well.
func (c *capture) look(lines []wire.Line) {
	for _, l := range lines {
		switch {
		case isStatusLine(l):
			c.head = l.Off
		case l.Kind == wire.KindTunnel && c.tunnelAt < 0:
			c.tunnelAt = l.Off
		case isLeft(l) && c.leftAt < 0:
			c.leftAt = l.Off
		}
	}
}

func (c *capture) apply(event wire.Event) {
	facts := *c.dec.Facts()
	switch event {
	case wire.EventInterimHead, wire.EventFinalHead:
		c.emit(&session.ResponseHead{Conn: 1, Exchange: c.exchange, Off: c.head, End: c.dec.Offset(), Facts: facts})
		if facts.Framing() == wire.FramingTunnel && c.tunnelAt < 0 {
			c.tunnelAt = c.dec.Offset()
		}
	case wire.EventMessageEnd:
		c.done(facts)
		c.state = between
		if c.tunnelAt >= 0 {
			c.state = over
		}
	case wire.EventFramingLost:
		if c.state == inside {
			c.done(facts)
		}
		c.state = over
		if c.leftAt < 0 {
			c.leftAt = c.dec.Offset()
		}
	}
}

func isStatusLine(l wire.Line) bool { return l.Kind == wire.KindStatusLine }

// isLeft tells lines that are no part of a message.
func isLeft(l wire.Line) bool { return l.Kind == wire.KindUnsolicited || l.Kind == wire.KindLost }

func (c *capture) begin() {
	r := c.requests[min(c.exchange, len(c.requests)-1)]
	c.exchange++
	c.state, c.whole = inside, false
	c.from, c.kept, c.hash = c.off, 0, sha256.New()
	c.emit(&session.RequestStarted{Conn: 1, Exchange: c.exchange, Method: r.message.Method, Proto: r.message.Proto,
		Facts: r.facts, Data: r.raw, Lines: r.lines, Len: int64(len(r.raw))})
}

func (c *capture) done(facts wire.Facts) {
	c.whole = facts.Complete
	if facts.Complete && !c.budget.Silent(facts.Hint) {
		c.budget.Count(facts.Hint, c.exchange)
		c.emit(&session.BudgetChanged{Conn: 1, Exchange: c.exchange, Budget: c.budget})
	}
	c.emit(&session.ExchangeDone{Conn: 1, Exchange: c.exchange, Facts: facts, Reason: facts.Persistence(),
		WireBytes: c.off - c.from, SHA256: c.hash.Sum(nil)})
}

// tell tells of the first lines, of n bytes, and of what was found.
func (c *capture) tell(lines int, n int64) {
	exchange := 0
	if c.state == inside {
		exchange = c.exchange
	}
	if n > 0 {
		c.received(exchange, bytes.Clone(c.data[:n]), slices.Clone(c.lines[:lines]))
		c.data = append(c.data[:0], c.data[n:]...)
		c.lines = append(c.lines[:0], c.lines[lines:]...)
	}
	for _, f := range c.findings {
		c.emit(session.Found{Conn: 1, Exchange: exchange, Finding: f})
	}
	c.findings = c.findings[:0]
}

// received tells of bytes, and leaves out content beyond what is kept of one
// body.
func (c *capture) received(exchange int, data []byte, lines []wire.Line) {
	cut, rest := 0, 0
	wire.ShiftLines(lines, -c.off)
	for _, l := range lines {
		if isBody(l.Kind) {
			c.kept += l.Len
		}
	}
	if c.kept > record.KeepContent {
		for rest < len(lines) && isBody(lines[rest].Kind) {
			cut += int(lines[rest].Len)
			rest++
		}
	}
	if cut > 0 {
		c.emit(&session.Received{Conn: 1, Exchange: exchange, Off: c.off, Len: int64(cut), Lines: lines[:rest], Reads: 1})
	}
	if cut < len(data) {
		wire.ShiftLines(lines[rest:], -int64(cut))
		c.emit(&session.Received{Conn: 1, Exchange: exchange, Off: c.off + int64(cut), Len: int64(len(data) - cut),
			Data: data[cut:], Lines: lines[rest:], Reads: 1})
	}
	c.off += int64(len(data))
}

// isBody tells lines that are content, or repeat with it.
func isBody(k wire.Kind) bool {
	switch k {
	case wire.KindChunkLine, wire.KindChunkData, wire.KindChunkEnd, wire.KindChunks, wire.KindContent, wire.KindTunnel, wire.KindUnsolicited, wire.KindLost:
		return true
	}
	return false
}

// end says where the file left the connection, and at which byte.
func (c *capture) end() (endState, int64) {
	switch {
	case c.leftAt >= 0:
		return endError, c.leftAt
	case c.tunnelAt >= 0:
		return endTunnel, c.tunnelAt
	case !c.whole && c.open:
		return endIncomplete, c.off
	case !c.whole:
		return endError, c.off
	}
	return endIdle, c.off
}
