package session

import (
	"slices"
	"strings"

	"linger/wire"
)

// AsksToPersist reports whether a request has the keep-alive connection option.
func AsksToPersist(m wire.RequestMessage) bool {
	for _, f := range m.Fields {
		if strings.EqualFold(f.Name, "Connection") && HasToken(f.Value, "keep-alive") {
			return true
		}
	}
	return false
}

// HasToken reports whether a comma-separated list contains token, ignoring case.
func HasToken(list, token string) bool {
	for t := range strings.SplitSeq(list, ",") {
		if strings.EqualFold(strings.TrimSpace(t), token) {
			return true
		}
	}
	return false
}

// TogglePersist returns the request without a Connection field if it has the keep-alive
// connection option, and otherwise with Connection: keep-alive in place of any other
// Connection field.
func TogglePersist(m wire.RequestMessage) wire.RequestMessage {
	if AsksToPersist(m) {
		return WithConnection(m, "")
	}
	return WithConnection(m, "keep-alive")
}

// WithConnection returns the request with one Connection field, which has the given value
// and replaces any other. If the value is empty, the result has no Connection field.
func WithConnection(m wire.RequestMessage, value string) wire.RequestMessage {
	m.Fields = slices.DeleteFunc(slices.Clone(m.Fields), func(f wire.HeaderField) bool {
		return strings.EqualFold(f.Name, "Connection")
	})
	if value != "" {
		m.Fields = append(m.Fields, wire.HeaderField{Name: "Connection", Value: value})
	}
	return m
}

// ToggleVersion returns the request with HTTP/1.1 if its version is HTTP/1.0, and
// otherwise with HTTP/1.0.
func ToggleVersion(m wire.RequestMessage) wire.RequestMessage {
	if m.Proto == "HTTP/1.0" {
		m.Proto = "HTTP/1.1"
	} else {
		m.Proto = "HTTP/1.0"
	}
	return m
}

// ToggleHead returns the request with GET if its method is HEAD, and otherwise with HEAD.
func ToggleHead(m wire.RequestMessage) wire.RequestMessage {
	if m.Method == "HEAD" {
		m.Method = "GET"
	} else {
		m.Method = "HEAD"
	}
	return m
}
