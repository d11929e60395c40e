package wire

import (
	"bytes"
	"fmt"
)

// A protocol is a row of [protocols].
type protocol struct {
	prefix string // with which a connection begins
	name   string
	so     string // what follows from it, in place of "this port speaks …, not HTTP"
}

// protocols are recognised by the first bytes of a connection. The first row that fits
// wins.
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
	{prefix: "AMQP", name: "AMQP"},
	{prefix: "ERROR\r\n", name: "memcached"},
	{prefix: "\xff\xfb", name: "Telnet"},
	{prefix: "\xff\xfd", name: "Telnet"},
	{prefix: "PROXY ", name: "PROXY protocol", so: "the bytes belong to a connection that a proxy makes"},
	{prefix: "\r\n\r\n\x00\r\nQUIT\n", name: "PROXY protocol", so: "the bytes belong to a connection that a proxy makes"},
	{prefix: "<", name: "HTTP/0.9", so: "content comes without a status-line, as HTTP/0.9 sent it"},
}

// otherProtocol names the protocol whose bytes stand where HTTP should begin,
// and shows them.
func (x *examiner) otherProtocol() {
	if x.leftAt != 0 || x.named() {
		return
	}
	b := x.from(0)
	if name, so := protocolOf(b); name != "" {
		if so == "" {
			so = "this port speaks " + name + ", not HTTP"
		}
		x.find(CodeOtherProtocol, 0, 0, quote(b)+": "+so)
	}
}

// unknown shows bytes left over that nothing else explains.
func (x *examiner) unknown() {
	if x.leftAt < 0 || len(x.found) > 0 || !x.begins(x.leftAt) || x.named() {
		return
	}
	switch b, next := x.left(); {
	case len(b) == 0:
	case next >= 0:
		x.find(CodeBytesUnknown, x.leftAt, int64(len(b)), fmt.Sprintf("%s; a status-line follows at %d", quote(b), next))
	default:
		x.find(CodeBytesUnknown, x.leftAt, int64(len(b)), quote(b)+"; no status-line follows")
	}
}

// named reports whether a finding says already which bytes these are.
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

func protocolOf(b []byte) (name, so string) {
	for _, p := range protocols {
		if bytes.HasPrefix(b, []byte(p.prefix)) {
			return p.name, p.so
		}
	}
	line, _, _ := bytes.Cut(b, []byte("\n"))
	switch {
	case beginsTLS(b) && len(b) > 2:
		return "TLS", "the port wants https"
	case len(b) >= 9 && beginsHTTP2(b[:9]):
		return "HTTP/2", "the server speaks HTTP/2 on this port"
	case bytes.HasPrefix(b, []byte("220")) && len(b) > 3 && (b[3] == ' ' || b[3] == '-'):
		if bytes.Contains(bytes.ToUpper(line), []byte("SMTP")) {
			return "SMTP", ""
		}
		return "FTP", ""
	case len(b) > 5 && b[3] == 0 && b[4] == 10 && int(b[0])|int(b[1])<<8|int(b[2])<<16 > 10 && isDigit(b[5]):
		return "MySQL", ""
	case isRequestLine(line):
		return "a request", "the client's bytes are here, not the server's, or both"
	}
	return "", ""
}

// isRequestLine reports whether line looks like one.
func isRequestLine(line []byte) bool {
	words := bytes.Fields(line)
	if len(words) != 3 {
		return false
	}
	_, ok := ParseVersion(string(words[2]))
	return ok && isToken(words[0])
}
