package edit

import (
	"slices"
	"strings"

	"linger/wire"
)

// A Preset makes a request of another kind out of the next one: target and host
// stay.
type Preset struct {
	Key       string
	Name      string
	Group     string
	Malformed bool
	Make      func(wire.RequestMessage) wire.RequestMessage
}

// The groups of presets, in order.
const (
	ordinary  = "ordinary"
	older     = "HTTP/1.0"
	malformed = "malformed, to learn from"
)

// Presets is the table.
var Presets = []Preset{
	{"1", "GET, as curl sends it", ordinary, false, func(r wire.RequestMessage) wire.RequestMessage {
		return without(plain(r, "GET"), "Connection")
	}},
	{"2", "HEAD: fields without content", ordinary, false, func(r wire.RequestMessage) wire.RequestMessage { return plain(r, "HEAD") }},
	{"3", "Connection: close", ordinary, false, func(r wire.RequestMessage) wire.RequestMessage {
		return with(plain(r, "GET"), "Connection", "close")
	}},
	{"4", "no Connection field", ordinary, false, func(r wire.RequestMessage) wire.RequestMessage {
		return without(plain(r, "GET"), "Connection")
	}},
	{"5", "POST, length-delimited", ordinary, false, func(r wire.RequestMessage) wire.RequestMessage { return post(r, false) }},
	{"6", "POST, chunked", ordinary, false, func(r wire.RequestMessage) wire.RequestMessage { return post(r, true) }},
	{"7", "POST with Expect: 100-continue", ordinary, false, func(r wire.RequestMessage) wire.RequestMessage {
		return with(post(r, false), "Expect", "100-continue")
	}},
	{"8", "without keep-alive", older, false, func(r wire.RequestMessage) wire.RequestMessage {
		r = without(plain(r, "GET"), "Connection")
		r.Proto = "HTTP/1.0"
		return r
	}},
	{"9", "with Connection: keep-alive", older, false, func(r wire.RequestMessage) wire.RequestMessage {
		r = with(plain(r, "GET"), "Connection", "keep-alive")
		r.Proto = "HTTP/1.0"
		return r
	}},
	{"a", "no Host", malformed, true, func(r wire.RequestMessage) wire.RequestMessage { return without(plain(r, "GET"), "Host") }},
	{"b", "space before the colon", malformed, true, func(r wire.RequestMessage) wire.RequestMessage {
		r = plain(r, "GET")
		for i := range r.Fields {
			if strings.EqualFold(r.Fields[i].Name, "Accept") {
				r.Fields[i].Name = "Accept "
			}
		}
		return r
	}},
	{"c", "Content-Length twice, different", malformed, true, func(r wire.RequestMessage) wire.RequestMessage {
		r = post(r, false)
		r.Fields = append(r.Fields, wire.HeaderField{Name: "Content-Length", Value: "5"}, wire.HeaderField{Name: "Content-Length", Value: "6"})
		return r
	}},
	{"d", "Transfer-Encoding and length", malformed, true, func(r wire.RequestMessage) wire.RequestMessage {
		r = post(r, true)
		r.Fields = append(r.Fields, wire.HeaderField{Name: "Transfer-Encoding", Value: "chunked"}, wire.HeaderField{Name: "Content-Length", Value: "5"})
		return r
	}},
	{"e", "a field name that is none", malformed, true, func(r wire.RequestMessage) wire.RequestMessage {
		r = plain(r, "GET")
		r.Fields = append(r.Fields, wire.HeaderField{Name: "Bad Name", Value: "1"})
		return r
	}},
}

// plain is r without content and what frames it.
func plain(r wire.RequestMessage, method string) wire.RequestMessage {
	r.Method, r.Proto, r.Content, r.Chunked = method, "HTTP/1.1", nil, false
	for _, name := range []string{"Content-Length", "Transfer-Encoding", "Content-Type", "Expect"} {
		r = without(r, name)
	}
	r.Fields = slices.Clone(r.Fields)
	return r
}

func post(r wire.RequestMessage, chunked bool) wire.RequestMessage {
	r = with(plain(r, "POST"), "Content-Type", "text/plain")
	r.Content, r.Chunked = []byte("hello"), chunked
	return r
}

func without(r wire.RequestMessage, name string) wire.RequestMessage {
	r.Fields = slices.DeleteFunc(slices.Clone(r.Fields), func(f wire.HeaderField) bool { return strings.EqualFold(f.Name, name) })
	return r
}

func with(r wire.RequestMessage, name, value string) wire.RequestMessage {
	r = without(r, name)
	r.Fields = append(r.Fields, wire.HeaderField{Name: name, Value: value})
	return r
}
