package session

import (
	"time"

	"linger/wire"
)

// An Ending is how one connection ended, in facts: who ended it, how, in the
// middle of what, what had announced it and what was lost. The zero value of a
// field means that there was no such thing.
//
// Its methods answer what the facts alone say. What takes a bound to judge, such
// as how early is too early, is in package ending; the words are in ui/words.
type Ending struct {
	By   Party `json:"by"`
	How  How   `json:"how"`
	Bare bool  `json:"bare,omitempty"` // TLS: a FIN without a closure alert

	Followed Followed `json:"followed,omitempty"` // what came after a TLS closure alert

	Foreign bool   `json:"foreign,omitempty"` // the client is another program, not linger
	Instead string `json:"instead,omitempty"` // what the server speaks in place of HTTP/1.x: its first bytes, and what follows from them

	Phase  Phase         `json:"phase"`
	Moment Moment        `json:"moment,omitzero"`
	Idle   time.Duration `json:"idle"` // since the last byte of the last response, or since connecting; 0 in use
	Age    time.Duration `json:"age"`  // since connecting

	HasAdvertised bool          `json:"has_advertised,omitempty"` // an idle timeout was advertised, and was in force
	Advertised    time.Duration `json:"advertised,omitempty"`
	Answered      int           `json:"answered,omitempty"` // exchanges with a complete final response
	Last          LastResponse  `json:"last,omitzero"`

	HalfClosed bool          `json:"half_closed,omitempty"` // the client had shut its write side
	ShutFor    time.Duration `json:"shut_for,omitempty"`    // for so long

	Notice Notice `json:"notice,omitzero"`
	Lost   []int  `json:"lost,omitempty"`   // exchanges of whose final response no status came
	Oldest int    `json:"oldest,omitempty"` // the oldest exchange outstanding
	Cut    Cut    `json:"cut,omitzero"`

	OutOfStep OutOfStep `json:"out_of_step,omitzero"`

	Delivery  Delivery `json:"delivery,omitzero"`
	Unreached bool     `json:"unreached,omitempty"` // no byte of the outstanding requests was acknowledged, though TCP sent it again

	Motive  Motive  `json:"motive,omitempty"` // why, where the client ended it
	Limit   Limit   `json:"limit,omitzero"`   // of MotiveLimit
	Target  string  `json:"target,omitempty"` // of MotiveRetarget
	Allowed Allowed `json:"allowed,omitzero"` // of MotiveTime

	Cause   string  `json:"cause,omitempty"`   // what the system or TLS said about an error
	Refusal Refusal `json:"refusal,omitempty"` // the server refused the TLS handshake after all
	Alert   string  `json:"alert,omitempty"`   // with this TLS alert: "certificate required"

	Hushed bool `json:"hushed,omitempty"` // a drill asks what the end means: words say only what happened
}

// A LastResponse is the last complete final response on a connection; where one
// of them said that the connection ends, that one.
type LastResponse struct {
	Exchange     int         `json:"exchange,omitempty"` // 0: there was none
	Status       int         `json:"status,omitempty"`
	Reason       wire.Reason `json:"reason"`
	RequestClose bool        `json:"request_close,omitempty"` // its request had carried the close option
}

// A Moment is what a connection was in the middle of when it ended. Which of
// its fields have a meaning depends on its kind.
type Moment struct {
	Kind     MomentKind    `json:"kind"`
	Exchange int           `json:"exchange,omitempty"`
	N        int64         `json:"n,omitempty"`       // bytes, or responses, so far
	Of       int64         `json:"of,omitempty"`      // of so many
	After    time.Duration `json:"after,omitempty"`   // how long after what the kind names
	Silence  time.Duration `json:"silence,omitempty"` // how long nothing had come of a response under way; 0: not long
}

// A MomentKind names what a connection was in the middle of.
type MomentKind string

// The kinds of moments, in the order in which they are looked for.
const (
	MomentTunnel           MomentKind = "tunnel"            // of response Exchange
	MomentAfterUnsolicited MomentKind = "after-unsolicited" // N unsolicited responses came
	MomentAfterLost        MomentKind = "after-lost"        // framing was lost before, and nothing was outstanding
	MomentEndsUnsolicited  MomentKind = "ends-unsolicited"  // the end completes the unsolicited response Exchange
	MomentInUnsolicited    MomentKind = "in-unsolicited"    // in the middle of the unsolicited response Exchange
	MomentIdle             MomentKind = "idle"              // after exchange Exchange, the last one with a request
	MomentUnused           MomentKind = "unused"            // no exchange had begun
	MomentAfterClose       MomentKind = "after-close"       // After response Exchange, which said close; requests followed it
	MomentSendingAnswered  MomentKind = "sending-answered"  // request Exchange was still being sent; its response was complete
	MomentSending          MomentKind = "sending"           // request Exchange was being sent
	MomentNoByte           MomentKind = "no-byte"           // After request Exchange, before any byte of a response
	MomentInHead           MomentKind = "in-header-section" // of response Exchange, which was larger than the limit
	MomentAfterLostIn      MomentKind = "framing-lost"      // after the framing of response Exchange was lost
	MomentNoFinalByte      MomentKind = "no-final-byte"     // After request Exchange, before any byte of its final response
	MomentHeadBytes        MomentKind = "header-section"    // N bytes into that of response Exchange
	MomentInLength         MomentKind = "content"           // N of Of bytes into that of response Exchange
	MomentInChunks         MomentKind = "chunked-content"   // N bytes into that of response Exchange
	MomentEndsContent      MomentKind = "ends-content"      // the end completes response Exchange
	MomentInOpen           MomentKind = "open-content"      // N bytes into that of response Exchange
)

