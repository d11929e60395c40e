package clients

import (
	"iter"
	"slices"
	"strings"

	"linger/wire"
)

// A reading is a way to read connection options. It reports whether the fields
// let the connection persist. legacy is true if the response is HTTP/1.0.
type reading func(r Response, legacy bool) bool

// closes reports whether a client that reads options as kept does would close the
// connection. It also returns the verdict, with the reason.
func closes(r Response, kept reading) (Verdict, bool) {
	switch r.Reason {
	case wire.ReasonTunnel:
		return declines("the connection is a tunnel now"), true
	case wire.ReasonTruncated:
		return declines("the message is incomplete"), true
	case wire.ReasonCloseDelimited:
		return declines("the body ends with the connection"), true
	case wire.ReasonRequestClose:
		return declines("the request said close"), true
	case wire.ReasonHTTP10Request:
		return declines("the request was HTTP/1.0 without keep-alive"), true
	}
	legacy := r.Version.Major == 1 && r.Version.Minor == 0
	switch {
	case kept(r, legacy):
		return Verdict{}, false
	case legacy && hasOption(r.Connection, "keep-alive") && !mentions(r.Connection, "close"):
		return declines("HTTP/1.0, and it does not recognise keep-alive here"), true
	case legacy && !hasOption(r.Connection, "close"):
		return declines("HTTP/1.0 without keep-alive"), true
	}
	return declines("the response said close"), true
}

// closeWins reads options as RFC 9112 §9.3 requires.
func closeWins(r Response, legacy bool) bool {
	return !hasOption(r.Connection, "close") && (!legacy || hasOption(r.Connection, "keep-alive"))
}

// closeWinsAnywhere reads options as closeWins does, but also those in
// Proxy-Connection.
func closeWinsAnywhere(r Response, legacy bool) bool {
	all := both(r)
	return !hasOption(all, "close") && (!legacy || hasOption(all, "keep-alive"))
}

// byVersion decides as llhttp does: in HTTP/1.0, keep-alive decides; in later versions,
// close decides. Proxy-Connection has the same effect as Connection.
func byVersion(r Response, legacy bool) bool {
	if legacy {
		return hasOption(both(r), "keep-alive")
	}
	return !hasOption(both(r), "close")
}

// firstDecides decides as Chromium does: the first option that it knows decides. It reads
// Connection before Proxy-Connection.
func firstDecides(r Response, legacy bool) bool {
	for o := range options(both(r)) {
		if strings.EqualFold(o, "close") {
			return false
		}
		if strings.EqualFold(o, "keep-alive") {
			return true
		}
	}
	return !legacy
}

// anyMention decides as curl does: it looks for close and keep-alive anywhere in a value.
// In HTTP/1.0, the last field line that contains either word decides, and keep-alive
// takes precedence over close in the same line.
func anyMention(r Response, legacy bool) bool {
	if !legacy {
		return !mentions(r.Connection, "close")
	}
	kept := false
	for _, v := range r.Connection {
		switch line := []string{v}; {
		case mentions(line, "keep-alive"):
			kept = true
		case mentions(line, "close"):
			kept = false
		}
	}
	return kept
}

// lastLine decides as OpenJDK does: if there are Connection field lines, it reads only
// the last one, and keeps the connection only if the whole value is keep-alive.
func lastLine(r Response, legacy bool) bool {
	if len(r.Connection) == 0 {
		return !legacy
	}
	return strings.EqualFold(r.Connection[len(r.Connection)-1], "keep-alive")
}

// closeMentioned decides as nginx does: it never keeps HTTP/1.0 connections, and looks
// for close anywhere in a value.
func closeMentioned(r Response, legacy bool) bool { return !legacy && !mentions(r.Connection, "close") }

// aloneInLine decides as HAProxy does: it looks for close anywhere in a value. In
// HTTP/1.0, it also requires a field line that contains only keep-alive.
func aloneInLine(r Response, legacy bool) bool {
	alone := slices.ContainsFunc(r.Connection, func(v string) bool { return strings.EqualFold(v, "keep-alive") })
	return !mentions(r.Connection, "close") && (!legacy || alone)
}

// closeAsWord decides as Apache does: it never keeps HTTP/1.0 connections, and a space, a
// tab or a semicolon separates words just as a comma does.
func closeAsWord(r Response, legacy bool) bool {
	isClose := func(v string) bool {
		return slices.ContainsFunc(strings.FieldsFunc(v, func(c rune) bool { return strings.ContainsRune(",; \t", c) }),
			func(w string) bool { return strings.EqualFold(w, "close") })
	}
	return !legacy && !slices.ContainsFunc(r.Connection, isClose)
}

func both(r Response) []string { return append(slices.Clone(r.Connection), r.ProxyConnection...) }

// options returns the options in the values of field lines, in order.
func options(values []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, v := range values {
			for t := range strings.SplitSeq(v, ",") {
				if !yield(strings.Trim(t, " \t")) {
					return
				}
			}
		}
	}
}

func hasOption(values []string, option string) bool {
	for o := range options(values) {
		if strings.EqualFold(o, option) {
			return true
		}
	}
	return false
}

// mentions reports whether any of the values contains word.
func mentions(values []string, word string) bool {
	return slices.ContainsFunc(values, func(v string) bool { return strings.Contains(strings.ToLower(v), word) })
}
