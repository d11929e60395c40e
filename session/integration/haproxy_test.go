package integration

import (
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func haproxy(t *testing.T) *place { return haproxyAt(t, newPlace(t)) }

func haproxyAt(t *testing.T, p *place) *place {
	program := installed(t, "haproxy")
	p.run(t, program, "-db", "-f", p.config(t, "haproxy.cfg"))
	check(t, listens("unix", p.Unix, nil))
	return p
}

// HAProxy closes idle connections exactly at its timeout, but does not advertise it.
func TestHAProxyGivesNoHint(t *testing.T) {
	p := newPlace(t)
	p.First = 60
	haproxyAt(t, p)
	for _, over := range []struct {
		transport
		how session.How
	}{{overTCP, session.HowFIN}, {overTLS, session.HowCloseNotify}, {overUnix, session.HowFIN}} {
		t.Run(over.name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, over.config(p))
			for range 2 {
				e := c.get("/")
				c.want(e, 200, wire.FramingLengthDelimited, wire.ReasonHTTP11Default)
				c.wantHint(e, -1, -1)
			}
			c.wantIdleClose(over.how, 2*time.Second)
		})
	}
}

// HAProxy waits for the first request as long as timeout http-request allows. Then it
// sends an unsolicited 408.
func TestHAProxySendsUnsolicited408(t *testing.T) {
	c := connect(t, overTCP.config(haproxy(t)))
	ev := c.closed()
	if ev.By != session.ByServer || len(c.record.Exchanges) != 1 {
		t.Fatalf("the %s closed after %d exchanges; want the server, after one", ev.By, len(c.record.Exchanges))
	}
	if e := c.record.Exchanges[0]; e.Requested || e.Facts().Status != 408 {
		t.Errorf("the response has status %d, requested: %t; want an unsolicited 408", e.Facts().Status, e.Requested)
	}
}
