package session

import (
	"time"

	"linger/wire"
)

// An Event is something that happened, as it was seen: flat, immutable,
// complete in itself. What a screen shows is a function of the events.
//
// At is the time since the session began, on the monotonic clock; Conn and
// Exchange count from 1.
//
// Those of which every exchange has one ([RequestStarted], [RequestSent],
// [Received], [ResponseHead], [ExchangeDone], [BudgetChanged]) are events as
// pointers, as [RequestData] is, because in a busy pipeline many are made in one allocation. They are
// as immutable as the others. The offsets of their Lines count from Off, so that
// messages that are the same again share them.
type Event interface{ isEvent() }

// Started opens the stream.
type Started struct {
	At      time.Duration `json:"at"`
	Wall    time.Time     `json:"wall"` // what At counts from
	Program string        `json:"program"`
	Version string        `json:"version"`
	Target  string        `json:"target"`          // the first one: "https://shop.example:8443"
	Label   string        `json:"label,omitempty"` // "the practice server"
	Verify  bool          `json:"verify"`          // false: certificates are not verified
	Vantage Vantage       `json:"vantage,omitempty"`
	Via     string        `json:"via,omitempty"` // VantageRelay: the address that it listens on; VantageCapture: the file
}

// A Vantage is the place from which a session was seen.
type Vantage string

// The vantage points.
const (
	VantageClient  Vantage = "client"  // linger sent the requests
	VantageRelay   Vantage = "relay"   // linger passed on what a client and a server sent
	VantageCapture Vantage = "capture" // linger read the packets of others
)

// Watches reports whether the connections of the session are between other
// programs: linger sends nothing then.
func (v Vantage) Watches() bool { return v == VantageRelay || v == VantageCapture }

// RequestStarted says that the first byte of a request is about to be written.
// Data is what will be written, up to the bound on what is kept.
type RequestStarted struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Off      int64         `json:"off"` // bytes sent on this connection before it
	Method   string        `json:"method"`
	Target   string        `json:"target"`
	Proto    string        `json:"proto"`
	Facts    wire.Request  `json:"facts"`
	Data     []byte        `json:"data"`
	Lines    []wire.Line   `json:"lines"`
	Len      int64         `json:"len"`

	// Tunnel says that the dialler sent this CONNECT to a proxy to reach the target: the
	// exchange ends before [Connected], and its bytes are not counted among those of the
	// connection.
	Tunnel bool `json:"tunnel,omitempty"`
}

// RequestData is more of a request that is watched while it passes: bytes that
// follow those of its RequestStarted, which then holds the header section alone.
// Bytes of a tunnel that the client sends belong to the request that made it.
// Where Data is shorter than Len the rest is beyond the bound on what is kept.
type RequestData struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Off      int64         `json:"off"` // bytes sent on this connection before it
	Len      int64         `json:"len"`
	Data     []byte        `json:"data"`
	Lines    []wire.Line   `json:"lines"`
}

// RequestSent says that the last byte of a request was handed to the kernel.
type RequestSent struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Len      int64         `json:"len"` // bytes written; fewer than the request has if it is incomplete
}

// Received is one read, or the part of one that belongs to one exchange, and
// what each of its bytes is. Data holds the bytes from Off on; where it is
// shorter than Len the rest was content beyond the bound on what is kept.
type Received struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"` // 0: the bytes belong to no exchange
	Off      int64         `json:"off"`      // bytes received on this connection before it
	Len      int64         `json:"len"`
	Data     []byte        `json:"data"`
	Lines    []wire.Line   `json:"lines"`
	Reads    int           `json:"reads"` // how many reads it stands for; 0: goes on where the event before it ended
}

// ResponseHead says that a header section is complete; Facts.Status distinguishes an
// interim response (1xx, save 101) from the final one.
type ResponseHead struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Off      int64         `json:"off"` // of its first byte
	End      int64         `json:"end"` // of the byte after its last
	Facts    wire.Facts    `json:"facts"`
}

// ExchangeDone says that an exchange has ended, complete or not
// (Facts.Complete), and what that means for the connection.
type ExchangeDone struct {
	At        time.Duration `json:"at"` // of the last byte received
	Conn      int           `json:"conn"`
	Exchange  int           `json:"exchange"`
	Facts     wire.Facts    `json:"facts"`
	Reason    wire.Reason   `json:"reason"`
	WireBytes int64         `json:"wire_bytes"` // of all its responses, interim ones included
	SHA256    []byte        `json:"sha256"`     // of the content, all of it
	Retry     Retry         `json:"retry,omitempty"`

	// Barred is the exchange before it whose message said close, so that the
	// server was not to process this one (RFC 9112 §9.6); 0: there is none, or
	// it was answered.
	Barred int `json:"barred,omitempty"`
}

