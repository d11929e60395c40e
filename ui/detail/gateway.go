package detail

import "linger/wire"

// gateway adds an explanation of status 502 or 504. Both concern a connection behind the
// one on the screen: a gateway makes connections to other servers, and these can also
// end.
func (p *page) gateway(s *scene) {
	h, ok := s.ex.Final()
	if !ok || s.ex.Reason == wire.ReasonTunnel {
		return
	}
	switch h.Status {
	case 502:
		p.lead("What a 502 means here", "9110 §15.6.3")
		p.say(plain, "A connection behind this server failed: it got no valid response from the next server.")
		p.say(plain, "A common cause: this server reused an idle connection while the next server was closing it. Probe the next server.")
	case 504:
		p.lead("What a 504 means here", "9110 §15.6.5")
		p.say(plain, "A connection behind this server is slow: it got no response from the next server in time.")
		p.say(plain, "Send a request directly to the next server. Does it respond, and after how long?")
	}
}
