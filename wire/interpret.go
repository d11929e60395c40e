package wire

import "strconv"

// interpret records the meaning of a field line in the facts.
func (d *Decoder) interpret(r Role, value []byte, l *Line) {
	f := &d.facts
	switch r {
	case RolePlain:
	case RoleContentLength:
		d.contentLength(value, l)
	case RoleTransferEncoding:
		f.CodingAt = l.Off
		d.transferEncoding(value, l.Off)
	case RoleConnection:
		d.connectionField(value, l)
	case RoleKeepAlive:
		if f.HintAt < 0 {
			f.HintAt = l.Off
		}
		if !f.Hint.plain(value) {
			d.hint(value, l)
		}
	case RoleContentType:
		const ranges = "multipart/byteranges"
		f.ByteRanges = len(value) >= len(ranges) && equalFold(value[:len(ranges)], ranges)
		if d.seen.has(r) {
			d.once(true, l, r)
		}
		d.seen |= setOf(r)
	case RoleTrailer:
		d.announced(value, l)
	case RoleProxyConnection:
		d.find(CodeProxyConnection, l.Off, int64(l.A), "")
	case RoleExpect:
		if d.request && equalFold(value, "100-continue") {
			f.Request.Expect = true
		}
	case RoleScrambled:
		d.find(CodeFieldScrambled, l.Off, int64(l.A), "")
	default:
		again := d.seen.has(r)
		d.seen |= setOf(r)
		d.interpretMore(again, r, value, l)
	}
}

// interpretMore does the same as interpret for less frequent roles. again is true if the
// message already had a field with that role.
func (d *Decoder) interpretMore(again bool, r Role, value []byte, l *Line) {
	switch r {
	case RoleUpgrade:
		d.upgradeField(again, value, l)
	case RoleContentEncoding:
		d.contentEncoding(value, l)
	case RoleContentRange:
		d.contentRange(value)
		d.once(again, l, r)
	case RoleAuthenticate:
		d.authenticate(value, l)
	case RoleAllow:
	default:
		d.once(again, l, r)
	}
}

// contentLength reads one Content-Length field line.
//
//	Content-Length = 1*DIGIT   (RFC 9110 §8.6)
//
// "…the recipient MUST treat it as an unrecoverable error, unless the field value can be
// successfully parsed as a comma-separated list …, all values in the list are valid, and
// all values in the list are the same" (RFC 9112 §6.3). The values of all Content-Length
// field lines form a single list.
func (d *Decoder) contentLength(value []byte, line *Line) {
	f := &d.facts
	first := f.LengthAt < 0
	f.LengthAt = line.Off
	if first {
		d.lengthAt = line.Off
		if n, ok, fits := decimal(value); ok && fits {
			f.Length = n
			return
		}
	}
	seen, empty := 0, false
	l := listOf(value)
	for e, ok := l.next(); ok; e, ok = l.next() {
		if len(e) == 0 {
			empty = true
			continue
		}
		seen++
		n, ok, fits := decimal(e)
		switch {
		case !ok || !fits:
			d.badLength(CodeCLInvalid, value, line)
			return
		case f.LengthError:
		case f.Length >= 0 && f.Length != n:
			d.badLength(CodeCLMismatch, value, line)
			return
		default:
			f.Length = n
		}
	}
	if seen == 0 {
		d.badLength(CodeCLInvalid, value, line)
	}
	if f.LengthError {
		return
	}
	if empty {
		d.find(CodeCLEmptyElement, line.Off+int64(line.B), int64(line.C)-int64(line.B), d.detail(value))
	}
	if seen > 1 || !first {
		d.find(CodeCLDuplicate, line.Off+int64(line.B), int64(line.C)-int64(line.B), d.detail(value))
	}
}

// badLength marks the length as invalid, for the rest of the message. If two field lines
// contradict each other, the detail of the finding holds both values.
func (d *Decoder) badLength(c Code, value []byte, l *Line) {
	f, detail := &d.facts, d.detail(value)
	if l.Off > d.lengthAt && f.Length >= 0 {
		detail = strconv.FormatInt(f.Length, 10) + lengthsJoin + detail
	}
	f.LengthError, f.Length = true, -1
	d.fault(c, l.Off+int64(l.B), int64(l.C)-int64(l.B), detail)
}

// checkLength reports Transfer-Encoding and Content-Length in responses that must not
// have these fields.
//
// "A server MUST NOT send a Transfer-Encoding header field in any response
// with a status code of 1xx (Informational) or 204 (No Content). A server MUST
// NOT send a Transfer-Encoding header field in any 2xx (Successful) response
// to a CONNECT request" (RFC 9112 §6.1); for Content-Length RFC 9110 §8.6 says
// the same.
func (d *Decoder) checkLength() {
	f := &d.facts
	if !f.bodiless() {
		return
	}
	if f.Coded {
		d.find(CodeTEOnBodiless, d.codings.firstAt, 0, "")
	}
	if f.LengthAt >= 0 {
		d.find(CodeCLOnBodiless, d.lengthAt, 0, "")
	}
}

// trailerField reports a field that must not be in the trailer section. It does
// not interpret trailer fields.
//
// "Many fields cannot be processed outside the header section because their
// evaluation is necessary prior to receiving the content, such as those that
// describe message framing, routing, authentication, request modifiers,
// response controls, or content format" (RFC 9110 §6.5.1).
func (d *Decoder) trailerField(name []byte, l Line) {
	if n := forbiddenTrailer(name); n != "" {
		d.find(CodeTrailerForbidden, l.Off, int64(l.A), n)
	}
}

// announced reads a Trailer field line, which announces the fields of the trailer
// section.
//
//	Trailer = #field-name   (RFC 9110 §6.6.2)
func (d *Decoder) announced(value []byte, l *Line) {
	elements := listOf(value)
	for e, ok := elements.next(); ok && len(value) > 0; e, ok = elements.next() {
		if n := forbiddenTrailer(e); n != "" || !isToken(e) {
			d.find(CodeTrailerField, l.Off+int64(l.B), int64(l.C)-int64(l.B), n)
			return
		}
	}
}

// forbiddenTrailer returns the name in lower case if it must not be in a
// trailer section, and "" otherwise.
func forbiddenTrailer(name []byte) string {
	for _, n := range forbiddenTrailers {
		if equalFold(name, n) {
			return n
		}
	}
	return ""
}

var forbiddenTrailers = [...]string{
	"content-length", "transfer-encoding", "host", "max-forwards", // framing, routing
	"connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade", // the connection
	"content-encoding", "content-type", "content-range", // how to read the content
	"authorization", "proxy-authorization", "set-cookie", "cache-control", // too late to act on
}
