package wire

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// An effect states how a reader treats a class of malformed messages.
type effect byte

// Effects. Their names are short to keep the rows of readerRules readable.
const (
	effectNone       effect = '+' // reads the message as this package does
	effectRefuses    effect = '-'
	effectUntilClose effect = 'c' // reads until the close
	effectLength     effect = 'l' // uses the Content-Length
	effectNumber     effect = 'n' // uses the number at the beginning or end of the Content-Length
	effectUnknown    effect = '?'
)

// A readerRule is a class of messages that readers are known to read
// differently.
type readerRule struct {
	code    Code
	when    func(f *Facts, x Finding) bool // nil if the rule always applies
	effects string                         // one [effect] for each reader, in the order of knownReaders
}

// readerRules lists the classes. The first class that matches a finding applies to it.
var readerRules = [...]readerRule{
	{CodeBareLF, beforeStatusLine, "+++++"},
	{CodeBareLF, inBody, "---?+"}, // h11 accepts LF alone after the last-chunk
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
	{CodeFieldValue, nil, "---?+"}, // h11 refuses only VT and FF
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
	{CodeChunkSize, nil, "----?"}, // curl uses the digits before the first invalid byte
	{CodeChunkOverflow, nil, "-----"},
	{CodeChunkDigits, func(_ *Facts, x Finding) bool { return x.Len == 16 }, "+-+++"},
	{CodeChunkDigits, func(_ *Facts, x Finding) bool { return x.Len <= 20 }, "--++-"},
	{CodeChunkDigits, nil, "--+--"},
	{CodeChunkSpace, nil, "++-++"},
	{CodeChunkExt, detailed(bwsBefore), "----+"},
	{CodeChunkExt, detailed(withBWS), "++-++"},
	{CodeChunkExtInvalid, nil, "++?++"}, // llhttp accepts a missing name or value
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

// Sizes in bytes that readers accept by default. A reader accepts a message up to the
// size certain, and refuses one that is larger than most. Between the two, the result
// depends on the reader's configuration or was not measured.
var readerLimits = [...]struct {
	of            reader
	certain, most int64
	size          func(f *Facts, findings []Finding) int64
	what          string
}{
	{fastHTTP, 4 << 10, 64 << 10, headSize, "its buffer holds a header section of 4 KiB by default (ReadBufferSize)"},
	{curl, 100 << 10, 300 << 10, headSize, "it accepts 100 KiB in a field line, and 300 KiB in all"},
	{h11, 16 << 10, math.MaxInt64, headSize, "it accepts 16 KiB of a header section that arrives in parts"},
	{netHTTP, 4070, 4096, chunkLineSize, "it accepts 4096 bytes in a chunk line"},
}

// headSize returns the size of the header section in bytes.
func headSize(f *Facts, _ []Finding) int64 {
	if f.BodyAt < 0 || f.Off < 0 {
		return 0
	}
	return f.BodyAt - f.Off
}

// chunkLineSize returns the size in bytes of the longest chunk extension.
func chunkLineSize(_ *Facts, findings []Finding) (n int64) {
	for _, x := range findings {
		if x.Code == CodeChunkExt {
			n = max(n, x.Len)
		}
	}
	return n
}

// inLowerCase reports whether the only fault is the case of the letters in HTTP: curl
// reads http/1.1 in the same way as HTTP/1.1.
func inLowerCase(_ *Facts, x Finding) bool { return strings.EqualFold(x.Detail, httpName) }

func inBody(f *Facts, x Finding) bool { return f.BodyAt >= 0 && x.Offset >= f.BodyAt }

// atHeadEnd reports whether the finding is about the last line of the header section, or the one before it.
func atHeadEnd(f *Facts, x Finding) bool { return x.Offset >= f.BodyAt-int64(len("\n\r\n")) }

func tunnelled(f *Facts, _ Finding) bool { return f.Request.Method == "CONNECT" && f.tunnels() }

// besideLength reports whether the message also has a Content-Length, which
// llhttp refuses together with any coding.
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

// beginsWithNumber reports whether curl finds a number in a Content-Length value. curl
// skips a plus sign.
func beginsWithNumber(s string) bool {
	if _, last, joined := strings.Cut(s, lengthsJoin); joined {
		s = last
	}
	s = strings.TrimPrefix(s, "+")
	return s != "" && isDigit(s[0])
}

// lengthTaken returns the number that curl uses as Content-Length. This is the number in
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

// firstNumber returns the length that a reader uses if it stops at the first byte of a
// Content-Length that is not a digit.
func firstNumber(s string) int64 {
	s = strings.TrimPrefix(s, "+")
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	v, _ := strconv.ParseInt(s[:n], 10, 64)
	return v
}
