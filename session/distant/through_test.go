package distant_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/distant"
	"linger/session/livetest"
	"linger/session/practice"
)

// elsewhere dials a practice server in memory, which stands for one in another process.
type elsewhere struct{ door *livetest.Listener }

func (e elsewhere) Dial(ctx context.Context, _ session.Target) (net.Conn, session.DialTimes, error) {
	c, err := e.door.Dial(ctx)
	return c, session.DialTimes{}, err
}

func (elsewhere) Address(t session.Target) string { return t.Address() }

func open(t *testing.T) elsewhere {
	e := elsewhere{livetest.Listen(0)}
	server := practice.New(practice.Config{})
	go func() {
		for {
			c, err := e.door.Accept()
			if err != nil {
				return
			}
			go server.ServeConn(c)
		}
	}()
	t.Cleanup(func() { e.door.Close(); server.Close() })
	return e
}

// A server in another process can also be a round trip away. Its bytes, FIN and RST
// arrive later, and a request in the last round trip is lost.
func TestThrough(t *testing.T) {
	const trip = 600 * time.Millisecond
	synctest.Test(t, func(t *testing.T) {
		far := distant.Dialer{Serve: distant.Through(open(t), target), RoundTrip: trip}
		ask := func(path string) (net.Conn, string) {
			c, _, err := far.Dial(t.Context(), target)
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: practice\r\nConnection: keep-alive\r\n\r\n")
			b := make([]byte, 1024)
			n, _ := c.Read(b)
			if n > 0 && time.Since(began) != trip {
				t.Errorf("the response to %s took %v, want a round trip of %v", path, time.Since(began), trip)
			}
			return c, string(b[:n])
		}
		c, response := ask("/countdown?timeout=5")
		if !strings.Contains(response, "timeout=5") {
			t.Errorf("the response is %q, want one with timeout=5", response)
		}
		time.Sleep(4700 * time.Millisecond) // the server closes before the request arrives
		io.WriteString(c, request)
		if n, err := c.Read(make([]byte, 1024)); n > 0 || !errors.Is(err, io.EOF) {
			t.Errorf("Read returned %d bytes, %v; want no byte and EOF", n, err)
		}
		c.Close()
		c, _ = ask("/reset-answer?after=1")
		if n, err := c.Read(make([]byte, 1024)); n > 0 || !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("Read returned %d bytes, %v; want no byte and a reset", n, err)
		}
		c.Close()
	})
}

// If the server cannot be reached, the connection is reset.
func TestThroughToUnreachableServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := elsewhere{livetest.Listen(0)}
		e.door.Close()
		c, _, err := distant.Dialer{Serve: distant.Through(e, target), RoundTrip: time.Second}.Dial(t.Context(), target)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Read(make([]byte, 1)); err == nil {
			t.Error("Read returned a byte, want an error")
		}
	})
}