// A Retry reports whether a lost request may be sent again (RFC 9110 §9.2.2, RFC
// 9112 §9.6).
type Retry string

// What may be done about a lost request; empty when none was lost.
const (
	RetrySafe    Retry = "safe"     // idempotent, or not to be processed: see [ExchangeDone]
	RetryNotSafe Retry = "not-safe" // it may have been processed
)

// Found is a finding. Exchange is 0 when it belongs to none.
type Found struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"`
	Finding  wire.Finding  `json:"finding"`
}

// BudgetChanged says what the server advertised last and how it is counted.
type BudgetChanged struct {
	At       time.Duration `json:"at"`
	Conn     int           `json:"conn"`
	Exchange int           `json:"exchange"` // whose response said so
	Budget   Budget        `json:"budget"`
}

// Overdue says that the advertised timeout has passed and the connection is
// still open.
type Overdue struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
}

// HalfClosed says that the client shut the write side (RFC 9112 §9.6).
type HalfClosed struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
}

// PathMeasured is what the kernel knows of the path (TCP_INFO; Linux only).
type PathMeasured struct {
	At        time.Duration `json:"at"`
	Conn      int           `json:"conn"`
	RoundTrip time.Duration `json:"round_trip"`
	Retrans   int           `json:"retrans"`
}

// Measured says how long the server of a target was seen to leave connections
// idle before it closed them, by something other than this session: a probe. It
// stands for what was measured of that target before.
type Measured struct {
	At     time.Duration `json:"at"`
	Target string        `json:"target"`      // the origin: "https://shop.example:8443"
	Low    time.Duration `json:"low"`         // the shortest idle time that ended in a close
	High   time.Duration `json:"high"`        // the longest
	Closes int           `json:"closes"`      // how many closes were seen; 0: none, and Low and High say nothing
	On     time.Time     `json:"on,omitzero"` // when, if it was before this session
}

// Marked is a mark that a person set, with a note: "deploy starts".
type Marked struct {
	At   time.Duration `json:"at"`
	Text string        `json:"note"`
}

// Working reports the progress of a long piece of work: pipeline, repeat, hold,
// wait. The last one of a piece of work has Active false.
type Working struct {
	At     time.Duration `json:"at"`
	Conn   int           `json:"conn"`
	Kind   Work          `json:"kind"`
	Done   int           `json:"done"`
	Total  int           `json:"total"` // 0: no end is set
	Active bool          `json:"active"`
	Cut    WorkCut       `json:"cut,omitempty"` // why it ends before it is done; empty: it does not
}

// A WorkCut is why long work ended before it was done.
type WorkCut string

// The reasons why long work ends early.
const (
	WorkCutStopped      WorkCut = "stopped"       // a person stopped it
	WorkCutReconnect    WorkCut = "reconnect"     // a new connection was asked for
	WorkCutRetarget     WorkCut = "retarget"      // another target was chosen
	WorkCutNotConnected WorkCut = "not-connected" // no connection could be made
	WorkCutHint         WorkCut = "hint-gone"     // the server advertises no timeout any more
	WorkCutEnded        WorkCut = "ended"         // the connection ended: its [Closed] says how
)

// A Work is a kind of long work.
type Work string

// The kinds of long work.
const (
	WorkPipeline Work = "pipeline"
	WorkRepeat   Work = "repeat"
	WorkHold     Work = "hold"
	WorkWait     Work = "wait"
)

// Declined says that a command was not carried out, and why.
type Declined struct {
	At   time.Duration `json:"at"`
	Conn int           `json:"conn"`
	Why  string        `json:"why"` // a sentence
}

// Checked answers the Check command.
type Checked struct {
	At    time.Duration `json:"at"`
	Conn  int           `json:"conn"`
	Alive bool          `json:"alive"`
	Text  string        `json:"text"`
}

// Ended closes the stream: no event follows.
type Ended struct {
	At time.Duration `json:"at"`
}

// DataLen returns how many bytes of messages an event holds.
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
