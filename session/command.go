package session

import (
	"time"

	"linger/wire"
)

// A Command is something a person wants done. It changes nothing by itself:
// events report its result.
type Command interface{ isCommand() }

// Send sends one request and reads its response. When the connection has ended
// and Reconnect is set, it connects first; otherwise the command is declined.
// A FIN that waits unread is looked for before: then nothing is sent.
//
// Content is for content that is too long to hold in memory: it follows that of
// Request, and is read while it is sent. When it cannot be read, the connection is
// closed, and [Declined] says why.
type Send struct {
	Request   wire.RequestMessage
	Content   Source
	Reconnect bool
	Pace      Pace
}

// A Source is content that is read while it is sent. ReadAt is that of
// [io.ReaderAt].
type Source interface {
	ReadAt(p []byte, off int64) (n int, err error)
	Size() int64
}

// SendRaw writes bytes exactly as they are. What requests they hold is read
// from them, so that the responses can be paired.
type SendRaw struct {
	Data      []byte
	Reconnect bool
	Pace      Pace
}

// A Pace says how the bytes of a request are handed to the kernel. The zero
// value writes them at once.
type Pace struct {
	Each  int           // bytes a write; 0: all
	Pause time.Duration // between two writes
	Split int           // pause once, after so many bytes; 0: not at all
}

// Pipeline writes all requests before it reads a response (RFC 9112 §9.3.2).
type Pipeline struct {
	Requests  []wire.RequestMessage
	Reconnect bool
}

// Repeat sends a request N times, one after another, Every apart (counted from
// the end of one response to the beginning of the next request). With Reconnect it
// connects whenever it is not connected, also before the first request; a request that
// was lost is not sent again. Otherwise it ends with the connection.
type Repeat struct {
	Request   wire.RequestMessage
	N         int
	Every     time.Duration
	Reconnect bool
}

// Hold keeps the connection open: it sends the request a round trip and a margin
// before the caution zone begins, or before the race zone of a server that was
// seen to close earlier, N times, or until Stop when N is 0. While there is time
// left nothing is sent. It is declined where no timeout was advertised that
// counts.
type Hold struct {
	Request wire.RequestMessage
	N       int
	Within  time.Duration // the shortest idle time after which the server was seen to close; 0: it was not
}

// Wait watches for the server's close and sends nothing, at most so long; 0
// waits without a limit.
type Wait struct{ AtMost time.Duration }

// Interfere says what a relay does to connections that are made from now on: see
// [Interfered]. Sessions that are no relay ignore it.
type Interfere struct{ Faults string }

// Stop ends long work: what is on the wire is read, nothing more is sent. What
// waits for a connection that is being made is dropped.
type Stop struct{}

// Close ends the connection as a client does in order (RFC 9112 §9.6). One that is
// being made is given up.
type Close struct{}

// HalfClose shuts the write side and goes on reading. What has not been sent is
// dropped, unless the half-close is to come after it.
type HalfClose struct{ AfterSending bool }

// Reset ends the connection with a reset (SO_LINGER 0).
type Reset struct{}

// Reconnect makes a new connection; one that is open is closed first.
//
// First is carried out together with it. What it sends is begun on the new
// connection before anything is read from it, so that a server that speaks first
// is reported in one way, however early its bytes come. A command that is given
// separately may find the connection made, and those bytes reported as unsolicited.
type Reconnect struct {
	First Command // nil: nothing
}

// Retarget makes a new connection to another target, which Reconnect and what
// is sent from then on keep to; a connection that is open is closed first. What
// was to be sent to the target before, and was not yet, is declined. The options
// of TLS stay, save that the target gives the name to be verified.
type Retarget struct {
	Target Target
	Dialer Dialer // nil: the one there was
}

// Check asks whether the peer is still there, without sending a request.
type Check struct{}

// Learn makes what a probe measured part of the session: it is emitted as
// [Measured], at the time the session takes it in.
type Learn struct{ Measured Measured }

// Mark sets a mark at the present time: it is emitted as [Marked].
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
