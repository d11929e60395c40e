package detail

import "linger/wire"

// gateway adds an explanation of status 502 or 504, which is about a connection behind
// the one on the screen. A gateway has its own connections to other servers, and these
// also end.
func (p *page) gateway(s *scene) {
	h, ok := s.ex.Final()
	if !ok || s.ex.Reason == wire.ReasonTunnel {
		return
	}
	switch h.Status {
	case 502:
		p.lead("What a 502 means here", "9110 §15.6.3")
		p.say(plain, "A connection behind this server failed: the server got no valid response from the next one.")
		p.say(plain, "A common cause: this server reused an idle connection while the next server was closing it. Probe the next server.")
	case 504:
		p.lead("What a 504 means here", "9110 §15.6.5")
		p.say(plain, "A connection behind this server is slow: the server got no response from the next one in time.")
		p.say(plain, "Ask the next server directly: does it answer, and after how long?")
	}
}
