package integration

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"linger/session"
	"linger/wire"
)

func apache(t *testing.T) *place { return apacheAt(t, newPlace(t)) }

// apacheAt starts Apache and waits until it keeps a connection open. While Apache starts
// its threads, it closes every connection after the response, without notice.
func apacheAt(t *testing.T, p *place) *place {
	program := installed(t, "apache2")
	site := filepath.Join(p.Dir, "site")
	check(t, os.Mkdir(site, 0o755))
	check(t, os.WriteFile(filepath.Join(site, "hello"), []byte("hello\n"), 0o644))
	p.run(t, program, "-DFOREGROUND", "-f", p.config(t, "apache.conf"))
	for start := time.Now(); !persists(p.Port); time.Sleep(50 * time.Millisecond) {
		if time.Since(start) > patience {
			t.Fatalf("Apache kept no connection open within %v, want one", patience)
		}
	}
	return p
}

// persists reports whether a server answers two requests on one connection.
func persists(port string) bool {
	c, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		return false
	}
	defer c.Close()
	r := bufio.NewReader(c)
	for range 2 {
		if _, err := io.WriteString(c, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
			return false
		}
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			return false
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			return false
		}
	}
	return true
}

// MaxKeepAliveRequests 5 allows six exchanges. max is the number of exchanges that are
// still allowed: it counts from 5 down to 1, and the sixth response says close.
func TestApacheCountsMaxDown(t *testing.T) {
	c := connect(t, overTCP.config(apacheAt(t, patient(t))))
	for limit := int64(5); limit >= 1; limit-- {
		e := c.get("/hello")
		c.want(e, 200, wire.FramingLengthDelimited, wire.ReasonHTTP11Default)
		c.wantHint(e, 60, limit)
		if !e.Budget().HasMax || e.Budget().Max != limit || e.Budget().CountedBy != "server" {
			t.Errorf("exchange %d: max is %d, counted by %q; want %d, counted by the server", e.ID, e.Budget().Max, e.Budget().CountedBy, limit)
		}
	}
	c.want(c.get("/hello"), 200, wire.FramingLengthDelimited, wire.ReasonResponseClose)
	if ev := c.closed(); ev.By != session.ByServer || !ev.Announced() || ev.Exchanges != 6 {
		t.Errorf("the %s closed after %d exchanges, announced: %t; want the server, after 6, announced", ev.By, ev.Exchanges, ev.Announced())
	}
	if n := len(c.record.Conns); n != 1 {
		t.Errorf("linger used %d connections, want 1", n)
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

// Apache sends Keep-Alive only to clients that ask for it.
func TestApacheHintsOnlyWhenAsked(t *testing.T) {
	c := connect(t, overTCP.config(apacheAt(t, patient(t))))
	e := c.get("/hello", func(m *wire.RequestMessage) { m.Fields = m.Fields[:3] })
	c.want(e, 200, wire.FramingLengthDelimited, wire.ReasonHTTP11Default)
	if e.Facts().Hint.Present || e.Facts().KeepAlive {
		t.Errorf("the response has the hint %+v and keep-alive: %t; want neither", e.Facts().Hint, e.Facts().KeepAlive)
	}
	c.wantHint(c.get("/hello"), 60, 4)
}

func TestApacheAndHTTP10(t *testing.T) {
	p := apacheAt(t, patient(t))
	old := func(m *wire.RequestMessage) { m.Proto = "HTTP/1.0" }
	c := connect(t, overTCP.config(p))
	c.want(c.get("/hello", old), 200, wire.FramingLengthDelimited, wire.ReasonHTTP10KeepAlive) // request and response say keep-alive
	c = connect(t, overTCP.config(p))
	e := c.get("/hello", old, func(m *wire.RequestMessage) { m.Fields = m.Fields[:3] })
	c.want(e, 200, wire.FramingLengthDelimited, wire.ReasonResponseClose)
}
