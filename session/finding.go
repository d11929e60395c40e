package session

import (
	"slices"
	"strings"

	"linger/wire"
)

// Codes of findings about time and closing. The codes of findings about bytes are in
// package wire.
const (
	CodeClosedEarly      wire.Code = "closed-early"
	CodeClosedLate       wire.Code = "closed-late"
	CodeMaxEndedEarly    wire.Code = "max-ended-early"
	CodeMaxExceeded      wire.Code = "max-exceeded"
	CodeMaxConstant      wire.Code = "max-constant"
	CodeCloseUnannounced wire.Code = "close-unannounced"
	CodeCloseIgnored     wire.Code = "close-ignored"
	CodeKeepAliveRace    wire.Code = "keep-alive-race"
	CodeNoResponse       wire.Code = "no-response"
	CodeTLSTruncated     wire.Code = "tls-truncated"
	CodeDelayedAckStall  wire.Code = "delayed-ack-stall"
	CodeClosedByAge      wire.Code = "closed-by-age"
	CodePathLost         wire.Code = "path-lost"
	CodeAnsweredEarly    wire.Code = "answered-early"
	CodeContentUnread    wire.Code = "content-unread"
	CodeSentDuring       wire.Code = "sent-during-response"

	CodeRequestIncomplete wire.Code = "request-incomplete"
	CodeRequestSurplus    wire.Code = "request-surplus"
	CodeRequestMisread    wire.Code = "request-misread"
)

var ownRules = []wire.Rule{
	{
		Code: CodeClosedEarly, Severity: wire.SeverityWarning,
		Text: "the idle connection was closed more than half a second before the advertised timeout",
		Why:  "a client that trusts the hint loses the request it sends in between",
		Do:   "advertise a timeout no longer than the real one; reuse the connection only well before the earliest close seen",
		Ref:  "RFC 2068 §19.7.1.1",
	},
	{
		Code: CodeClosedLate, Severity: wire.SeverityNote,
		Text: "the idle connection was kept more than 1.5 s longer than advertised",
		Why:  "this does no harm: the server waits longer than it advertises",
		Do:   "nothing; do not rely on the extra time",
		Ref:  "RFC 2068 §19.7.1.1",
	},
	{
		Code: CodeMaxEndedEarly, Severity: wire.SeverityWarning,
		Text: "the connection was closed while in use, although max promised more exchanges",
		Why:  "a client that relies on the rest of max finds the connection closed, perhaps while it sends a request",
		Do:   "look for an age limit, a restart or a proxy in between; send close on the last response",
		Ref:  "RFC 2068 §19.7.1.1",
	},
	{
		Code: CodeMaxExceeded, Severity: wire.SeverityNote,
		Text: "the server continued to answer after max had run out",
		Why:  "the server does not apply the limit that it advertises",
		Do:   "nothing; do not read max as a limit of this server",
		Ref:  "RFC 2068 §19.7.1.1",
	},
	{
		Code: CodeMaxConstant, Severity: wire.SeverityNote,
		Text: "the server repeats the same max each time",
		Why:  "max is then a fixed limit, not the number left, so linger counts down itself",
		Do:   "count the exchanges yourself, or measure where the server really stops",
		Ref:  "RFC 2068 §19.7.1.1",
	},
	{
		Code: CodeCloseUnannounced, Severity: wire.SeverityWarning,
		Text: "the server closed right after a response that promised to keep the connection open",
		Why:  "a client sends its next request on a connection that is already closed",
		Do:   "send Connection: close on the last response of a connection",
		Ref:  "RFC 9112 §9.6",
	},
	{
		Code: CodeCloseIgnored, Severity: wire.SeverityWarning,
		Text: "the server kept the connection open for more than a second after a message said close",
		Why:  "a client that waits for the server's close keeps waiting",
		Do:   "close the connection after the final response",
		Ref:  "RFC 9112 §9.6",
	},
	{
		Code: CodeKeepAliveRace, Severity: wire.SeverityError,
		Text: "the connection ended while a request was in transit: the server may or may not have processed it",
		Why:  "client and server sent at the same time; neither could know",
		Do:   "repeat the request if its method is idempotent; stop reusing a connection one round trip and one second before its timeout",
		Ref:  "RFC 9110 §9.2.2",
	},
	{
		Code: CodeNoResponse, Severity: wire.SeverityError,
		Text: "the connection ended before any byte of the response arrived: the server crashed, reached its own time limit, refused the client, or expects another protocol first (PROXY, TLS)",
		Why:  "the request may or may not have been processed; reuse of the connection is not the cause",
		Do:   "look in the server's log at the time of the close; compare the duration of the exchange with the server's write timeout",
		Ref:  "RFC 9110 §9.2.2",
	},
	{
		Code: CodeTLSTruncated, Severity: wire.SeverityWarning,
		Text: "TCP closed without close_notify",
		Why:  "anyone on the path can end a connection this way, so content that ends with the connection may be incomplete",
		Do:   "send close_notify before closing",
		Ref:  "RFC 9112 §9.8",
	},
	{
		Code: CodeDelayedAckStall, Severity: wire.SeverityNote,
		Text: "the response came in two parts, about 40 ms apart",
		Why:  "the server writes them separately, and Nagle's algorithm waits for a delayed acknowledgement, usually from the second exchange on",
		Do:   "write both at once, or set TCP_NODELAY on the server's socket",
		Ref:  "RFC 1122 §4.2.3.2",
	},
	{
		Code: CodeClosedByAge, Severity: wire.SeverityNote,
		Text: "the connection was closed because of its age",
		Why:  "neither an idle timeout nor a number of exchanges explains the close",
		Do:   "expect such closes: the server may limit the age of connections, such as nginx with keepalive_time, or close all of them at intervals",
		Ref:  "RFC 9112 §9.5",
	},
	{
		Code: CodeAnsweredEarly, Severity: wire.SeverityNote,
		Text: "the response came before the request was sent in full",
		Why:  "the server did not read the rest; a client that does not read while it writes sees EPIPE or ECONNRESET instead of the response",
		Do:   "on the client, send Expect: 100-continue with large content, or read while writing; on the server, read the rest before closing",
		Ref:  "RFC 9112 §9.6",
	},
	{
		Code: CodeContentUnread, Severity: wire.SeverityWarning,
		Text: "the same request was answered differently when the connection was reused; the server may have left its content unread",
		Why:  "the server reads the unread content as the beginning of the next request",
		Do:   "on the server, read the content of every request, or close the connection after the response",
		Ref:  "RFC 9112 §9.3",
	},
	{
		Code: CodeSentDuring, Severity: wire.SeverityWarning,
		Text: "the request was sent while the response before it was incomplete and had stalled",
		Why:  "what the server sends next is read as the rest of the incomplete response",
		Do:   "wait for the whole response, or send the request on another connection; if the rest never comes, Content-Length is too large",
		Ref:  "RFC 9112 §6.3",
	},
	{
		Code: CodeRequestIncomplete, Severity: wire.SeverityError,
		Text: "the request is shorter than it announces",
		Why:  "the server may wait for the rest, or respond at once; either way it reads the beginning of the next request as the rest of this one",
		Do:   "on the client, count the bytes of the content for Content-Length; close the connection after a request that was not sent in full",
		Ref:  "RFC 9112 §6.3",
	},
	{
		Code: CodeRequestSurplus, Severity: wire.SeverityError,
		Text: "the request is longer than it announces",
		Why:  "the server reads the remaining bytes as another request and answers it, usually with 400; the client may read that response as the answer to the next request",
		Do:   "on the client, count the bytes of the content for Content-Length",
		Ref:  "RFC 9112 §6.3",
	},
	{
		Code: CodeRequestMisread, Severity: wire.SeverityError,
		Text: "the server misreads this request",
		Why:  "a request before it was longer or shorter than it announced: the server does not read this one from its beginning, and its response is not the server's fault",
		Do:   "on the client, correct that request; send the others on a new connection",
		Ref:  "RFC 9112 §6.3",
	},
	{
		Code: CodePathLost, Severity: wire.SeverityError,
		Text: "the network no longer carried this connection",
		Why:  "a NAT, load balancer or firewall forgot the connection, or the server's host is gone; neither a FIN nor an RST arrives, and a client waits for its own timeout",
		Do:   "close idle connections sooner than the device on the path does, or send TCP keepalive probes more often; repeat a request if its method is idempotent: perhaps only the acknowledgements were lost",
		Ref:  "RFC 1122 §4.2.3.5",
	},
}

