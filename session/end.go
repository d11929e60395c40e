package session

import "time"

// Closed is the end of a connection.
type Closed struct {
	At        time.Duration `json:"at"`
	Conn      int           `json:"conn"`
	Exchanges int           `json:"exchanges"` // that began on it
	Ending
}

// A Party is one of those who can end a connection.
type Party string

// The parties.
const (
	ByServer  Party = "server"
	ByClient  Party = "client"
	ByNetwork Party = "network"
	ByRelay   Party = "relay" // linger's relay between a client and a server, because it was asked to
)

// How is the way in which a connection ended.
type How string

// The ways to end.
const (
	HowFIN         How = "fin"
	HowReset       How = "reset"
	HowCloseNotify How = "close-notify" // TLS closure alert (RFC 9112 §9.8)
	HowTimeout     How = "timeout"
	HowError       How = "error"
)

// Name returns the way to end as protocols name it: "FIN", "RST", "close_notify";
// others under their own name.
func (h How) Name() string {
	switch h {
	case HowFIN:
		return "FIN"
	case HowReset:
		return "RST"
	case HowCloseNotify:
		return "close_notify"
	}
	return string(h)
}

// Followed is what came on the TCP connection after a TLS closure alert. The alert ends
// TLS; only a FIN or a reset ends TCP.
type Followed string

// What may follow; empty: linger did not wait for it.
const (
	FollowedFIN     Followed = "fin"
	FollowedReset   Followed = "reset"
	FollowedNothing Followed = "nothing" // for as long as linger waited
)

// A Phase is what the connection was doing when it ended.
type Phase string

// The phases.
const (
	PhaseIdle     Phase = "idle"
	PhaseRequest  Phase = "request"  // sending
	PhaseResponse Phase = "response" // awaiting a response, or in the middle of one
)

// A NoticeKind is what announced the end of a connection.
type NoticeKind string

// What may announce an end; empty: nothing did.
const (
	NoticeResponseClose NoticeKind = "response-close" // the close option in a response
	NoticeRequestClose  NoticeKind = "request-close"  // the close option in a request
	NoticeMax           NoticeKind = "max-spent"
	NoticeHTTP10        NoticeKind = "http/1.0-default" // the response is HTTP/1.0 without keep-alive
	NoticeHTTP10Request NoticeKind = "http/1.0-request"
)

// A Motive is why linger itself ended a connection.
type Motive string

// The motives; empty: a person wanted it, or the session ended.
const (
	MotiveReconnect Motive = "reconnect"             // a connection was to be made anew
	MotiveRetarget  Motive = "retarget"              // to another target
	MotiveDue       Motive = "close-due"             // a message said close, and the server had not closed
	MotiveUnusable  Motive = "not-reusable"          // no further request could follow
	MotiveCutShort  Motive = "request-cut-short"     // nothing can follow the part of a request
	MotiveFraming   Motive = "framing-lost"          // where the message ends cannot be known
	MotiveLimit     Motive = "limit"                 // a bound of linger's own was reached
	MotiveData      Motive = "unsolicited-data"      // more of it came than linger accepts
	MotiveResponses Motive = "unsolicited-responses" // the same of responses
	MotiveStuck     Motive = "request-not-read"      // the server answered and read no more
	MotiveContent   Motive = "content-not-read"      // the content of a request could not be read
	MotiveTime      Motive = "time"                  // an exchange took longer than it may
)

// A ClientCert is what became of a client certificate in the handshake.
type ClientCert string

// What may become of it; empty: the server did not ask for one, which a resumed
// connection never does.
const (
	CertAsked ClientCert = "asked" // none was sent: there was none that suits
	CertSent  ClientCert = "sent"
)

// A Refusal is how a server refused the TLS handshake. In TLS 1.3 the client has
// finished first, so that a refusal may come after the connection was made.
type Refusal string

// The refusals; empty: there was none.
const (
	RefusalHandshake   Refusal = "handshake"            // for a reason that only the alert gives
	RefusalWantsCert   Refusal = "certificate-wanted"   // it wants a client certificate, and none was sent
	RefusalCertificate Refusal = "certificate-rejected" // it does not accept the one that was sent
)

// Sentence returns the refusal in words, with the name of the TLS alert.
func (r Refusal) Sentence(alert string) string {
	name := " (TLS alert: " + alert + ")."
	switch r {
	case RefusalWantsCert:
		return "The server requires a client certificate" + name
	case RefusalCertificate:
		return "The server does not accept the client certificate" + name
	}
	return "The server refused the TLS handshake" + name
}
