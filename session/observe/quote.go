package observe

import (
	"bytes"
	"slices"

	"linger/session"
	"linger/wire"
)

// quote sets the Quote of each finding of the batch to the line that the finding is
// about. It masks the values of fields that linger does not interpret. Call it before the
// lines are emitted.
func (c *Conn) quote() {
	b := &c.in.batch
	if len(b.findings) == 0 {
		return
	}
	lines := slices.Concat(c.in.trail.account().Lines, b.lines) // a finding may be about a line of an earlier batch
	quoteLines(b.findings, lines, c.bytesOf)
}

// quote sets the Quote of each finding about a request to the line that the finding is
// about. data holds the available bytes, and from is the offset of the first one.
func (w *watched) quote(findings []wire.Finding, lines []wire.Line, data []byte, from int64) {
	if len(findings) == 0 {
		return
	}
	quoteLines(findings, lines, func(l wire.Line) []byte {
		return appendPart(nil, l.Off, l.Off+min(l.Len, enough), from, data)
	})
}

func quoteLines(findings []wire.Finding, lines []wire.Line, bytesOf func(wire.Line) []byte) {
	for i := range findings {
		f := &findings[i]
		at := slices.IndexFunc(lines, func(l wire.Line) bool { return l.Off <= f.Offset && f.Offset < l.End() })
		if at >= 0 && (f.Code != wire.CodeOutOfStep || lines[at].Kind != wire.KindStatusLine) { // out-of-step is about the bytes before the status-line
			f.Quote = quoteOf(lines[:at+1], bytesOf)
		}
	}
}

// enough is the number of bytes of a line that quoteLines reads. A quote is shorter.
const enough = 256

// quoteOf returns the last of lines as a quoted string. If that line is folded, the
// string begins with the field line that it continues. quoteOf returns "" if the line is
// content or if its bytes are not available.
func quoteOf(lines []wire.Line, bytesOf func(wire.Line) []byte) string {
	from := len(lines) - 1
	switch lines[from].Kind {
	case wire.KindFoldLine:
		for from > 0 && lines[from].Kind == wire.KindFoldLine {
			from--
		}
	case wire.KindUnsolicited, wire.KindLost:
		if b := bytesOf(lines[from]); len(b) > 0 {
			return wire.Quote(b)
		}
		return ""
	case wire.KindRequestLine, wire.KindStatusLine, wire.KindFieldLine, wire.KindOddLine, wire.KindTrailerLine, wire.KindChunkLine, wire.KindLastChunk:
	default:
		return ""
	}
	text, plain := "", isPlain(lines[from])
	for _, l := range lines[from:] {
		text += quotable(l, bytesOf(l), plain)
	}
	if text == "" {
		return ""
	}
	return wire.QuoteLine([]byte(text))
}

// isPlain reports whether a line belongs to a field that linger does not interpret. The
// value of such a field may be a secret, because the user can declare more fields secret,
// and package observe does not know which.
func isPlain(l wire.Line) bool {
	switch l.Kind {
	case wire.KindFieldLine, wire.KindTrailerLine:
		return l.Role == wire.RolePlain || l.Role > wire.RoleContentRange
	case wire.KindFoldLine, wire.KindOddLine:
		return true
	}
	return false
}

// quotable returns a line with its secrets masked. If plain is set, it masks the whole
// value.
func quotable(l wire.Line, raw []byte, plain bool) string {
	if !plain {
		return session.WithoutSecrets(string(raw))
	}
	from, to := min(int(l.B), len(raw)), min(int(l.C), len(raw))
	if l.Kind == wire.KindOddLine { // mask everything after the first word
		to = len(bytes.TrimRight(raw, "\r\n"))
		if from = bytes.IndexAny(raw[:to], ": \t") + 1; from == 0 {
			from = to
		}
	}
	if from >= to {
		return string(raw)
	}
	return string(raw[:from]) + session.Mask + string(raw[to:])
}

// bytesOf returns the first bytes of a line that ends in the batch, at least as many as a
// quote needs. It returns nil if the beginning of the line is no longer available.
func (c *Conn) bytesOf(l wire.Line) []byte {
	var out []byte
	to := l.Off + min(l.Len, enough)
	for _, ev := range c.in.trail.pieces {
		out = appendPart(out, l.Off, to, ev.Off, ev.Data)
	}
	b := &c.in.batch
	return appendPart(out, l.Off, to, c.in.off, b.buf[b.from:b.to])
}

// appendPart appends to out the bytes of data that directly follow out, and stops at the
// offset to. from and at are the offsets of out[0] and data[0].
func appendPart(out []byte, from, to, at int64, data []byte) []byte {
	next := from + int64(len(out))
	if next < at || next >= min(to, at+int64(len(data))) {
		return out
	}
	return append(out, data[next-at:min(to-at, int64(len(data)))]...)
}
