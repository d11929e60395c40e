package wire

import "strings"

// requestLine reads a request-line. It returns false if the line is the HTTP/2 preface,
// because HTTP/1.x does not follow then.
//
//	request-line = method SP request-target SP HTTP-version
//	method       = token   (RFC 9112 §3, RFC 9110 §9.1)
//
// If the grammar is broken, the method is the part before the first space, and
// the version is the part after the last space.
func (d *Decoder) requestLine(line []byte) bool {
	n, bareLF, cut := split(line)
	b := line[:n]
	l := Line{Off: d.unit, Len: int64(len(line)), Kind: KindRequestLine}
	method := 0
	for method < n && b[method] != ' ' {
		method++
	}
	target := min(method+1, n)
	end := n
	for i := n; i > target; i-- {
		if b[i-1] == ' ' {
			if v, ok := ParseVersion(string(b[i:])); ok {
				d.facts.Version, end = v, i-1
			}
			break
		}
	}
	l.A, l.B, l.C = uint32(method), uint32(target), uint32(end)
	d.facts.Request.Method = methodOf(b[:method])
	if string(b) == preface {
		d.fault(CodeVersion, d.unit+int64(end+1), int64(n-end-1), "these bytes are the HTTP/2 preface: the client speaks HTTP/2 on this port")
		return false
	}
	if v := d.facts.Version; v != (Version{}) && v.Major != 1 {
		d.fault(CodeVersion, d.unit+int64(end+1), int64(n-end-1), "")
	}
	if !cut && (!isToken(b[:method]) || end == n || end == target || hasSpace(b[target:end])) {
		l.Flags |= FlagInvalid
		d.find(CodeRequestLine, d.unit, int64(n), "")
	}
	d.endLine(&l, n, bareLF, cut)
	d.lines = append(d.lines, l)
	return true
}

// preface is the first line of an HTTP/2 connection, chosen so that an HTTP/1.1
// server refuses it (RFC 9113 §3.4).
const preface = "PRI * HTTP/2.0"

// methodOf returns b as a string. It allocates nothing for a registered method.
func methodOf(b []byte) string {
	if m, ok := registeredMethods[string(b)]; ok {
		return m
	}
	return Text(b)
}

// registeredMethods holds the methods of the IANA HTTP Method Registry.
var registeredMethods = func() map[string]string {
	names := strings.Fields("ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT CONNECT COPY DELETE GET HEAD LABEL LINK LOCK MERGE MKACTIVITY" +
		" MKCALENDAR MKCOL MKREDIRECTREF MKWORKSPACE MOVE OPTIONS ORDERPATCH PATCH POST PRI PROPFIND PROPPATCH PUT QUERY REBIND REPORT" +
		" SEARCH TRACE UNBIND UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL")
	m := make(map[string]string, len(names))
	for _, n := range names {
		m[n] = n
	}
	return m
}()

func hasSpace(b []byte) bool {
	for _, c := range b {
		if c <= ' ' || c == 0x7f {
			return true
		}
	}
	return false
}

// requestHead decides the length of a request's body.
//
// "If this is a request message and none of the above are true, then the
// message body length is zero" (RFC 9112 §6.3).
func (d *Decoder) requestHead(i int) (int, Event) {
	f := &d.facts
	framing := FramingNoBody
	switch {
	case f.Coded && f.ChunkedLast:
		framing = FramingChunked
	case f.Coded:
		d.fault(CodeRequestTE, f.CodingAt, 0, "")
		framing = FramingInvalid
	case f.LengthError:
		framing = FramingInvalid
	case f.Length >= 0:
		framing = FramingLengthDelimited
	}
	d.turn(framing)
	d.flush()
	return i, EventFinalHead
}
