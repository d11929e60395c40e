package integration

import (
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func node(t *testing.T) *place { return nodeAt(t, newPlace(t)) }

func nodeAt(t *testing.T, p *place) *place {
	program := installed(t, "node")
	p.run(t, program, p.config(t, "node.js"))
	return p
}

// Node advertises keepAliveTimeout, but keeps the connection one second longer.
func TestNodeKeepsConnectionsASecondLonger(t *testing.T) {
	p := node(t)
	for _, over := range []struct {
		transport
		how session.How
	}{{overTCP, session.HowFIN}, {overTLS, session.HowFIN}, {overUnix, session.HowFIN}} {
		t.Run(over.name, func(t *testing.T) {
			t.Parallel()
			c := connect(t, over.config(p))
			c.want(c.get("/chunked"), 200, wire.FramingChunked, wire.ReasonHTTP11Default)
			e := c.get("/")
			c.want(e, 200, wire.FramingLengthDelimited, wire.ReasonHTTP11Default)
			c.wantHint(e, 2, 3)
			c.wantIdleClose(over.how, 3*time.Second)
		})
	}
}

// Node sends maxRequestsPerSocket in every response and does not count it down, so linger
// counts. The last response says close, but Node does not close.
func TestNodeRepeatsMax(t *testing.T) {
	c := connect(t, overTCP.config(nodeAt(t, patient(t))))
	for range 2 {
		c.wantHint(c.get("/"), 60, 3)
	}
	if b := c.conn().Budget; b.Max != 2 || b.CountedBy != "linger" {
		t.Errorf("max is %d, counted by %q; want 2, counted by linger", b.Max, b.CountedBy)
	}
	c.want(c.get("/"), 200, wire.FramingLengthDelimited, wire.ReasonResponseClose)
	if ev := c.closed(); ev.By != session.ByClient {
		t.Errorf("the %s closed the connection, want the client", ev.By)
	}
	if len(c.conn().Findings) != 1 || c.conn().Findings[0].Code != session.CodeCloseIgnored {
		t.Errorf("the findings are %v, want %s", c.conn().Findings, session.CodeCloseIgnored)
	}
}
