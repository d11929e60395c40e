package expect

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"linger/session/record"
	"linger/wire"
)

// A oneExchange is an exchange with the record that holds it.
type oneExchange struct {
	record *record.Record
	*record.Exchange
}

// Exchange returns the Lookup for conditions on one exchange. Its names are the members
// of the exchange line, and those that [ExchangeNames] describes.
func Exchange(r *record.Record, e *record.Exchange) Lookup {
	return func(name string) (Value, error) { return oneExchange{r, e}.lookup(name) }
}

func (e oneExchange) lookup(name string) (Value, error) {
	if code, ok := strings.CutPrefix(name, findingsPrefix); ok {
		return number(countOf(e.Findings, wire.Code(code))), nil
	}
	return exchangeMembers.lookup(e, name)
}

// timed reports whether the session has times. A decoded file has none.
func (e oneExchange) timed() bool { return !e.record.Start.Wall.IsZero() }

// known reports whether the facts of e are known.
func (e oneExchange) known() bool { return e.Done || len(e.Heads) > 0 }

// hinted reports whether e has ended, and its final response has a Keep-Alive field.
func (e oneExchange) hinted() bool {
	_, final := e.Final()
	return final && e.Done && e.Facts().Hint.Present
}

// budgeted reports whether e has ended with a final response, and a budget applies after
// it.
func (e oneExchange) budgeted() bool {
	_, final := e.Final()
	return final && e.Done && e.Budget().Applies
}

// decided reports whether linger knows if the connection persists after e.
func (e oneExchange) decided() bool { return e.Done && e.Reason != wire.ReasonUndecided }

// before returns the previous exchange on the same connection, and whether there was
// one. The exchange is nil if it was released.
func (e oneExchange) before() (*record.Exchange, bool) {
	c := e.record.Conn(e.Conn)
	if c == nil {
		return nil, false
	}
	for _, b := range slices.Backward(c.Exchanges[:e.place(c)]) {
		if !b.Tunnel {
			return b, true
		}
	}
	return nil, c.Past.Exchanges > 0
}

// behind returns the next exchange on the same connection, or nil.
func (e oneExchange) behind() *record.Exchange {
	c := e.record.Conn(e.Conn)
	if c == nil {
		return nil
	}
	if i := e.place(c) + 1; i < len(c.Exchanges) {
		return c.Exchanges[i]
	}
	return nil
}

// place returns the index of e among the exchanges of its connection.
func (e oneExchange) place(c *record.Connection) int {
	i, _ := slices.BinarySearchFunc(c.Exchanges, e.ID, func(x *record.Exchange, id int) int { return x.ID - id })
	return i
}

// pipelined reports whether the request began before the response to the previous one
// was complete.
func (e oneExchange) pipelined() bool {
	b, _ := e.before()
	return b != nil && b.LastByte > e.Started
}

// alone reports whether no other request was outstanding at the same time as that of e.
func (e oneExchange) alone() bool {
	next := e.behind()
	return !e.pipelined() && (next == nil || next.Started >= e.LastByte)
}

// path returns a request target without its query.
func path(target string) string {
	p, _, _ := strings.Cut(target, "?")
	return p
}

