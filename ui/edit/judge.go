package edit

import (
	"strings"

	"linger/session"
	"linger/wire"
)

// A verdict is what is said about the request as it goes out.
type verdict struct {
	ok    bool
	words string
	then  string // what follows
	ref   string
}

// idempotent methods may be sent again when the answer is lost (RFC 9110
// §9.2.2).
var idempotent = map[string]bool{"GET": true, "HEAD": true, "OPTIONS": true, "TRACE": true, "PUT": true, "DELETE": true}

// judge reads the bytes back as a server would.
func (m *Model) judge() verdict {
	req, _, findings := wire.DecodeRequest(m.Bytes(), 0)
	v := verdict{ok: true, words: "Well-formed.", ref: "9112 §3"}
	for _, f := range findings {
		if rule, ok := session.Lookup(f.Code); ok && rule.Severity >= wire.Warning {
			return verdict{words: capital(rule.Text) + ".", then: "A server may close at once, or read another request than you mean.", ref: strings.TrimPrefix(rule.Ref, "RFC ")}
		}
	}
	if n := m.count("Host"); m.raw == nil && req.Version.Minor == 1 && n != 1 {
		return verdict{words: "an HTTP/1.1 request has exactly one Host field.", then: "A server answers 400, and may close.", ref: "9112 §3.2"}
	}
	switch {
	case req.Method == "HEAD":
		v.words += " The answer has no body, whatever its fields say."
		v.ref = "9112 §6.3"
	case req.Close:
		v.words += " The server closes after its answer."
		v.ref = "9112 §9.6"
	}
	v.then = "Not safe to send again if it is lost: it may have been done."
	if idempotent[req.Method] {
		v.then = "Safe to send again if it is lost."
	}
	return v
}

func (m *Model) count(name string) (n int) {
	for i := range m.lines {
		if l := &m.lines[i]; l.on && strings.EqualFold(l.name.Value(), name) {
			n++
		}
	}
	return n
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
