package wire

import (
	"strconv"
	"strings"

	"linger/wire/format"
)

// ReadersAsOf dates what [Readers] knows: it was measured, on the versions that
// it names.
const ReadersAsOf = "2026-11"

// An Outcome is what a reader makes of a message's content.
type Outcome uint8

// The outcomes.
const (
	OutcomeUnknown    Outcome = iota // this package stopped reading before it could say
	OutcomeTakes                     // so many bytes of content
	OutcomeUntilClose                // whatever comes until the connection ends
	OutcomeRefuses                   // an error instead of the message
)

var outcomeNames = [...]string{"unknown", "takes", "until-close", "refuses"}

// String returns the word that stands in JSON.
func (o Outcome) String() string { return nameOf(outcomeNames[:], o) }

// A Reading is what one reader of HTTP/1.x responses makes of a message.
type Reading struct {
	Reader  string
	Version string
	Outcome Outcome
	Bytes   int64 // of content, as far as it came; -1 when it takes none, or that is not known
	Code    Code  // the finding that makes the difference, if one does
}

// Text returns the reading in a few words.
func (r Reading) Text() string {
	switch r.Outcome {
	case OutcomeRefuses:
		return "refuses the response"
	case OutcomeUnknown:
		return "may read on"
	case OutcomeUntilClose:
		return "reads until the close: " + format.Count(r.Bytes, "byte")
	}
	return "takes " + format.Count(r.Bytes, "byte")
}

// A reader is a row of [readers].
type reader uint8

const (
	netHTTP reader = iota
	fastHTTP
	llHTTP
	h11
	curl
)

var readers = [...]struct{ name, version string }{
	netHTTP:  {"net/http", "go1.26.8"},
	fastHTTP: {"fasthttp", "1.77.0"},
	llHTTP:   {"llhttp", "9.4.2, strict"},
	h11:      {"h11", "git 62c5068"},
	curl:     {"curl", "7.88.1"},
}

// Readers says what other readers would make of a complete message: how many
// bytes of content each takes, and whether it refuses the message. f and
// findings are the message's; after counts the bytes that came on the
// connection after its header section, whatever they are.
//
// It knows the classes of [readerRules] and nothing else: where no finding of
// the message is among them, all readers are taken to read it as this package
// does.
func Readers(f *Facts, findings []Finding, after int64) []Reading {
	rs := make([]Reading, len(readers))
	for i := range rs {
		rs[i] = Reading{Reader: readers[i].name, Version: readers[i].version, Outcome: OutcomeTakes, Bytes: f.ContentBytes}
		if f.Framing() == FramingCloseDelimited {
			rs[i].Outcome, rs[i].Bytes = OutcomeUntilClose, after
		}
	}
	c := classified{f: f, after: after}
	if f.Version.Major == 1 && f.Version.Minor > 1 {
		c.apply(rs, "", "++-+-", Finding{}) // legal, so no finding tells it
	}
	for _, x := range findings {
		for i := range readerRules {
			r := &readerRules[i]
			if r.code == x.Code && (r.when == nil || r.when(f, x)) {
				c.apply(rs, x.Code, r.effects, x)
				break
			}
		}
	}
	return rs
}

// Agree reports whether all readers take the same content.
func Agree(rs []Reading) bool {
	for _, r := range rs {
		if r.Bytes != rs[0].Bytes {
			return false
		}
	}
	return true
}

// A readerRule is a way of sending that readers are known to differ in.
type readerRule struct {
	code    Code
	when    func(f *Facts, x Finding) bool // nil: always
	effects string                         // a letter a reader, in the order of readers
}

