package record

import (
	"iter"
	"strings"

	"linger/wire"
)

// RequestFields returns the field lines of the request, in order, as sent.
func (e *Exchange) RequestFields() iter.Seq[wire.Field] {
	return e.Request.fields(e.Request.Off, e.Request.End())
}

// Fields returns the field lines of the header section h, in order, as received.
func (e *Exchange) Fields(h Head) iter.Seq[wire.Field] {
	return e.Response.fields(h.Off, h.End)
}

// Location returns the value of the Location field of the final response (RFC 9110
// §10.2.2). ok is false if the field is missing or empty.
func (e *Exchange) Location() (value string, ok bool) {
	h, ok := e.Final()
	if !ok {
		return "", false
	}
	for f := range e.Fields(h) {
		if strings.EqualFold(f.Name, "Location") && f.Value != "" {
			return f.Value, true
		}
	}
	return "", false
}

// Server returns the value of the Server field of the most recent final response on the
// connection, or "" (RFC 9110 §10.2.4).
func (c *Connection) Server() string {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		e := c.Exchanges[i]
		h, ok := e.Final()
		if !ok {
			continue
		}
		for f := range e.Fields(h) {
			if strings.EqualFold(f.Name, "Server") {
				return f.Value
			}
		}
		return ""
	}
	return ""
}

// HintParams returns the parameters of the Keep-Alive fields of the final response.
func (e *Exchange) HintParams() []wire.Param {
	final, ok := e.Final()
	if !ok {
		return nil
	}
	var values []string
	for f := range e.Fields(final) {
		if strings.EqualFold(f.Name, "Keep-Alive") {
			values = append(values, f.Value)
		}
	}
	return wire.ParseHint(values)
}

// TrailerFields returns the field lines of the trailer section of the final
// response, in order, as received.
func (e *Exchange) TrailerFields() iter.Seq[wire.Field] {
	s := &e.Response
	return func(yield func(wire.Field) bool) {
		all := s.Lines()
		for i, l := range all {
			if l.Kind != wire.KindTrailerLine {
				continue
			}
			lines := all[i:]
			end := len(lines)
			for j, l := range lines {
				if l.Kind != wire.KindTrailerLine && l.Kind != wire.KindFoldLine && l.Kind != wire.KindOddLine {
					end = j
					break
				}
			}
			last := lines[end-1]
			for f := range wire.Trailers(s.Bytes(l.Off, last.End()-l.Off), l.Off, lines[:end]) {
				if !yield(f) {
					return
				}
			}
			return
		}
	}
}

func (s *Stretch) fields(off, end int64) iter.Seq[wire.Field] {
	lo := len(s.keeps().lines)
	for i, l := range s.keeps().lines {
		if s.Off+l.Off >= off {
			lo = i
			break
		}
	}
	hi := lo
	for hi < len(s.keeps().lines) && s.Off+s.keeps().lines[hi].Off < end {
		hi++
	}
	return wire.Fields(s.Bytes(off, end-off), off, s.at(s.keeps().lines[lo:hi]))
}

// ReasonPhrase returns the reason phrase of the final response as received. ok is false
// if its status-line was not received.
func (e *Exchange) ReasonPhrase() (phrase string, ok bool) {
	h, ok := e.Begun()
	if !ok {
		return "", false
	}
	for _, l := range e.Response.keeps().lines { // titles call this function for each frame, so it does not copy all fields
		if l.Off += e.Response.Off; l.Kind == wire.KindStatusLine && l.Off == h.Off {
			raw := e.Response.Bytes(l.Off, l.Len)
			for p := range l.Parts(raw) {
				if p.Label == "reason-phrase" && p.Off+p.Len <= l.Off+int64(len(raw)) {
					return wire.Text(raw[p.Off-l.Off : p.Off-l.Off+p.Len]), true
				}
			}
			return "", true
		}
	}
	return "", false
}
