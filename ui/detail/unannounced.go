package detail

import (
	"strconv"

	"linger/session/record"
	"linger/session/servers"
	"linger/ui/text"
	"linger/ui/words"
	"linger/wire/format"
)

// keyAt is the column at which the description of a key begins.
const keyAt = 7

// unannounced adds rows about how long the connection stays open if the response has no
// hint. They show an earlier hint, the closes that linger saw, or how to find out.
func (p *page) unannounced(s *scene) {
	if b := s.ex.Budget(); b.Source > 0 && b.Source != s.ex.ID && b.HasTimeout && b.Applies {
		p.lead("For how long", "")
		p.say(plain, "Not repeated: timeout="+strconv.FormatInt(b.Advertised(), 10)+" of response "+strconv.Itoa(b.Source)+" still applies.")
		return
	}
	if g := s.seen(); g.Closes > 0 {
		p.lead("For how long", format.Count(g.Closes, "close")+" seen")
		p.closedAfter(s, g)
		return
	}
	p.lead("For how long", "not advertised")
	said := "The response has no Keep-Alive field, but every server has an idle limit."
	if s.silent {
		p.say(plain, said)
		p.soft()
	} else {
		p.say(plain, said+" To measure it:")
		p.soft()
		p.pair(keyAt, own(key, "w"), own(plain, "wait here until the server closes: one sample"))
		p.pair(keyAt, own(key, "P"), own(plain, "probe the server: several samples, on separate connections"))
	}
	if name := s.conn.Server(); name != "" {
		if d, ok := servers.Guess(name); ok {
			p.pair(keyAt, own(muted, p.th.Glyphs.Dot), own(muted, "guess: "+d.Name+" closes after "+format.Seconds(d.Idle)+" by default (Server: "+text.Safe(brief(name))+"). Its configuration may say otherwise: "+d.Option+"."))
		}
	}
	if s.ex.Requested && !s.ex.Facts().Request.KeepAlive {
		p.soft()
		p.say(muted, "Apache and Tomcat advertise their limit only if the request says Connection: keep-alive; this request did not.")
	}
}

// closedAfter adds rows with the idle times after which the server closed other
// connections without a hint, and the time at which clients should close first.
func (p *page) closedAfter(s *scene, g record.Range) {
	closed := "idle connections were closed after this time, without a hint"
	if c := s.rec.LastIdleClose(s.conn); g.Closes == 1 && c != nil {
		closed = "connection " + strconv.Itoa(c.ID) + " was closed after " + format.Exactly(c.Close.Idle) + " idle, without a hint"
	}
	p.pair(text.Width(g.String())+5, own(strong, g.String()), own(plain, closed))
	if by := words.CloseBy(g.Low); by > 0 {
		p.say(plain, "Clients should close first, after "+format.Seconds(by)+" or sooner: the next close may come earlier.")
	} else {
		p.say(plain, "That is too short for clients to close first.")
	}
	if c := s.rec.LastIdleClose(s.conn); c != nil {
		if said := words.Guessed(c); said != "" {
			p.say(muted, said)
		}
	}
	if g.Closes == 1 && !s.silent {
		p.pair(keyAt, own(key, "P"), own(plain, "probe the server: is it always "+g.String()+", or a range?"))
	}
}
