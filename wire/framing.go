package wire

import (
	"math/bits"
	"strconv"
)

// A trait is a property of a message; each rule tests one trait. The traits of framing
// come first, in the order of framingRules: the lowest bit that is set belongs to the
// first rule that applies.
type trait uint16

const (
	opensTunnel trait = 1 << iota
	isBodiless
	isChunked
	isCoded
	hasBadLength
	hasLength
	isAnything
	lostFraming
	isTruncated
	isFollowed
	isMisread
	needsClose
	saysClose
	askedClose
	isHTTP10
	askedHTTP10
)

// traits returns the properties of the message, except needsClose, which follows from
// its framing.
func (f *Facts) traits() trait {
	t := isAnything
	if f.Status != 200 || f.Request.Method != "GET" { // most responses answer GET with 200
		if f.tunnels() {
			t |= opensTunnel
		}
		if f.neverHasBody() {
			t |= isBodiless
		}
	}
	if f.Coded {
		t |= isCoded
		if f.ChunkedLast {
			t |= isChunked
		}
	}
	if f.LengthError {
		t |= hasBadLength
	}
	if f.Length >= 0 {
		t |= hasLength
	}
	if f.FramingBad {
		t |= lostFraming
	}
	if f.Truncated {
		t |= isTruncated
	}
	if f.FollowedAt > 0 {
		t |= isFollowed
	}
	if f.RequestMisread {
		t |= isMisread
	}
	if f.Close {
		t |= saysClose
	}
	if f.Answers && f.Request.Close {
		t |= askedClose
	}
	if f.http10Response() {
		t |= isHTTP10
	}
	if f.http10Request() {
		t |= askedHTTP10
	}
	return t
}

// A framingRule is a row of [framingRules].
type framingRule struct {
	applies trait
	framing Framing
	claim   string // the claim when the rule decides
	passed  string // the claim when the rule does not decide
	ref     string
	why     func(f *Facts) (evidence string, at int64) // returns the evidence in the bytes and its offset
}

// framingRules holds the rules for the length of a response's message body. The first
// rule that applies decides.
//
// "The length of a message body is determined by one of the following (in order
// of precedence)" (RFC 9112 §6.3). The decoder distinguishes rules 3 to 5 while
// it reads the fields; rule 7 is for requests.
var framingRules = [...]framingRule{
	{opensTunnel, FramingTunnel,
		"the connection becomes a tunnel", "not a tunnel", "RFC 9112 §6.3", (*Facts).statusEvidence},
	{isBodiless, FramingNoBody,
		"such a response never has a body", "may have a body", "RFC 9112 §6.3", (*Facts).bodyEvidence},
	{isChunked, FramingChunked,
		"the chunked coding ends the body", "chunked is not the final coding", "RFC 9112 §7.1", (*Facts).codingEvidence},
	{isCoded, FramingCloseDelimited,
		"another coding: the body lasts until the connection ends", "no transfer coding", "RFC 9112 §6.3", (*Facts).codingEvidence},
	{hasBadLength, FramingInvalid,
		"the length cannot be read", "no invalid length", "RFC 9112 §6.3", (*Facts).lengthEvidence},
	{hasLength, FramingLengthDelimited,
		"Content-Length delimits the body", "no length is given", "RFC 9112 §6.2", (*Facts).lengthEvidence},
	{isAnything, FramingCloseDelimited,
		"no length: the body lasts until the connection ends", "", "RFC 9112 §6.3", (*Facts).closeEvidence},
}

// Framing returns how the message body is delimited, according to the first rule of RFC
// 9112 §6.3 that applies. It depends on the header section only: an invalid chunk does
// not change it.
func (f *Facts) Framing() Framing { return f.framingOf(f.traits()) }

func (f *Facts) framingOf(t trait) Framing {
	if f.BodyAt < 0 {
		return FramingUndecided
	}
	return framingRules[bits.TrailingZeros16(uint16(t))].framing
}

