package export_test

import (
	"testing"
	"time"

	"linger/session"
	"linger/session/observe"
)

const ms = time.Millisecond

var wall = time.Date(2026, 11, 29, 12, 4, 2, 0, time.UTC)

// A played is a session whose events a test makes from bytes.
type played struct {
	events []session.Event
	target string
	remote string
	tls    *session.TLS

	observer *observe.Observer
	conn     *observe.Conn
	id       int
	now      time.Duration
}

func play() *played {
	p := &played{target: "http://shop.example:8080", remote: "10.0.0.2:8080"}
	p.observer = observe.New(p.emit)
	p.emit(session.Started{Wall: wall, Program: "linger", Version: "1.2.3", Target: p.target})
	return p
}

func (p *played) emit(ev session.Event) { p.events = append(p.events, ev) }

// dial makes a connection. Resolving takes 5 ms, connecting 10 ms, and a TLS handshake 20
// ms.
func (p *played) dial() *played {
	p.id++
	p.emit(session.Dialing{At: p.now, Conn: p.id, Address: p.remote, Target: p.target})
	p.now += 15 * ms
	c := session.Connected{Conn: p.id, Local: "10.0.0.1:50001", Remote: p.remote, Resolve: 5 * ms, Connect: 10 * ms, RoundTrip: 10 * ms}
	if p.tls != nil {
		p.now += 20 * ms
		p.tls.Handshake, c.TLS = 20*ms, p.tls
	}
	c.At = p.now
	p.emit(c)
	p.conn = p.observer.Open(p.now, p.id, observe.Options{Target: p.target, RoundTrip: 10 * ms})
	return p
}

func (p *played) wait(d time.Duration) *played {
	p.now += d
	p.conn.Advance(p.now)
	return p
}

// asks adds a request that is sent now.
func (p *played) asks(request string) *played {
	p.conn.Begin(p.now, observe.ParseRequest([]byte(request)))
	p.now += ms
	p.conn.Wrote(p.now, len(request))
	return p
}

// answers adds bytes that are received 3 ms later.
func (p *played) answers(response string) *played {
	p.now += 3 * ms
	p.conn.Received(p.now, []byte(response))
	return p
}

func (p *played) ends(by session.Party, how session.How) *played {
	p.conn.End(p.now, observe.End{By: by, How: how})
	return p
}

const (
	get = "GET /orders/71 HTTP/1.1\r\nHost: shop.example\r\n\r\n"
	ok  = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"
)

// words returns a short sentence about e.
func words(e *session.Ending) string { return string(e.By) + " ended it: " + string(e.How) }

// A sink is a [HARWriter] or a [PcapngWriter].
type sink interface {
	Write(evs ...session.Event) error
	Finish() error
}

func finished(t testing.TB, s sink, events []session.Event) {
	t.Helper()
	if err := s.Write(events...); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(); err != nil {
		t.Fatal(err)
	}
}
