package session

import (
	"time"

	"linger/wire"
)

// An Ending holds the facts about how one connection ended: who ended it, in what way,
// what was in progress, what had announced the end, and what was lost. A field with its
// zero value does not apply.
//
// Its methods use only the facts. Judgements that need a threshold, such as how
// early is too early, are in package ending; the sentences are in ui/words.
type Ending struct {
	By   Party `json:"by"`
	How  How   `json:"how"`
	Bare bool  `json:"bare,omitempty"` // TLS: a FIN without a closure alert

	Followed Followed `json:"followed,omitempty"` // what came after a TLS closure alert

	Foreign bool   `json:"foreign,omitempty"` // the client is another program, not linger
	Instead string `json:"instead,omitempty"` // the other protocol that the server speaks: its first bytes, and the conclusion from them

	Phase  Phase         `json:"phase"`
	Moment Moment        `json:"moment,omitzero"`
	Idle   time.Duration `json:"idle"` // time since the last byte of the last response, or since connecting; 0 if in use
	Age    time.Duration `json:"age"`  // time since connecting

	HasAdvertised bool          `json:"has_advertised,omitempty"` // an idle timeout was advertised and applied
	Advertised    time.Duration `json:"advertised,omitempty"`
	Answered      int           `json:"answered,omitempty"` // number of exchanges with a complete final response
	Last          LastResponse  `json:"last,omitzero"`

	HalfClosed bool          `json:"half_closed,omitempty"` // the client had shut its write side
	ShutFor    time.Duration `json:"shut_for,omitempty"`    // time since the client shut its write side

	Notice Notice `json:"notice,omitzero"`
	Lost   []int  `json:"lost,omitempty"`   // exchanges for which no final status was received
	Oldest int    `json:"oldest,omitempty"` // the oldest exchange outstanding
	Cut    Cut    `json:"cut,omitzero"`

	OutOfStep OutOfStep `json:"out_of_step,omitzero"`

	Delivery  Delivery `json:"delivery,omitzero"`
	Unreached bool     `json:"unreached,omitempty"` // TCP sent bytes of the outstanding requests again, but none was acknowledged

	Motive  Motive  `json:"motive,omitempty"` // the reason, if linger ended the connection
	Limit   Limit   `json:"limit,omitzero"`   // for MotiveLimit
	Target  string  `json:"target,omitempty"` // for MotiveRetarget
	Allowed Allowed `json:"allowed,omitzero"` // for MotiveTime

	Cause   string  `json:"cause,omitempty"`   // error text of the system or of TLS
	Refusal Refusal `json:"refusal,omitempty"` // the server refused the TLS handshake after the connection was made
	Alert   string  `json:"alert,omitempty"`   // the TLS alert of the refusal: "certificate required"

	Hushed bool `json:"hushed,omitempty"` // a drill asks the user what the end means, so texts state only what happened
}

// A LastResponse is the last complete final response on a connection. If an earlier
// response announced the end of the connection, LastResponse is that response.
type LastResponse struct {
	Exchange     int         `json:"exchange,omitempty"` // 0: there was none
	Status       int         `json:"status,omitempty"`
	Reason       wire.Reason `json:"reason"`
	RequestClose bool        `json:"request_close,omitempty"` // the request had the close option
}

// A Moment describes what was in progress on a connection when it ended. Its kind decides
// which fields apply.
type Moment struct {
	Kind     MomentKind    `json:"kind"`
	Exchange int           `json:"exchange,omitempty"`
	N        int64         `json:"n,omitempty"`       // number of bytes or responses received or sent so far
	Of       int64         `json:"of,omitempty"`      // expected number of bytes or responses
	After    time.Duration `json:"after,omitempty"`   // time since the event that the kind names
	Silence  time.Duration `json:"silence,omitempty"` // how long a response in progress had been stalled; 0 if it was not stalled
}

// A MomentKind names what was in progress on a connection.
type MomentKind string

// Kinds of moments. If several apply, the first one is used.
const (
	MomentTunnel           MomentKind = "tunnel"            // response Exchange had made the connection a tunnel
	MomentAfterUnsolicited MomentKind = "after-unsolicited" // after N unsolicited responses
	MomentAfterLost        MomentKind = "after-lost"        // framing had been lost, and no request was outstanding
	MomentEndsUnsolicited  MomentKind = "ends-unsolicited"  // the end completes the unsolicited response Exchange
	MomentInUnsolicited    MomentKind = "in-unsolicited"    // in the middle of the unsolicited response Exchange
	MomentIdle             MomentKind = "idle"              // after exchange Exchange, the last one with a request
	MomentUnused           MomentKind = "unused"            // no exchange had begun
	MomentAfterClose       MomentKind = "after-close"       // after response Exchange, which had the close option; requests followed it
	MomentSendingAnswered  MomentKind = "sending-answered"  // request Exchange was still being sent, but its response was complete
	MomentSending          MomentKind = "sending"           // request Exchange was being sent
	MomentNoByte           MomentKind = "no-byte"           // after request Exchange, before any byte of a response
	MomentInHead           MomentKind = "in-header-section" // in the header section of response Exchange, which was larger than the limit
	MomentAfterLostIn      MomentKind = "framing-lost"      // after the framing of response Exchange was lost
	MomentNoFinalByte      MomentKind = "no-final-byte"     // after request Exchange, before any byte of its final response
	MomentHeadBytes        MomentKind = "header-section"    // N bytes into the header section of response Exchange
	MomentInLength         MomentKind = "content"           // N of Of bytes into the content of response Exchange
	MomentInChunks         MomentKind = "chunked-content"   // N bytes into the chunked content of response Exchange
	MomentEndsContent      MomentKind = "ends-content"      // the end completes response Exchange
	MomentInOpen           MomentKind = "open-content"      // N bytes into the close-delimited content of response Exchange
)

