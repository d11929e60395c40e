package wire

import (
	"strconv"

	"linger/wire/format"
)

// endings is the set of traits that end a connection, one for each
// persistenceRule.
const endings = opensTunnel | lostFraming | isTruncated | isFollowed | isMisread | needsClose | saysClose | askedClose | isHTTP10 | askedHTTP10

// A persistenceRule is a row of [persistenceRules].
type persistenceRule struct {
	ends   trait
	reason Reason
	claim  string // the claim of the step if the rule does not apply
	deny   string // the claim of the step if the rule ends the connection
	ref    func(f *Facts) string
	why    func(f *Facts) (evidence string, at int64)
}

// persistenceRules holds the rules that make an exchange end its connection. The first
// rule that applies decides. If none applies, the connection stays open.
//
// "A recipient determines whether a connection is persistent or not based on
// the protocol version and Connection header field … in the most recently
// received message, if any" (RFC 9112 §9.3); "In order to remain persistent,
// all messages on a connection need to have a self-defined message length".
var persistenceRules = [...]persistenceRule{
	{opensTunnel, ReasonTunnel,
		"not a tunnel", "the connection became a tunnel", section("§6.3"), (*Facts).statusEvidence},
	{lostFraming, ReasonFramingError,
		"framing is valid", "framing is invalid", (*Facts).soundRef, (*Facts).soundEvidence},
	{isTruncated, ReasonTruncated,
		"the message is complete", "the message is incomplete", section("§8"), (*Facts).completeEvidence},
	{isFollowed, ReasonFramingError,
		"no extra bytes", "extra bytes", section("§9.2"), (*Facts).followedEvidence},
	{isMisread, ReasonFramingError,
		"requests end where announced", "a request does not end where announced", section("§6.3"), (*Facts).misreadEvidence},
	{needsClose, ReasonCloseDelimited,
		"the body's end is known", "only the close ends the body", (*Facts).endRef, (*Facts).endEvidence},
	{saysClose, ReasonResponseClose,
		"response: no close", "response: close", section("§9.6"), (*Facts).responseOption},
	{askedClose, ReasonRequestClose,
		"request: no close", "request: close", section("§9.6"), (*Facts).requestOption},
	{isHTTP10, ReasonHTTP10Default,
		"the response is HTTP/1.1", "HTTP/1.0 closes by default", section("§9.3"), (*Facts).responseVersion},
	{askedHTTP10, ReasonHTTP10Request,
		"both are HTTP/1.1", "the server will close after an HTTP/1.0 request", section("§9.3"), (*Facts).versionEvidence},
}

func section(s string) func(*Facts) string { return func(*Facts) string { return "RFC 9112 " + s } }

// Persistence returns the reason why the connection stays open after this exchange, or
// why it does not (RFC 9112 §9.3). [Reason.Persistent] returns the decision. The reason
// is ReasonUndecided until the message has ended, unless a rule applies earlier.
func (f *Facts) Persistence() Reason {
	if t := f.closing(); t&endings != 0 {
		for i := range persistenceRules {
			if r := &persistenceRules[i]; r.ends&t != 0 {
				return r.reason
			}
		}
	}
	switch {
	case !f.Complete:
		return ReasonUndecided
	case f.keptAlive():
		return ReasonHTTP10KeepAlive
	}
	return ReasonHTTP11Default
}

// keptAlive reports whether the connection persists because of the keep-alive option, as
// an HTTP/1.0 message requires, and not by the default of HTTP/1.1. The result is valid
// only if no rule ends the connection.
func (f *Facts) keptAlive() bool {
	return f.Version.Before(http11) || f.KeepAlive && f.Answers && f.Request.Version.is10()
}

// closing returns the traits of the message, including needsClose.
func (f *Facts) closing() trait {
	t := f.traits()
	if f.framingOf(t) == FramingCloseDelimited {
		t |= needsClose
	}
	return t
}