// readerRules are the classes, first match wins for each finding. The letters:
//
//   - reads it as this package does
//   - refuses the message
//     c reads until the close
//     l takes the Content-Length
//     n takes the number that the Content-Length value begins with
//     w waits forever for content of that length: takes what came
var readerRules = [...]readerRule{
	{CodeBareLF, inBody, "----+"},
	{CodeBareLF, atHeadEnd, "+--++"},
	{CodeBareLF, nil, "++-++"},
	{CodeLeadingCRLF, nil, "-++--"},
	{CodeStatusLine, inLowerCase, "----?"},
	{CodeStatusLine, nil, "-----"},
	{CodeStatusSpace, detailed(notSP), "-----"},
	{CodeStatusSpace, nil, "++--+"},
	{CodeStatusRange, func(f *Facts, _ Finding) bool { return f.Status < 100 }, "+++--"},
	{CodeStatusRange, nil, "+++++"},
	{CodeBareCR, detailed(inReason), "++--+"},
	{CodeBareCR, inBody, "---++"},
	{CodeBareCR, nil, "----+"},
	{CodeReasonInvalid, detailed(aNUL), "+++--"},
	{CodeReasonInvalid, nil, "++--+"},
	{CodeSpaceBeforeColon, detailed(RoleContentLength.String()), "c+--c"},
	{CodeSpaceBeforeColon, detailed(RoleTransferEncoding.String()), "c+--c"},
	{CodeSpaceBeforeColon, nil, "++--+"},
	{CodeLeadingSpace, nil, "-----"},
	{CodeObsFold, detailed(RoleTransferEncoding.String()), "++-+c"},
	{CodeObsFold, detailed(RoleContentLength.String()), "++-+-"},
	{CodeObsFold, nil, "++-++"},
	{CodeMissingColon, nil, "-----"},
	{CodeFieldName, detailed(isEmptyOne), "----+"},
	{CodeFieldName, detailed(aSpace), "++--+"},
	{CodeFieldName, detailed(obsText), "----+"},
	{CodeFieldName, nil, "----+"},
	{CodeFieldValue, detailed(aNUL), "-----"},
	{CodeFieldValue, nil, "---++"},
	{CodeCLDuplicate, listed, "---++"},
	{CodeCLDuplicate, nil, "+--++"},
	{CodeCLEmptyElement, nil, "---??"},
	{CodeCLMismatch, nil, "----n"},
	{CodeCLInvalid, func(f *Facts, x Finding) bool { return f.Coded || x.Detail == "" }, "-----"},
	{CodeCLInvalid, tooManyDigits, "---wc"},
	{CodeCLInvalid, func(_ *Facts, x Finding) bool { return x.Detail[0] == '-' }, "-----"},
	{CodeCLInvalid, nil, "----n"},
	{CodeTEAndCL, func(f *Facts, _ Finding) bool { return f.ChunkedLast }, "++-++"},
	{CodeTEUnknown, both(detailed("identity"), besideLength), "----c"},
	{CodeTEUnknown, detailed("identity"), "--c-c"},
	{CodeTEUnknown, besideLength, "-----"},
	{CodeTEUnknown, nil, "--c--"},
	{CodeTENotFinal, besideLength, "-----"},
	{CodeTENotFinal, nil, "--c--"},
	{CodeTETwice, nil, "--+-+"},
	{CodeTERemains, func(f *Facts, _ Finding) bool { return f.ChunkedLast }, "--+--"},
	{CodeTEUnregistered, func(f *Facts, _ Finding) bool { return f.ChunkedLast }, "--+--"},
	{CodeTEUnregistered, besideLength, "-----"},
	{CodeTEUnregistered, nil, "--c--"},
	{CodeTERemains, besideLength, "-----"},
	{CodeTERemains, nil, "--c--"},
	{CodeTEEmptyElement, detailed(lastOne), "--c-+"},
	{CodeTEEmptyElement, nil, "--+-+"},
	{CodeTEParams, nil, "--c--"},
	{CodeTEEmpty, func(f *Facts, _ Finding) bool { return f.Length >= 0 }, "--l-c"},
	{CodeTEEmpty, nil, "--c-c"},
	{CodeTEHTTP10, nil, "cc+++"},
	{CodeChunkSize, nil, "-----"},
	{CodeChunkOverflow, nil, "-----"},
	{CodeChunkDigits, func(_ *Facts, x Finding) bool { return x.Len == 16 }, "+-+++"},
	{CodeChunkDigits, nil, "--+--"},
	{CodeChunkSpace, nil, "++-++"},
	{CodeChunkExt, detailed(bwsBefore), "----+"},
	{CodeChunkExt, detailed(withBWS), "++-++"},
	{CodeChunkExtInvalid, nil, "++-++"},
	{CodeChunkLine, nil, "-????"},
	{CodeHeadTooLarge, nil, "?-??-"},
	{CodeTooManyLines, nil, "?????"},
	{CodeTooManyInterim, nil, "?-???"},
	{CodeChunkOverhead, nil, "-++++"},
	{CodeChunkData, nil, "-----"},
	{CodeTrailerForbidden, nil, "+--++"},
	{CodeTrailerField, nil, "+-+++"},
	{CodeTruncated, nil, "-----"},
	{CodeUpgradeNotAsked, nil, "+++-c"},
	{CodeCLOnBodiless, tunnelled, "ll-++"},
	{CodeTEOnBodiless, tunnelled, "---++"},
}

