package integration

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/session/record"
	"linger/wire"
)

// A client drives a session from a test and keeps its record.
type client struct {
	t       testing.TB
	session *live.Session
	target  session.Target
	record  record.Record
	story   *story // called with each event if not nil
}

// A transport is a way to connect to a server.
type transport struct {
	name   string
	config func(p *place) live.Config
}

var (
	overTCP = transport{"TCP", func(p *place) live.Config {
		return live.Config{Target: session.Target{Host: "127.0.0.1", Port: p.Port}}
	}}
	overTLS = transport{"TLS", func(p *place) live.Config {
		return live.Config{Target: session.Target{TLS: true, Host: "127.0.0.1", Port: p.TLS}, TLS: live.TLSOptions{Roots: p.CA}}
	}}
	overUnix = transport{"Unix socket", func(p *place) live.Config {
		return live.Config{Target: session.Target{Host: "localhost", Port: "80", Unix: p.Unix}}
	}}
)

// connect opens a connection, which is closed when the test ends.
func connect(t testing.TB, c live.Config) *client {
	t.Helper()
	cl := &client{t: t, session: live.New(c), target: c.Target}
	t.Cleanup(cl.session.Close)
	cl.session.Do(session.Reconnect{})
	cl.until("a connection", func() bool { return cl.conn() != nil && cl.conn().State != record.Connecting })
	if cl.conn().State == record.Failed {
		t.Fatalf("linger could not connect: %s", cl.conn().Failure.Text)
	}
	return cl
}

func (c *client) conn() *record.Connection { return c.record.Newest() }

// until takes events until done returns true. It fails the test after patience.
func (c *client) until(what string, done func() bool) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for !done() {
		events, err := c.session.Events(ctx)
		for _, ev := range events {
			c.record.Apply(ev)
			if c.story != nil {
				c.story.apply(ev)
			}
		}
		if err != nil {
			c.t.Fatalf("waiting for %s: %v; the record has %s", what, err, c.sofar())
		}
	}
}

// sofar describes the record in a failure message.
func (c *client) sofar() string {
	var b strings.Builder
	for _, conn := range c.record.Conns {
		fmt.Fprintf(&b, "connection %d: open %v %s;", conn.ID, conn.State.Open(), conn.Failure.Text)
	}
	for _, e := range c.record.Exchanges {
		fmt.Fprintf(&b, " %s %d, done %v;", e.Target, e.Facts().Status, e.Done)
	}
	return b.String()
}

// watch takes events for the duration d.
func (c *client) watch(d time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	for ctx.Err() == nil {
		events, _ := c.session.Events(ctx)
		for _, ev := range events {
			c.record.Apply(ev)
		}
	}
}

// get sends a GET request, modified by change, and returns the exchange when it has
// ended. If the server has closed the idle connection because the machine is busy, get
// sends the request on another connection.
func (c *client) get(target string, change ...func(*wire.RequestMessage)) *record.Exchange {
	c.t.Helper()
	m := c.target.Request("GET", target)
	for _, f := range change {
		f(&m)
	}
	n, declined := len(c.record.Exchanges), c.record.Declined
	c.session.Do(session.Send{Request: m, Reconnect: true})
	c.until("the end of the exchange", func() bool {
		if c.record.Declined != declined {
			c.t.Fatalf("linger declined GET %s: %s; want it sent", target, c.record.Declined.Why)
		}
		return len(c.record.Exchanges) > n && c.record.Exchanges[n].Done
	})
	return c.record.Exchanges[n]
}

// closed waits for the end of the connection.
func (c *client) closed() session.Closed {
	c.t.Helper()
	c.until("the server's close", func() bool { return c.conn().State == record.Ended })
	return c.conn().Close
}

// wantIdleClose checks that the server closes the idle connection in the given way, after
// the given time. A busy machine delays the server and the client, so wantIdleClose may
// try again.
func (c *client) wantIdleClose(how session.How, after time.Duration) {
	c.t.Helper()
	late := 5 * time.Second
	if required() {
		late = 100 * time.Millisecond
	}
	for tries := 1; ; tries++ {
		ev := c.closed()
		c.t.Log(ev.By, ev.How, ev.Moment.Kind, ev.Idle)
		if ev.By != session.ByServer || ev.How != how || ev.Phase != session.PhaseIdle {
			c.t.Fatalf("the %s closed by %s in phase %s; want the server, %s, idle", ev.By, ev.How, ev.Phase, how)
		}
		if ev.Idle >= after-250*time.Millisecond && ev.Idle <= after+late {
			return
		}
		if tries == 20 {
			c.t.Fatalf("in the last of %d attempts, the server closed after %v idle, want %v", tries, ev.Idle, after)
		}
		target := c.record.Exchanges[len(c.record.Exchanges)-1].Target
		c.session.Do(session.Reconnect{})
		c.until("another connection", func() bool { return c.conn().ID > tries && c.conn().State.Open() })
		c.get(target)
	}
}

// want checks that an exchange is complete and has the given status, framing and reason.
func (c *client) want(e *record.Exchange, status int, framing wire.Framing, reason wire.Reason) {
	c.t.Helper()
	if e.Facts().Status != status || e.Facts().Framing() != framing || !e.Facts().Complete || e.Reason != reason {
		c.t.Errorf("exchange %d: status %d, framing %s, complete %v, %s; want %d, %s, complete, %s",
			e.ID, e.Facts().Status, e.Facts().Framing(), e.Facts().Complete, e.Reason, status, framing, reason)
	}
	for _, f := range e.Findings {
		if session.SeverityOf(f.Code) > wire.SeverityNote {
			c.t.Errorf("exchange %d has the finding %s (%s), want only notes", e.ID, f.Code, f.Detail)
		}
	}
}

// wantHint checks the timeout and the max of an exchange's hint; -1 means none.
func (c *client) wantHint(e *record.Exchange, timeout, limit int64) {
	c.t.Helper()
	if h := e.Facts().Hint; h.Timeout != timeout || h.Max != limit {
		c.t.Errorf("exchange %d: timeout %d, max %d; want %d, %d", e.ID, h.Timeout, h.Max, timeout, limit)
	}
}