// A Notice describes the message that announced the end. It can also describe an
// unsolicited response that arrived immediately before the end and did not announce it.
// Kind is then empty.
type Notice struct {
	Kind        NoticeKind    `json:"kind,omitempty"`
	Of          int           `json:"of,omitempty"`          // the exchange to which the message belongs
	Unsolicited bool          `json:"unsolicited,omitempty"` // a response that answers no request
	ContentEnd  bool          `json:"content_end,omitempty"` // no option announced the end, but the content of the response is close-delimited
	Status      int           `json:"status,omitempty"`      // status of the unsolicited response
	Waited      time.Duration `json:"waited,omitempty"`      // how long the connection had been idle before the message
}

// A Cut is a response that was incomplete when the connection ended.
type Cut struct {
	Exchange int `json:"exchange,omitempty"` // 0: no response was incomplete
	Status   int `json:"status,omitempty"`   // status of its final header section; 0 if that section is incomplete
}

// OutOfStep describes what put a connection out of step: a message that does not end
// where its framing says, or an unsolicited message. The bytes after that message may be
// misread (RFC 9112 §6.3, §9.2).
type OutOfStep struct {
	Code  wire.Code `json:"code,omitempty"`  // the code of the first finding that reports it; "": the connection is in step
	After int       `json:"after,omitempty"` // the exchange whose message the bytes followed; 0: none
	As    wire.Code `json:"as,omitempty"`    // code of the finding about the most likely meaning of the bytes after the message
}

// A Delivery holds what the kernel reports about the bytes sent (Linux only).
type Delivery struct {
	Known          bool  `json:"known,omitempty"`          // true if the kernel reported these numbers
	Retrans        int   `json:"retrans,omitempty"`        // segments sent again, since connecting
	Unanswered     int   `json:"unanswered,omitempty"`     // consecutive retransmissions without an acknowledgement
	Unacknowledged int64 `json:"unacknowledged,omitempty"` // number of bytes not acknowledged, including those that TLS adds
}

// A Limit is one of linger's limits that was reached.
type Limit struct {
	Code wire.Code `json:"code,omitempty"` // the code of the finding about the limit
	N    int64     `json:"n,omitempty"`    // number of bytes or interim responses
}

// Allowed is the maximum duration of an exchange.
type Allowed struct {
	Time     time.Duration `json:"time,omitempty"`
	Response bool          `json:"response,omitempty"` // Time is measured from the end of the previous response, not from the beginning of the exchange
}

// Announced reports whether a message or the parameter max=0 had announced the end of the
// connection.
func (e *Ending) Announced() bool { return e.Notice.Kind != "" }

// Goodbye reports whether the server closed the connection and its last message was an
// unsolicited response, such as a 408 on an idle connection (RFC 9110 §15.5.9). The time
// before that response was idle time.
func (e *Ending) Goodbye() bool { return e.By == ByServer && e.Notice.Unsolicited }

// Bars reports whether a close option forbade the server to process requests after
// exchange Notice.Of.
//
// "The server MUST NOT process any further requests received on that
// connection", whether it sent the option or received it (RFC 9112 §9.6).
func (e *Ending) Bars() bool {
	return !e.Notice.Unsolicited && (e.Notice.Kind == NoticeResponseClose || e.Notice.Kind == NoticeRequestClose)
}

// Silent reports whether TCP gave up on the connection because its keepalive probes were
// not answered, although all sent bytes had been acknowledged.
func (e *Ending) Silent() bool {
	return e.By == ByNetwork && e.How == HowTimeout && e.Delivery.Known && e.Delivery.Unanswered == 0
}

// Barred reports whether requests were lost although a close option had forbidden the
// server to process any of them. Such requests may be sent again.
func (e *Ending) Barred() bool { return len(e.Lost) > 0 && e.Bars() && e.Lost[0] > e.Notice.Of }

// EndsContent reports whether the close ended close-delimited content, which
// completes the response (RFC 9112 §6.3).
func (e *Ending) EndsContent() bool {
	return e.Moment.Kind == MomentEndsContent || e.Moment.Kind == MomentEndsUnsolicited
}

// Shut reports whether the client had shut its write side before the server closed, so
// that the server was not the first to close.
func (e *Ending) Shut() bool { return e.HalfClosed && e.By == ByServer }

// Broken reports whether the connection ended abnormally: by a reset, an error or
// silence, or with the loss of a request that may have been processed. It returns false
// if the client ended the connection.
func (e *Ending) Broken() bool {
	switch {
	case e.By == ByClient:
		return false
	case e.How == HowReset, e.How == HowError, e.How == HowTimeout:
		return true
	}
	return len(e.Lost) > 0 && !e.Barred()
}