// FramingSteps returns a step for each rule, in order. Asked is set in the steps of the
// rules that [Facts.Framing] tried.
func (f *Facts) FramingSteps() []Step {
	steps := make([]Step, 0, len(framingRules))
	decided, t := f.BodyAt < 0, f.traits()
	for i := range framingRules {
		r := &framingRules[i]
		s := Step{Claim: r.passed, Ref: r.ref, Offset: -1}
		if s.Claim == "" {
			s.Claim = r.claim
		}
		if !decided {
			s.Asked = true
			s.Evidence, s.Offset = r.why(f)
			decided = r.applies&t != 0
			s.OK, s.Decides = !decided, decided
			if decided {
				s.Claim = r.claim
			}
		}
		steps = append(steps, s)
	}
	return steps
}

// Interim reports whether the response is interim: any 1xx except 101, after
// which the connection no longer speaks HTTP/1.x.
func (f *Facts) Interim() bool { return f.Status >= 100 && f.Status < 200 && f.Status != 101 }

// tunnels reports whether the connection becomes a tunnel after the header section. "Any
// 2xx (Successful) response to a CONNECT request implies that the connection will become
// a tunnel immediately after the empty line that concludes the header fields" (RFC 9112
// §6.3); a 101 also ends HTTP/1.x after its header section (RFC 9110 §15.2.2).
func (f *Facts) tunnels() bool {
	return f.Status == 101 || f.Request.Method == "CONNECT" && f.Status/100 == 2
}

// neverHasBody reports whether the status or the request method rules out a body. "Any
// response to a HEAD request and any response with a 1xx (Informational), 204 (No
// Content), or 304 (Not Modified) status code is always terminated by the first empty
// line after the header fields" (RFC 9112 §6.3).
func (f *Facts) neverHasBody() bool {
	return f.Request.Method == "HEAD" || f.Interim() || f.Status == 204 || f.Status == 304
}

// bodiless reports whether the response must not have Content-Length or
// Transfer-Encoding. A 304 and a response to HEAD may have these fields, with the values
// that a 200 response to GET would have.
func (f *Facts) bodiless() bool {
	return f.tunnels() || f.Interim() || f.Status == 204
}

// contradicts reports whether the message has both Transfer-Encoding and Content-Length,
// which must not occur together. It does not matter whether the message may have a body,
// because some readers look at these fields before the status.
//
// "Such a message might indicate an attempt to perform request smuggling … or
// response splitting … and ought to be handled as an error"; of a 2xx to
// CONNECT "a client MUST ignore any Content-Length or Transfer-Encoding header
// fields" (RFC 9112 §6.3).
func (f *Facts) contradicts() bool {
	return f.Coded && f.LengthAt >= 0 && (f.Status/100 != 2 || f.Request.Method != "CONNECT")
}

func (f *Facts) statusEvidence() (string, int64) {
	if f.Status == 0 && f.BodyAt < 0 {
		return "no status code arrived", f.Off
	}
	if f.Status/100 == 2 && f.Request.Method == "CONNECT" {
		return "status " + strconv.Itoa(f.Status) + " to CONNECT", f.Off
	}
	return "status " + strconv.Itoa(f.Status), f.Off
}

func (f *Facts) bodyEvidence() (string, int64) {
	status := "status " + strconv.Itoa(f.Status)
	switch m := f.Request.Method; {
	case m == "HEAD":
		return "the request was HEAD", -1
	case m == "" || f.neverHasBody():
		return status, f.Off
	default:
		return status + " to " + m, f.Off
	}
}

func (f *Facts) codingEvidence() (string, int64) {
	switch {
	case !f.Coded:
		return "no Transfer-Encoding", -1
	case f.ChunkedLast && f.LengthAt >= 0:
		return "chunked overrides Content-Length", f.CodingAt
	case f.ChunkedLast:
		return "Transfer-Encoding: chunked", f.CodingAt
	}
	return "Transfer-Encoding, not chunked at its end", f.CodingAt
}

func (f *Facts) lengthEvidence() (string, int64) {
	switch {
	case f.LengthError:
		return "Content-Length is unusable", f.LengthAt
	case f.Length >= 0:
		return "Content-Length: " + strconv.FormatInt(f.Length, 10), f.LengthAt
	}
	return "no Content-Length", -1
}

func (f *Facts) closeEvidence() (string, int64) {
	if f.ByteRanges {
		return "multipart/byteranges does not delimit itself", -1
	}
	return "no Content-Length, no Transfer-Encoding", -1
}
