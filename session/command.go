package session

import (
	"time"

	"linger/wire"
)

// A Command is a request from the user to a session, such as to send or to
// close. Its result is reported by events.
type Command interface{ isCommand() }

// Send sends one request and reads its response. If the connection has ended,
// it connects first if Reconnect is set; otherwise the command is declined.
// Before it sends, it checks for an unread FIN; if there is one, nothing is
// sent.
//
// Content is a source of content that does not fit in memory. The session sends this
// content after the content of Request, and reads it while it sends. If Content cannot be
// read, the session closes the connection and reports the reason in [Declined].
type Send struct {
	Request   wire.RequestMessage
	Content   Source
	Reconnect bool
	Pace      Pace
}

// A Source provides content that is read while it is sent. ReadAt has the contract of
// [io.ReaderAt].
type Source interface {
	ReadAt(p []byte, off int64) (n int, err error)
	Size() int64
}

// SendRaw writes bytes exactly as they are. The session decodes the requests in
// them, so that it can match the responses.
type SendRaw struct {
	Data      []byte
	Reconnect bool
	Pace      Pace
}

// A Pace determines how the bytes of a request are divided into writes. With the zero
// value, all bytes are written at once.
type Pace struct {
	Each  int           // bytes in each write; 0: all
	Pause time.Duration // time between two writes
	Split int           // pause once, after this many bytes; 0: do not pause
}

// Pipeline sends requests without waiting for responses (RFC 9112 §9.3.2).
type Pipeline struct {
	Requests  []wire.RequestMessage
	Reconnect bool
}

// Repeat sends a request N times, one after another. Every is the time from the end of
// one response to the beginning of the next request. With Reconnect, the session connects
// whenever it is not connected, including before the first request. Without Reconnect,
// the command ends when the connection ends. A lost request is not sent again.
type Repeat struct {
	Request   wire.RequestMessage
	N         int
	Every     time.Duration
	Reconnect bool
}

// Hold keeps the connection open by sending the request N times, or until Stop if N is 0.
// It sends each request a round trip and a margin before the last second of the
// advertised timeout. If linger saw the server close earlier than that, it sends each
// request two round trips and a margin before Within. linger declines Hold before the
// first response. It also declines Hold if no advertised timeout applies and Within is 0.
type Hold struct {
	Request wire.RequestMessage
	N       int
	Within  time.Duration // the shortest idle time after which linger saw the server close; 0: it saw no close
}

// Wait waits for the server to close the connection, and sends nothing. It waits at most
// AtMost, or without limit if AtMost is 0.
type Wait struct{ AtMost time.Duration }

// Interfere sets what a relay does to connections made from now on: see [Interfered].
// Sessions other than relays ignore it.
type Interfere struct{ Faults string }

// Stop ends Pipeline, Repeat, Hold or Wait. The session sends nothing more, but reads the
// responses to requests that were sent. It drops requests that wait for a connection.
type Stop struct{}

// Close closes the connection, following the steps that RFC 9112 §9.6 describes for a
// client. If the session is connecting, Close cancels that.
type Close struct{}

// HalfClose shuts the write side and continues to read. It drops requests that have not
// been sent, unless AfterSending is set.
type HalfClose struct{ AfterSending bool }

// Reset ends the connection with a reset (SO_LINGER 0).
type Reset struct{}

// Reconnect makes a new connection and closes an open one first.
//
// The session begins to send First on the new connection before it reads from that
// connection. So a server that speaks first is reported in the same way whenever its
// bytes arrive. A command that follows Reconnect may come too late: the bytes may already
// have been reported as unsolicited.
type Reconnect struct {
	First Command // nil: no command
}

// Retarget makes a new connection to another target and closes an open one
// first. Later commands use the new target. Requests that were queued for the
// previous target are declined. The TLS options stay the same, except that the
// server name is that of the new target.
type Retarget struct {
	Target Target
	Dialer Dialer // nil: keep the dialer
}

// Check tests whether the peer is still connected, without sending a request.
// [Checked] reports the result.
type Check struct{}

// Learn adds the result of a probe to the session, which emits it as [Measured]
// with the current time.
type Learn struct{ Measured Measured }

// Mark sets a mark at the current time. The session emits the mark as [Marked].
type Mark struct{ Text string }

func (Interfere) isCommand() {}
func (Send) isCommand()      {}
func (SendRaw) isCommand()   {}
func (Pipeline) isCommand()  {}
func (Repeat) isCommand()    {}
func (Hold) isCommand()      {}
func (Wait) isCommand()      {}
func (Stop) isCommand()      {}
func (Close) isCommand()     {}
func (HalfClose) isCommand() {}
func (Reset) isCommand()     {}
func (Reconnect) isCommand() {}
func (Retarget) isCommand()  {}
func (Check) isCommand()     {}
func (Learn) isCommand()     {}
func (Mark) isCommand()      {}
