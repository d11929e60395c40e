//go:build unix

package live

import (
	"context"
	"io"
	"net"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"linger/session"
)

// peerGone detects a FIN behind unread bytes without consuming them.
func TestPeerGoneDetectsUnreadFIN(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ours, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer ours.Close()
	theirs, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	raw := rawConn(ours)
	_, _ = io.WriteString(theirs, "bye")
	if newSocket(raw).peerGone() {
		t.Error("peerGone() = true while the connection is open")
	}
	theirs.Close()
	awaitFIN(t, raw)
	if b, err := io.ReadAll(ours); string(b) != "bye" || err != nil {
		t.Errorf("ReadAll = %q, %v, want \"bye\" and no error", b, err)
	}
}

// awaitFIN returns when the peer's FIN has arrived.
func awaitFIN(t *testing.T, rc syscall.RawConn) {
	t.Helper()
	for begun := time.Now(); !newSocket(rc).peerGone(); runtime.Gosched() {
		if time.Since(begun) > time.Minute {
			t.Error("linger did not see the FIN")
			return
		}
	}
}

// A slowReader delays the results of Read until the test closes let.
type slowReader struct {
	*net.TCPConn
	let <-chan struct{}
}

func (r slowReader) Read(p []byte) (int, error) {
	n, err := r.TCPConn.Read(p)
	<-r.let
	return n, err
}

// Before linger writes a request, it checks for a FIN that the reader has not yet
// reported.
func TestNothingIsSentAfterUnreportedFIN(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	let := make(chan struct{})
	dialed := make(chan *net.TCPConn, 1)
	s := New(Config{Target: session.Target{Host: "h", Port: "80"}, Dialer: session.DialFunc(func(context.Context, session.Target) (net.Conn, error) {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return nil, err
		}
		dialed <- c.(*net.TCPConn)
		return slowReader{c.(*net.TCPConn), let}, nil
	})})
	defer s.Close()
	s.Do(session.Reconnect{})
	ours := <-dialed
	theirs, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	theirs.Close()
	awaitFIN(t, rawConn(ours))

	s.Do(session.Send{Request: session.Target{Host: "h"}.Request("GET", "/")})
	s.Do(session.Check{})
	var declined, closed bool
	for !closed || !declined {
		evs, err := s.Events(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, ev := range evs {
			switch ev := ev.(type) {
			case session.Checked:
				close(let) // linger has already handled the request
			case *session.RequestStarted:
				t.Fatal("linger began a request after a FIN")
			case session.Declined:
				declined = true
			case session.Closed:
				closed = ev.By == session.ByServer && ev.How == session.HowFIN && ev.Phase == session.PhaseIdle
				if !closed {
					t.Fatalf("got %+v, want a FIN from the server while idle", ev)
				}
			}
		}
	}
}

// dialTo returns a dialer that connects to l. It calls prepare with both ends of each
// connection before the session gets it.
func dialTo(l net.Listener, prepare func(ours, theirs *net.TCPConn) net.Conn) session.DialFunc {
	return func(context.Context, session.Target) (net.Conn, error) {
		ours, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			return nil, err
		}
		theirs, err := l.Accept()
		if err != nil {
			return nil, err
		}
		return prepare(ours.(*net.TCPConn), theirs.(*net.TCPConn)), nil
	}
}

// Without a separate reader goroutine, the session's loop checks for a FIN or a reset
// before it writes a request, and reports which of the two has arrived.
func TestNoRequestAfterFINOrReset(t *testing.T) {
	for _, how := range []session.How{session.HowFIN, session.HowReset} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		s := New(Config{Target: session.Target{Host: "h", Port: "80"}, Dialer: dialTo(l, func(ours, theirs *net.TCPConn) net.Conn {
			if how == session.HowReset {
				_ = theirs.SetLinger(0)
			}
			theirs.Close()
			awaitFIN(t, rawConn(ours))
			return ours
		})})
		s.Do(session.Reconnect{First: session.Send{Request: session.Target{Host: "h"}.Request("GET", "/")}})
		for over := false; !over; {
			evs, err := s.Events(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, ev := range evs {
				switch ev := ev.(type) {
				case *session.RequestStarted:
					t.Errorf("linger began a request after the server had closed with %s", how)
				case session.Closed:
					over = true
					if ev.By != session.ByServer || ev.How != how || ev.Phase != session.PhaseIdle {
						t.Errorf("closed by %s with %s in phase %s, want by the server with %s while idle", ev.By, ev.How, ev.Phase, how)
					}
				}
			}
		}
		s.Close()
		l.Close()
	}
}

// A request that can be sent is written before the next command is carried out, even if
// nothing consumes the events.
func TestRequestIsWrittenBeforeTheNextCommand(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	target := session.Target{Host: "h", Port: "80"}
	s := New(Config{Target: target, Dialer: session.DialFunc(func(context.Context, session.Target) (net.Conn, error) {
		return net.Dial("tcp", l.Addr().String())
	})})
	defer s.Close()
	s.Do(session.Reconnect{})
	theirs, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer theirs.Close()
	_ = theirs.SetDeadline(time.Now().Add(time.Minute))
	for connected := false; !connected; { // before that, there is no write side to shut
		evs, err := s.Events(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, ev := range evs {
			_, is := ev.(session.Connected)
			connected = connected || is
		}
	}
	const n = 200
	for range n {
		s.Do(session.Send{Request: target.Request("GET", "/")})
	}
	s.Do(session.HalfClose{AfterSending: true})
	got, err := io.ReadAll(theirs)
	if err != nil || strings.Count(string(got), "GET / HTTP/1.1\r\n") != n {
		t.Errorf("the server read %d requests (%v), want %d", strings.Count(string(got), "GET / HTTP/1.1\r\n"), err, n)
	}
}

// If the server sends bytes and a FIN before the first request, linger still sends that
// request and reports the bytes as its response. It does so with and without a separate
// reader goroutine.
func TestGreetingWithFIN(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, reader := range []bool{false, true} {
		s := New(Config{Target: session.Target{Host: "h", Port: "80"}, Dialer: dialTo(l, func(ours, theirs *net.TCPConn) net.Conn {
			_, _ = io.WriteString(theirs, "220 mail.example\r\n")
			theirs.Close()
			awaitFIN(t, rawConn(ours))
			if reader {
				let := make(chan struct{})
				close(let)
				return slowReader{ours, let}
			}
			return ours
		})})
		s.Do(session.Reconnect{First: session.Send{Request: session.Target{Host: "h"}.Request("GET", "/")}})
		var began time.Duration
		var found []string
		var over *session.Closed
		for over == nil {
			evs, err := s.Events(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			for _, ev := range evs {
				switch ev := ev.(type) {
				case *session.RequestStarted:
					began = ev.At
				case *session.Received:
					if ev.Exchange != 1 || ev.At < began || began == 0 {
						t.Errorf("reader %t: bytes of exchange %d at %v, want exchange 1, not before its request at %v", reader, ev.Exchange, ev.At, began)
					}
				case session.Found:
					found = append(found, string(ev.Finding.Code))
				case session.Closed:
					over = &ev
				}
			}
		}
		if got := strings.Join(found, " "); got != "other-protocol status-line-invalid" || over.By != session.ByServer {
			t.Errorf("reader %t: findings %q, closed by %s; want two findings, closed by the server", reader, got, over.By)
		}
		s.Close()
	}
}
