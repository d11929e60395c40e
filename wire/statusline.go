package wire

import "strings"

// startLine reads a status-line or, if the decoder reads requests, a request-line.
func (d *Decoder) startLine(p []byte, i int) (int, Event) {
	if len(d.carry) == 0 && !d.request {
		if n := d.plainStatusLine(p[i : min(len(p)-i, d.limits.Head)+i]); n > 0 {
			d.state = inFields
			return d.headerSection(p, i+n)
		}
	}
	b, n, got := d.line(p, i, d.limits.Head)
	switch {
	case got == wait:
		return n, EventNeedMore
	case got == tooLong:
		return d.headTooLarge(p, i)
	case d.request && d.unit == 0 && isProxyV1(b):
		d.proxyHeader(b, "version 1")
		d.sorting, d.state = false, between
		return n, goOn
	case d.startLineOf(b):
		d.state = inFields
		return n, goOn
	}
	return d.loseLine(b, p, n)
}

func (d *Decoder) startLineOf(b []byte) bool {
	if d.request {
		return d.requestLine(b)
	}
	return d.statusLine(b)
}

func (d *Decoder) startKind() Kind {
	if d.request {
		return KindRequestLine
	}
	return KindStatusLine
}

// plainStatusLine reads a status-line of the form that nearly every response has:
// well-formed, ending in CRLF, and entirely in p. It returns the length of the line, or 0
// for any other line.
func (d *Decoder) plainStatusLine(p []byte) int {
	if m := &d.memo; m.status.same(p) {
		d.facts.Version, d.facts.Status = m.facts.Version, m.facts.Status
		d.lines = append(d.lines, m.status.line)
		d.lines[len(d.lines)-1].Off = d.unit
		return len(m.status.bytes)
	}
	const least = len("HTTP/1.1 200 ")
	if len(p) < least || p[5] != '1' || p[6] != '.' || !isDigit(p[7]) || p[8] != ' ' || p[12] != ' ' ||
		p[9]-'1' > 4 || !isDigit(p[10]) || !isDigit(p[11]) {
		return 0
	}
	end, ok := plainValue(p, least)
	if !ok {
		return 0
	}
	d.facts.Version = Version{1, p[7] - '0'}
	d.facts.Status = int(p[9]-'0')*100 + int(p[10]-'0')*10 + int(p[11]-'0')
	l := Line{Off: d.unit, Len: int64(end + 2), A: 8, B: 9, C: 12, Kind: KindStatusLine}
	d.lines = append(d.lines, l)
	d.memo.status.learn(p[:l.Len], &l)
	d.memo.facts = d.facts
	return end + 2
}

// statusLine reads any status-line, well-formed or not, and reports whether line is one.
//
//	status-line   = HTTP-version SP status-code SP [ reason-phrase ]
//	status-code   = 3DIGIT
//	reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )
//
// "recipients MAY instead parse on whitespace-delimited word boundaries and,
// aside from the line terminator, treat any form of whitespace as the SP
// separator … such whitespace includes one or more of the following octets:
// SP, HTAB, VT (%x0B), FF (%x0C), or bare CR" (RFC 9112 §4).
func (d *Decoder) statusLine(line []byte) bool {
	n, bareLF, cut := split(line)
	b := line[:n]
	l := Line{Off: d.unit, Len: int64(len(line)), Kind: KindStatusLine}
	v, at, ok := d.version(b)
	if !ok {
		return false
	}
	l.A = uint32(at)
	code := skipWide(b, at)
	end := code + 3
	if code == at || end > n || !isDigit(b[code]) || !isDigit(b[code+1]) || !isDigit(b[code+2]) ||
		end < n && !isWide(b[end]) {
		if code+3 <= n || code < n && !allDigits(b[code:]) || !cut {
			d.held = dropCode(d.held, CodeStatusLine) // findings about the version do not matter any more
			d.fault(CodeStatusLine, d.unit+int64(min(code, n)), int64(min(end, n)-min(code, n)), "")
			return false
		}
		end = n // the connection ended inside the code
	} else {
		d.facts.Version = v
		d.facts.Status = int(b[code]-'0')*100 + int(b[code+1]-'0')*10 + int(b[code+2]-'0')
		if s := d.facts.Status; s < 100 || s > 599 {
			d.find(CodeStatusRange, d.unit+int64(code), 3, "")
		}
	}
	l.B, l.C = uint32(code), uint32(end)
	d.statusSpaces(&l, b, at, code, end)
	if end == n && !cut {
		l.Flags |= FlagInvalid
		d.find(CodeReasonSpace, d.unit+int64(end), 0, "")
	}
	if end < n {
		d.checkText(&l, b, end, CodeReasonInvalid, func(i int) string {
			if i > end {
				return inReason
			}
			return "" // the CR is in the separator before the reason phrase
		})
	}
	d.endLine(&l, n, bareLF, cut)
	d.lines = append(d.lines, l)
	return true
}

// statusSpaces reports invalid whitespace between the parts of a status-line.
func (d *Decoder) statusSpaces(l *Line, b []byte, at, code, end int) {
	first, second := b[at:code], b[end:min(end+1, len(b))]
	off, n := at, len(first)
	if string(first) == " " || n == 0 {
		if separators(second) == "" {
			return
		}
		off, n = end, len(second)
	}
	l.Flags |= FlagInvalid
	d.find(CodeStatusSpace, d.unit+int64(off), int64(n), separators(first, second))
	d.bareCR(first, d.unit+int64(at))
}

