package practice

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxHead is the maximum length of a header section in bytes, including the request-line.
const maxHead = 64 << 10

// A request holds the parsed header section of a request.
type request struct {
	raw    []byte // the header section as received, from the request-line to the empty line
	came   time.Time
	method string
	target string
	minor  int // minor version: 1 for HTTP/1.1
	path   string
	query  string // the query as received
	fields []field

	length  int64 // content length, or -1 if the content is chunked
	faulty  bool  // whether the framing is faulty but readable; if so, the connection must not be reused (§6.1)
	expects bool  // whether the client waits for 100 (Continue)
}

type field struct{ name, value string }

// A fault is the server's response to a request that no scenario can answer.
type fault struct {
	status int
	text   string
	close  bool // whether the framing is lost, so that no later request can be read
}

// headEnd returns the length of the header section, including the empty line. That line
// may end in CRLF or, as RFC 9112 §2.2 allows, in LF alone. headEnd returns -1 if there
// is no empty line yet.
func headEnd(b []byte) int {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
		rest := b[at:]
		if bytes.HasPrefix(rest, []byte("\n")) {
			return at + 1
		}
		if bytes.HasPrefix(rest, []byte("\r\n")) {
			return at + 2
		}
	}
}

// emptyLines returns the length in bytes of the empty lines before a request-line: "a
// server that is expecting to receive and parse a request-line SHOULD ignore at least one
// empty line (CRLF) received prior to the request-line" (RFC 9112 §2.2).
func emptyLines(b []byte) int {
	n := 0
	for n < len(b) && (b[n] == '\r' || b[n] == '\n') {
		n++
	}
	return n
}

// parseRequest parses a complete header section. If it returns a fault, the request holds
// the parts that could be parsed.
func parseRequest(raw []byte) (*request, *fault) {
	r := &request{raw: raw, came: time.Now()}
	lines := strings.Split(string(raw), "\n")
	if f := r.parseLine(strings.TrimSuffix(lines[0], "\r")); f != nil {
		return r, f
	}
	for _, line := range lines[1:] {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			break
		}
		if f := r.parseField(line); f != nil {
			return r, f
		}
	}
	if f := r.frame(); f != nil {
		return r, f
	}
	r.expects = r.minor >= 1 && r.length != 0 && r.has("Expect", "100-continue")
	return r, r.checkHost()
}

func (r *request) parseLine(line string) *fault {
	parts := strings.Fields(line)
	if len(parts) != 3 || !isToken(parts[0]) {
		return &fault{400, "Not a request line. A request line has a method, a target and a version, separated by single spaces.", true}
	}
	r.method, r.target = parts[0], parts[1]
	version, ok := strings.CutPrefix(parts[2], "HTTP/")
	if !ok || len(version) != 3 || version[1] != '.' || !isDigit(version[0]) || !isDigit(version[2]) {
		return &fault{400, "The request line does not end with a version such as HTTP/1.1.", true}
	}
	if version[0] != '1' {
		return &fault{505, "This server speaks HTTP/1.0 and HTTP/1.1 only.", true}
	}
	r.minor = int(version[2] - '0')
	return r.parseTarget()
}

func (r *request) parseTarget() *fault {
	switch {
	case r.method == "CONNECT":
		return &fault{405, "This server opens no tunnels.", true}
	case r.target == "*":
		r.path = "/"
		return nil
	}
	u, err := url.ParseRequestURI(r.target)
	if err != nil {
		return &fault{400, "The request target is neither a path nor a URL.", false}
	}
	r.path = u.Path
	if r.path == "" {
		r.path = "/"
	}
	r.query = u.RawQuery
	return nil
}

func (r *request) parseField(line string) *fault {
	if line[0] == ' ' || line[0] == '\t' {
		if len(r.fields) > 0 { // obs-fold: read as a space (RFC 9112 §5.2)
			f := &r.fields[len(r.fields)-1]
			f.value = strings.TrimSpace(f.value + " " + strings.TrimSpace(line))
		}
		return nil
	}
	name, value, ok := strings.Cut(line, ":")
	if !ok || !isToken(name) {
		return &fault{400, "Not a field line. A field line is a name, immediately followed by a colon, and then a value.", true}
	}
	r.fields = append(r.fields, field{name, strings.Trim(value, " \t")})
	return nil
}

// frame sets the content length, and whether the framing is faulty (RFC 9112 §6.3).
func (r *request) frame() *fault {
	codings, lengths := r.members("Transfer-Encoding"), r.members("Content-Length")
	if len(codings) > 0 {
		// "A server that receives an HTTP/1.0 message containing a Transfer-Encoding
		// header field MUST treat the message as if the framing is faulty ... and close
		// the connection after processing the message" (§6.1). The same applies to
		// Transfer-Encoding together with Content-Length.
		r.faulty = r.minor == 0 || len(lengths) > 0
		r.length = -1
		switch {
		case !strings.EqualFold(codings[len(codings)-1], "chunked"):
			return &fault{400, "The final transfer coding of a request must be chunked.", true}
		case len(codings) > 1:
			return &fault{501, "This server supports only the chunked transfer coding, applied once.", true}
		}
		return nil
	}
	for i, l := range lengths {
		n, err := strconv.ParseUint(l, 10, 63)
		if err != nil || l[0] == '+' || i > 0 && int64(n) != r.length {
			return &fault{400, "Content-Length must be a single number.", true}
		}
		r.length = int64(n)
	}
	return nil
}

// checkHost returns a fault if an HTTP/1.1 request has no Host field, or if any request
// has more than one: "A server MUST respond with a 400 (Bad Request) status code to any
// HTTP/1.1 request message that lacks a Host header field and to any request message that
// contains more than one Host header field line" (RFC 9112 §3.2).
func (r *request) checkHost() *fault {
	hosts := 0
	for _, f := range r.fields {
		if strings.EqualFold(f.name, "Host") {
			hosts++
		}
	}
	if hosts > 1 || hosts == 0 && r.minor >= 1 {
		return &fault{400, "An HTTP/1.1 request must have exactly one Host field.", false}
	}
	return nil
}

// members returns the nonempty list members from all field lines with the given name.
func (r *request) members(name string) []string {
	var all []string
	for _, f := range r.fields {
		if !strings.EqualFold(f.name, name) {
			continue
		}
		for m := range strings.SplitSeq(f.value, ",") {
			if m = strings.Trim(m, " \t"); m != "" {
				all = append(all, m)
			}
		}
	}
	return all
}

// has reports whether member is in the list-valued field called name, ignoring case.
func (r *request) has(name, member string) bool {
	return slices.ContainsFunc(r.members(name), func(m string) bool { return strings.EqualFold(m, member) })
}

// persistent reports whether the request allows the connection to persist
// (RFC 9112 §9.3).
func (r *request) persistent() bool {
	switch {
	case r.faulty, r.has("Connection", "close"):
		return false
	case r.minor >= 1:
		return true
	}
	return r.has("Connection", "keep-alive")
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isToken(s string) bool {
	const marks = "!#$%&'*+-.^_`|~"
	for _, b := range []byte(s) {
		if !isDigit(b) && (b|0x20 < 'a' || b|0x20 > 'z') && strings.IndexByte(marks, b) < 0 {
			return false
		}
	}
	return s != ""
}
