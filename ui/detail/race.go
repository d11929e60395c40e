package detail

import (
	"linger/session/ending"
	"linger/session/record"
	"linger/ui/text"
	"linger/wire/format"
)

// raceNow adds a picture of what may happen to a request that is sent now, and says what
// is safe to do.
func (p *page) raceNow(s *scene, z record.Zone) {
	p.head(raceStrong, p.th.Glyphs.Race, "If you send now", "9112 §9.5")
	p.soft()
	switch l := s.rec.Limit(s.conn); {
	case z == record.Late && l.Hint > 0:
		p.say(plain, "The advertised time is over; the server may be closing now:")
	case z == record.Late:
		p.say(plain, "This server has closed after a shorter idle time; it may be closing now:")
	case l.Source != record.SourceHint:
		p.say(plain, "This server has closed after "+format.Exactly(l.Low)+". Request and FIN may cross:")
	default:
		p.say(plain, "Request and FIN may cross. Neither side can know it yet:")
	}
	p.soft()
	next := s.request()
	p.crossing(next.String())
	p.soft()
	p.say(plain, "When your request arrives, the server has already closed. You get no response: no status-line, no error.")
	if s.silent {
		return
	}
	p.lead("What is safe", "9110 §9.2.2")
	method := brief(next.method)
	again := "send anyway: " + method + " may be repeated"
	if !ending.Idempotent(next.method) {
		again = "check first: " + method + " may take effect twice"
	}
	p.pair(8, own(key, "enter"), own(plain, again))
	p.pair(8, own(key, "w"), own(plain, "wait to see when and how the server closes"))
	p.pair(8, own(key, "R"), own(plain, "use a new connection: costs one round trip"))
}

// crossing adds a picture of a request and a FIN that cross in the network.
func (p *page) crossing(request string) {
	if p.inner() < 56 {
		return
	}
	const lane = 20 // width of a lane in cells, with its labels
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
