package words

import "linger/wire"

// A Verdict holds the texts about a reason why a connection persists or ends.
type Verdict struct {
	Stays bool // the connection stays open
	Fault bool // the reason is a failure, not a normal end

	Word     string // "stays open"
	Clause   string // why, as a clause
	Title    string // title of the page that explains the reason
	Sentence string // sentence below the title
	Ref      string // the section of the standard that decides
}

var verdicts = map[wire.Reason]Verdict{
	wire.ReasonHTTP11Default: {Stays: true, Word: "stays open", Clause: "HTTP/1.1 default; no message says close",
		Title: "The connection stays open", Sentence: "HTTP/1.1 keeps a connection open by default. Checked:", Ref: "RFC 9112 §9.3"},
	wire.ReasonHTTP10KeepAlive: {Stays: true, Word: "stays open", Clause: "HTTP/1.0, and the response says keep-alive",
		Title: "The connection stays open", Sentence: "An HTTP/1.0 connection stays open only if both messages say keep-alive. Both do:", Ref: "RFC 2068 §19.7.1"},
	wire.ReasonResponseClose: {Word: "closes", Clause: "the response says Connection: close",
		Title: "The connection ends after this response", Sentence: "The response says close: it is the last one on this connection.", Ref: "RFC 9112 §9.6"},
	wire.ReasonRequestClose: {Word: "closes", Clause: "the request said Connection: close",
		Title: "The connection ends after this response", Sentence: "The request said close: the server closes after its response.", Ref: "RFC 9112 §9.6"},
	wire.ReasonHTTP10Default: {Word: "closes", Clause: "the response is HTTP/1.0 without keep-alive",
		Title: "The connection ends after this response", Sentence: "An HTTP/1.0 response without Connection: keep-alive ends the connection.", Ref: "RFC 9112 §9.3"},
	wire.ReasonHTTP10Request: {Word: "closes", Clause: "the request was HTTP/1.0 without keep-alive",
		Title: "The server will close after this response", Sentence: "The request was HTTP/1.0 without keep-alive, so it is the last one.", Ref: "RFC 9112 §9.3"},
	wire.ReasonCloseDelimited: {Word: "closes", Clause: "only the close ends the body",
		Title: "The connection ends where this body ends", Sentence: "Neither a length nor chunks: only the end of the connection ends the body.", Ref: "RFC 9112 §6.3"},
	wire.ReasonTruncated: {Fault: true, Word: "ended", Clause: "the connection closed before the message was complete",
		Title: "The connection ended inside this message", Sentence: "The rest never came. Do not treat what arrived as complete.", Ref: "RFC 9112 §8"},
	wire.ReasonFramingError: {Fault: true, Word: "not reused", Clause: "framing is invalid: the start of the next response is unknown",
		Title: "The connection cannot be reused", Sentence: "The end of this message is unknown, and so is the start of the next.", Ref: "RFC 9112 §6.3"},
	wire.ReasonTunnel: {Word: "tunnel", Clause: "the connection is no longer HTTP/1.x",
		Title: "The connection is now a tunnel", Sentence: "After the header section the bytes belong to another protocol.", Ref: "RFC 9110 §9.3.6"},
	wire.ReasonUndecided: {Word: "not decided", Clause: "the message is incomplete",
		Title: "Not decided yet", Sentence: "The message is incomplete. So far:"},
}

// Reason returns the texts about the reason why a connection persists or ends. For a
// tunnel, the section depends on the status: 101, or that of a response to CONNECT.
func Reason(r wire.Reason, status int) Verdict {
	v := verdicts[r]
	if r == wire.ReasonTunnel && status == 101 {
		v.Ref = "RFC 9110 §7.8"
	}
	return v
}
