package wire

import "bytes"

// A foreign is how another protocol begins, where HTTP/1.x should: the zero
// value is none that is known.
type foreign struct {
	name string // "TLS"
	so   string // what follows from it
	size int    // bytes that identify it
	is   func(b []byte) bool
}

// foreigners are the protocols that are mistaken for HTTP/1.x most often. Each
// is recognised by the first bytes of the connection; of fewer than size of them is
// says whether it may become this protocol.
var foreigners = [...]foreign{
	{"TLS", "the port wants https", 3, beginsTLS},
	{"an HTTP/2 SETTINGS frame", "the server speaks HTTP/2 on this port", 9, beginsHTTP2},
}

// clientForeigners are the protocols that a client may speak instead, recognised in
// the same way. The HTTP/2 preface is a request-line: see requestline.go.
var clientForeigners = [...]foreign{
	{"TLS", "the client wants https", 3, beginsTLS},
}

// beginsTLS looks for a record of the handshake or of an alert: its type, then
// the major version 3 (RFC 8446 §5.1).
func beginsTLS(b []byte) bool {
	const alert, handshake = 21, 22
	return (b[0] == alert || b[0] == handshake) && (len(b) < 2 || b[1] == 3)
}

// beginsHTTP2 looks for the frame that a server begins with: 24 bits of length,
// of which the highest are 0 in practice, the type 4, flags, stream 0.
//
// "The server connection preface consists of a potentially empty SETTINGS frame
// that MUST be the first frame the server sends" (RFC 9113 §3.4).
func beginsHTTP2(b []byte) bool {
	const settings = 4
	return b[0] == 0 &&
		(len(b) < 4 || b[3] == settings) &&
		(len(b) < 5 || b[4]&^1 == 0) &&
		(len(b) < 6 || len(bytes.Trim(b[5:], "\x00")) == 0)
}

// mayBeForeign reports whether b, with which a connection begins, may become the
// beginning of one of the known protocols once more has come.
func mayBeForeign(known []foreign, b []byte) bool {
	for _, f := range known {
		if len(b) < f.size && f.is(b) {
			return true
		}
	}
	return false
}

// foreignTo returns the known protocol that b, with which a connection begins,
// belongs to, and the zero foreign if there is none.
func foreignTo(known []foreign, b []byte) foreign {
	for _, f := range known {
		if len(b) >= f.size && f.is(b[:f.size]) {
			return f
		}
	}
	return foreign{}
}

// detail returns the detail of a finding about the first bytes.
func (f foreign) detail() string {
	if f.name == "" {
		return ""
	}
	return "these bytes are " + f.name + ": " + f.so
}
