package integration

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func apache(t *testing.T) *place {
	program, p := installed(t, "apache2"), newPlace(t)
	site := filepath.Join(p.Dir, "site")
	check(t, os.Mkdir(site, 0o755))
	check(t, os.WriteFile(filepath.Join(site, "hello"), []byte("hello\n"), 0o644))
	p.run(t, program, "-DFOREGROUND", "-f", p.config(t, "apache.conf"))
	return p
}

// MaxKeepAliveRequests 5 is six exchanges: max counts those still allowed
// after this one, from 5 down to 1, and the sixth response says close.
func TestApacheCountsMaxDown(t *testing.T) {
	c := connect(t, overTCP.config(apache(t)))
	for limit := int64(5); limit >= 1; limit-- {
		e := c.get("/hello")
		c.want(e, 200, wire.FramingLengthDelimited, wire.ReasonHTTP11Default)
		c.wantHint(e, 2, limit)
		if !e.Budget.HasMax || e.Budget.Max != limit || e.Budget.CountedBy != "server" {
			t.Errorf("exchange %d: %d left, counted by %q; want %d, by the server", e.ID, e.Budget.Max, e.Budget.CountedBy, limit)
		}
	}
	c.want(c.get("/hello"), 200, wire.FramingLengthDelimited, wire.ReasonResponseClose)
	if ev := c.closed(); ev.By != session.ByServer || !ev.Announced() || ev.Exchanges != 6 {
		t.Errorf("closed by %s, announced %v, after %d exchanges", ev.By, ev.Announced(), ev.Exchanges)
	}
	if n := len(c.record.Conns); n != 1 {
		t.Errorf("%d connections, want 1", n)
	}
}

func TestApacheKeepsItsTimeout(t *testing.T) {
	p := apache(t)
	for _, over := range []struct {
		transport
		how session.How
	}{{overTCP, session.HowFIN}, {overTLS, session.HowCloseNotify}} {
		t.Run(over.name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, over.config(p))
			c.wantHint(c.get("/hello"), 2, 5)
			c.wantIdleClose(over.how, 2*time.Second)
		})
	}
}

// Apache sends Keep-Alive to those alone who ask for it.
func TestApacheHintsOnlyWhenAsked(t *testing.T) {
	c := connect(t, overTCP.config(apache(t)))
	e := c.get("/hello", func(m *wire.RequestMessage) { m.Fields = m.Fields[:3] })
	c.want(e, 200, wire.FramingLengthDelimited, wire.ReasonHTTP11Default)
	if e.Facts.Hint.Present || e.Facts.KeepAlive {
		t.Errorf("an unsolicited hint: %+v", e.Facts.Hint)
	}
	c.wantHint(c.get("/hello"), 2, 4)
}

func TestApacheAndHTTP10(t *testing.T) {
	p := apache(t)
	old := func(m *wire.RequestMessage) { m.Proto = "HTTP/1.0" }
	c := connect(t, overTCP.config(p))
	c.want(c.get("/hello", old), 200, wire.FramingLengthDelimited, wire.ReasonHTTP11Default) // keep-alive was asked for
	c = connect(t, overTCP.config(p))
	e := c.get("/hello", old, func(m *wire.RequestMessage) { m.Fields = m.Fields[:3] })
	c.want(e, 200, wire.FramingLengthDelimited, wire.ReasonResponseClose)
}
