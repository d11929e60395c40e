package cli

import (
	"bufio"
	"errors"
	"io"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// An endState is where the bytes of a capture ended.
type endState string

// The ways in which a capture ends.
const (
	endIdle       endState = "idle"       // between messages
	endIncomplete endState = "incomplete" // inside a message, the connection being open
	endError      endState = "error"      // framing lost, an incomplete message, or bytes left over
	endTunnel     endState = "tunnel"
)

// A capture observes what a server sent on one connection, so that a file is
// recorded, explained and printed as a connection is:
//
//	file ──► observe ──► events ──► record
//
// There is no clock in it: every event is at 0.
type capture struct {
	in       io.Reader
	segment  int  // bytes to feed at a time; 0: as they come
	open     bool // the connection had not closed at the end of the file
	observed *observe.Conn
	emit     func(session.Event)

	exchange int   // the last one begun
	off      int64 // bytes in events
	whole    bool  // the last message is complete
	tunnelAt int64 // where a tunnel begins; -1: nowhere
	leftAt   int64 // where bytes begin that belong to no message; -1: nowhere
}

// describe returns a request that a response answers, as far as the command line
// says.
func describe(m wire.RequestMessage) observe.Request {
	return *observe.ParseRequest(wire.AppendRequest(nil, m))
}

func newCapture(in io.Reader, limits wire.Limits, requests []observe.Request, emit func(session.Event)) *capture {
	c := &capture{in: in, emit: emit, whole: true, tunnelAt: -1, leftAt: -1}
	c.observed = observe.New(c.look).Open(0, 1, observe.Options{Limits: limits, Assume: requests})
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
		if n > 0 {
			c.observed.Received(0, buf[:n])
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	c.observed.Leave(0, c.open)
	return nil
}

// next fills buf as far as it is to be fed at once.
func (c *capture) next(buf []byte) (int, error) {
	if c.segment > 0 {
		return io.ReadFull(c.in, buf)
	}
	return c.in.Read(buf)
}

// look remembers where the capture stands, and passes the event on.
func (c *capture) look(ev session.Event) {
	switch ev := ev.(type) {
	case *session.RequestStarted:
		c.exchange, c.whole = ev.Exchange, false
	case *session.ExchangeDone:
		c.whole = ev.Facts.Complete
		if ev.Reason == wire.ReasonTunnel && c.tunnelAt < 0 {
			c.tunnelAt = ev.Facts.BodyAt
		}
	case *session.Received:
		c.off = ev.Off + ev.Len
		for _, l := range ev.Lines {
			if (l.Kind == wire.KindUnsolicited || l.Kind == wire.KindLost) && c.leftAt < 0 {
				c.leftAt = ev.Off + l.Off
			}
		}
	}
	c.emit(ev)
}

// lost reports whether bytes follow, or would follow, that belong to no message.
func (c *capture) lost() bool {
	_, lost := c.observed.Lost()
	return lost || c.leftAt >= 0
}

// end returns where the file left the connection, and at which byte.
func (c *capture) end() (endState, int64) {
	switch {
	case c.leftAt >= 0:
		return endError, c.leftAt
	case c.lost():
		return endError, c.off
	case c.tunnelAt >= 0:
		return endTunnel, c.tunnelAt
	case !c.whole && c.open:
		return endIncomplete, c.off
	case !c.whole:
		return endError, c.off
	}
	return endIdle, c.off
}
