package drill

import (
	"slices"
	"strings"
	"time"

	"linger/session/record"
	"linger/wire"
)

// MostMarks is the maximum number of places that a student may mark. Some proofs need two
// closes or two lines.
const MostMarks = 2

// A Mark is a place that a student marks as the proof: a line of bytes, or the
// end of a connection. It holds what the bytes say about that place, and none
// of linger's findings.
type Mark struct {
	Is         Place   `json:"is"`
	Connection int     `json:"connection"`
	Exchange   int     `json:"exchange,omitempty"` // 0 for an end, and for bytes that belong to no exchange
	Sent       bool    `json:"sent,omitempty"`     // the student sent the line
	Offset     int64   `json:"offset,omitempty"`   // offset of the line in its direction
	Status     int     `json:"status,omitempty"`   // status of the response
	Spent      bool    `json:"spent,omitempty"`    // max had reached 0 before
	First      bool    `json:"first,omitempty"`    // the line is the first of the bytes that answer no request
	Lacks      []Place `json:"lacks,omitempty"`    // what is missing from the fields before an empty line
	Gap        float64 `json:"gap,omitempty"`      // seconds between the previous bytes of the response and this line
	Idle       float64 `json:"idle,omitempty"`     // idle seconds before an end
}

// A Place is a kind of marked place.
type Place string

// Kinds of marked places.
const (
	AtEnd       Place = "end"
	AtStatus    Place = "status-line"
	AtHint      Place = "keep-alive"     // a Keep-Alive field line
	AtClose     Place = "close"          // a Connection field line that contains close
	AtOption    Place = "connection"     // a Connection field line without close
	AtLength    Place = "content-length" // a Content-Length field line
	AtCoding    Place = "transfer-encoding"
	AtEmptyLine Place = "empty-line" // the empty line that ends the header section
	AtBeyond    Place = "beyond"     // bytes that answer no request, or follow the end of a message
	AtOther     Place = "other"
)

// Same reports whether two marks are on the same place.
func (m Mark) Same(o Mark) bool {
	return m.Connection == o.Connection && m.Sent == o.Sent && m.Offset == o.Offset && (m.Is == AtEnd) == (o.Is == AtEnd)
}

// MarkEnd returns the mark on the end of a connection; ok is false while it is open.
func MarkEnd(c *record.Connection) (m Mark, ok bool) {
	if c == nil || c.State != record.Ended {
		return Mark{}, false
	}
	return Mark{Is: AtEnd, Connection: c.ID, Idle: c.Close.Idle.Seconds()}, true
}

// MarkLine returns the mark on the line that contains the byte at offset off, in the
// bytes that the client sent or, if sent is false, received. ok is false if there is no
// such line.
func MarkLine(c *record.Connection, sent bool, off int64) (m Mark, ok bool) {
	if c == nil {
		return Mark{}, false
	}
	for _, e := range c.Exchanges {
		s := &e.Response
		if sent {
			s = &e.Request
		}
		if s.Off <= off && off < s.End() {
			return markIn(c, e, s, sent, off)
		}
	}
	if l := &c.Loose; !sent && l.Off <= off && off < l.End() {
		return markIn(c, nil, l, false, off)
	}
	return Mark{}, false
}

// HintOf returns the mark on a Keep-Alive line that a connection received: the first one
// in the most recent response with such a line. ok is false if there is none.
func HintOf(c *record.Connection) (m Mark, ok bool) {
	for _, e := range slices.Backward(c.Exchanges) {
		for _, l := range e.Response.Lines() {
			if placeOf(&e.Response, l) == AtHint {
				return markIn(c, e, &e.Response, false, l.Off)
			}
		}
	}
	return Mark{}, false
}

