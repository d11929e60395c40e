package session

import (
	"time"

	"linger/wire"
)

// An Event reports one thing that happened. It is immutable, and can be understood
// without any other event. What a screen shows depends only on the events.
//
// At is the time since the session began, measured by the monotonic clock. Conn and
// Exchange are numbers that start at 1.
//
// The types that occur in every exchange ([RequestStarted], [RequestSent], [Received],
// [ResponseHead], [ExchangeDone], [BudgetChanged]) and [RequestData] implement Event as
// pointers, because one allocation holds many of them. They are immutable too. The
// offsets in their Lines are relative to Off, so that equal messages can share their
// Lines.
type Event interface{ isEvent() }

// Started is the first event of a session.
type Started struct {
	At      time.Duration `json:"at"`
	Wall    time.Time     `json:"wall"` // the wall-clock time at which At is 0
	Program string        `json:"program"`
	Version string        `json:"version"`
	Target  string        `json:"target"`          // the first origin: "https://shop.example:8443"
	Label   string        `json:"label,omitempty"` // "the practice server"
	Verify  bool          `json:"verify"`          // false: certificates are not verified
	Vantage Vantage       `json:"vantage,omitempty"`
	Via     string        `json:"via,omitempty"` // for VantageRelay, the address on which the relay listens; for VantageCapture, the file
}

// A Vantage is the place from which linger observes a session.
type Vantage string

// Vantage points.
const (
	VantageClient  Vantage = "client"  // linger sent the requests
	VantageRelay   Vantage = "relay"   // linger relayed what a client and a server sent
	VantageCapture Vantage = "capture" // linger read captured packets of other programs
)

// Watches reports whether the connections of the session are between other
// programs, so that linger itself sends nothing.
func (v Vantage) Watches() bool { return v == VantageRelay || v == VantageCapture }

// RequestStarted reports that the first byte of a request is about to be written. Data
// holds the bytes that will be written, up to the limit on kept bytes.
type RequestStarted struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Off      int64         `json:"off"` // number of bytes sent on this connection before these
	Method   string        `json:"method"`
	Target   string        `json:"target"`
	Proto    string        `json:"proto"`
	Facts    wire.Request  `json:"facts"`
	Data     []byte        `json:"data"`
	Lines    []wire.Line   `json:"lines"`
	Len      int64         `json:"len"`

	// Tunnel is true if the dialer sent this CONNECT to a proxy to reach the
	// target. The exchange then ends before [Connected], and its bytes are not
	// counted as bytes of the connection.
	Tunnel bool `json:"tunnel,omitempty"`
}

// RequestData holds more bytes of a request that linger relays or reads from a capture.
// They follow the bytes in its RequestStarted, which then holds only the header section.
// Bytes that the client sends in a tunnel belong to the request that opened it. If Data
// is shorter than Len, the rest exceeds the limit on kept bytes.
type RequestData struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Off      int64         `json:"off"` // number of bytes sent on this connection before these
	Len      int64         `json:"len"`
	Data     []byte        `json:"data"`
	Lines    []wire.Line   `json:"lines"`
}

// RequestSent reports that the last byte of a request was written, or that no more bytes
// of an incomplete request will be written.
type RequestSent struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Len      int64         `json:"len"` // number of bytes written; fewer than the request has if the request is incomplete
}

// Received holds the bytes of one read, or of the part of a read that belongs to one
// exchange, and explains each byte. Data holds the bytes, beginning at Off. If it is
// shorter than Len, the rest is content beyond the limit on kept bytes.
type Received struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"` // 0: the bytes belong to no exchange
	Off      int64         `json:"off"`      // number of bytes received on this connection before these
	Len      int64         `json:"len"`
	Data     []byte        `json:"data"`
	Lines    []wire.Line   `json:"lines"`
	Reads    int           `json:"reads"` // number of reads that the event combines; 0: it continues the read of the previous event
}

// ResponseHead reports that the header section of a response is complete. Facts.Status
// distinguishes an interim response (1xx except 101) from the final response.
type ResponseHead struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Off      int64         `json:"off"` // offset of the first byte of the header section
	End      int64         `json:"end"` // offset of the byte after the header section
	Facts    wire.Facts    `json:"facts"`
}

// ExchangeDone reports that an exchange has ended, complete or not (Facts.Complete), and
// what that means for the connection.
type ExchangeDone struct {
	At        time.Duration `json:"at"` // time of the last byte received, or of the beginning of the request if none was received
	Conn      int           `json:"conn"`
	Exchange  int           `json:"exchange"`
	Facts     wire.Facts    `json:"facts"`
	Reason    wire.Reason   `json:"reason"`
	WireBytes int64         `json:"wire_bytes"` // number of bytes of all responses of the exchange, including interim ones
	SHA256    []byte        `json:"sha256"`     // SHA-256 of all the content; nil if a part of it was not captured
	Retry     Retry         `json:"retry,omitempty"`

	// Barred is the earlier exchange whose close option forbade the server to
	// process this one (RFC 9112 §9.6). It is 0 if there is none or if this
	// exchange was answered.
	Barred int `json:"barred,omitempty"`
}

