package composer

import (
	"strings"

	"linger/session"
	"linger/session/ending"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// A verdict holds the texts about the bytes before they are sent.
type verdict struct {
	ok         bool
	lead, rest string // "Well-formed.", and what the request does
	again      string // whether the request may be repeated if it is lost
	ref        string // "9112 §6.3"
}

// judge returns the verdict about the bytes. It parses them as a server would.
func judge(raw []byte) verdict {
	var first, last wire.DecodedRequest
	var found []wire.Finding
	n, hosts := 0, 0
	for d := range wire.DecodeRequests(raw, 0) {
		if n++; n == 1 {
			first = d
			hosts = countHosts(raw, d.Lines)
		}
		last = d
		found = append(found, d.Findings...)
	}
	switch f, ok := worst(found); {
	case n > 1 && first.Complete && !last.Complete:
		return malformed("bytes are left over; the server reads them as the next request", "RFC 9112 §6.3")
	case n == 0:
		return verdict{lead: "The request is empty."}
	case hosts > 1 && ok && f.Code == wire.CodeFieldRepeated:
		return malformed("more than one Host: a server must answer 400", "RFC 9112 §3.2")
	case ok && f.Code != wire.CodeTruncated:
		return malformed(f.Text(), f.Rule().Ref)
	case !first.Complete:
		return malformed(unfinished(first), "RFC 9112 §8")
	case first.Request.Version.Major != 1:
		return malformed("the version is not HTTP/1.x", "RFC 9112 §2.3")
	case hosts == 0 && first.Request.Version.Minor > 0:
		return malformed("no Host: an HTTP/1.1 server must answer 400", "RFC 9112 §3.2")
	}
	v := verdict{ok: true, lead: "Well-formed."}
	v.rest, v.ref = follows(first)
	if n > 1 {
		v.rest, v.ref = format.Count(n, "request")+" in one write; answered in order.", "9112 §9.3.2"
	}
	v.again = again(first.Request.Method)
	return v
}

// Fault returns a sentence about what is wrong with the bytes of r, or "" if they are
// well-formed.
func Fault(r wire.RequestMessage) string {
	v := judge(wire.AppendRequest(nil, session.Framed(r)))
	if v.ok {
		return ""
	}
	return v.rest
}

func malformed(why, ref string) verdict {
	return verdict{lead: "Malformed.", rest: format.Sentence(text.Safe(why)), again: "Sent only after you confirm.",
		ref: strings.TrimPrefix(ref, "RFC ")}
}

// worst returns the first of the findings with the highest severity. ok is false if all
// are notes.
func worst(found []wire.Finding) (f wire.Finding, ok bool) {
	for _, g := range found {
		if s := g.Severity(); s > wire.SeverityNote && (!ok || s > f.Severity()) {
			f, ok = g, true
		}
	}
	return f, ok
}

func countHosts(raw []byte, lines []wire.Line) (n int) {
	for f := range wire.Fields(raw, 0, lines) {
		if is(f.Name, "Host") {
			n++
		}
	}
	return n
}

func unfinished(d wire.DecodedRequest) string {
	for _, l := range d.Lines {
		if l.Kind == wire.KindHeadEnd {
			return "the content is shorter than announced; the server waits"
		}
	}
	return "the header section is incomplete; the server waits"
}

// follows returns a sentence about what the request means for its response and for the
// connection.
func follows(d wire.DecodedRequest) (words, ref string) {
	r := d.Request
	switch {
	case r.Method == "HEAD":
		return "The response has no body.", "9112 §6.3"
	case r.Method == "CONNECT":
		return "A 2xx response makes this a tunnel.", "9110 §9.3.6"
	case r.Close:
		return "The server closes after its response.", "9112 §9.6"
	case r.Version.Minor == 0 && !r.KeepAlive:
		return "HTTP/1.0 without keep-alive: the server closes.", "9112 §9.3"
	case r.Version.Minor == 0:
		return "Asks the server to stay open.", "9112 §9.3"
	case r.Expect:
		return "The server may answer 100 before the final response.", "9110 §10.1.1"
	case d.Content > 0:
		return "Content and framing agree.", "9112 §6.3"
	}
	return "Nothing here ends the connection.", "9112 §9.3"
}

// again returns a sentence about whether the request may be repeated if it is lost (RFC
// 9110 §9.2.2).
func again(method string) string {
	if ending.Idempotent(method) {
		return "May be repeated if it is lost."
	}
	return "If it is lost, it is unknown whether it was processed."
}
