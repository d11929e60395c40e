package plain

import (
	"slices"
	"strings"

	"linger/session"
	"linger/session/clients"
	"linger/session/record"
	"linger/ui/detail"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// change returns the command that changes the next request, and says what it is.
func change(f func(wire.RequestMessage) wire.RequestMessage) func(*follower) {
	return func(x *follower) {
		x.next = f(x.next)
		x.sayNext()
	}
}

// sayNext says what the next request is.
func (f *follower) sayNext() {
	asks := "does not ask for keep-alive"
	for _, field := range f.next.Fields {
		if strings.EqualFold(field.Name, "Connection") {
			asks = "says Connection: " + field.Value
		}
	}
	f.say("Next: %s, %s.", f.request(), text.Safe(asks))
}

// edit sets a field of the next request, or takes it out where there is no value.
func (f *follower) edit(field string) {
	name, value, ok := strings.Cut(field, ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || name == "" {
		f.say("Write the field with a colon: edit Connection: close")
		return
	}
	f.next.Fields = slices.DeleteFunc(slices.Clone(f.next.Fields), func(h wire.HeaderField) bool { return strings.EqualFold(h.Name, name) })
	if value != "" {
		f.next.Fields = append(f.next.Fields, wire.HeaderField{Name: name, Value: value})
	}
	f.sayNext()
}

// pipelined is how many requests are sent at once.
const pipelined = 5

func (f *follower) pipeline() {
	reqs := slices.Repeat([]wire.RequestMessage{session.Framed(f.next)}, pipelined)
	f.asked += pipelined
	f.o.Engine.Do(session.Pipeline{Requests: reqs, Reconnect: true})
}

// last returns the newest exchange, and says so where there is none.
func (f *follower) last() *record.Exchange {
	if n := len(f.rec.Exchanges); n > 0 {
		return f.rec.Exchanges[n-1]
	}
	f.say("There is no exchange yet.")
	return nil
}

// again says which lost requests a client sends again.
var again = map[clients.Again]string{clients.AgainNever: "never", clients.AgainSafe: "safe methods", clients.AgainIdempotent: "idempotent methods",
	clients.AgainAny: "every method, POST as well"}

// clients says what clients do with the connection after the last response.
func (f *follower) clients() {
	e := f.last()
	if e == nil {
		return
	}
	r := detail.ClientsResponse(e)
	for _, c := range clients.All() {
		v := c.Ask(r)
		what := "does not use the connection again"
		if v.Reuse {
			what = "keeps it idle for " + format.Seconds(v.Limit)
		}
		f.say("  %s: %s (%s). Sends a lost request again: %s.", c.Name, what, text.Safe(v.Why), again[c.Again])
	}
}

// showRequest says the header section of the last request.
func (f *follower) showRequest() {
	if e := f.last(); e != nil {
		f.sayLines(&e.Request, "sent")
	}
}

// wire says each line of the last exchange: where it is, what it holds, what it is.
func (f *follower) wire() {
	if e := f.last(); e != nil {
		f.sayLines(&e.Request, "sent")
		f.sayLines(&e.Response, "received")
	}
}

func (f *follower) sayLines(s *record.Stretch, what string) {
	for _, l := range s.Lines() {
		raw := s.Bytes(l.Off, l.Len)
		f.say("  %s at %d: %s (%s)", what, l.Off, text.Cut(text.SafeUpTo(strings.TrimRight(string(raw), "\r\n"), longest), longest), l.Label(raw, -1))
	}
}

// body says the content of the last response.
func (f *follower) body() {
	e := f.last()
	if e == nil {
		return
	}
	n := 0
	for _, l := range e.Response.Lines() {
		if l.Kind != wire.KindContent && l.Kind != wire.KindChunkData {
			continue
		}
		for line := range strings.Lines(string(e.Response.Bytes(l.Off, l.Len))) {
			n++
			f.say("  %s", text.Cut(text.SafeUpTo(strings.TrimRight(line, "\r\n"), longest), longest))
		}
	}
	if n == 0 {
		f.say("There is no body.")
	}
}
