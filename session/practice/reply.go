package practice

import (
	"fmt"
	"strings"
	"time"
)

// serverName is the beginning of this server's Server field value, or all of it. A client
// recognises the practice server by this field in the first response.
const (
	serverName  = "linger-practice"
	serverField = "Server: " + serverName + "\r\n"
)

// server returns the Server field line of this exchange, or "" in a round of the drill.
func (x *exchange) server() string {
	switch {
	case x.round != nil:
		return ""
	case x.as == "":
		return serverField
	}
	return fmt.Sprintf("Server: %s (like %s)\r\n", serverName, x.as)
}

// ok returns the status line of a 200 response and its first field lines. Scenarios that
// write their header section themselves use it.
func (x *exchange) ok() string {
	return "HTTP/1.1 200 OK\r\n" + x.server() + "Content-Type: text/plain\r\n"
}

// A reply is a valid response. A response to HEAD has no content, and a response to an
// HTTP/1.0 request has no chunks.
type reply struct {
	version    string // "HTTP/1.1" if empty
	status     int    // 200 if 0
	fields     string // complete field lines, each with its CRLF
	connection string // field lines about persistence, from house, plain, promise or goodbye
	content    string
	chunks     []string // the chunks to send instead of content
	extensions []string // a chunk extension for each chunk, including the last-chunk
	trailer    string   // field lines after the last-chunk
	untilClose bool     // the content is close-delimited
}

// answer adds a reply to the connection's buffer. The server sends the buffer when the
// scenario calls flush or pause, or returns, so header section and content usually share
// one write.
func (x *exchange) answer(r reply) {
	x.open(r)
	if x.head() || bodiless(r.status) {
		return
	}
	if r.chunks == nil || x.req.minor == 0 {
		x.say(r.content + strings.Join(r.chunks, ""))
		return
	}
	for i, data := range r.chunks {
		x.say(chunk(data, at(r.extensions, i)))
	}
	x.say("0" + at(r.extensions, len(r.chunks)) + "\r\n" + r.trailer + "\r\n")
}

// open adds a reply's header section to the buffer.
//
// "A server MUST NOT send a response containing Transfer-Encoding unless the
// corresponding request indicates HTTP/1.1 (or later minor revisions)"
// (RFC 9112 §6.1).
func (x *exchange) open(r reply) {
	if r.status == 0 {
		r.status = 200
	}
	if r.version == "" {
		r.version = "HTTP/1.1"
	}
	x.sayf("%s %d %s\r\n%s%s", r.version, r.status, reason(r.status), x.server(), contentType(r))
	switch {
	case r.untilClose, bodiless(r.status):
	case r.chunks != nil && x.req.minor > 0:
		x.say("Transfer-Encoding: chunked\r\n")
	default:
		x.say(fmt.Sprintf("Content-Length: %d\r\n", len(r.content)+len(strings.Join(r.chunks, ""))))
	}
	x.say(r.connection + "\r\n")
	x.c.status = fmt.Sprint(r.status)
}

func contentType(r reply) string {
	if bodiless(r.status) || strings.Contains(r.fields, "Content-Type:") {
		return r.fields
	}
	return "Content-Type: text/plain\r\n" + r.fields
}

func bodiless(status int) bool { return status < 200 && status > 0 || status == 204 || status == 304 }

func chunk(data, extension string) string {
	return fmt.Sprintf("%x%s\r\n%s\r\n", len(data), extension, data)
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// say adds s, unchanged, to the buffer.
func (x *exchange) say(s string) { x.c.out.WriteString(s) }

// sayf adds formatted text to the buffer.
func (x *exchange) sayf(format string, args ...any) { fmt.Fprintf(&x.c.out, format, args...) }

// sayBody adds s to the buffer, unless the request is HEAD.
func (x *exchange) sayBody(s string) {
	if !x.head() {
		x.say(s)
	}
}

// flush sends the buffer and reports whether all of it was sent.
func (x *exchange) flush() bool {
	c := x.c
	b := c.out.Bytes()
	if c.status == "" && len(b) >= 12 && string(b[:5]) == "HTTP/" {
		c.status = escape(string(b[9:12]))
	}
	c.write(b)
	c.out.Reset()
	return c.broken == nil
}

// pause sends the buffer and waits for d. It reports whether the connection is still
// open.
func (x *exchange) pause(d time.Duration) bool { return x.flush() && x.c.pause(d) }

// reason returns the reason phrase for a status code that this server sends.
func reason(status int) string {
	switch status {
	case 100:
		return "Continue"
	case 101:
		return "Switching Protocols"
	case 103:
		return "Early Hints"
	case 200:
		return "OK"
	case 204:
		return "No Content"
	case 205:
		return "Reset Content"
	case 206:
		return "Partial Content"
	case 302:
		return "Found"
	case 304:
		return "Not Modified"
	case 400:
		return "Bad Request"
	case 401:
		return "Unauthorized"
	case 404:
		return "Not Found"
	case 405:
		return "Method Not Allowed"
	case 408:
		return "Request Timeout"
	case 413:
		return "Content Too Large"
	case 417:
		return "Expectation Failed"
	case 426:
		return "Upgrade Required"
	case 431:
		return "Request Header Fields Too Large"
	case 501:
		return "Not Implemented"
	case 502:
		return "Bad Gateway"
	case 503:
		return "Service Unavailable"
	case 504:
		return "Gateway Timeout"
	case 505:
		return "HTTP Version Not Supported"
	}
	return "Unnamed"
}
