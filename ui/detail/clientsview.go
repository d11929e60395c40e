package detail

import (
	"strconv"

	"linger/session/clients"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire"
)

// clientW is the width in cells of the column of client names.
const clientW = 16

// clientsView returns the Clients tab: what well-known clients would do with the
// response. It draws the limit of each client and the deadline of the server on one axis.
func clientsView(s *scene) view {
	p := newPage(s)
	e := s.ex
	if e == nil {
		e = lastAnswered(s.conn)
	}
	if e == nil {
		p.say(muted, "The response decides what clients do; it has not arrived yet.")
		return p
	}
	sc := *s
	sc.ex = e
	if _, ok := e.Final(); !ok {
		p.unanswered(e)
		return p
	}
	title := "Who would reuse this connection, and how long?"
	if text.Width(title) > p.inner() {
		title = "Who would reuse it, how long?"
	}
	p.add(own(strong, title)).right = []span{own(muted, "as of "+clients.AsOf)}
	if s.ex == nil {
		p.add(own(muted, "after response "+strconv.Itoa(e.ID)))
	}
	p.blank()
	if e.Facts().Persistence() == wire.ReasonUndecided {
		p.say(muted, "Not decided yet: the message is incomplete.")
		return p
	}
	verdicts := ask(ClientsResponse(s.conn, sc.ex))
	if anyReuses(verdicts) {
		p.reusers(&sc, verdicts)
		p.againRules()
	} else {
		p.refusals(verdicts)
	}
	p.contentRows(s.conn, e)
	p.sources()
	return p
}

// unanswered adds rows that say which clients would resend a request that got no
// response.
func (p *page) unanswered(e *record.Exchange) {
	if !e.Done {
		p.say(muted, "The response decides what clients do; it has not arrived yet.")
		return
	}
	method := brief(e.Method)
	p.add(own(strong, "Which clients resend this "+method+" by themselves?")).right = []span{own(muted, "as of "+clients.AsOf)}
	p.blank()
	for _, c := range clients.All() {
		mark, words := own(muted, p.th.Glyphs.NotAsked), own(muted, "no")
		if c.Again.Sends(e.Method) {
			mark, words = own(accent, p.th.Glyphs.Sent), own(strong, "once more")
		}
		p.add(mark, gap(1), own(plain, text.Pad(c.Name, clientW)), words)
	}
	p.sources()
	p.blank()
	p.say(muted, "They do so on a reused connection, if no byte of the response arrived. RFC 9110 §9.2.2 allows this only for idempotent methods.")
}

func lastAnswered(c *record.Connection) *record.Exchange {
	for i := len(c.Exchanges) - 1; i >= 0; i-- {
		if _, ok := c.Exchanges[i].Final(); ok && c.Exchanges[i].Done {
			return c.Exchanges[i]
		}
	}
	return nil
}

// ClientsResponse returns the facts of a final response that decide what clients do with
// the connection.
func ClientsResponse(c *record.Connection, e *record.Exchange) clients.Response {
	reason := e.Reason
	if f := e.Facts(); f.FollowedAt > 0 && f.FollowedAt >= e.Response.End() { // bytes after the response are judged separately
		reason = e.Promised()
	}
	if reason == wire.ReasonUndecided {
		reason = e.Facts().Persistence()
	}
	followed := clients.FollowedByNothing
	if st, ok := loose(c, e); ok && e.Facts().Framing() != wire.FramingTunnel {
		if followed = clients.FollowedByBytes; onlyEmpty(st.Lines()) {
			followed = clients.FollowedByEmptyLine
		}
	}
	return clients.Of(e.Facts(), reason, func(name string) []string { return values(e, name) }, readings(c, e), followed)
}

// An answer is a client and its behaviour.
type answer struct {
	clients.Client
	clients.Verdict
}

func ask(r clients.Response) []answer {
	all := clients.All()
	out := make([]answer, len(all))
	for i, c := range all {
		out[i] = answer{c, c.Ask(r)}
	}
	return out
}

// anyReuses reports whether any client reuses the connection without misreading the next
// response.
func anyReuses(as []answer) bool {
	for _, a := range as {
		if a.Verdict.Reuse && !a.Misreads {
			return true
		}
	}
	return false
}

// refusals adds what each client does and why, if none can safely reuse the connection.
func (p *page) refusals(as []answer) {
	same := true
	for _, a := range as {
		same = same && a.Why == as[0].Why
	}
	if same {
		p.say(plain, "None of the "+strconv.Itoa(len(as))+" clients reuses it: "+text.Safe(as[0].Why)+".")
		p.againRules()
		p.blank()
		for _, a := range as {
			p.add(gap(2), own(muted, text.Pad(a.Name, clientW)), own(muted, a.Again.String()))
		}
		return
	}
	for _, a := range as {
		does, ink := "no: "+text.Safe(a.Why), muted
		switch {
		case a.Misreads:
			does, ink = "misreads: reuses it, and reads the extra bytes as its next response", race
		case !a.Sure:
			does = "not sure: " + text.Safe(a.Why)
		}
		p.pair(clientW, own(plain, a.Name), own(ink, does))
	}
}
