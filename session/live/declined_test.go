package live_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
	"linger/session/live"
)

// linger declines a command that the connection can no longer carry out, and gives the
// reason.
func TestDeclinedOnAConnection(t *testing.T) {
	for name, tt := range map[string]struct {
		before func(s *story)
		do     session.Command
		why    string
	}{
		"a second half-close": {func(s *story) {
			s.session.Do(session.HalfClose{})
			want[session.HalfClosed](s, "the write side is shut")
		}, session.HalfClose{}, "The write side is shut already."},
		"repeating after a half-close": {func(s *story) {
			s.session.Do(session.HalfClose{})
			want[session.HalfClosed](s, "the write side is shut")
		}, session.Repeat{N: 2}, "The write side is shut: nothing more can be sent on this connection."},
		"holding a tunnel": {func(s *story) {
			s.answers("HTTP/1.1 101 Switching Protocols\nConnection: upgrade\nUpgrade: x\n\n")
			want[*session.ResponseHead](s, "the tunnel begins")
		}, session.Hold{}, "The connection is a tunnel and no longer carries HTTP/1.x."},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				tt.before(s)
				s.session.Do(tt.do)
				equal(s, "reason", want[session.Declined](s, "the command is declined").Why, tt.why)
			})
		})
	}
}

// Reconnect is declined while a connection is being made.
func TestReconnectWhileConnecting(t *testing.T) {
	tell(t, func(s *story) {
		s.session.Do(session.Reconnect{})
		want[session.Dialing](s, "the first dialing")
		s.session.Do(session.Reconnect{})
		equal(s, "reason", want[session.Declined](s, "the second Reconnect is declined").Why, "linger is already connecting: cancel that attempt first.")
	}, slow(time.Minute))
}

// bare is a transport that supports neither half-close nor reset.
type bare struct{ net.Conn }

func TestTransportWithoutHalfCloseAndReset(t *testing.T) {
	dial := func(door *memconn.Listener) session.Dialer {
		return session.DialFunc(func(ctx context.Context, _ session.Target) (net.Conn, error) {
			c, err := door.Dial(ctx)
			return bare{c}, err
		})
	}
	tellOver(t, dial, func(s *story) {
		s.connects()
		s.session.Do(session.HalfClose{})
		equal(s, "reason", want[session.Declined](s, "the half-close is declined").Why, "The write side cannot be shut: unsupported operation.")
		s.session.Do(session.Reset{})
		equal(s, "reason", want[session.Declined](s, "the reset is declined").Why, "This kind of connection cannot be reset.")
	}, nil)
}

// Over TLS, a half-close sends a closure alert and then a FIN.
func TestTLSHalfClose(t *testing.T) {
	config, pool := secure(t)
	ended := make(chan error, 2)
	ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) {
		tc := tls.Server(nc, config)
		answerOnce(tc)
		_, err := tc.Read(make([]byte, 1))
		ended <- err
		_, err = nc.Read(make([]byte, 1))
		ended <- err
	})
	target := at(t, ln)
	target.TLS = true
	w := dialed(t, live.Config{Target: target, TLS: live.TLSOptions{Roots: pool}})
	w.get()
	wait[*session.ExchangeDone](w)
	w.session.Do(session.HalfClose{})
	wait[session.HalfClosed](w)
	for _, what := range []string{"the closure alert", "the FIN"} {
		if err := <-ended; !errors.Is(err, io.EOF) {
			t.Errorf("waiting for %s: %v, want io.EOF", what, err)
		}
	}
}

// If a SOCKS proxy makes no connection, the error names the proxy and quotes its reply.
func TestSOCKS5Refused(t *testing.T) {
	methods := make(chan string, 1)
	refusing := listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		b := make([]byte, 2)
		if _, err := io.ReadFull(c, b); err != nil {
			return
		}
		offered := make([]byte, b[1])
		if _, err := io.ReadFull(c, offered); err != nil {
			return
		}
		methods <- string(offered)
		_, _ = c.Write([]byte{5, 0xff}) // accepts none of the methods
	})
	for user, offered := range map[string]string{"": "\x00", "me:secret@": "\x00\x02"} {
		p := through(t, "socks5h://"+user+refusing.Addr().String())
		w := dialed(t, live.Config{Target: session.Target{Host: "shop.example", Port: "80"}, Dialer: p})
		w.get()
		text := wait[session.DialFailed](w).Text
		if !strings.Contains(text, refusing.Addr().String()) || !strings.Contains(text, "made no connection: ") || strings.Contains(text, "secret") {
			t.Errorf("text = %q, want the address of the proxy and its reply, without the password", text)
		}
		if got := <-methods; got != offered {
			t.Errorf("linger offered the methods %q, want %q", got, offered)
		}
	}
}

// An error about a proxy does not contain its password.
func TestParseProxyHidesThePassword(t *testing.T) {
	for _, s := range []string{"http://me:secret@", "http://me:secret@:80", "://me:secret@h", "ftp://me:secret@h"} {
		if _, err := live.ParseProxy(s, live.Network{}); !errors.Is(err, live.ErrProxy) || strings.Contains(err.Error(), "secret") {
			t.Errorf("ParseProxy(%q) = %v, want ErrProxy without the password", s, err)
		}
	}
}
