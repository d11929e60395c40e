package session

import "time"

// Closed reports the end of a connection.
type Closed struct {
	At        time.Duration `json:"at"`
	Conn      int           `json:"conn"`
	Exchanges int           `json:"exchanges"` // number of exchanges that began on the connection
	Ending
}

// A Party is a participant that can end a connection.
type Party string

// Parties that can end a connection.
const (
	ByServer  Party = "server"
	ByClient  Party = "client"
	ByNetwork Party = "network"
	ByRelay   Party = "relay" // linger's relay between a client and a server, on the user's request
)

// How states the way in which a connection ended.
type How string

// Ways in which a connection ends.
const (
	HowFIN         How = "fin"
	HowReset       How = "reset"
	HowCloseNotify How = "close-notify" // TLS closure alert (RFC 9112 §9.8)
	HowTimeout     How = "timeout"
	HowError       How = "error"
)

// Name returns the protocol's name for h, "FIN", "RST" or "close_notify". It returns
// string(h) for other ways to end.
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

// Followed states what was received on the TCP connection after a TLS closure alert. The
// alert ends TLS; only a FIN or a reset ends TCP.
type Followed string

// Values of Followed. An empty Followed means that linger did not wait.
const (
	FollowedFIN     Followed = "fin"
	FollowedReset   Followed = "reset"
	FollowedNothing Followed = "nothing" // neither a FIN nor a reset while linger waited
)

// A Phase is the state of the connection at its end.
type Phase string

// Phases of a connection.
const (
	PhaseIdle     Phase = "idle"
	PhaseRequest  Phase = "request"  // a request was being sent
	PhaseResponse Phase = "response" // a response was awaited or being received
)

// A NoticeKind is a kind of announcement that a connection will end.
type NoticeKind string

// Values of NoticeKind. An empty NoticeKind means that nothing announced the end.
const (
	NoticeResponseClose NoticeKind = "response-close" // the close option in a response
	NoticeRequestClose  NoticeKind = "request-close"  // the close option in a request
	NoticeMax           NoticeKind = "max-spent"
	NoticeHTTP10        NoticeKind = "http/1.0-default" // the response is HTTP/1.0 without keep-alive
	NoticeHTTP10Request NoticeKind = "http/1.0-request"
)

// A Motive is the reason why linger itself ended a connection.
type Motive string

// Values of Motive. An empty Motive means that the user asked for the end, or that the
// session ended.
const (
	MotiveReconnect Motive = "reconnect"             // the user asked for a new connection
	MotiveRetarget  Motive = "retarget"              // the user chose another target
	MotiveDue       Motive = "close-due"             // a message said close, but the server had not closed
	MotiveUnusable  Motive = "not-reusable"          // no further request was possible
	MotiveCutShort  Motive = "request-cut-short"     // no request can follow an incomplete request
	MotiveFraming   Motive = "framing-lost"          // linger could not determine the end of the message
	MotiveLimit     Motive = "limit"                 // one of linger's limits was reached
	MotiveData      Motive = "unsolicited-data"      // the server sent more unsolicited bytes than linger accepts
	MotiveResponses Motive = "unsolicited-responses" // the server sent more unsolicited responses than linger accepts
	MotiveStuck     Motive = "request-not-read"      // the server sent its response and stopped reading the request
	MotiveContent   Motive = "content-not-read"      // linger could not read the content of a request
	MotiveTime      Motive = "time"                  // an exchange took longer than allowed
)

// A ClientCert describes how the handshake used a client certificate.
type ClientCert string

// Values of ClientCert. An empty ClientCert means that the server did not request a
// certificate; in a resumed session, a server never requests one.
const (
	CertAsked ClientCert = "asked" // linger sent no certificate, because none matches the server's request
	CertSent  ClientCert = "sent"
)

// A Refusal describes how a server refused the TLS handshake. In TLS 1.3, the client
// finishes first, so a refusal may arrive after [Connected].
type Refusal string

// Values of Refusal. An empty Refusal means that the server did not refuse the handshake.
const (
	RefusalHandshake   Refusal = "handshake"            // for a reason other than a client certificate; the alert names it
	RefusalWantsCert   Refusal = "certificate-wanted"   // the server requires a client certificate, and linger sent none
	RefusalCertificate Refusal = "certificate-rejected" // the server does not accept the client certificate
)

// Sentence returns the refusal as a sentence, with alert, the name of the TLS alert, in
// parentheses.
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
