package ui

import (
	"slices"
	"strconv"
	"strings"

	"linger/wire"
)

// toggleVersion changes between HTTP/1.1 and HTTP/1.0.
func toggleVersion(r wire.RequestMessage) wire.RequestMessage {
	if r.Proto == "HTTP/1.0" {
		r.Proto = "HTTP/1.1"
	} else {
		r.Proto = "HTTP/1.0"
	}
	return r
}

// toggleHead changes between HEAD and GET.
func toggleHead(r wire.RequestMessage) wire.RequestMessage {
	if r.Method == "HEAD" {
		r.Method = "GET"
	} else {
		r.Method = "HEAD"
	}
	return r
}

// toggleKeepAlive takes Connection: keep-alive out, or puts it in, in place of
// any other Connection field.
func toggleKeepAlive(r wire.RequestMessage) wire.RequestMessage {
	asked := asksToPersist(r)
	r.Fields = slices.DeleteFunc(slices.Clone(r.Fields), func(f wire.HeaderField) bool {
		return strings.EqualFold(f.Name, "Connection")
	})
	if !asked {
		r.Fields = append(r.Fields, wire.HeaderField{Name: "Connection", Value: "keep-alive"})
	}
	return r
}

func asksToPersist(r wire.RequestMessage) bool {
	for _, f := range r.Fields {
		if strings.EqualFold(f.Name, "Connection") && strings.Contains(strings.ToLower(f.Value), "keep-alive") {
			return true
		}
	}
	return false
}

func itoa(n int) string { return strconv.Itoa(n) }
