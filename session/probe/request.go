package probe

import (
	"slices"
	"strings"

	"linger/session"
	"linger/session/ending"
	"linger/wire"
)

// send returns a command that sends m, and connects first if there is no
// connection.
func send(m wire.RequestMessage) session.Command { return session.Send{Request: m, Reconnect: true} }

// again returns a command that sends m on the existing connection only.
func again(m wire.RequestMessage) session.Command { return session.Send{Request: m} }

// with returns m with a field that replaces all fields of that name.
func with(m wire.RequestMessage, name, value string) wire.RequestMessage {
	m = without(m, name)
	m.Fields = append(m.Fields, wire.HeaderField{Name: name, Value: value})
	return m
}

// without returns m without the fields of that name.
func without(m wire.RequestMessage, name string) wire.RequestMessage {
	m.Fields = slices.DeleteFunc(slices.Clone(m.Fields), func(f wire.HeaderField) bool {
		return strings.EqualFold(f.Name, name)
	})
	return m
}

// as returns m with another method.
func as(m wire.RequestMessage, method string) wire.RequestMessage {
	m.Method = method
	return m
}

// bare returns m as a GET request without content, which changes nothing on the server.
func bare(m wire.RequestMessage) wire.RequestMessage {
	m = without(without(without(without(as(m, "GET"), "Content-Length"), "Content-Type"), "Transfer-Encoding"), "Expect")
	m.Content, m.Chunked, m.Trailers = nil, false, nil
	return m
}

// safe reports whether a request has a safe method (RFC 9110 §9.2.1) and no content.
func safe(m wire.RequestMessage) bool { return ending.Safe(m.Method) && len(m.Content) == 0 }

// http10 returns m as an HTTP/1.0 request that does not ask for persistence.
func http10(m wire.RequestMessage) wire.RequestMessage {
	m = without(m, "Connection")
	m.Proto = "HTTP/1.0"
	return m
}

// missing returns m with a target on the same origin that is unlikely to exist.
func missing(m wire.RequestMessage) wire.RequestMessage {
	const path = "/linger-probe-asks-for-nothing"
	if scheme, rest, absolute := strings.Cut(m.Target, "://"); absolute { // absolute form, for a proxy
		authority, _, _ := strings.Cut(rest, "/")
		m.Target = scheme + "://" + authority + path
		return m
	}
	m.Target = path
	return m
}