// PersistenceSteps returns the chain of rules that [Facts.Persistence] tried. The
// versions of the request and the response share one step, unless the version of the
// response decides. If no byte of the response was received, there is only one step.
func (f *Facts) PersistenceSteps() []Step {
	if f.absent() {
		return []Step{{Decides: true, Asked: true, Claim: "no response",
			Evidence: "the connection ended before its first byte", Ref: "RFC 9112 §9.5", Offset: -1}}
	}
	steps := make([]Step, 0, len(persistenceRules))
	decided, t := false, f.closing()
	for i := range persistenceRules {
		r := &persistenceRules[i]
		s := Step{Claim: r.claim, Ref: r.ref(f), Offset: -1}
		decides := !decided && r.ends&t != 0
		if (r.ends == isFollowed || r.ends == isMisread) && !decides {
			continue // shown only if they decide: unsolicited bytes may still come, and nothing shows that the server read the request correctly
		}
		if r.reason == ReasonHTTP10Default && !decides || r.reason == ReasonHTTP10Request && f.http10Decided() {
			continue
		}
		if !decided {
			s.Asked = true
			s.Evidence, s.Offset = r.why(f)
			s.OK, s.Decides = !decides && (f.Complete || r.ends != isTruncated), decides
			switch {
			case decides:
				s.Claim, decided = r.deny, true
			case !s.OK:
				s.Claim = "incomplete so far"
			}
		}
		steps = append(steps, s)
	}
	if last := &steps[len(steps)-1]; !decided {
		last.Decides = f.Complete
		switch {
		case f.keptAlive():
			last.Claim = "HTTP/1.0, both say keep-alive"
		case f.Answers && (f.Request.Version.is10() || f.Request.Version == (Version{}) && f.Request.Method != ""):
			last.Claim = "the response is HTTP/1.1"
		}
	}
	return steps
}

// absent reports whether the connection ended before the first byte of the response.
func (f *Facts) absent() bool { return f.Off < 0 && f.Truncated }

func (f *Facts) http10Decided() bool { return f.Persistence() == ReasonHTTP10Default }

var http11 = Version{1, 1}

// is10 reports whether v is a version before HTTP/1.1. It returns false for the zero
// Version, which is unknown.
func (v Version) is10() bool { return v != (Version{}) && v.Before(http11) }

// http10Response reports whether the connection ends because the response is HTTP/1.0
// without the keep-alive option. "If the received protocol is HTTP/1.0, the "keep-alive"
// connection option is present, … the connection will persist after the current response;
// otherwise, The connection will close after the current response" (RFC 9112 §9.3).
func (f *Facts) http10Response() bool {
	return f.BodyAt >= 0 && f.Version.Before(http11) && !f.KeepAlive
}

// http10Request reports whether the request is HTTP/1.0 without the keep-alive option.
// The server then applies the same rule and closes.
func (f *Facts) http10Request() bool {
	return f.BodyAt >= 0 && f.Answers && f.Request.Version.is10() && !f.Request.KeepAlive
}

func (f *Facts) soundRef() string {
	if f.Coded {
		return "RFC 9112 §6.1"
	}
	return "RFC 9112 §6.3"
}

func (f *Facts) soundEvidence() (string, int64) {
	switch {
	case f.BodyAt < 0 && f.FramingBad:
		return "no message found", f.Off
	case f.LengthError:
		return f.lengthEvidence()
	case f.contradicts():
		return "Transfer-Encoding and Content-Length", f.CodingAt
	case f.Coded && f.Version.Before(http11):
		return "a transfer coding in HTTP/1.0", f.CodingAt
	case f.FramingBad && f.Version.Major != 1:
		return "not HTTP/1.x", f.Off
	case f.InterimBad:
		return "an interim response is invalid", -1
	case f.FramingBad && f.Framing() == FramingChunked && !f.Complete:
		return "the chunks are invalid", f.CodingAt
	case f.FramingBad:
		return "see the findings", -1
	case f.neverHasBody():
		return "never has a body", -1
	case f.Coded:
		return "one transfer coding", f.CodingAt
	case f.Length >= 0:
		return "one Content-Length", f.LengthAt
	}
	return "no conflicting field", -1
}

