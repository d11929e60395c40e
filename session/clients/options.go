package clients

import (
	"iter"
	"strings"

	"linger/wire"
)

// A choice is what the connection options of a response come to.
type choice uint8

const (
	silent choice = iota
	keeps
	ends
)

// A reading is a way to read connection options, in order and in any case.
type reading struct {
	first bool // the first option that is known decides, not close
	proxy bool // Proxy-Connection counts as well
}

var (
	closeWins     = reading{} // what RFC 9112 §9.3 asks for
	withProxy     = reading{proxy: true}
	firstAndProxy = reading{first: true, proxy: true}
)

func (w reading) choice(r Response) choice {
	c := silent
	for o := range w.options(r) {
		switch {
		case strings.EqualFold(o, "close"):
			return ends
		case !strings.EqualFold(o, "keep-alive"):
		case w.first:
			return keeps
		default:
			c = keeps
		}
	}
	return c
}

// options returns the connection options that count, in order.
func (w reading) options(r Response) iter.Seq[string] {
	return func(yield func(string) bool) {
		fields := [2][]string{r.Connection, nil}
		if w.proxy {
			fields[1] = r.ProxyConnection
		}
		for _, values := range fields {
			for _, v := range values {
				for t := range strings.SplitSeq(v, ",") {
					if !yield(strings.Trim(t, " \t")) {
						return
					}
				}
			}
		}
	}
}

// closes reports whether a client that reads options that way gives the
// connection up, with the verdict that says why.
func closes(r Response, w reading) (Verdict, bool) {
	switch r.Reason {
	case wire.ReasonTunnel:
		return declines("the connection is a tunnel now"), true
	case wire.ReasonFramingError:
		v := declines("the framing is in error, and what follows is not established")
		v.Sure = false
		return v, true
	case wire.ReasonTruncated:
		return declines("the message was cut short"), true
	case wire.ReasonCloseDelimited:
		return declines("the body ends with the connection"), true
	case wire.ReasonRequestClose:
		return declines("the request said close"), true
	case wire.ReasonHTTP10Request:
		return declines("the request was HTTP/1.0 without keep-alive"), true
	}
	switch c := w.choice(r); {
	case c == ends:
		return declines("the response said close"), true
	case c == silent && r.Version.Major == 1 && r.Version.Minor == 0:
		return declines("HTTP/1.0 without keep-alive"), true
	}
	return Verdict{}, false
}
