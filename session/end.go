package session

import "time"

// Closed reports the end of a connection.
type Closed struct {
	At        time.Duration `json:"at"`
	Conn      int           `json:"conn"`
	Exchanges int           `json:"exchanges"` // number of exchanges that began on it
	Ending
}

// A Party is a participant that can end a connection.
type Party string

// The parties.
const (
	ByServer  Party = "server"
	ByClient  Party = "client"
	ByNetwork Party = "network"
	ByRelay   Party = "relay" // linger's relay between a client and a server, on the user's request
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

// Name returns the protocol's name for a way to end, "FIN", "RST" or
// "close_notify", and string(h) for any other.
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

// Followed says what was received on the TCP connection after a TLS closure
// alert. The alert ends TLS; only a FIN or a reset ends TCP.
type Followed string

// The values of Followed. It is empty if linger did not wait.
const (
	FollowedFIN     Followed = "fin"
	FollowedReset   Followed = "reset"
	FollowedNothing Followed = "nothing" // neither a FIN nor a reset while linger waited
)

// A Phase is the state of the connection at its end.
type Phase string

// The phases.
const (
	PhaseIdle     Phase = "idle"
	PhaseRequest  Phase = "request"  // a request was being sent
	PhaseResponse Phase = "response" // a response was awaited or being received
)

// A NoticeKind says what announced the end of a connection.
type NoticeKind string

// The values of NoticeKind. It is empty if nothing announced the end.
const (
	NoticeResponseClose NoticeKind = "response-close" // the close option in a response
	NoticeRequestClose  NoticeKind = "request-close"  // the close option in a request
	NoticeMax           NoticeKind = "max-spent"
	NoticeHTTP10        NoticeKind = "http/1.0-default" // the response is HTTP/1.0 without keep-alive
	NoticeHTTP10Request NoticeKind = "http/1.0-request"
)

// A Motive is the reason why linger itself ended a connection.
type Motive string

// The values of Motive. It is empty if the user asked for the end or the session ended.
const (
	MotiveReconnect Motive = "reconnect"             // the user asked for a new connection
	MotiveRetarget  Motive = "retarget"              // the user chose another target
	MotiveDue       Motive = "close-due"             // a message said close, and the server had not closed
	MotiveUnusable  Motive = "not-reusable"          // no further request was possible
	MotiveCutShort  Motive = "request-cut-short"     // no request can follow an incomplete one
	MotiveFraming   Motive = "framing-lost"          // the end of the message cannot be determined
	MotiveLimit     Motive = "limit"                 // a limit of linger was reached
	MotiveData      Motive = "unsolicited-data"      // the server sent more unsolicited bytes than linger accepts
	MotiveResponses Motive = "unsolicited-responses" // the server sent more unsolicited responses than linger accepts
	MotiveStuck     Motive = "request-not-read"      // the server answered and stopped reading
	MotiveContent   Motive = "content-not-read"      // linger could not read the content of a request
	MotiveTime      Motive = "time"                  // an exchange took longer than allowed
)

// A ClientCert says how the handshake used a client certificate.
type ClientCert string

// The values of ClientCert. It is empty if the server did not request
// one; in a resumed session a server never does.
const (
	CertAsked ClientCert = "asked" // linger sent no certificate, because none fits the server's request
	CertSent  ClientCert = "sent"
)

// A Refusal says how a server refused the TLS handshake. In TLS 1.3 the client
// finishes first, so a refusal may arrive after [Connected].
type Refusal string

// The values of Refusal. It is empty if the server did not refuse the handshake.
const (
	RefusalHandshake   Refusal = "handshake"            // for a reason that the alert names
	RefusalWantsCert   Refusal = "certificate-wanted"   // the server requires a client certificate, and linger sent none
	RefusalCertificate Refusal = "certificate-rejected" // the server does not accept the client certificate
)

// Sentence returns the refusal as a sentence without a full stop, followed by
// the name of the TLS alert in parentheses if alert is not empty.
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
