package expect

import (
	"strings"
	"time"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/wire"
)

// lastPrefix is the prefix of names that refer to the last exchange of an ended
// connection, such as last.request.path.
const lastPrefix = "last."

// Texts holds functions that return sentences about the end of a connection.
type Texts struct {
	Sentence func(*session.Ending) string // how the connection ended
	Refused  func(*session.Ending) string // how the server refused a TLS handshake that linger had completed
}

// A oneEnd is a connection that has ended, with the record that holds it.
type oneEnd struct {
	record *record.Record
	*record.Connection
	texts Texts
}

// End returns the Lookup for conditions on the end of a connection. Its names are the
// members of the close line, except text and refused, and those that [EndNames]
// describes.
func End(r *record.Record, c *record.Connection) Lookup {
	return oneEnd{record: r, Connection: c}.lookup
}

func (c oneEnd) lookup(name string) (Value, error) {
	if code, ok := strings.CutPrefix(name, findingsPrefix); ok {
		return number(countOf(c.Findings, wire.Code(code))), nil
	}
	if name, ok := strings.CutPrefix(name, lastPrefix); ok {
		if last := c.Last(); last != nil {
			return oneExchange{c.record, last}.lookup(name)
		}
		return Value{}, errNone
	}
	return endMembers.lookup(c, name)
}

// endMembers holds the names that can be looked up in the end of a connection. Those with
// a description are not members of the close line.
var endMembers = members[oneEnd]{
	"type":       {get: func(oneEnd) (Value, bool) { return word("close") }},
	"connection": {get: func(c oneEnd) (Value, bool) { return number(c.ID), true }},
	"at":         {get: func(c oneEnd) (Value, bool) { return at(c.record, c.Close.At) }},
	"by":         {get: func(c oneEnd) (Value, bool) { return Value{Word: string(c.Close.By)}, true }},
	"how":        {get: func(c oneEnd) (Value, bool) { return Value{Word: string(c.Close.How)}, true }},
	"phase":      {get: func(c oneEnd) (Value, bool) { return Value{Word: string(c.Close.Phase)}, true }},
	"exchanges":  {get: func(c oneEnd) (Value, bool) { return number(c.Close.Exchanges), true }},
	"idle_us":    {unit: time.Microsecond, get: func(c oneEnd) (Value, bool) { return micros(c.Close.Idle), c.Close.Phase == session.PhaseIdle }},
	"announced":  {get: func(c oneEnd) (Value, bool) { return truth(c.Close.Announced()), true }},

	"announced_by": {get: func(c oneEnd) (Value, bool) { return word(c.Close.Notice.Kind) }},
	"announced_exchange": {get: func(c oneEnd) (Value, bool) {
		return number(c.Close.Notice.Of), c.Close.Announced() && c.Close.Notice.Of > 0
	}},
	"motive": {get: func(c oneEnd) (Value, bool) { return word(c.Close.Motive) }},

	"advertised_us":   {unit: time.Microsecond, get: func(c oneEnd) (Value, bool) { return micros(c.Close.Advertised), c.Close.HasAdvertised }},
	"round_trip_us":   {unit: time.Microsecond, get: func(c oneEnd) (Value, bool) { return micros(c.Path.RoundTrip), c.Path.Conn > 0 }},
	"retransmissions": {get: func(c oneEnd) (Value, bool) { return number(c.Path.Retrans), c.Path.Conn > 0 }},

	"text": {get: func(c oneEnd) (Value, bool) {
		if c.texts.Sentence == nil {
			return Value{}, false
		}
		return Value{Word: c.texts.Sentence(&c.Close.Ending)}, true
	}},
	"refused": {get: func(c oneEnd) (Value, bool) {
		if c.Close.Refusal == "" || c.texts.Refused == nil {
			return Value{}, false
		}
		return word(c.texts.Refused(&c.Close.Ending))
	}},

	"body_bytes": {get: func(c oneEnd) (Value, bool) { return number(record.TallyOf(c.Connection).Body), true }},
	"errors":     {get: func(c oneEnd) (Value, bool) { return number(record.TallyOf(c.Connection).Errors), true }},
	"warnings":   {get: func(c oneEnd) (Value, bool) { return number(record.TallyOf(c.Connection).Warnings), true }},

	"age_us": {about: "the age of the connection", unit: time.Microsecond, get: func(c oneEnd) (Value, bool) { return micros(c.Close.Age), true }},
	"timeliness": {about: "early, on-time or late, compared with the advertised timeout", get: func(c oneEnd) (Value, bool) {
		return word(standings[ending.Against(&c.Close.Ending)])
	}},
	"tcp_keepalive_us": {about: "the interval between TCP keepalive probes", unit: time.Microsecond, get: func(c oneEnd) (Value, bool) {
		return micros(c.Info.TCPAlive), true
	}},
}

var standings = [...]string{
	ending.StandingNone: "", ending.StandingEarly: "early", ending.StandingOnTime: "on-time", ending.StandingLate: "late",
}
