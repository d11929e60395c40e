package detail

import "linger/wire"

// gateway explains a status that is about a connection behind the one on
// screen: a gateway keeps connections of its own, and they end, too.
func (p *page) gateway(s *scene) {
	h, ok := s.ex.Final()
	if !ok || s.ex.Reason == wire.ReasonTunnel {
		return
	}
	switch h.Status {
	case 502:
		p.lead("What 502 says about connections", "9110 §15.6.3")
		p.say(plain, "Not this connection failed, but one behind it: this server asked another and got no valid answer.")
		p.say(plain, "A common cause is the race, one hop further on: it reused an idle connection that the server behind was just closing. Probe that server, and let this one give up idle connections first.")
	case 504:
		p.lead("What 504 says about connections", "9110 §15.6.5")
		p.say(plain, "Not this connection is slow, but one behind it: this server asked another and got no answer in time.")
		p.say(plain, "Ask the server behind it directly: does it answer at all, and after how long?")
	}
}