// followedEvidence describes the place of the bytes that answer no request, and returns
// their offset. "If a client receives data on a connection that doesn't have any
// outstanding requests, the client MUST NOT consider that data to be a valid response;
// the client SHOULD close the connection if message delimitation is now ambiguous" (RFC
// 9112 §9.2).
func (f *Facts) followedEvidence() (string, int64) {
	at := "at offset " + strconv.FormatInt(f.FollowedAt, 10)
	switch {
	case f.FollowedAt == f.Off:
		return "this response itself, " + at, f.FollowedAt
	case f.FollowedAt < f.Off:
		return "before the response, " + at, f.FollowedAt
	}
	return "after the response, " + at, f.FollowedAt
}

// misreadEvidence returns the evidence that a request does not end where its framing
// says. "A request's message body length is determined by one of the following" (RFC 9112
// §6.3): a server reads as many bytes as that length, wherever the client began the next
// request.
func (f *Facts) misreadEvidence() (string, int64) { return "see the findings", -1 }

func (f *Facts) completeEvidence() (string, int64) {
	got := format.Number(f.ContentBytes)
	switch fr := f.Framing(); {
	case fr == FramingUndecided:
		return "the header section is incomplete", -1
	case fr == FramingLengthDelimited && f.Complete:
		return got + " of " + got + " bytes", f.LengthAt
	case fr == FramingLengthDelimited:
		return got + " of " + format.Number(f.Length) + " bytes", f.LengthAt
	case fr == FramingChunked && f.Complete:
		return "last-chunk seen", -1
	case fr == FramingChunked:
		return "no last-chunk yet", -1
	case fr == FramingCloseDelimited && f.Complete:
		return "ended by the close", -1
	case fr == FramingCloseDelimited:
		return "the connection is still open", -1
	}
	return "only a header section arrived", -1
}

func (f *Facts) endRef() string {
	switch f.Framing() {
	case FramingChunked:
		return "RFC 9112 §7.1"
	case FramingLengthDelimited:
		return "RFC 9112 §6.2"
	}
	return "RFC 9112 §6.3"
}

func (f *Facts) endEvidence() (string, int64) {
	switch f.Framing() {
	case FramingChunked:
		return "chunked, " + format.Count(f.ChunkCount, "chunk"), f.CodingAt
	case FramingLengthDelimited:
		return "Content-Length: " + strconv.FormatInt(f.Length, 10), f.LengthAt
	case FramingCloseDelimited:
		if f.Coded {
			return f.codingEvidence()
		}
		return f.closeEvidence()
	case FramingNoBody:
		return "no body", -1
	}
	return "not decided", -1
}

func (f *Facts) responseOption() (string, int64) {
	return option(f.Close, f.KeepAlive, f.ConnectionAt >= 0), f.ConnectionAt
}

func (f *Facts) requestOption() (string, int64) {
	if !f.Answers {
		return "no request", -1
	}
	return option(f.Request.Close, f.Request.KeepAlive, false), -1
}

func option(shut, keep, there bool) string {
	switch {
	case shut:
		return "Connection: close"
	case keep:
		return "Connection: keep-alive"
	case there:
		return "Connection does not say close"
	}
	return "no Connection field"
}

func (f *Facts) responseVersion() (string, int64) {
	return f.Version.String() + " without keep-alive", f.Off
}

func (f *Facts) versionEvidence() (string, int64) {
	switch {
	case f.http10Request():
		return f.Request.Version.String() + " without keep-alive", -1
	case f.keptAlive() && f.KeepAlive:
		return "Connection: keep-alive", f.ConnectionAt
	}
	return "persistent by default", f.Off
}