// Lookup returns the rule of a code of this package or of wire, and false for
// an unknown code.
func Lookup(code wire.Code) (wire.Rule, bool) {
	if r := ruleOf[code]; r != nil {
		return *r, true
	}
	return wire.Rule{}, false
}

// ruleOf holds the rule of every code.
var ruleOf = func() map[wire.Code]*wire.Rule {
	all := Rules()
	m := make(map[wire.Code]*wire.Rule, len(all))
	for i := range all {
		m[all[i].Code] = &all[i]
	}
	return m
}()

// Rules returns the rules of all codes: first those of wire, then those of this
// package.
func Rules() []wire.Rule { return slices.Concat(wire.Rules(), ownRules) }

// SeverityOf returns the severity of a code; an unregistered code is a note.
func SeverityOf(code wire.Code) wire.Severity {
	if r := ruleOf[code]; r != nil {
		return r.Severity
	}
	return wire.SeverityNote
}

// Misframes reports whether a finding with this code means that a request does
// not end where its framing says.
func Misframes(code wire.Code) bool {
	return code == CodeRequestIncomplete || code == CodeRequestSurplus
}

// PutsOutOfStep reports whether a finding with this code means that the next
// response may be read as the answer to another request, or the next request as
// part of another one (RFC 9112 §9.2, §6.3).
func PutsOutOfStep(code wire.Code) bool {
	return Misframes(code) || code == wire.CodeUnsolicited || code == wire.CodeUnsolicitedResp || code == wire.CodeOutOfStep
}

// TextOf returns a finding as a sentence: what its code means, the detail if there
// is one, and the line that it is about, with secrets masked. It leaves out the
// line if the detail is a part of it.
func TextOf(f wire.Finding) string {
	rule, _ := Lookup(f.Code)
	s, detail, quote := rule.Text, WithoutSecrets(f.Detail), WithoutSecrets(f.Quote)
	switch {
	case detail == "" && quote == "":
		return s
	case detail == "":
		return s + ": " + quote
	case quote == "" || strings.Contains(quote, detail):
		return s + ": " + detail
	case wire.IsLeftOver(f.Code): // the detail is about the message before these bytes
		return s + ": " + quote + "; " + detail
	}
	return s + ": " + detail + " (" + quote + ")"
}
