package wire

import (
	"math"
	"slices"
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
	OutcomeUnknown    Outcome = iota // not measured, or this package stopped reading before it could say
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
	Bytes   int64  // of content, as far as it came; -1 when it takes none, or that is not known
	Code    Code   // the finding that makes the difference, if one does
	Limit   string // the limit of the reader that makes the difference, if one does
}

// Text returns the reading in a few words.
func (r Reading) Text() string {
	switch r.Outcome {
	case OutcomeRefuses:
		return "refuses the response"
	case OutcomeUnknown:
		return "not sure"
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
// It knows the classes of [readerRules], each measured alone, and the limits of
// [readerLimits]. Where no finding of the message is among the classes, all
// readers are taken to read it as this package does. Where several apply to one
// reader and they do not come to the same, the outcome is unknown: such messages
// were not measured.
func Readers(f *Facts, findings []Finding, after int64) []Reading {
	rs := make([]Reading, len(readers))
	for i := range rs {
		rs[i] = Reading{Reader: readers[i].name, Version: readers[i].version}
		r := reading{of: reader(i), f: f, after: after, effect: effectNone}
		r.blind = f.Coded && r.ignoresCodings()
		r.weigh(findings)
		r.conclude(&rs[i])
	}
	return rs
}

// Agree reports whether all readers take the same content.
func Agree(rs []Reading) bool {
	for _, r := range rs {
		if r.Bytes != rs[0].Bytes || (r.Outcome == OutcomeUnknown) != (rs[0].Outcome == OutcomeUnknown) {
			return false
		}
	}
	return true
}

// An effect is what a way of sending does to a reader.
type effect byte

// The effects, as they stand in the tables.
const (
	effectNone       effect = '+' // reads it as this package does
	effectRefuses    effect = '-'
	effectUntilClose effect = 'c' // reads until the close
	effectLength     effect = 'l' // takes the Content-Length
	effectNumber     effect = 'n' // takes the number that the Content-Length ends or begins with
	effectUnknown    effect = '?'
)

// A readerRule is a way of sending that readers are known to differ in.
type readerRule struct {
	code    Code
	when    func(f *Facts, x Finding) bool // nil: always
	effects string                         // an [effect] a reader, in the order of readers
}

// readerRules are the classes, first match wins for each finding.
var readerRules = [...]readerRule{
	{CodeBareLF, beforeStatusLine, "+++++"},
	{CodeBareLF, inBody, "---?+"}, // h11 bears it after the last-chunk
	{CodeBareLF, func(f *Facts, x Finding) bool { return atHeadEnd(f, x) && !f.ChunkedLast }, "+--++"},
	{CodeBareLF, nil, "++-++"},
	{CodeLeadingCRLF, nil, "-++--"},
	{CodeStatusLine, inLowerCase, "----?"},
	{CodeStatusLine, detailed(asSaved), "----?"},
	{CodeStatusLine, func(_ *Facts, x Finding) bool {
		return x.Len == 0 && (x.Detail == "" || strings.Contains(x.Detail, "RTSP"))
	}, "--?--"},
	{CodeStatusLine, detailed(""), "----?"},
	{CodeStatusLine, nil, "-----"},
	{CodeStatusSpace, detailed(notSP), "----?"},
	{CodeStatusSpace, nil, "++--+"},
	{CodeStatusRange, func(f *Facts, _ Finding) bool { return f.Status < 100 }, "+++--"},
	{CodeStatusRange, nil, "+++++"},
	{CodeVersion, func(f *Facts, _ Finding) bool { return f.Version == Version{2, 0} }, "+++++"},
	{CodeVersion, func(f *Facts, _ Finding) bool { return f.Version == Version{0, 9} }, "++++-"},
	{CodeVersion, nil, "++-+-"},
	{CodeBareCR, detailed(inReason), "++--+"},
	{CodeBareCR, inBody, "---?+"},
	{CodeBareCR, func(f *Facts, _ Finding) bool { return f.Coded }, "----?"},
	{CodeBareCR, nil, "----+"},
	{CodeReasonInvalid, detailed(aNUL), "+++--"},
	{CodeReasonInvalid, nil, "+++?+"},
	{CodeSpaceBeforeColon, hasTab, "----?"},
	{CodeSpaceBeforeColon, detailed(RoleContentLength.String()), "c+--c"},
	{CodeSpaceBeforeColon, detailed(RoleTransferEncoding.String()), "c+--c"},
	{CodeSpaceBeforeColon, nil, "++--+"},
	{CodeLeadingSpace, inBody, "----+"},
	{CodeLeadingSpace, nil, "-----"},
	{CodeObsFold, detailed(RoleTransferEncoding.String()), "??-+?"},
	{CodeObsFold, detailed(RoleContentLength.String()), "+?-+?"},
	{CodeObsFold, nil, "++-++"},
	{CodeMissingColon, nil, "-----"},
	{CodeFieldName, detailed(isEmptyOne), "----+"},
	{CodeFieldName, detailed(aSpace), "++--+"},
	{CodeFieldName, detailed(obsText), "----+"},
	{CodeFieldName, detailed(aNUL), "----?"},
	{CodeFieldName, nil, "----+"},
	{CodeFieldValue, detailed(aNUL), "-----"},
	{CodeFieldValue, nil, "---?+"}, // h11 refuses VT and FF alone
	{CodeCLDuplicate, listed, "---++"},
	{CodeCLDuplicate, nil, "+--++"},
	{CodeCLEmptyElement, func(_ *Facts, x Finding) bool { return beginsWithNumber(x.Detail) }, "----+"},
	{CodeCLEmptyElement, nil, "-----"},
	{CodeCLMismatch, func(f *Facts, _ Finding) bool { return f.Coded }, "----+"},
	{CodeCLMismatch, func(_ *Facts, x Finding) bool { return !beginsWithNumber(x.Detail) }, "-----"},
	{CodeCLMismatch, inLastLength, "----n"},
	{CodeCLMismatch, nil, "----?"},
	{CodeCLInvalid, func(f *Facts, x Finding) bool { return f.Coded && tooManyDigits(f, x) }, "---++"},
	{CodeCLInvalid, func(f *Facts, x Finding) bool { return f.Coded && beginsWithNumber(x.Detail) }, "----+"},
	{CodeCLInvalid, func(_ *Facts, x Finding) bool { return !beginsWithNumber(x.Detail) }, "-----"},
	{CodeCLInvalid, func(f *Facts, x Finding) bool { return tooManyDigits(f, x) && inOneLength(f, x) }, "----c"},
	{CodeCLInvalid, tooManyDigits, "----?"},
	{CodeCLInvalid, inLastLength, "----n"},
	{CodeCLInvalid, nil, "----?"},
	{CodeTEAndCL, func(f *Facts, _ Finding) bool { return f.ChunkedLast }, "++-++"},
	{CodeTEUnknown, both(detailed("identity"), besideLength), "----c"},
	{CodeTEUnknown, detailed("identity"), "--c-c"},
	{CodeTEUnknown, besideLength, "-----"},
	{CodeTEUnknown, nil, "--c--"},
	{CodeTENotFinal, besideLength, "-----"},
	{CodeTENotFinal, nil, "--c--"},
	{CodeTETwice, nil, "--+-+"},
	{CodeTERemains, func(f *Facts, _ Finding) bool { return f.ChunkedLast }, "--+-?"}, // curl removes gzip and deflate
	{CodeTERemains, besideLength, "----?"},
	{CodeTERemains, nil, "--c-?"},
	{CodeTEUnregistered, func(f *Facts, x Finding) bool { return f.ChunkedLast && (x.Detail == "identity" || x.Detail == "br") }, "--+-?"},
	{CodeTEUnregistered, func(f *Facts, _ Finding) bool { return f.ChunkedLast }, "--+--"},
	{CodeTEUnregistered, besideLength, "-----"},
	{CodeTEUnregistered, nil, "--c--"},
	{CodeTEEmptyElement, detailed(lastOne), "--c-+"},
	{CodeTEEmptyElement, nil, "--+-+"},
	{CodeTEParams, nil, "--c--"},
	{CodeTEEmpty, func(f *Facts, _ Finding) bool { return f.Length >= 0 }, "--l-c"},
	{CodeTEEmpty, nil, "--c-c"},
	{CodeChunkSize, func(_ *Facts, x Finding) bool { return x.Detail == "" || class[x.Detail[0]]&hexdig == 0 }, "-----"},
	{CodeChunkSize, nil, "----?"}, // curl takes the digits before what is wrong
	{CodeChunkOverflow, nil, "-----"},
	{CodeChunkDigits, func(_ *Facts, x Finding) bool { return x.Len == 16 }, "+-+++"},
	{CodeChunkDigits, func(_ *Facts, x Finding) bool { return x.Len <= 20 }, "--++-"},
	{CodeChunkDigits, nil, "--+--"},
	{CodeChunkSpace, nil, "++-++"},
	{CodeChunkExt, detailed(bwsBefore), "----+"},
	{CodeChunkExt, detailed(withBWS), "++-++"},
	{CodeChunkExtInvalid, nil, "++?++"}, // llhttp bears a name or a value that is missing
	{CodeChunkLine, nil, "-????"},
	{CodeHeadTooLarge, nil, "?-??-"},
	{CodeTooManyLines, nil, "?????"},
	{CodeTooManyInterim, nil, "?-???"},
	{CodeChunkOverhead, nil, "-++++"},
	{CodeChunkData, nil, "----?"},
	{CodeTrailerForbidden, detailed("content-length"), "+--++"},
	{CodeTrailerForbidden, among("cache-control", "upgrade"), "+++++"},
	{CodeTrailerForbidden, nil, "+-+++"},
	{CodeTrailerField, func(f *Facts, x Finding) bool {
		return f.ChunkedLast && slices.Contains([]string{"content-length", "transfer-encoding", "trailer"}, x.Detail)
	}, "--+++"},
	{CodeTrailerField, among("cache-control", "upgrade"), "+++++"},
	{CodeTrailerField, nil, "+-+++"},
	{CodeTruncated, nil, "-----"},
	{CodeUpgradeNotAsked, nil, "+++-c"},
	{CodeCLOnBodiless, tunnelled, "ll-++"},
	{CodeTEOnBodiless, tunnelled, "---++"},
}

// The sizes that readers bear by default, in bytes. Up to certain a reader reads;
// over most it refuses; between the two it depends on how it is set up, or on what
// was not measured.
var readerLimits = [...]struct {
	of            reader
	certain, most int64
	size          func(f *Facts, findings []Finding) int64
	what          string
}{
	{fastHTTP, 4 << 10, 64 << 10, headSize, "its buffer holds a header section of 4 KiB by default (ReadBufferSize)"},
	{curl, 100 << 10, 300 << 10, headSize, "it takes 100 KiB a field line, and 300 KiB in all"},
	{h11, 16 << 10, math.MaxInt64, headSize, "it takes 16 KiB of a header section that comes in parts"},
	{netHTTP, 4070, 4096, chunkLineSize, "it takes 4096 bytes a chunk line"},
}

// headSize returns the bytes of the header section.
func headSize(f *Facts, _ []Finding) int64 {
	if f.BodyAt < 0 || f.Off < 0 {
		return 0
	}
	return f.BodyAt - f.Off
}

// chunkLineSize returns the bytes of the longest chunk extension.
func chunkLineSize(_ *Facts, findings []Finding) (n int64) {
	for _, x := range findings {
		if x.Code == CodeChunkExt {
			n = max(n, x.Len)
		}
	}
	return n
}

// A reading is what one reader makes of a message, as far as it was worked out.
type reading struct {
	of     reader
	f      *Facts
	after  int64
	blind  bool // it acts as if Transfer-Encoding were absent
	effect effect
	met    bool // a class applies
	final  bool // and it decides alone
	code   Code
	number int64 // of Content-Length, where effect is effectNumber
	limit  string
}

// ignoresCodings reports whether the reader acts as if the message had no
// Transfer-Encoding field: net/http in HTTP/1.0, fasthttp in whatever is not
// HTTP/1.1.
func (r *reading) ignoresCodings() bool {
	switch r.of {
	case netHTTP:
		return r.f.Version.Before(Version{1, 1}) && r.f.Version != Version{}
	case fastHTTP:
		return r.f.Version != Version{1, 1}
	}
	return false
}

// weigh applies the classes of all findings, and the limits.
func (r *reading) weigh(findings []Finding) {
	if v := r.f.Version; v.Major == 1 && v.Minor > 1 {
		r.meet(effect("++-+-"[r.of]), "") // legal, so no finding tells it
	}
	for _, x := range findings {
		if r.blind && (inBody(r.f, x) || strings.HasPrefix(string(x.Code), "te-")) {
			continue
		}
		for i := range readerRules {
			rule := &readerRules[i]
			if rule.code == x.Code && (rule.when == nil || rule.when(r.f, x)) {
				if rule.effects[r.of] == byte(effectNumber) {
					r.number = lengthTaken(x.Detail)
				}
				r.meet(effect(rule.effects[r.of]), x.Code)
				break
			}
		}
	}
	for _, l := range readerLimits {
		if l.of != r.of {
			continue
		}
		switch n := l.size(r.f, findings); {
		case n > l.most:
			r.limit = l.what
			r.meet(effectRefuses, "")
		case n > l.certain:
			r.limit = l.what
			r.meet(effectUnknown, "")
		}
	}
}

// meet adds what another class does. A start-line or a field line that a reader
// refuses ends it, whatever else there is, and a refusal outweighs what changes
// nothing; any other two that differ were not measured together.
func (r *reading) meet(e effect, c Code) {
	first := !r.met
	r.met = true
	switch {
	case r.final || e == r.effect:
	case e == effectRefuses && refusedAtOnce(c):
		r.effect, r.code, r.final = e, c, true
		return
	case e == effectNone && r.effect == effectRefuses:
	case first || r.effect == effectNone && e == effectRefuses:
		r.effect = e
	default:
		r.effect = effectUnknown
	}
	if r.code == "" && e != effectNone {
		r.code = c
	}
}

// refusedAtOnce reports whether the code is about a line that readers look at before
// they look for the framing.
func refusedAtOnce(c Code) bool {
	for _, prefix := range []string{"te-", "cl-", "chunk-", "trailer-", "truncated"} {
		if strings.HasPrefix(string(c), prefix) {
			return false
		}
	}
	return true
}

// conclude turns the effect into an outcome.
func (r *reading) conclude(out *Reading) {
	out.Code, out.Limit = r.code, r.limit
	framing := r.f.Framing()
	length := r.f.Length
	e := r.effect
	switch {
	case e == effectNone && r.blind && framing != FramingNoBody && framing != FramingTunnel:
		if e = effectLength; length < 0 {
			e = effectUntilClose
		}
		out.Code = CodeTEHTTP10
	case e == effectNone && framing == FramingCloseDelimited:
		e = effectUntilClose
	case framing == FramingNoBody && e != effectRefuses && e != effectUnknown:
		e = effectNone
	case e == effectNumber:
		e, length = effectLength, r.number
	}
	if out.Bytes = -1; e == effectLength && framing != FramingTunnel && length > r.after {
		e = effectRefuses // the rest never comes
	}
	switch e {
	case effectNone:
		out.Outcome, out.Bytes = OutcomeTakes, r.f.ContentBytes
	case effectRefuses:
		out.Outcome = OutcomeRefuses
	case effectUntilClose:
		out.Outcome, out.Bytes = OutcomeUntilClose, r.after
	case effectLength:
		out.Outcome, out.Bytes = OutcomeTakes, min(max(length, 0), r.after)
	default:
		out.Outcome = OutcomeUnknown
	}
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

// inLastLength reports whether the finding is about the last Content-Length field
// line, which is the one that curl keeps.
func inLastLength(f *Facts, x Finding) bool { return x.Offset > f.LengthAt }

// inOneLength reports whether the finding is about the only Content-Length field line.
func inOneLength(f *Facts, x Finding) bool {
	return inLastLength(f, x) && !strings.Contains(x.Detail, lengthsJoin)
}

func tooManyDigits(_ *Facts, x Finding) bool {
	_, last, joined := strings.Cut(x.Detail, lengthsJoin)
	if !joined {
		last = x.Detail
	}
	_, ok, fits := decimal([]byte(last))
	return ok && !fits
}

// beginsWithNumber reports whether curl finds a number in a Content-Length: it
// skips whitespace and a plus sign.
func beginsWithNumber(s string) bool {
	if _, last, joined := strings.Cut(s, lengthsJoin); joined {
		s = last
	}
	s = strings.TrimPrefix(s, "+")
	return s != "" && isDigit(s[0])
}

// lengthTaken returns the number that curl takes from a Content-Length: that of
// the last field line, up to the first byte that is not a digit.
func lengthTaken(s string) int64 {
	if _, last, joined := strings.Cut(s, lengthsJoin); joined {
		s = last
	}
	return firstNumber(s)
}

// beforeStatusLine reports whether the finding is about an empty line before the
// message.
func beforeStatusLine(f *Facts, x Finding) bool { return f.Off >= 0 && x.Offset < f.Off }

func hasTab(_ *Facts, x Finding) bool { return strings.HasSuffix(x.Detail, withTab) }

func among(names ...string) func(*Facts, Finding) bool {
	return func(_ *Facts, x Finding) bool { return slices.Contains(names, x.Detail) }
}

func detailed(s string) func(*Facts, Finding) bool {
	return func(_ *Facts, x Finding) bool { return x.Detail == s }
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
