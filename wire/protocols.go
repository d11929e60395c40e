package wire

import (
	"bytes"
	"fmt"
	"strings"
)

// A protocol is a row of [protocols].
type protocol struct {
	prefix string // the first bytes of a connection
	name   string
	so     string // the conclusion for the user; empty: "this port speaks …, not HTTP"
}

// protocols lists the protocols that a prefix identifies. The first row that matches
// applies. [protocolOf] also recognises protocols that have no fixed prefix.
var protocols = [...]protocol{
	{prefix: "SSH-", name: "SSH"},
	{prefix: "RTSP/", name: "RTSP"},
	{prefix: "SIP/", name: "SIP"},
	{prefix: "SOURCETABLE ", name: "NTRIP", so: "this is an NTRIP caster: request a mountpoint that exists"},
	{prefix: "* OK", name: "IMAP"},
	{prefix: "+OK", name: "POP3"},
	{prefix: "+PONG", name: "Redis"},
	{prefix: "-ERR", name: "Redis"},
	{prefix: "-DENIED", name: "Redis"},
	{prefix: "-NOAUTH", name: "Redis"},
	{prefix: "RFB ", name: "VNC"},
	{prefix: "EFATAL:", name: "PostgreSQL"},
	{prefix: "AMQP", name: "AMQP"},
	{prefix: "ERROR\r\n", name: "memcached"},
	{prefix: "\xff\xfb", name: "Telnet"},
	{prefix: "\xff\xfd", name: "Telnet"},
	{prefix: "PROXY ", name: "PROXY protocol", so: "a proxy sends these bytes to a server"},
	{prefix: "\r\n\r\n" + proxyV2, name: "PROXY protocol", so: "a proxy sends these bytes to a server"},
	{prefix: "<", name: "HTTP/0.9", so: "the content has no status-line, as in HTTP/0.9"},
}

// otherProtocol reports bytes of another protocol at the place where HTTP should begin.
func (x *examiner) otherProtocol() {
	if x.leftAt != 0 || x.named() {
		return
	}
	b := x.from(0)
	if name, so := protocolOf(b); name != "" {
		if so == "" {
			so = "this port speaks " + name + ", not HTTP"
		}
		x.find(CodeOtherProtocol, 0, 0, Quote(b)+": "+so)
	}
}

// unknown reports leftover bytes that no other check explains.
func (x *examiner) unknown() {
	if x.leftAt < 0 || len(x.found) > 0 || !x.begins(x.leftAt) || x.named() {
		return
	}
	switch b, next := x.left(); {
	case len(b) == 0, next < 0 && x.leftAt == 0 && !x.Ended && mayBeProtocol(b):
	case next >= 0:
		x.find(CodeBytesUnknown, x.leftAt, int64(len(b)), fmt.Sprintf("%s; a status-line follows at %d", Quote(b), next))
	default:
		x.find(CodeBytesUnknown, x.leftAt, int64(len(b)), Quote(b)+"; no status-line follows")
	}
}

// named reports whether a finding already says what the bytes at leftAt are.
func (x *examiner) named() bool {
	for _, f := range x.Findings {
		if f.Offset == x.leftAt && f.Detail != "" {
			return true
		}
	}
	return false
}

// begins reports whether a message should begin at off.
func (x *examiner) begins(off int64) bool {
	for _, f := range x.Findings {
		switch f.Code {
		case CodeUnsolicited, CodeOutOfStep, CodeStatusLine:
			if f.Offset == off {
				return true
			}
		}
	}
	return false
}

// protocolOf returns the protocol whose first bytes are b and the conclusion for the
// user, or "" if the protocol is unknown.
func protocolOf(b []byte) (name, so string) {
	for _, p := range protocols {
		if bytes.HasPrefix(b, []byte(p.prefix)) {
			return p.name, p.so
		}
	}
	line, _, whole := bytes.Cut(b, []byte("\n"))
	switch {
	case len(b) >= tlsSize && beginsTLS(b):
		return "TLS", "these bytes are TLS: the port expects https"
	case len(b) >= http2Size && beginsHTTP2(b[:http2Size]):
		return "HTTP/2", "these bytes are an HTTP/2 SETTINGS frame: the server speaks HTTP/2 on this port"
	case whole && len(b) > 3 && isGreeting(b[:4]):
		if bytes.Contains(bytes.ToUpper(line), []byte("SMTP")) {
			return "SMTP", ""
		}
		return "FTP", ""
	case len(b) >= mysqlSize && beginsMySQL(b):
		return "MySQL", ""
	case len(b) >= postgresSize && beginsPostgreSQL(b):
		return "PostgreSQL", ""
	case isRequestLine(line):
		return "a request", "the bytes are the client's, or those of both sides"
	case line[0] == ':' && bytes.Contains(line, []byte(" NOTICE ")):
		return "IRC", ""
	}
	return "", ""
}

// mayBeProtocol reports whether b is too short to identify a protocol, but may be the
// beginning of a known one.
func mayBeProtocol(b []byte) bool {
	for _, p := range protocols {
		if len(b) < len(p.prefix) && strings.HasPrefix(p.prefix, string(b)) {
			return true
		}
	}
	switch {
	case len(b) < tlsSize && beginsTLS(b), len(b) < http2Size && beginsHTTP2(b), len(b) < mysqlSize && beginsMySQL(b),
		len(b) < postgresSize && beginsPostgreSQL(b):
		return true
	}
	return isGreeting(b[:min(len(b), 4)]) && !bytes.Contains(b, []byte("\n"))
}

// isGreeting reports whether b, at most 4 bytes, may begin the greeting of an SMTP or
// FTP server.
func isGreeting(b []byte) bool { return fitsShape(b, "220 ") || fitsShape(b, "220-") }

// Number of bytes needed to identify each binary protocol.
const (
	tlsSize      = 3
	http2Size    = 9
	mysqlSize    = 6
	postgresSize = 6
)

// beginsTLS reports whether b may begin a TLS handshake or alert record: its type, then
// the major version 3 (RFC 8446 §5.1).
func beginsTLS(b []byte) bool {
	const alert, handshake = 21, 22
	return (b[0] == alert || b[0] == handshake) && (len(b) < 2 || b[1] == 3)
}

// beginsHTTP2 reports whether b may begin the first frame of an HTTP/2 server: a 24-bit
// length whose high bits are 0 in practice, the type 4, flags, and stream 0.
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

// beginsMySQL reports whether b may begin the first packet of a MySQL server: a 24-bit
// length, packet number 0, protocol version 10, and the version of the server.
func beginsMySQL(b []byte) bool {
	return len(b) >= 4 && int(b[0])|int(b[1])<<8|int(b[2])<<16 > 10 && b[3] == 0 &&
		(len(b) < 5 || b[4] == 10) && (len(b) < 6 || isDigit(b[5]))
}

// isRequestLine reports whether line looks like a request-line.
func isRequestLine(line []byte) bool {
	words := bytes.Fields(line)
	if len(words) != 3 {
		return false
	}
	_, ok := ParseVersion(string(words[2]))
	return ok && isToken(words[0])
}

// beginsPostgreSQL reports whether b may begin an error of a PostgreSQL server: the
// letter E, a 32-bit length, and the severity field.
func beginsPostgreSQL(b []byte) bool {
	return b[0] == 'E' && (len(b) < 2 || b[1] == 0) && (len(b) < 3 || b[2] == 0) && (len(b) < 6 || b[5] == 'S')
}
