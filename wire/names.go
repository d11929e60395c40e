package wire

import (
	"fmt"
	"strings"
)

// This file holds the names of enumeration values in JSON, in logs and on screens. Types
// that are recorded implement encoding.TextMarshaler and TextUnmarshaler with a table of
// names, so that recorded sessions remain readable when the numbers change.

var kindNames = [...]string{"", "request-line", "status-line", "field-line", "fold", "odd-line", "head-end",
	"chunk-line", "chunk-data", "chunk-end", "last-chunk", "trailer-line", "trailer-end", "chunks",
	"content", "tunnel", "empty-line", "unsolicited", "lost", "proxy-header"}

var roleNames = [...]string{"plain", "content-length", "transfer-encoding", "connection", "keep-alive",
	"trailer", "upgrade", "proxy-connection", "expect", "content-type", "content-encoding", "content-range",
	"authenticate", "allow", "scrambled", "age", "content-disposition", "content-location", "date", "etag",
	"expires", "host", "last-modified", "location", "retry-after"}

var framingNames = [...]string{"", "none", "content-length", "chunked", "close-delimited", "tunnel", "invalid"}

var reasonNames = [...]string{"", "tunnel", "framing-error", "truncated", "close-delimited", "response-close",
	"request-close", "http/1.0-default", "http/1.0-request", "http/1.0-keep-alive", "http/1.1-default"}

var eventNames = [...]string{"need-more", "interim-head", "final-head", "message-end", "framing-lost", "resumed"}

func nameOf[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return fmt.Sprintf("%d", uint8(v))
}

func parseName[T ~uint8](what string, names []string, text []byte, v *T) error {
	for i, n := range names {
		if n == string(text) {
			*v = T(i)
			return nil
		}
	}
	return fmt.Errorf("unknown %s %q", what, text)
}

// String returns the name of the kind, as in JSON.
func (k Kind) String() string { return nameOf(kindNames[:], k) }

// MarshalText implements encoding.TextMarshaler.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (k *Kind) UnmarshalText(b []byte) error { return parseName("kind", kindNames[:], b, k) }

// String returns the name of the role, as in JSON.
func (r Role) String() string { return nameOf(roleNames[:], r) }

// named returns the name of the field with this role, or "" for [RolePlain].
func (r Role) named() string {
	if r == RolePlain {
		return ""
	}
	return r.String()
}

// MarshalText implements encoding.TextMarshaler.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Role) UnmarshalText(b []byte) error { return parseName("role", roleNames[:], b, r) }

// String returns the name of the framing, as in JSON.
func (f Framing) String() string { return nameOf(framingNames[:], f) }

// MarshalText implements encoding.TextMarshaler.
func (f Framing) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (f *Framing) UnmarshalText(b []byte) error { return parseName("framing", framingNames[:], b, f) }

// String returns the name of the reason, as in JSON.
func (r Reason) String() string { return nameOf(reasonNames[:], r) }

// MarshalText implements encoding.TextMarshaler.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Reason) UnmarshalText(b []byte) error { return parseName("reason", reasonNames[:], b, r) }

// MarshalText implements encoding.TextMarshaler.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Severity) UnmarshalText(b []byte) error {
	return parseName("severity", severityNames[:], b, s)
}

// String returns the name of the event.
func (e Event) String() string { return nameOf(eventNames[:], e) }

// String returns the version as in a start-line, "HTTP/1.1". It returns "" for
// the zero Version, which a message without a start-line has.
func (v Version) String() string {
	switch v {
	case Version{}:
		return ""
	case Version{1, 1}:
		return "HTTP/1.1"
	}
	return fmt.Sprintf("HTTP/%d.%d", v.Major, v.Minor)
}

// MarshalText implements encoding.TextMarshaler.
func (v Version) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (v *Version) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*v = Version{}
		return nil
	}
	w, ok := ParseVersion(string(b))
	if !ok {
		return fmt.Errorf("unknown version %q", b)
	}
	*v = w
	return nil
}

// ParseVersion returns the version in s. It returns false if s is not an HTTP-version.
//
//	HTTP-version = HTTP-name "/" DIGIT "." DIGIT   (RFC 9112 §2.3)
func ParseVersion(s string) (Version, bool) {
	d, ok := strings.CutPrefix(s, "HTTP/")
	if !ok || len(d) != 3 || !isDigit(d[0]) || d[1] != '.' || !isDigit(d[2]) {
		return Version{}, false
	}
	return Version{d[0] - '0', d[2] - '0'}, true
}

// Before reports whether v is an older version than w.
func (v Version) Before(w Version) bool {
	return v.Major < w.Major || v.Major == w.Major && v.Minor < w.Minor
}
