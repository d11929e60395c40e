package record

import (
	"time"

	"linger/session"
	"linger/wire"
)

// An Exchange is a request, its interim responses and its final response.
type Exchange struct {
	ID        int
	Conn      int
	Requested bool // false for an unsolicited response
	Tunnel    bool // the dialer asked a proxy for a tunnel to the target
	Written   bool // the request has been written, or no more of it will be
	Done      bool
	Ended     bool // the exchange is done, or its connection has ended
	own       bool // no other exchange shares its outcome
	Reason    wire.Reason
	Method    string
	Target    string
	Proto     string
	Request   Stretch
	Response  Stretch // the bytes of the response, with its interim responses
	Heads     []Head  // header sections of interim responses in order, then that of the final response
	WireBytes int64   // number of bytes in the interim and final responses
	Findings  []wire.Finding

	Started   time.Duration // time of the first byte written
	SentAt    time.Duration // time of the last byte written; valid once Written
	Sent      int64         // number of request bytes written by then; less than Request.Len if linger stopped before the end of the request
	FirstByte time.Duration // time of the first byte received; see HasByte
	LastByte  time.Duration // time of the last byte received
	Over      time.Duration // time of the end, valid once Ended; an incomplete exchange ends with the connection

	Barred int // ID of the exchange whose close option forbade the server to process this request (RFC 9112 §9.6), or 0

	lack    *lack    // nil if nothing is missing
	outcome *outcome // nil if nothing is known
	base    int64    // the offsets in the outcome's facts are relative to this offset

	limits   *limits       // nil if there is no budget
	deadline time.Duration // the deadline of the budget
}

// A lack counts the missing data of an exchange. It is never modified, because exchanges
// with equal counts may share one lack.
type lack struct {
	discarded                     Discarded
	requestMissed, responseMissed int64
}

// lacks returns the counts of the missing data of e.
func (e *Exchange) lacks() lack {
	if e.lack == nil {
		return lack{}
	}
	return *e.lack
}

// Discarded returns the counts of the data of e that was dropped to limit memory.
func (e *Exchange) Discarded() Discarded { return e.lacks().discarded }

// Missed returns the number of bytes of the request and of the responses that were not
// captured.
func (e *Exchange) Missed() (request, response int64) {
	l := e.lacks()
	return l.requestMissed, l.responseMissed
}

// A room is memory for an exchange and for one header section, because nearly every
// exchange has exactly one.
type room struct {
	Exchange
	heads [1]Head
}

func (r *Record) newExchange() *Exchange {
	m := r.rooms.next()
	m.Heads = m.heads[:0]
	return &m.Exchange
}

// A Head is the position of the header section of a response. Its offsets count the bytes
// received on the connection.
type Head struct {
	Off, End int64
	At       time.Duration
	Status   int
}

// BodySoFar returns how many bytes of the message body have been received, including
// framing. ok is false if no final response is in progress.
func (e *Exchange) BodySoFar() (n int64, ok bool) {
	h, final := e.Final()
	if !final || e.Done {
		return 0, false
	}
	return e.Response.End() - h.End, true
}

// Silence returns the time since the last byte of a response in progress. It returns 0
// before the first byte, after the last byte, and between an interim response and the
// next response.
func (e *Exchange) Silence(now time.Duration) time.Duration {
	if _, final := e.Final(); e.Done || e.Ended || !e.HasByte() || !final && len(e.Heads) > 0 {
		return 0
	}
	return max(0, now-e.LastByte)
}

// Stalled reports whether a response is in progress and no byte of it has
// arrived for [session.StalledAfter].
func (e *Exchange) Stalled(now time.Duration) bool { return e.Silence(now) >= session.StalledAfter }

// FramingLost reports whether a response is in progress and its framing was lost. The
// bytes received since then belong to no message.
func (e *Exchange) FramingLost() bool {
	n := len(e.Response.keeps().lines)
	_, final := e.Final()
	return !e.Done && final && n > 0 && e.Response.keeps().lines[n-1].Kind == wire.KindLost
}

// noteFraming sets FramingBad in the facts of e if a response is in progress and its
// framing was lost.
func (e *Exchange) noteFraming() {
	if e.FramingLost() {
		e.change().FramingBad = true
	}
}

// Final returns the header section of the final response; ok is false if it is
// not complete.
func (e *Exchange) Final() (h Head, ok bool) {
	if n := len(e.Heads); n > 0 && final(e.Heads[n-1].Status) {
		return e.Heads[n-1], true
	}
	return Head{}, false
}

// Begun returns the header section of the final response. If the connection ended inside
// the section, or the section exceeded the limit, Begun returns the part with the
// complete lines. ok is false if there is not even a status-line.
func (e *Exchange) Begun() (h Head, ok bool) {
	if h, ok := e.Final(); ok {
		return h, true
	}
	if f := e.Facts(); e.Done && f.BodyAt < 0 && f.Status > 0 && final(f.Status) {
		end := e.Response.End()
		if n := len(e.Response.keeps().lines); n > 0 && e.Response.keeps().lines[n-1].Flags&wire.FlagCut != 0 {
			end = e.Response.Off + e.Response.keeps().lines[n-1].Off
		}
		return Head{Off: f.Off, End: end, Status: f.Status}, true
	}
	return Head{}, false
}

// final reports whether a response with this status is the final one. A status
// outside the five classes is treated as 5xx (RFC 9110 §15).
func final(status int) bool { return status < 100 || status >= 200 || status == 101 }

// HasResponse reports whether the status-line of an interim or final response has begun.
func (e *Exchange) HasResponse() bool { return e.Response.statusLine() != nil }

// HasByte reports whether a byte of a response was received. If it returns false,
// FirstByte and LastByte are not valid; they are 0, which is also a valid time.
func (e *Exchange) HasByte() bool { return e.Response.Len > 0 }

// Took returns the time from the first byte written to the last byte received, or to the
// end of the connection if the response is incomplete.
func (e *Exchange) Took() time.Duration {
	end := e.LastByte
	if e.Done && !e.isComplete() {
		end = max(end, e.Over)
	}
	return max(0, end-e.Started)
}

// Worst returns the highest severity among the findings of e; see [Worst].
func (e *Exchange) Worst() (wire.Severity, int) { return Worst(e.Findings) }
