package clients

import (
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

// A reading is a way to read connection options, in order and in lower case.
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
	options := tokens(r.Connection)
	if w.proxy {
		options = append(options, tokens(r.ProxyConnection)...)
	}
	c := silent
	for _, o := range options {
		switch {
		case o == "close":
			return ends
		case o == "keep-alive" && w.first:
			return keeps
		case o == "keep-alive":
			c = keeps
		}
	}
	return c
}

// closes says whether a client that reads options that way gives the
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

func tokens(values []string) (out []string) {
	for _, v := range values {
		for t := range strings.SplitSeq(v, ",") {
			if t = strings.ToLower(strings.Trim(t, " \t")); t != "" {
				out = append(out, t)
			}
		}
	}
	return out
}
