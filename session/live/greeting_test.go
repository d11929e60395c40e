package live_test

import (
	"context"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
	"linger/session/live"
	"linger/wire"
)

// A greeter is a server that sends a greeting and then ends the connection, at once or
// later.
type greeter struct {
	words   string
	ends    func(*memconn.Conn)
	listens bool // whether it waits for the request; otherwise it sends before dial returns
}

// dial makes a connection to the greeter, and runs the greeter on it.
func (g greeter) dial(ctx context.Context, t *testing.T, door *memconn.Listener) (net.Conn, error) {
	c, err := door.Dial(ctx)
	if err != nil {
		return nil, err
	}
	accepted, err := door.Accept()
	if err != nil {
		return nil, err
	}
	speak := func() {
		server := accepted.(*memconn.Conn)
		if g.listens {
			_, err = server.Read(make([]byte, 4096))
		}
		if err == nil {
			_, err = io.WriteString(server, g.words)
		}
		if err != nil {
			t.Error(err)
		}
		g.ends(server)
	}
	if g.listens {
		go speak()
	} else {
		speak()
	}
	return c, nil
}

// greeted runs a session whose first command connects and sends. It returns the only
// exchange and the codes of all findings.
func greeted(t *testing.T, first session.Command, inline bool, g greeter) (done *session.ExchangeDone, found string) {
	synctest.Test(t, func(t *testing.T) {
		door := memconn.Listen(0)
		defer door.Close()
		s := &story{t: t, session: live.New(live.Config{
			Target: session.Target{Host: "server.example", Port: "80"},
			Dialer: session.DialFunc(func(ctx context.Context, _ session.Target) (net.Conn, error) {
				c, err := g.dial(ctx, t, door)
				if err != nil || inline {
					return c, err
				}
				return readOnly{c.(*memconn.Conn)}, nil
			}),
		})}
		defer s.session.Close()
		s.session.Do(session.Reconnect{First: first})
		evs := until[session.Closed](s, "the end")
		done, found = of[*session.ExchangeDone](s, evs, 1, "the exchange")[0], codes(evs)
	})
	return done, found
}

// If a command connects and sends, linger reports the server's first bytes as the
// response to that request. It does so even if these bytes, or the end of the connection,
// arrive before the request is sent.
func TestGreetingIsReportedAsResponse(t *testing.T) {
	request := session.Target{Host: "server.example", Port: "80"}.Request("GET", "/")
	firsts := map[string]session.Command{
		"send":     session.Send{Request: request},
		"raw":      session.SendRaw{Data: []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n")},
		"pipeline": session.Pipeline{Requests: []wire.RequestMessage{request}},
		"repeat":   session.Repeat{Request: request, N: 1},
	}
	ends := map[string]func(*memconn.Conn){
		"closes later": func(c *memconn.Conn) { time.AfterFunc(100*time.Millisecond, func() { c.Close() }) },
		"closes":       func(c *memconn.Conn) { c.Close() },
		"shuts":        func(c *memconn.Conn) { _ = c.CloseWrite() },
	}
	for name, tt := range map[string]struct {
		words, found string
		status       int
	}{
		"HTTP/2": {"\x00\x00\x12\x04\x00\x00\x00\x00\x00", "other-protocol status-line-invalid", 0},
		"SSH":    {"SSH-2.0-x\r\n", "other-protocol status-line-invalid", 0},
		"busy":   {"HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "", 503},
	} {
		for way, first := range firsts {
			for end, ends := range ends {
				for i := range 4 {
					g := greeter{tt.words, ends, i&1 != 0}
					done, found := greeted(t, first, i&2 != 0, g)
					if found != tt.found || done.Facts.Status != tt.status || done.WireBytes != int64(len(tt.words)) {
						t.Errorf("%s, %s, %s, inline %t, listens %t: findings %q, status %d, %d bytes; want %q, %d, %d", name, way, end, i&2 != 0, g.listens,
							found, done.Facts.Status, done.WireBytes, tt.found, tt.status, len(tt.words))
					}
				}
			}
		}
	}
}
