package detail

import (
	"slices"
	"strconv"
	"strings"

	"linger/session"
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// lifeView returns the first tab of a connection: how it ended, or its state.
func lifeView(s *scene) view {
	p := newPage(s)
	switch c := s.conn; {
	case c.State == record.Ended:
		p.ended(s)
	case c.State == record.Failed:
		p.failed(s)
	default:
		p.standing(s)
	}
	p.comes(s)
	return p
}

// lifeAt is the column where values begin.
const lifeAt = 14

func (p *page) fact(label, value string) {
	p.pair(lifeAt, own(muted, label), own(plain, value))
}

// ended adds who ended the connection, how and when, and whether that matches the
// announcements.
func (p *page) ended(s *scene) {
	t, glyph := muted, p.th.Glyphs.Closed
	e := &s.conn.Close.Ending
	if ending.Faulty(e) && !e.Hushed {
		t, glyph = race, p.th.Glyphs.Error
	}
	p.head(t, glyph, words.Title(&s.conn.Close.Ending, p.inner()-2), "")
	p.soft()
	p.fact("who", words.Who(e))
	p.fact("how", words.Way(e))
	p.fact("when", words.When(e))
	if e.Hushed {
		p.others(s)
		return
	}
	p.fact("advertised", words.Advertised(s.conn))
	p.fact("announced", words.Announced(e))
	p.fact("lost", words.Lost(e))
	p.candidates(s)
	p.logged(e, s.h)
	p.lead("What it means", words.Section(e))
	measured, _ := limit(s)
	p.say(plain, words.MeaningOf(s.conn, measured))
	p.canDo(s, e)
	p.others(s)
}

// candidates adds the usual causes of an end during the first request, and how to test
// for each.
func (p *page) candidates(s *scene) {
	all := words.Candidates(s.conn)
	if len(all) == 0 {
		return
	}
	const testAt = 29
	p.lead("Not the idle race", "")
	p.say(plain, "The connection was "+format.Duration(s.conn.Close.Age)+" old and never idle after a response. Usual causes, each with a test:")
	p.soft()
	for _, c := range all {
		cause, test := own(plain, c.Cause), own(plain, c.Test)
		switch {
		case s.silent:
			p.add(gap(2), cause)
		case p.inner() < testAt+3+cells([]span{test}):
			p.add(gap(2), cause)
			p.add(gap(4), own(key, c.Key), gap(2), test)
		default:
			p.add(gap(2), cause, gap(testAt-2-text.Width(c.Cause)), own(key, c.Key), gap(2), test)
		}
	}
}

// canDo adds the keys that are useful after the connection has ended, if linger can send.
func (p *page) canDo(s *scene, e *session.Ending) {
	if s.silent {
		return
	}
	p.lead("What you can do", "")
	if newest := s.rec.Newest(); newest != nil && newest != s.conn {
		p.pair(lifeAt, own(key, "G"), own(plain, "go to connection "+strconv.Itoa(newest.ID)+", which the keys act on"))
		p.pair(lifeAt, own(key, "y"), own(plain, "copy this sentence, or a ticket"))
		return
	}
	next := s.next
	if next == (requestKey{}) {
		next = askedLast(s.conn)
	}
	send := "reconnect and send the next request"
	if next != (requestKey{}) {
		send = "reconnect and send " + next.String()
	}
	p.pair(lifeAt, own(key, "enter"), own(plain, send))
	p.pair(lifeAt, own(key, "R"), own(plain, "reconnect"))
	p.pair(lifeAt, own(key, "P"), own(plain, words.Probing(e, s.seen().Wide())))
	p.pair(lifeAt, own(key, "y"), own(plain, "copy this sentence, or a ticket"))
}

// others adds how many connections of the session to this server ended in the same way.
// For unannounced idle closes, it adds their idle times. On a practice server it counts
// only connections with the same last request, because each scenario has its own idle
// timeout.
func (p *page) others(s *scene) {
	same, ended := 0, 0
	scenarios := s.rec.Label(s.conn.Target) != ""
	var times []string
	for _, c := range s.rec.Conns {
		if c.State != record.Ended || c.Target != s.conn.Target || scenarios && askedLast(c) != askedLast(s.conn) {
			continue
		}
		ended++
		if alike(&c.Close, &s.conn.Close) {
			same++
			times = append(times, format.Exactly(c.Close.Idle))
		}
	}
	if same < 2 {
		return
	}
	said := format.Number(int64(same)) + " of " + format.Number(int64(ended)) + " connections"
	if last := askedLast(s.conn); scenarios && last != (requestKey{}) {
		said += " whose last request was " + text.Safe(last.String())
	}
	said += " ended this way"
	if e := &s.conn.Close; e.Phase == session.PhaseIdle && !e.Announced() {
		if n := len(times); n > 5 {
			said += ", most recently"
			times = times[n-5:]
		}
		said += ": after " + strings.Join(times, ", ")
	}
	p.blank()
	p.soft()
	for _, l := range text.Wrap(said+".", p.inner()) {
		p.add(own(muted, l))
	}
}

// alike reports whether two connections ended in the same way: by the same side, with the
// same signal, in the same phase, and with the same advertised timeout. They must also
// agree on whether the end was announced, whether the client half-closed first, and
// whether the connection was out of step.
func alike(a, b *session.Closed) bool {
	return a.HasAdvertised == b.HasAdvertised && a.Advertised == b.Advertised && a.By == b.By && a.How == b.How && a.Phase == b.Phase && a.Announced() == b.Announced() && a.HalfClosed == b.HalfClosed &&
		ending.OutOfStep(&a.Ending) == ending.OutOfStep(&b.Ending)
}

// askedLast returns the last request on a connection, or the zero requestKey if no
// request was sent.
func askedLast(c *record.Connection) requestKey {
	for _, e := range slices.Backward(c.Exchanges) {
		if e.Requested {
			return requestKey{e.Method, e.Target}
		}
	}
	return requestKey{}
}

func (p *page) failed(s *scene) {
	f := s.conn.Failure
	p.head(race, p.th.Glyphs.Error, format.Sentence(text.Safe(string(f.Kind))), "")
	p.say(plain, text.Safe(words.Failure(f)))
	if s.silent {
		return
	}
	p.lead("What you can do", "")
	p.pair(lifeAt, own(key, "R"), own(plain, "try again"))
	p.pair(lifeAt, own(key, "enter"), own(plain, "try again, and send the next request"))
}

// standing adds the facts about a connection that is open or connecting.
func (p *page) standing(s *scene) {
	c := s.conn
	if c.State == record.Connecting {
		p.making(s)
		return
	}
	p.head(okay, p.th.Glyphs.Open, "The connection is open", "")
	p.soft()
	p.fact("to", text.Safe(c.Info.Remote))
	p.fact("from", text.Safe(c.Info.Local))
	p.transport(c)
	p.fact("age", format.Clock(c.Age(s.now)))
	p.fact("exchanges", format.Number(int64(c.Count())))
	if past := c.Past.Exchanges; past > 0 {
		p.fact("discarded", format.Count(past, "exchange")+" (the oldest), because the memory limit was reached")
	}
	p.fact("bytes", format.Number(c.Sent)+" sent, "+format.Number(c.Received)+" received")
	if idle := c.IdleFor(s.now); idle > 0 {
		p.fact("idle", format.Idle(idle))
	}
	if !s.blind {
		p.fact("advertised", words.Advertised(c))
	}
	if trip := c.Budget.RoundTrip; trip > 0 {
		p.fact("round trip", format.Duration(trip))
	}
	p.firstSteps(s)
	if s.taught {
		return
	}
	p.lead("TCP keepalive is something else", "")
	if c.Info.TCPAlive > 0 {
		p.say(muted, "TCP keepalive probes (every "+format.Seconds(c.Info.TCPAlive)+") only check that the peer exists. They keep no HTTP connection open.")
		return
	}
	p.say(muted, "TCP keepalive probes are off. They would not keep an HTTP connection open anyway.")
}

// firstSteps adds the keys that are useful on an unused connection.
func (p *page) firstSteps(s *scene) {
	if !s.guide || s.conn.Count() > 0 {
		return
	}
	p.lead("Who closes it, and when", "")
	p.pair(lifeAt, own(key, "enter"), own(plain, "send "+s.next.String()+": the idle time starts after the response"))
	p.pair(lifeAt, own(key, "w"), own(plain, "wait and see who closes, when and how"))
	p.pair(lifeAt, own(key, "P"), own(plain, "measure it: several idle closes, on separate connections"))
	p.pair(lifeAt, own(key, "o"), own(plain, "connect to another server"))
}

func (p *page) transport(c *record.Connection) {
	t := c.Info.TLS
	if t == nil {
		p.fact("transport", "TCP, not encrypted")
		return
	}
	p.fact("transport", text.Safe(t.Version+", "+t.Cipher))
	p.fact("handshake", format.Duration(t.Handshake)+", "+sessionWords(t))
	if !t.Verified {
		p.pair(lifeAt, own(muted, "certificate"), own(race, "! not verified"))
	}
	p.fact("issued to", text.Safe(t.Peer)+", until "+t.Expires.Format("2006-01-02"))
	if len(t.Chain) > 1 {
		p.fact("signed by", text.Safe(strings.Join(t.Chain[1:], "; then ")))
	}
}

// sessionWords says in words whether the handshake resumed the TLS session of an earlier
// connection (RFC 8446 §2.2).
func sessionWords(t *session.TLS) string {
	if t.Resumed {
		return "resumed"
	}
	return "new session"
}
