package words

import (
	"strconv"
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// PointWidth is the maximum width of a point in cells. Only the numbers of a very long
// message can make a point wider.
const PointWidth = 44

// Point returns a finding in a few words, with its numbers: "closed after 300 of 512
// bytes". c is the connection of the finding and e its exchange; e may be nil.
func Point(f wire.Finding, c *record.Connection, e *record.Exchange) string {
	if s := pointOf(f, c, e); s != "" {
		return text.SafeUpTo(s, 2*PointWidth)
	}
	if s, ok := points[f.Code]; ok {
		return s
	}
	rule, _ := session.Lookup(f.Code)
	return rule.Text
}

// pointOf returns the point of a finding whose words contain numbers, or "" for any other
// finding.
func pointOf(f wire.Finding, c *record.Connection, e *record.Exchange) string {
	switch f.Code {
	case wire.CodeTruncated:
		if e != nil && e.Facts().Length >= 0 && e.Facts().Framing() == wire.FramingLengthDelimited {
			return "closed after " + format.Size(e.Facts().ContentBytes) + " of " + format.Amount(e.Facts().Length)
		}
	case wire.CodeUnsolicited:
		if n := c.Loose.Len; n > 0 {
			return format.Count(int(n), "byte") + " without a request"
		}
	case wire.CodeUnsolicitedResp:
		if e != nil && e.Facts().Status > 0 {
			return "unsolicited " + strconv.Itoa(e.Facts().Status)
		}
	case wire.CodeOutOfStep:
		if last := c.Last(); c.Loose.Len > 0 && last != nil && last.Facts().Framing() == wire.FramingLengthDelimited {
			return format.Count(int(c.Loose.Len), "byte") + " beyond Content-Length: " + strconv.FormatInt(last.Facts().Length, 10)
		}
	case wire.CodeLengthShort:
		s, _, _ := strings.Cut(f.Detail, ";")
		if i := strings.LastIndex(s, ": "); text.Width(s) > PointWidth && i > 0 {
			s = s[:i]
		}
		return s
	case wire.CodeTEUnknown:
		return `unknown transfer coding "` + session.WithoutSecrets(f.Detail) + `"`
	case wire.CodeChunkSize:
		if f.Detail != "" {
			return `chunk-size "` + session.WithoutSecrets(f.Detail) + `" is not hexadecimal`
		}
	case session.CodeClosedEarly, session.CodeClosedLate:
		detail, _, _ := strings.Cut(f.Detail, ";")
		return "closed " + detail
	case session.CodeMaxEndedEarly:
		return "closed with max " + f.Detail
	case session.CodeKeepAliveRace:
		if n := len(c.Close.Lost); n == 1 {
			return "request " + strconv.Itoa(c.Close.Lost[0]) + " lost, sent as the server closed"
		} else if n > 1 {
			return strconv.Itoa(n) + " requests lost, sent as the server closed"
		}
	}
	return ""
}

// points maps the codes of findings to points. It holds only findings whose sentences are
// wider than PointWidth.
var points = map[wire.Code]string{
	wire.CodeTEAndCL:            "Transfer-Encoding and Content-Length",
	wire.CodeTEHTTP10:           "Transfer-Encoding in an HTTP/1.0 message",
	wire.CodeTEEmptyElement:     "an empty element in Transfer-Encoding",
	wire.CodeTERemains:          "a transfer coding besides chunked remains",
	wire.CodeTEOnBodiless:       "Transfer-Encoding where no body is allowed",
	wire.CodeCLOnBodiless:       "Content-Length where no body is allowed",
	wire.CodeCLMismatch:         "different values of Content-Length",
	wire.CodeCLDuplicate:        "Content-Length repeated, same value",
	wire.CodeCLEmptyElement:     "an empty element in Content-Length",
	wire.CodeTrailerForbidden:   "a field that a trailer must not hold",
	wire.CodeTrailerField:       "Trailer names a field it must not name",
	wire.CodeTruncated:          "closed before the message was complete",
	wire.CodeUnsolicitedResp:    "a response without a request",
	wire.CodeOutOfStep:          "bytes beyond the complete response",
	wire.CodeResumed:            "the next response was found here",
	wire.CodeStatusSpace:        "status-line: parts not one space apart",
	wire.CodeRequestTE:          "the request's final coding is not chunked",
	wire.CodeSpaceBeforeColon:   "whitespace before a colon",
	wire.CodeBareLF:             "a line ends in LF",
	wire.CodeLeadingSpace:       "whitespace before the first field line",
	wire.CodeMissingColon:       "a line without a colon",
	wire.CodeFieldName:          "an invalid byte in a field name",
	wire.CodeHeadTooLarge:       "header or trailer section over the limit",
	wire.CodeTooManyLines:       "too many lines in header or trailer",
	wire.CodeUpgradeNotAsked:    "101, but no upgrade was requested",
	wire.CodeUpgradeNotOffered:  "101 to a protocol that was not offered",
	wire.CodeUpgradeOption:      "Upgrade lacks the upgrade option",
	wire.CodeUpgradeIgnored:     "the upgrade was not accepted",
	wire.CodeOptionMisspelt:     "a misspelt close or keep-alive",
	wire.CodeFieldScrambled:     "a scrambled field name",
	wire.CodeFieldRepeated:      "a field repeated that may occur once",
	wire.CodeFieldMissing:       "a field that the status requires is missing",
	wire.CodeEncodingEmpty:      "Content-Encoding without content",
	wire.CodeAuthBound:          "authentication bound to the connection",
	wire.CodeAuthInterrupted:    "closed during authentication",
	wire.CodeKeepAliveAlone:     "Keep-Alive lacks Connection: keep-alive",
	wire.CodeLeftChunks:         "left over: chunks of the same body",
	wire.CodeLeftContent:        "left over: content where none is allowed",
	wire.CodeLengthShort:        "Content-Length is too small",
	wire.CodeLengthLong:         "Content-Length reaches the next response",
	wire.CodeHalfCRLF:           "Content-Length is 1 too small: half a CRLF",
	wire.CodeLastChunkMissing:   "the last-chunk is missing",
	wire.CodeNotChunked:         "chunked is announced, the content is plain",
	wire.CodeHeadEndMissing:     "the empty line before the content is missing",
	wire.CodeLengthUncompressed: "Content-Length of the uncompressed content",
	wire.CodePlainOnTLS:         "the server expects TLS on this port",

	session.CodeMaxExceeded:      "still serving after max ran out",
	session.CodeCloseUnannounced: "closed without Connection: close",
	session.CodeCloseIgnored:     "said close, and stayed open",
	session.CodeKeepAliveRace:    "a request was lost as the server closed",
	session.CodeNoResponse:       "closed before a byte of the response",
	session.CodeTLSTruncated:     "no TLS closure alert",
	session.CodeDelayedAckStall:  "a pause of about 40 ms in the response",
	session.CodeAnsweredEarly:    "response before the request was complete",
	session.CodeContentUnread:    "different response on a reused connection",
	session.CodeSentDuring:       "sent into a response that had stalled",
	session.CodePathLost:         "the network lost the connection",
}
