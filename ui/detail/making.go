package detail

import (
	"linger/ui/text"
	"linger/wire/format"
)

// making adds the progress of connecting, and the number of waiting requests.
func (p *page) making(s *scene) {
	c := s.conn
	p.head(muted, p.th.Glyphs.Waiting, "Connecting", "")
	p.soft()
	p.fact("to", text.Safe(c.Address))
	p.fact("now", text.Safe(c.Making()))
	p.fact("for", format.Clock(s.now-c.Dialed))
	switch c.Waiting {
	case 0:
		p.fact("waiting", "no request")
	case 1:
		p.fact("waiting", "1 request, sent when connected")
	default:
		p.fact("waiting", format.Count(c.Waiting, "request")+", sent when connected")
	}
	if s.silent {
		return
	}
	p.lead("What you can do", "")
	if c.Waiting > 0 {
		p.pair(lifeAt, own(key, "esc"), own(plain, "drop the waiting requests"))
	}
	p.pair(lifeAt, own(key, "x"), own(plain, "stop connecting"))
}