// markIn returns the mark on the line of s that contains the byte at offset off. e is nil
// if the stretch belongs to no exchange.
func markIn(c *record.Connection, e *record.Exchange, s *record.Stretch, sent bool, off int64) (m Mark, ok bool) {
	lines := s.Lines()
	i := slices.IndexFunc(lines, func(l wire.Line) bool { return l.Off <= off && off < l.End() })
	if i < 0 {
		return Mark{}, false
	}
	l := lines[i]
	m = Mark{Is: placeOf(s, l), Connection: c.ID, Sent: sent, Offset: l.Off}
	if e == nil || !e.Requested && !sent {
		m.Is, m.First = AtBeyond, l.Off == s.Off && !beyondBefore(c, l.Off)
	}
	if e == nil {
		return m, true
	}
	m.Exchange = e.ID
	if !sent {
		m.Status, m.Spent, m.Gap = e.Facts().Status, spentBefore(c, e), gap(s, l.Off)
	}
	if m.Is == AtEmptyLine {
		m.Lacks = lacks(s, lines[:i])
	}
	return m, true
}

// placeOf returns the kind of place that a line is.
func placeOf(s *record.Stretch, l wire.Line) Place {
	switch {
	case l.Kind == wire.KindStatusLine:
		return AtStatus
	case l.Kind == wire.KindHeadEnd:
		return AtEmptyLine
	case l.Kind == wire.KindUnsolicited:
		return AtBeyond
	case l.Kind != wire.KindFieldLine:
		return AtOther
	}
	switch l.Role {
	case wire.RoleKeepAlive:
		return AtHint
	case wire.RoleContentLength:
		return AtLength
	case wire.RoleTransferEncoding:
		return AtCoding
	case wire.RoleConnection:
		if strings.Contains(strings.ToLower(string(s.Bytes(l.Off, l.Len))), "close") {
			return AtClose
		}
		return AtOption
	}
	return AtOther
}

// lacks names the fields about the connection and the length that are missing from the
// lines.
func lacks(s *record.Stretch, lines []wire.Line) (out []Place) {
	has := make(map[Place]bool)
	for _, l := range lines {
		has[placeOf(s, l)] = true
	}
	for _, p := range []Place{AtClose, AtOption, AtHint, AtLength, AtCoding} {
		if !has[p] {
			out = append(out, p)
		}
	}
	return out
}

// beyondBefore reports whether bytes that answer no request came before an offset.
func beyondBefore(c *record.Connection, off int64) bool {
	if c.Loose.Len > 0 && c.Loose.Off < off {
		return true
	}
	return slices.ContainsFunc(c.Exchanges, func(e *record.Exchange) bool {
		return !e.Requested && e.Response.Len > 0 && e.Response.Off < off
	})
}

// spentBefore reports whether a response before e had max=0.
func spentBefore(c *record.Connection, e *record.Exchange) bool {
	return slices.ContainsFunc(c.Exchanges, func(o *record.Exchange) bool {
		return o.ID < e.ID && o.Facts().Hint.Present && o.Facts().Hint.Max == 0
	})
}

// gap returns the time, in seconds, between the read of the byte at an offset and the
// previous read.
func gap(s *record.Stretch, off int64) float64 {
	segments := s.Segments()
	for i, seg := range segments {
		if i > 0 && seg.Off <= off && off < seg.Off+seg.Len {
			return (seg.At - segments[i-1].At).Seconds()
		}
	}
	return 0
}

// Holds reports whether a connection was used for the round.
func (r *Round) Holds(c *record.Connection) bool {
	return c != nil && slices.ContainsFunc(c.Exchanges, func(e *record.Exchange) bool { return e.Target == r.Target })
}

// marks returns every mark that could be made on the connections of the round. For each
// connection, the mark on its end comes first.
func (r *Round) marks(rec *record.Record) (all []Mark) {
	for _, c := range rec.Conns {
		if !r.Holds(c) {
			continue
		}
		if m, ok := MarkEnd(c); ok {
			all = append(all, m)
		}
		for _, e := range c.Exchanges {
			for _, l := range e.Request.Lines() {
				if m, ok := markIn(c, e, &e.Request, true, l.Off); ok {
					all = append(all, m)
				}
			}
			for _, l := range e.Response.Lines() {
				if m, ok := markIn(c, e, &e.Response, false, l.Off); ok {
					all = append(all, m)
				}
			}
		}
		for _, l := range c.Loose.Lines() {
			if m, ok := markIn(c, nil, &c.Loose, false, l.Off); ok {
				all = append(all, m)
			}
		}
	}
	return all
}

// apart is the minimum difference between two idle times that count as different.
const apart = 300 * time.Millisecond