// inLowerCase: curl reads http/1.1 and Http/1.1 as it reads HTTP/1.1.
func inLowerCase(_ *Facts, x Finding) bool { return strings.EqualFold(x.Detail, httpName) }

func inBody(f *Facts, x Finding) bool { return f.BodyAt >= 0 && x.Offset >= f.BodyAt }

// atHeadEnd reports whether the finding is about the last line of the header section, or the one before it.
func atHeadEnd(f *Facts, x Finding) bool { return x.Offset >= f.BodyAt-int64(len("\n\r\n")) }

func tunnelled(f *Facts, _ Finding) bool { return f.Request.Method == "CONNECT" && f.tunnels() }

// besideLength: llhttp refuses a length beside a coding, whichever coding it is.
func besideLength(f *Facts, _ Finding) bool { return f.LengthAt >= 0 }

func both(a, b func(*Facts, Finding) bool) func(*Facts, Finding) bool {
	return func(f *Facts, x Finding) bool { return a(f, x) && b(f, x) }
}

func listed(_ *Facts, x Finding) bool { return strings.Contains(x.Detail, ",") }

func tooManyDigits(_ *Facts, x Finding) bool {
	_, ok, fits := decimal([]byte(x.Detail))
	return ok && !fits
}

func detailed(s string) func(*Facts, Finding) bool {
	return func(_ *Facts, x Finding) bool { return x.Detail == s }
}

// classified applies classes to readings: who refuses once stays refusing, and
// the first other reading stands.
type classified struct {
	f     *Facts
	after int64
}

func (c classified) apply(rs []Reading, code Code, effects string, x Finding) {
	for i := range rs {
		r := &rs[i]
		if r.Outcome == OutcomeRefuses || r.Code != "" && effects[i] != '-' {
			continue
		}
		switch effects[i] {
		case '+':
			continue
		case 'c', 'l', 'n', 'w':
			if c.f.Framing() == FramingNoBody {
				continue
			}
		}
		switch effects[i] {
		case '-':
			r.Outcome, r.Bytes = OutcomeRefuses, -1
		case '?':
			r.Outcome, r.Bytes = OutcomeUnknown, -1
		case 'c':
			if r.Outcome == OutcomeUntilClose && code != CodeTEUnknown {
				continue
			}
			r.Outcome, r.Bytes = OutcomeUntilClose, c.after
		case 'l':
			r.Outcome, r.Bytes = OutcomeTakes, min(max(c.f.Length, 0), c.after)
		case 'n':
			r.Outcome, r.Bytes = OutcomeTakes, min(firstNumber(x.Detail), c.after)
		case 'w':
			r.Outcome, r.Bytes = OutcomeTakes, c.after
		}
		r.Code = code
	}
}

// firstNumber returns what a reader that stops at the first byte that is no digit
// makes of a Content-Length.
func firstNumber(s string) int64 {
	s = strings.TrimPrefix(s, "+")
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	v, _ := strconv.ParseInt(s[:n], 10, 64)
	return v
}