// exchangeMembers holds the names that can be looked up in an exchange. Those with a
// description are not members of the exchange line.
var exchangeMembers = members[oneExchange]{
	"type":       {get: func(oneExchange) (Value, bool) { return word("exchange") }},
	"id":         {get: func(e oneExchange) (Value, bool) { return number(e.ID), true }},
	"connection": {get: func(e oneExchange) (Value, bool) { return number(e.Conn), true }},
	"tunnel":     {get: func(e oneExchange) (Value, bool) { return truth(e.Tunnel), e.Requested && e.Tunnel }},
	"at":         {get: func(e oneExchange) (Value, bool) { return at(e.record, e.Started) }},

	"request.method":     {get: func(e oneExchange) (Value, bool) { return Value{Word: e.Method}, e.Requested }},
	"request.target":     {get: func(e oneExchange) (Value, bool) { return Value{Word: e.Target}, e.Requested && e.Target != "" }},
	"request.version":    {get: func(e oneExchange) (Value, bool) { return Value{Word: e.Proto}, e.Requested }},
	"request.wire_bytes": {get: requestBytes},

	"response.version": {get: func(e oneExchange) (Value, bool) {
		_, begun := e.Begun()
		v := e.Facts().Version
		return Value{Word: fmt.Sprintf("HTTP/%d.%d", v.Major, v.Minor)}, e.HasByte() && (begun || len(e.Heads) > 0)
	}},
	"response.status": {get: func(e oneExchange) (Value, bool) {
		h, begun := e.Begun()
		return number(h.Status), begun && e.HasByte()
	}},
	"response.reason": {get: func(e oneExchange) (Value, bool) {
		phrase, ok := e.ReasonPhrase()
		_, begun := e.Begun()
		return Value{Word: phrase}, ok && begun && e.HasByte()
	}},
	"response.framing": {get: func(e oneExchange) (Value, bool) {
		_, begun := e.Begun()
		f := e.Facts().Framing()
		return Value{Word: f.String()}, begun && e.HasByte() && f != wire.FramingUndecided
	}},
	"response.chunks": {get: func(e oneExchange) (Value, bool) {
		_, begun := e.Begun()
		return number(e.Facts().ChunkCount), begun && e.HasByte() && e.Facts().Framing() == wire.FramingChunked
	}},
	"response.complete": {get: func(e oneExchange) (Value, bool) { return truth(e.Done && e.Facts().Complete), e.HasByte() }},
	"response.body_bytes": {get: func(e oneExchange) (Value, bool) {
		if _, begun := e.Begun(); !begun {
			return number(0), e.HasByte()
		}
		return number(e.Facts().ContentBytes), e.HasByte()
	}},
	"response.wire_bytes": {get: func(e oneExchange) (Value, bool) {
		if !e.Done {
			return number(e.Response.Len), e.HasByte()
		}
		return number(e.WireBytes), e.HasByte()
	}},
	"response.sha256": {get: func(e oneExchange) (Value, bool) {
		return Value{Word: hex.EncodeToString(e.SHA256())}, e.HasByte() && len(e.SHA256()) > 0
	}},

	"keep_alive.timeout": {unit: time.Second, get: func(e oneExchange) (Value, bool) {
		return number(e.Facts().Hint.Timeout), e.hinted() && e.Facts().Hint.Timeout >= 0
	}},
	"keep_alive.max": {get: func(e oneExchange) (Value, bool) {
		return number(e.Facts().Hint.Max), e.hinted() && e.Facts().Hint.Max >= 0
	}},
	"keep_alive.applies": {get: func(e oneExchange) (Value, bool) { return truth(e.Facts().Hint.Applies), e.hinted() }},

	"budget.timeout": {unit: time.Second, get: func(e oneExchange) (Value, bool) {
		b := e.Budget()
		return number(b.Advertised()), e.budgeted() && b.HasTimeout
	}},
	"budget.max":        {get: func(e oneExchange) (Value, bool) { return number(e.Budget().Max), e.budgeted() && e.Budget().HasMax }},
	"budget.counted_by": {get: budgetCounter},

	"persistence.persistent": {get: func(e oneExchange) (Value, bool) { return truth(e.Reason.Persistent()), e.decided() }},
	"persistence.reason":     {get: func(e oneExchange) (Value, bool) { return Value{Word: e.Reason.String()}, e.decided() }},
	"persistence.out_of_step": {get: func(e oneExchange) (Value, bool) {
		return number(e.Facts().FollowedAt), e.decided() && e.Facts().FollowedAt > 0
	}},

	"resumed_at": {get: func(e oneExchange) (Value, bool) { return number(e.Facts().Off), e.decided() && e.Facts().Resumed }},
	"retry":      {get: func(e oneExchange) (Value, bool) { return word(e.Retry()) }},
	"barred_by":  {get: func(e oneExchange) (Value, bool) { return number(e.Barred), e.Barred > 0 }},

	"timing.send_us": {unit: time.Microsecond, get: func(e oneExchange) (Value, bool) {
		return micros(max(0, e.SentAt-e.Started)), e.timed() && e.Requested
	}},
	"timing.first_byte_us": {unit: time.Microsecond, get: func(e oneExchange) (Value, bool) {
		return micros(e.FirstByte - e.Started), e.timed() && e.Requested && e.HasByte()
	}},
	"timing.total_us": {unit: time.Microsecond, get: func(e oneExchange) (Value, bool) {
		return micros(e.LastByte - e.Started), e.timed() && e.Requested && e.HasByte()
	}},

	"request.path":       {about: "the target without its query", get: func(e oneExchange) (Value, bool) { return Value{Word: path(e.Target)}, e.Requested && e.Target != "" }},
	"request.keep_alive": {about: "the request has the connection option keep-alive", get: func(e oneExchange) (Value, bool) { return truth(e.Facts().Request.KeepAlive), e.Requested && e.known() }},
	"request.close":      {about: "the request has the connection option close", get: func(e oneExchange) (Value, bool) { return truth(e.Facts().Request.Close), e.Requested && e.known() }},
	"response.keep_alive": {about: "the response has the connection option keep-alive", get: func(e oneExchange) (Value, bool) {
		_, begun := e.Begun()
		return truth(e.Facts().KeepAlive), begun
	}},
	"response.close": {about: "the response has the connection option close", get: func(e oneExchange) (Value, bool) {
		_, begun := e.Begun()
		return truth(e.Facts().Close), begun
	}},
	"response.content_length": {about: "the value of Content-Length", get: func(e oneExchange) (Value, bool) {
		_, begun := e.Begun()
		return number(e.Facts().Length), begun && e.Facts().Length >= 0
	}},
	"keep_alive.present": {about: "the response has a Keep-Alive field", get: func(e oneExchange) (Value, bool) {
		_, begun := e.Begun()
		return truth(e.Facts().Hint.Present), begun
	}},
	"answered": {about: "the status of a final response was received", get: func(e oneExchange) (Value, bool) {
		_, begun := e.Begun()
		return truth(begun), begun || e.Ended
	}},
	"reused": {about: "the connection had carried another exchange before", get: func(e oneExchange) (Value, bool) {
		_, ok := e.before()
		return truth(ok), true
	}},
	"pipelined": {about: "sent before the previous response was complete", get: func(e oneExchange) (Value, bool) { return truth(e.pipelined()), true }},
	"alone":     {about: "no other request was outstanding at the same time", get: func(e oneExchange) (Value, bool) { return truth(e.alone()), true }},
	"idle_us": {about: "the idle time of the connection before the request", unit: time.Microsecond, get: func(e oneExchange) (Value, bool) {
		b, _ := e.before()
		if b == nil || b.LastByte > e.Started {
			return Value{}, false
		}
		return micros(e.Started - b.LastByte), e.timed()
	}},
	"age_us": {about: "the age of the connection when the request began", unit: time.Microsecond, get: func(e oneExchange) (Value, bool) {
		c := e.record.Conn(e.Conn)
		if c == nil {
			return Value{}, false
		}
		return micros(e.Started - c.Opened), e.timed()
	}},
}

// requestBytes returns the size of a request. The size is unknown in a decoded file.
func requestBytes(e oneExchange) (Value, bool) {
	n := e.Request.Len
	if e.Written {
		n = e.Sent
	}
	return number(n), e.Requested && e.timed() && n > 0
}

// budgetCounter returns who counts the exchanges of the budget.
func budgetCounter(e oneExchange) (Value, bool) {
	b := e.Budget()
	return Value{Word: b.CountedBy}, e.budgeted() && (b.HasTimeout || b.HasMax) && b.CountedBy != ""
}
