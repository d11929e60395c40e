package cli

import (
	"bufio"
	"errors"
	"io"

	"linger/session"
	"linger/session/observe"
	"linger/wire"
)

// An endState describes the connection at the end of a capture.
type endState string

const (
	endIdle       endState = "idle"       // between messages
	endIncomplete endState = "incomplete" // inside a message, with the connection still open
	endError      endState = "error"      // framing was lost, a message is incomplete, or there are extra bytes
	endTunnel     endState = "tunnel"
)

// A capture turns the bytes that a server sent on one connection into events. linger can
// then record, explain and print a file in the same way as a connection:
//
//	file ──► observe ──► events ──► record
//
// A capture has no clock: every event is at time 0.
type capture struct {
	in       io.Reader
	segment  int  // number of bytes to decode at a time; 0 for as many as one Read returns
	open     bool // the connection was still open at the end of the file
	observed *observe.Conn
	emit     func(session.Event)

	exchange int   // number of the most recent exchange
	off      int64 // number of bytes received so far
	whole    bool  // the last message is complete
	tunnelAt int64 // offset at which a tunnel begins, or -1
	leftAt   int64 // offset of the first byte that belongs to no message, or -1
}

// describe converts m, the request that the command line describes, to the form that
// package observe needs.
func describe(m wire.RequestMessage) observe.Request {
	return *observe.ParseRequest(wire.AppendRequest(nil, m))
}

func newCapture(in io.Reader, limits wire.Limits, requests []observe.Request, emit func(session.Event)) *capture {
	c := &capture{in: in, emit: emit, whole: true, tunnelAt: -1, leftAt: -1}
	c.observed = observe.New(c.look).Open(0, 1, observe.Options{Limits: limits, Assume: requests})
	return c
}

// read reads the file to its end. It returns any read error other than the end of the
// file.
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

// next fills buf with the next segment or, if no segment size is set, reads as much as
// one Read returns.
func (c *capture) next(buf []byte) (int, error) {
	if c.segment > 0 {
		return io.ReadFull(c.in, buf)
	}
	return c.in.Read(buf)
}

// look updates the state of the capture with an event, and passes the event on.
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

// lost reports whether the remaining bytes belong to no message.
func (c *capture) lost() bool {
	_, lost := c.observed.Lost()
	return lost || c.leftAt >= 0
}

// end returns the state of the connection at the end of the file, and the offset at which
// its HTTP messages end.
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
