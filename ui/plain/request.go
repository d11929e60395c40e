package plain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"linger/session"
	"linger/session/clients"
	"linger/session/record"
	"linger/ui/composer"
	"linger/ui/detail"
	"linger/ui/text"
	"linger/wire"
	"linger/wire/format"
)

// change returns a function that implements a command: it changes the next request with f
// and prints it.
func change(f func(wire.RequestMessage) wire.RequestMessage) func(*follower, string) {
	return func(x *follower, _ string) {
		x.next = f(x.next)
		x.sayNext()
	}
}

// sayNext prints the next request.
func (f *follower) sayNext() {
	asks := "does not ask for keep-alive"
	for _, field := range f.next.Fields {
		if strings.EqualFold(field.Name, "Connection") {
			asks = "says Connection: " + field.Value
		}
	}
	f.say("Next: %s, %s.", f.request(), text.Safe(asks))
}

// edit sets a field of the next request, or removes it if there is no value.
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

// content sets the content of the next request.
func (f *follower) content(text string) {
	f.next.Content = []byte(text)
	f.say("Next: %s, with %s of content.", f.request(), format.Count(len(text), "byte"))
}

// pipelined is the default number of requests in a pipeline. mostSent is the maximum
// number of requests that one command can send.
const (
	pipelined = 5
	mostSent  = 1000
)

func (f *follower) pipeline(arg string) {
	n, ok := f.number(arg, pipelined, mostSent)
	if !ok {
		return
	}
	f.asked += n
	f.sent(f.next)
	f.o.Engine.Do(session.Pipeline{Requests: slices.Repeat([]wire.RequestMessage{session.Framed(f.next)}, n), Reconnect: true})
}

// sendN sends the next request several times: "3" or "3 every 2s".
func (f *follower) sendN(arg string) {
	count, pause, every := strings.Cut(arg, " every ")
	n, ok := f.number(strings.TrimSpace(count), 0, mostSent)
	if !ok {
		return
	}
	r := session.Repeat{Request: session.Framed(f.next), N: n}
	if every {
		d, err := time.ParseDuration(strings.TrimSpace(pause))
		if err != nil || d < 0 {
			f.say("%q is not a time; write for example 2s or 500ms.", text.Safe(pause))
			return
		}
		r.Every = d
	}
	f.asked += n
	f.sent(f.next)
	f.o.Engine.Do(r)
}

// number returns the number in arg, from 1 to most, and true. If arg is empty and without
// is not 0, it returns without. If the number is invalid, it prints a sentence and
// returns false.
func (f *follower) number(arg string, without, most int) (int, bool) {
	if arg == "" && without > 0 {
		return without, true
	}
	n, err := strconv.Atoi(arg)
	if err != nil || n < 1 || n > most {
		f.say("Write a number from 1 to %d.", most)
		return 0, false
	}
	return n, true
}

// raw sends bytes exactly as written.
func (f *follower) raw(arg string) {
	b, err := composer.Unescape(arg)
	if err != nil {
		f.say("%s.", text.Safe(err.Error()))
		return
	}
	f.asked++
	f.o.Engine.Do(session.SendRaw{Data: b, Reconnect: true})
}

// last returns the selected exchange, or the newest if none is selected. If there is no
// exchange, it prints a sentence and returns nil.
func (f *follower) last() *record.Exchange {
	if e := f.rec.Exchange(f.chosen); e != nil {
		return e
	}
	if e := f.rec.Exchange(f.rec.Count()); e != nil {
		return e
	}
	f.say("There is no exchange yet.")
	return nil
}

// again says which lost requests a client resends.
var again = map[clients.Again]string{clients.AgainNever: "never", clients.AgainSafe: "safe methods", clients.AgainIdempotent: "idempotent methods",
	clients.AgainAny: "every method, including POST"}

// clients prints what clients do with the connection after the last response.
func (f *follower) clients() {
	e := f.last()
	if e == nil {
		return
	}
	r := detail.ClientsResponse(f.rec.Conn(e.Conn), e)
	for _, c := range clients.All() {
		v := c.Ask(r)
		what := "does not reuse the connection"
		switch {
		case !v.Sure:
			what = "not sure"
		case v.Misreads:
			what = "reuses the connection, and reads the extra bytes as its next response"
		case v.Reuse && v.Limit > 24*time.Hour:
			what = "keeps the connection idle without a limit"
		case v.Reuse:
			what = "keeps the connection idle for " + format.Seconds(v.Limit)
		}
		if c.Version == "" {
			what += ", not measured"
		}
		f.say("  %s: %s (%s). Resends a lost request: %s.", c.Name, what, text.Safe(v.Why), again[c.Again])
	}
}

// showRequest prints each line of the last request.
func (f *follower) showRequest() {
	if e := f.last(); e != nil {
		f.sayLines(&e.Request, "sent")
	}
}

// wire prints each line of the last exchange: the offset, the bytes and the kind.
func (f *follower) wire() {
	if e := f.last(); e != nil {
		f.sayLines(&e.Request, "sent")
		f.sayLines(&e.Response, "received")
		if c := f.rec.Conn(e.Conn); c != nil {
			f.sayLines(&c.Loose, "received without a request,")
		}
	}
}

func (f *follower) sayLines(s *record.Stretch, what string) {
	lines := session.SecretLines{Fields: f.o.SecretFields}
	for _, l := range s.Lines() {
		raw := s.Bytes(l.Off, l.Len)
		shown := strings.TrimRight(string(raw), "\r\n")
		if !f.secrets && !session.IsContent(l.Kind) {
			shown = lines.Masked(shown)
		}
		f.say("  %s at %d: %s (%s)", what, l.Off, text.Cut(text.SafeUpTo(shown, longest), longest), l.Label(raw, -1))
	}
}

// body prints the content of the last response.
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
		f.say("The response has no body.")
	}
}