// version reads the HTTP-version at the beginning of a status-line and returns the index
// of its end. It reports a finding for a major version other than 1, but the message is
// still read as HTTP/1.x. A version without a minor number, except HTTP/2 and HTTP/3, is
// read as HTTP/1.0 with a finding. ICY, which SHOUTcast servers send, is treated in the
// same way.
func (d *Decoder) version(b []byte) (v Version, end int, ok bool) {
	const size = len("HTTP/1.1")
	switch {
	case len(b) >= len(icy) && string(b[:len(icy)]) == icy:
		d.fault(CodeStatusLine, d.unit, int64(len(icy)-1), isICY)
		return Version{1, 0}, len(icy) - 1, true
	case string(b) == "HTTP/2", string(b) == "HTTP/3", isShortVersion(b) && (b[5] == '2' || b[5] == '3'):
		d.fault(CodeStatusLine, d.unit, int64(len("HTTP/2")), asSaved)
		return v, 0, false
	case isShortVersion(b):
		d.fault(CodeStatusLine, d.unit, int64(len("HTTP/1")), noMinor)
		return Version{1, 0}, len("HTTP/1"), true
	case len(b) < size:
		d.fault(CodeStatusLine, d.unit, int64(len(b)), "")
		return v, 0, false
	}
	if v, ok = ParseVersion(string(b[:size])); !ok {
		d.fault(CodeStatusLine, d.unit, int64(size), "")
		return v, 0, false
	}
	if v.Major != 1 {
		d.fault(CodeVersion, d.unit+5, 3, readOn)
	}
	return v, size, true
}

// isShortVersion reports whether b begins with a version that has no minor
// number: "HTTP/1 ".
func isShortVersion(b []byte) bool {
	const size = len("HTTP/1")
	return len(b) > size && string(b[:len(httpName)]) == httpName && isDigit(b[size-1]) && b[size] == ' '
}

// Details of findings. The result of [Readers] depends on many of these details.
const (
	inReason   = "in the reason phrase"
	aNUL       = "NUL"
	aSpace     = "a space"
	lastOne    = "the last one"
	obsText    = "a byte over 0x7F"
	isEmptyOne = "it is empty"
	notSP      = "not a space"
	withBWS    = "with whitespace inside"
	bwsBefore  = "with whitespace before it"

	withTab     = " (a tab)"
	lengthsJoin = " and "
	noMinor     = "the version has no minor number; linger reads it as HTTP/1.0"
	isICY       = "ICY is how SHOUTcast servers answer; linger reads it as HTTP/1.0"
	readOn      = "linger reads it as HTTP/1.x"
	asSaved     = "curl saves HTTP/2 and HTTP/3 responses in this form; on the wire, they have no status-line"
)

func separators(parts ...[]byte) string {
	for _, p := range parts {
		for _, c := range p {
			if c != ' ' {
				return notSP
			}
		}
	}
	return ""
}

// control returns the detail for NUL, or "" for any other control character. Readers
// treat NUL more strictly than the others.
func control(c byte) string {
	if c == 0 {
		return aNUL
	}
	return ""
}

// endLine sets the flags for a line's terminator, and reports a finding if the terminator
// is LF without CR.
func (d *Decoder) endLine(l *Line, n int, bareLF, cut bool) {
	switch {
	case bareLF:
		l.Flags |= FlagBareLF
		d.find(CodeBareLF, l.Off+int64(n), 1, "")
	case cut:
		l.Flags |= FlagCut
	}
}

// endStartLine handles the end of the connection inside a start-line.
func (d *Decoder) endStartLine() Event {
	b := d.carry
	d.carry = d.carry[:0]
	if d.couldBegin(b) && d.startLineOf(b) {
		return d.truncated()
	}
	if d.couldBegin(b) {
		d.lines = append(d.lines, Line{Off: d.unit, Len: int64(len(b)), Kind: d.startKind(), Flags: FlagCut})
		d.facts.FramingBad = d.facts.InterimBad
		d.held = dropCode(d.held, CodeStatusLine)
		d.held = dropCode(d.held, CodeRequestLine)
		return d.truncated()
	}
	d.carry = b
	d.fault(CodeStatusLine, d.unit, int64(len(b)), "")
	_, ev := d.lose(nil, 0)
	return ev
}

// couldBegin reports whether more bytes could make b a status-line. For requests, it
// always returns true.
func (d *Decoder) couldBegin(b []byte) bool {
	if d.request {
		return true
	}
	at := len("HTTP/0.0")
	switch {
	case len(b) >= len(icy) && string(b[:len(icy)]) == icy:
		at = len(icy) - 1
	case isShortVersion(b):
		at = len("HTTP/1")
	case !fitsShape(b, "HTTP/0.0"):
		return false
	}
	if len(b) <= at {
		return true
	}
	code := b[skipWide(b, at):]
	return isWide(b[at]) && (len(code) < 3 && allDigits(code) || len(code) >= 3 && allDigits(code[:3]) &&
		(len(code) == 3 || isWide(code[3])))
}

// fitsShape reports whether b and shape match up to the length of the shorter one; 0 in
// shape matches any digit.
func fitsShape(b []byte, shape string) bool {
	for i := 0; i < len(b) && i < len(shape); i++ {
		if b[i] != shape[i] && (shape[i] != '0' || !isDigit(b[i])) {
			return false
		}
	}
	return true
}

func dropCode(fs []Finding, c Code) []Finding {
	kept := fs[:0]
	for _, f := range fs {
		if f.Code != c {
			kept = append(kept, f)
		}
	}
	return kept
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if !isDigit(c) {
			return false
		}
	}
	return true
}

// isWide reports whether c is whitespace in the wider sense of RFC 9112 §4.
func isWide(c byte) bool { return strings.IndexByte(" \t\v\f\r", c) >= 0 }

func skipWide(b []byte, i int) int {
	for i < len(b) && isWide(b[i]) {
		i++
	}
	return i
}
