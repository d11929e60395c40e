package probe

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
	"linger/session/live"
)

// A visitor is the server's end of a connection to a peculiar server.
type visitor struct {
	net.Conn
	n  int // number of the connection, counted from 1
	in *bufio.Reader
}

// A question is a request that a peculiar server has read.
type question struct {
	method, target, proto string
	field                 textproto.MIMEHeader
}

// asked reads a request and reports whether it got one. It waits at most idle for the
// request; 0 means without limit.
func (v *visitor) asked(idle time.Duration) (q question, ok bool) {
	if idle > 0 {
		_ = v.SetReadDeadline(time.Now().Add(idle))
	}
	tp := textproto.NewReader(v.in)
	line, err := tp.ReadLine()
	if err != nil {
		return q, false
	}
	_ = v.SetReadDeadline(time.Time{})
	q.method, q.proto, _ = strings.Cut(line, " ")
	q.target, q.proto, _ = strings.Cut(q.proto, " ")
	q.field, err = tp.ReadMIMEHeader()
	return q, err == nil
}

// closes reports whether the request asks for the end of the connection.
func (q question) closes() bool {
	option := strings.ToLower(q.field.Get("Connection"))
	return option == "close" || q.proto == "HTTP/1.0" && option != "keep-alive"
}

// says writes the response to q with two bytes of content and the given field lines.
func (v *visitor) says(q question, status int, lines ...string) {
	var b strings.Builder
	fmt.Fprintf(&b, "HTTP/1.1 %d A\r\nContent-Length: 2\r\n", status)
	if q.closes() {
		b.WriteString("Connection: close\r\n")
	}
	for _, l := range lines {
		b.WriteString(l + "\r\n")
	}
	b.WriteString("\r\n")
	if q.method != "HEAD" {
		b.WriteString("ok")
	}
	fmt.Fprint(v, b.String())
}

// serves answers requests correctly. takes is the wait before each response. serves
// closes the connection after the given idle time.
func (v *visitor) serves(takes, idle time.Duration) {
	for {
		q, ok := v.asked(idle)
		if !ok {
			return
		}
		time.Sleep(takes)
		v.says(q, 200)
		if q.closes() {
			return
		}
	}
}

// sits keeps the connection open until the client closes it.
func (v *visitor) sits() {
	for {
		if _, err := v.in.ReadByte(); err != nil {
			return
		}
	}
}

// peculiar probes a server that runs serve for each connection, in a bubble with fake
// time, and passes the report to look. It fails if the probe took longer than AtMost.
func peculiar(t *testing.T, change func(*Config), serve func(*visitor), look func(*Report)) {
	t.Helper()
	interrupted(t, time.Hour, change, serve, look)
}

// interrupted works like peculiar, but interrupts the probe after the given time.
func interrupted(t *testing.T, after time.Duration, change func(*Config), serve func(*visitor), look func(*Report)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		target, _, _ := session.ParseTarget("http://peculiar.test/")
		var n atomic.Int64
		dial := func(context.Context, session.Target) (net.Conn, error) {
			client, end := memconn.Pipe()
			v := &visitor{end, int(n.Add(1)), bufio.NewReader(end)}
			go func() {
				defer v.Close()
				serve(v)
			}()
			return client, nil
		}
		c := Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial)}, MaxRequests: 100}
		if change != nil {
			change(&c)
		}
		ctx, cancel := context.WithTimeout(t.Context(), after)
		defer cancel()
		began := time.Now()
		r := Run(ctx, c, nil)
		if took := time.Since(began); took > c.AtMost() {
			t.Errorf("the probe took %v, want at most %v", took, c.AtMost())
		}
		time.Sleep(2 * time.Minute) // so that the server sees the ends of all connections
		look(r)
		if t.Failed() {
			t.Log(markdownOf(r))
		}
	})
}

func maxWait(d time.Duration) func(*Config) { return func(c *Config) { c.MaxWait = d } }

// advises reports whether the report has advice for whom that contains words.
func advises(r *Report, whom, words string) bool {
	for _, a := range r.Advice {
		if a.For == whom && strings.Contains(a.Text, words) {
			return true
		}
	}
	return false
}