// A Retry states whether a lost request may be sent again (RFC 9110 §9.2.2, RFC 9112
// §9.6).
type Retry string

// Values of Retry. An empty Retry means that no request was lost.
const (
	RetrySafe    Retry = "safe"     // safe to repeat: the method is idempotent, or see [ExchangeDone].Barred
	RetryNotSafe Retry = "not-safe" // not safe to repeat: the server may have processed the request
)

// Found reports a finding. Exchange is 0 if the finding belongs to no exchange.
type Found struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Finding  wire.Finding  `json:"finding"`
}

// BudgetChanged holds the budget after a complete response, if that response or an
// earlier one on the connection advertised a timeout or max.
type BudgetChanged struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"` // the exchange whose response changed the budget
	Budget   Budget        `json:"budget"`
}

// Overdue reports that the advertised timeout has passed and the connection is still
// open.
type Overdue struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
}

// HalfClosed reports that the client shut the write side (RFC 9112 §9.6).
type HalfClosed struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
}

// PathMeasured holds what the kernel reports about the network path (TCP_INFO;
// Linux only).
type PathMeasured struct {
	At        time.Duration `json:"at"`
	Conn      int           `json:"conn"`
	RoundTrip time.Duration `json:"round_trip"`
	Retrans   int           `json:"retrans"`
}

// Measured reports how long a server leaves connections idle before it closes them, as a
// probe outside this session measured it. It replaces earlier measurements of the same
// target.
type Measured struct {
	At     time.Duration `json:"at"`
	Target string        `json:"target"`      // the origin: "https://shop.example:8443"
	Low    time.Duration `json:"low"`         // the shortest idle time that ended in a close
	High   time.Duration `json:"high"`        // the longest idle time that ended in a close
	Closes int           `json:"closes"`      // number of closes seen; if 0, Low and High have no meaning
	On     time.Time     `json:"on,omitzero"` // time of the measurement, if that was before this session
}

// Marked is a mark that the user set, with a note: "deploy starts".
type Marked struct {
	At   time.Duration `json:"at"`
	Text string        `json:"note"`
}

// Working reports the progress of a long task: pipeline, repeat, hold or wait. In the
// last event about a task, Active is false.
type Working struct {
	At     time.Duration `json:"at"`
	Conn   int           `json:"conn"`
	Kind   Work          `json:"kind"`
	Done   int           `json:"done"`
	Total  int           `json:"total"` // 0: unlimited
	Active bool          `json:"active"`
	Cut    WorkCut       `json:"cut,omitempty"` // why the task ended early; "" if it did not
}

// A WorkCut is the reason why a long task ended early.
type WorkCut string

// Reasons why a long task ends early.
const (
	WorkCutStopped      WorkCut = "stopped"       // the user stopped the task
	WorkCutReconnect    WorkCut = "reconnect"     // the user asked for a new connection
	WorkCutRetarget     WorkCut = "retarget"      // the user chose another target
	WorkCutNotConnected WorkCut = "not-connected" // no connection could be made
	WorkCutHint         WorkCut = "hint-gone"     // the server no longer advertises a timeout
	WorkCutEnded        WorkCut = "ended"         // the connection ended; its [Closed] event reports how
)

// A Work is a kind of long task.
type Work string

// Kinds of long tasks.
const (
	WorkPipeline Work = "pipeline"
	WorkRepeat   Work = "repeat"
	WorkHold     Work = "hold"
	WorkWait     Work = "wait"
)

// Declined reports that a command was not carried out, and why.
type Declined struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
	Why  string        `json:"why"` // a sentence
}

// Checked reports the result of a Check command.
type Checked struct {
	At    time.Duration `json:"at"`
	Conn  int           `json:"conn"`
	Alive bool          `json:"alive"`
	Text  string        `json:"text"`
}

// Ended is the last event of a session.
type Ended struct {
	At time.Duration `json:"at"`
}

// DataLen returns the number of message bytes that an event holds in memory.
func DataLen(ev Event) int {
	switch ev := ev.(type) {
	case *Received:
		return len(ev.Data)
	case *RequestStarted:
		return len(ev.Data)
	case *RequestData:
		return len(ev.Data)
	}
	return 0
}

func (Started) isEvent()         {}
func (Dialing) isEvent()         {}
func (DialStep) isEvent()        {}
func (Waiting) isEvent()         {}
func (Connected) isEvent()       {}
func (DialFailed) isEvent()      {}
func (*RequestStarted) isEvent() {}
func (*RequestData) isEvent()    {}
func (*RequestSent) isEvent()    {}
func (*Received) isEvent()       {}
func (*ResponseHead) isEvent()   {}
func (*ExchangeDone) isEvent()   {}
func (Found) isEvent()           {}
func (*BudgetChanged) isEvent()  {}
func (Overdue) isEvent()         {}
func (HalfClosed) isEvent()      {}
func (PathMeasured) isEvent()    {}
func (Measured) isEvent()        {}
func (Marked) isEvent()          {}
func (Working) isEvent()         {}
func (Declined) isEvent()        {}
func (Checked) isEvent()         {}
func (Closed) isEvent()          {}
func (Ended) isEvent()           {}
