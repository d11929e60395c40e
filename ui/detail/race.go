package detail

import (
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
)

// raceNow explains what may become of a request that is sent now, with the
// picture to draw on a whiteboard.
func (p *page) raceNow(s *scene, z record.Zone) {
	p.head(raceStrong, p.th.Glyphs.Race, "If you send now", "9112 §9.5")
	p.soft()
	switch g := s.seen(); {
	case z == record.Late:
		p.say(plain, "The advertised time is over: the server may be closing at this moment, and neither side knows it yet:")
	case g.Early(s.conn.Budget):
		p.say(plain, "This server has closed as early as "+format.Exactly(g.Low)+" idle: both sides may speak at once, and neither knows it yet:")
	default:
		p.say(plain, "Both sides may speak at once, and neither knows it yet:")
	}
	p.soft()
	next := s.request()
	p.crossing(next.String())
	p.soft()
	p.say(plain, "The server has closed when your request arrives. You read EOF before any byte: no status, no error, no answer.")
	p.lead("What would be safe", "9110 §9.2.2")
	method := brief(next.method)
	again := "send all the same: " + method + " is safe to send again"
	if !ending.Idempotent(next.method) {
		again = "think first: " + method + " may take effect twice if sent again"
	}
	p.pair(8, own(key, "enter"), own(plain, again))
	p.pair(8, own(key, "w"), own(plain, "wait: see when and how the server really closes"))
	p.pair(8, own(key, "R"), own(plain, "a new connection: costs one round trip"))
}

// crossing draws a request and a FIN that pass each other on the way.
func (p *page) crossing(request string) {
	if p.inner() < 56 {
		return
	}
	const lane = 20 // cells of a lane, what it carries included
	request = p.th.Cut(request, lane-6)
	stroke := p.th.Glyphs.Max
	before := (lane - 2 - text.Width(request)) / 2
	after := lane - 2 - text.Width(request) - before
	far := text.Repeat(stroke, 9) + p.th.Glyphs.Sent
	p.add(gap(4), own(muted, "you    "), own(accent, text.Repeat(stroke, before)), gap(1), own(strong, request), gap(1),
		own(accent, text.Repeat(stroke, after)+"╲"), gap(1), own(caution, "╱"+far), gap(1), own(strong, "FIN"))
	p.add(gap(11+lane), own(race, "╳"), gap(3), own(race, "they cross"))
	p.add(gap(4), own(muted, "server "), own(caution, text.Repeat(stroke, lane-10)), gap(1), own(strong, "FIN"), gap(1),
		own(caution, text.Repeat(stroke, 5)+"╱"), gap(1), own(accent, "╲"+far), gap(1), own(strong, "too late"))
}
