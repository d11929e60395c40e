package wire

import (
	"bytes"
	"strconv"
)

// A roleSet holds the roles of the fields of one message.
type roleSet uint64

func setOf(r Role) roleSet { return 1 << (r & 63) }

func (s roleSet) has(r Role) bool { return s&setOf(r) != 0 }

// Bits of a roleSet that represent facts other than roles.
const (
	saysUpgrade roleSet = 1 << (63 - iota) // the upgrade connection option
	isEncoded                              // a content coding other than identity
	inHandshake                            // a field with the scheme NTLM or Negotiate has a token
)

// once reports a finding when a field that may occur only once occurs again.
//
// "a sender MUST NOT generate multiple field lines with the same name in a
// message … unless that field's definition allows multiple field line values to
// be recombined as a comma-separated list" (RFC 9110 §5.3).
func (d *Decoder) once(again bool, l *Line, r Role) {
	if again {
		d.find(CodeFieldRepeated, l.Off, int64(l.A), r.String())
	}
}

// contentEncoding reads one Content-Encoding field line.
//
//	Content-Encoding = #content-coding   (RFC 9110 §8.4)
func (d *Decoder) contentEncoding(value []byte, l *Line) {
	for e := range elements(value) {
		switch {
		case equalFold(e, "chunked"), equalFold(e, "aws-chunked"):
			d.find(CodeEncodingChunked, l.Off+int64(l.B), int64(l.C)-int64(l.B), d.detail(e))
		case !equalFold(e, "identity"):
			d.facts.Gzip = d.seen&isEncoded == 0 && (equalFold(e, "gzip") || equalFold(e, "x-gzip"))
			d.seen |= isEncoded
			d.encodedAt = l.Off
		}
	}
}

// contentRange reads a Content-Range field line.
//
//	Content-Range = range-unit SP ( range-resp / unsatisfied-range )
//	range-resp    = first-pos "-" last-pos "/" ( complete-length / "*" )   (RFC 9110 §14.4)
func (d *Decoder) contentRange(value []byte) {
	value, ok := bytes.CutPrefix(value, []byte("bytes "))
	positions, _, _ := bytes.Cut(value, []byte("/"))
	first, last, dash := bytes.Cut(positions, []byte("-"))
	a, okA, fitsA := decimal(first)
	b, okB, fitsB := decimal(last)
	if ok && dash && okA && okB && fitsA && fitsB && a <= b && b-a < 1<<62 {
		d.rangeLen = b - a + 1
	}
}

// authenticate reads one WWW-Authenticate or Proxy-Authenticate field line.
//
// NTLM and Negotiate authenticate a connection, not a request: the server
// attributes every later request on it to the same user (RFC 4559 §6).
func (d *Decoder) authenticate(value []byte, l *Line) {
	scheme, token, _ := bytes.Cut(value, []byte(" "))
	if !equalFold(scheme, "ntlm") && !equalFold(scheme, "negotiate") {
		return
	}
	d.find(CodeAuthBound, l.Off+int64(l.B), int64(len(scheme)), d.detail(scheme))
	if len(trim(token)) > 0 {
		d.seen |= inHandshake
	}
}

// checkStatus reports fields that the status requires but that are missing, and fields
// that contradict each other.
func (d *Decoder) checkStatus() {
	f := &d.facts
	switch {
	case f.Status == 206 && d.rangeLen >= 0 && f.Length >= 0 && d.rangeLen != f.Length:
		d.find(CodeRangeMismatch, d.lengthAt, 0, "a range of "+strconv.FormatInt(d.rangeLen, 10)+" bytes, Content-Length: "+strconv.FormatInt(f.Length, 10))
	case f.Status == 206 && !d.seen.has(RoleContentRange) && !f.ByteRanges:
		d.find(CodeFieldMissing, d.begun, 0, "206 without Content-Range (RFC 9110 §15.3.7)")
	case f.Status == 401 && !d.seen.has(RoleAuthenticate):
		d.find(CodeFieldMissing, d.begun, 0, "401 without WWW-Authenticate (RFC 9110 §15.5.2)")
	case f.Status == 407 && !d.seen.has(RoleAuthenticate):
		d.find(CodeFieldMissing, d.begun, 0, "407 without Proxy-Authenticate (RFC 9110 §15.5.8)")
	case f.Status == 405 && !d.seen.has(RoleAllow):
		d.find(CodeFieldMissing, d.begun, 0, "405 without Allow (RFC 9110 §15.5.6)")
	}
	if d.seen&inHandshake != 0 && (f.Status == 401 || f.Status == 407) && f.traits()&(saysClose|isHTTP10) != 0 {
		d.find(CodeAuthInterrupted, max(d.begun, f.ConnectionAt), 0, "")
	}
}

// checkEmpty reports a content coding on a message that could have had content
// but has none.
func (d *Decoder) checkEmpty() {
	f := &d.facts
	if d.seen&isEncoded != 0 && f.ContentBytes == 0 && !d.request && f.Framing() != FramingNoBody && f.Framing() != FramingTunnel {
		d.find(CodeEncodingEmpty, d.encodedAt, 0, "")
	}
}
