package peers

import (
	"testing"

	"linger/wire"
)

// FuzzSound checks that the readers agree about valid responses: if wire has no finding
// about a response, net/http and fasthttp read the same content.
func FuzzSound(f *testing.F) {
	for _, s := range samples(f) {
		if len(s.bytes) < 4<<10 {
			f.Add(s.bytes, s.asked[0].Method == "HEAD")
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte, head bool) {
		s := sample{asked: []wire.Request{get}, bytes: raw}
		if head {
			s.asked[0].Method = "HEAD"
		}
		own, facts, findings, others := byWire(s)
		if own.refuses || len(findings) > 0 || facts.Framing() == wire.FramingTunnel || !wire.Agree(others) || own.bytes > 1<<20 {
			return
		}
		if got := byNetHTTP(s); got != own {
			t.Errorf("net/http reads %v, wire %v; want the same (facts %+v)", got, own, facts)
		}
		if got := byFastHTTP(s); got != own {
			t.Errorf("fasthttp reads %v, wire %v; want the same (facts %+v)", got, own, facts)
		}
	})
}
