package cli

import (
	"strings"

	"linger/session"
	"linger/session/record"
	"linger/wire"
	"linger/wire/format"
)

// A verdict is what an exchange means, in two words, a sentence and a section.
type verdict struct {
	holds bool // good news
	words string
	text  string
	ref   string
}

var persistenceWords = map[wire.Reason]verdict{
	wire.ReasonTunnel:          {false, "tunnel", "the connection is no longer HTTP/1.x", "RFC 9110 §9.3.6"},
	wire.ReasonFramingError:    {false, "not reused", "framing is in error: where the next response begins is a guess", "RFC 9112 §6.3"},
	wire.ReasonTruncated:       {false, "ended", "the connection closed before the message was complete", "RFC 9112 §8"},
	wire.ReasonCloseDelimited:  {false, "closes", "the end of the body is the end of the connection", "RFC 9112 §6.3"},
	wire.ReasonResponseClose:   {false, "closes", "the response says Connection: close", "RFC 9112 §9.6"},
	wire.ReasonRequestClose:    {false, "closes", "the request said Connection: close", "RFC 9112 §9.6"},
	wire.ReasonHTTP10Default:   {false, "closes", "the response is HTTP/1.0 and does not say keep-alive", "RFC 9112 §9.3"},
	wire.ReasonHTTP10Request:   {false, "closes", "the request was HTTP/1.0 and did not say keep-alive", "RFC 9112 §9.3"},
	wire.ReasonHTTP10KeepAlive: {true, "stays open", "HTTP/1.0, and the response says keep-alive", "RFC 2068 §19.7.1"},
	wire.ReasonHTTP11Default:   {true, "stays open", "HTTP/1.1 default; no message says close", "RFC 9112 §9.3"},
}

// persistenceVerdict is what decided whether the connection persists. A 101
// makes a tunnel of it by another rule than CONNECT does.
func persistenceVerdict(e *record.Exchange) (verdict, bool) {
	v, ok := persistenceWords[e.Reason]
	if e.Reason == wire.ReasonTunnel && e.Facts.Status == 101 {
		v.ref = "RFC 9110 §7.8"
	}
	return v, ok && e.Done
}

// broken is who ended a connection while a response was still to come.
func broken(c session.Closed) string {
	who := "the " + string(c.By)
	if c.By == session.ByClient {
		who = "linger"
	}
	switch {
	case c.How == session.HowReset:
		return who + " reset the connection"
	case c.By == session.ByNetwork:
		return who + " gave the connection up"
	case c.How == session.HowTimeout:
		return who + " gave up waiting and closed the connection"
	case c.How == session.HowError:
		return who + " broke the connection off"
	}
	return who + " closed the connection"
}

// missing is what of a response had not come by then.
func missing(e *record.Exchange) string {
	if e.Response.Len == 0 {
		return "a byte of a response came"
	}
	return "the response was complete"
}

// framingWords are how a body was framed, as it stands in a column: "length
// 512", "chunked 5".
func framingWords(f *wire.Facts) string {
	switch f.Framing() {
	case wire.FramingNoBody:
		return "no body"
	case wire.FramingLengthDelimited:
		return "length " + format.Size(f.Length)
	case wire.FramingChunked:
		return "chunked " + format.Number(f.ChunkCount)
	case wire.FramingCloseDelimited:
		return "until close"
	case wire.FramingTunnel:
		return "tunnel"
	}
	return "invalid"
}

// hint prints what the Keep-Alive field of a response says, if it has one.
func (p *printer) hint(c columns, e *record.Exchange) {
	if params := hintParams(e); len(params) > 0 {
		p.says(c, p.t.Glyphs.Sent, p.t.Key, "hint", hintWords(e, params), "RFC 2068 §19.7.1")
	}
}

// hintWords are the parameters as they were given.
func hintWords(e *record.Exchange, params []wire.Param) string {
	var words []string
	for _, p := range params {
		word := p.Name
		if p.Value != "" {
			word += "=" + p.Value
		}
		words = append(words, safe(word))
	}
	s := strings.Join(words, ", ")
	if !e.Facts.Hint.Applies {
		s += ", not applying: no Connection: keep-alive"
	}
	return s
}