// A Notice is the message that announced the end. An unsolicited response right
// before the end is noted here even where it does not announce anything; Kind is
// empty then.
type Notice struct {
	Kind        NoticeKind    `json:"kind,omitempty"`
	Of          int           `json:"of,omitempty"`          // the exchange whose message it is
	Unsolicited bool          `json:"unsolicited,omitempty"` // a response that answers no request
	ContentEnd  bool          `json:"content_end,omitempty"` // no option said so: only the close ends the content of that response
	Status      int           `json:"status,omitempty"`      // of the unsolicited response
	Waited      time.Duration `json:"waited,omitempty"`      // how long the connection had been idle when it came
}

// A Cut is a response of which a part came before the connection ended.
type Cut struct {
	Exchange int `json:"exchange,omitempty"` // 0: there is none
	Status   int `json:"status,omitempty"`   // of its final header section; 0: that did not come
}

// OutOfStep is what put a connection out of step: a response that does not end where it
// says. What follows it is misread (RFC 9112 §6.3).
type OutOfStep struct {
	After int       `json:"after,omitempty"` // that response; 0: there is none
	As    wire.Code `json:"as,omitempty"`    // of the finding that says what the bytes after it most likely are
}

// A Delivery is what the kernel knows about the bytes sent (Linux only).
type Delivery struct {
	Known          bool  `json:"known,omitempty"`          // the kernel was asked, and answered
	Retrans        int   `json:"retrans,omitempty"`        // segments sent again, since connecting
	Unanswered     int   `json:"unanswered,omitempty"`     // how often in a row TCP had sent again without an acknowledgement
	Unacknowledged int64 `json:"unacknowledged,omitempty"` // bytes, TLS included
}

// A Limit is a bound of linger's own that was reached.
type Limit struct {
	Code wire.Code `json:"code,omitempty"` // of the finding that says so
	N    int64     `json:"n,omitempty"`    // bytes, or interim responses
}

// Allowed is how long an exchange may take.
type Allowed struct {
	Time     time.Duration `json:"time,omitempty"`
	Response bool          `json:"response,omitempty"` // counted from the end of the response before
}

// Announced reports whether a message, or a spent max, had said that the
// connection would end.
func (e *Ending) Announced() bool { return e.Notice.Kind != "" }

// Goodbye reports whether the last message of a server that closed was an
// unsolicited response, such as a 408 to an idle connection (RFC 9110 §15.5.9).
// The time before it was idle time.
func (e *Ending) Goodbye() bool { return e.By == ByServer && e.Notice.Unsolicited }

// Bars reports whether a close option forbade the server to process what was sent
// after exchange Notice.Of.
//
// "The server MUST NOT process any further requests received on that
// connection", whether it sent the option or received it (RFC 9112 §9.6).
func (e *Ending) Bars() bool {
	return !e.Notice.Unsolicited && (e.Notice.Kind == NoticeResponseClose || e.Notice.Kind == NoticeRequestClose)
}

// Silent reports whether TCP's keepalive probes went unanswered: TCP gave the
// connection up although everything that was sent had been acknowledged.
func (e *Ending) Silent() bool {
	return e.By == ByNetwork && e.How == HowTimeout && e.Delivery.Known && e.Delivery.Unanswered == 0
}

// Barred reports whether requests were lost and none of them was to be processed:
// they may be sent again.
func (e *Ending) Barred() bool { return len(e.Lost) > 0 && e.Bars() && e.Lost[0] > e.Notice.Of }

// EndsContent reports whether the close is the end of close-delimited content:
// the response is complete then (RFC 9112 §6.3).
func (e *Ending) EndsContent() bool {
	return e.Moment.Kind == MomentEndsContent || e.Moment.Kind == MomentEndsUnsolicited
}

// Shut reports whether the server closed after the client had shut its write
// side: it was not the first to end the connection.
func (e *Ending) Shut() bool { return e.HalfClosed && e.By == ByServer }

// Broken reports whether the connection ended otherwise than in order, and not by
// the client: by a reset, an error or silence, or with a request lost that may
// have been processed.
func (e *Ending) Broken() bool {
	switch {
	case e.By == ByClient:
		return false
	case e.How == HowReset, e.How == HowError, e.How == HowTimeout:
		return true
	}
	return len(e.Lost) > 0 && !e.Barred()
}
