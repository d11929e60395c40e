package integration

import (
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func nginx(t *testing.T) *place { return nginxAt(t, newPlace(t)) }

func nginxAt(t *testing.T, p *place) *place {
	program := installed(t, "nginx")
	p.run(t, program, "-p", p.Dir, "-c", p.config(t, "nginx.conf"))
	return p
}

func TestNginxKeepsItsTimeout(t *testing.T) {
	p := nginx(t)
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
				c.wantHint(e, 2, -1)
			}
			c.wantIdleClose(over.how, 2*time.Second)
		})
	}
}

// With "keepalive_requests 4", nginx allows four exchanges, and the last response says
// close.
func TestNginxSaysCloseOnTheLastExchange(t *testing.T) {
	c := connect(t, overTCP.config(nginxAt(t, patient(t))))
	for range 3 {
		c.want(c.get("/"), 200, wire.FramingLengthDelimited, wire.ReasonHTTP11Default)
	}
	c.want(c.get("/"), 200, wire.FramingLengthDelimited, wire.ReasonResponseClose)
	if ev := c.closed(); ev.By != session.ByServer || !ev.Announced() || ev.Exchanges != 4 {
		t.Errorf("the %s closed after %d exchanges, announced: %t; want the server, after 4, announced", ev.By, ev.Exchanges, ev.Announced())
	}
}

// The timeout that nginx advertises is a separate setting: nginx may advertise a minute
// and close after two seconds.
func TestNginxClosesBeforeItsAdvertisedTimeout(t *testing.T) {
	c := connect(t, overTCP.config(nginx(t)))
	c.wantHint(c.get("/says-60"), 60, -1)
	c.wantIdleClose(session.HowFIN, 2*time.Second)
	if len(c.conn().Findings) != 1 || c.conn().Findings[0].Code != session.CodeClosedEarly {
		t.Errorf("the findings are %v, want %s", c.conn().Findings, session.CodeClosedEarly)
	}
}
