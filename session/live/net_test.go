package live_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"linger/session"
	"linger/session/internal/memconn"
	"linger/session/live"
	"linger/session/practice"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// wired is a session over the real network. Tests with it do not depend on how long
// anything takes.
type wired struct {
	t       *testing.T
	session *live.Session
	target  session.Target
	seen    []session.Event
}

func dialed(t *testing.T, c live.Config) *wired {
	w := &wired{t: t, session: live.New(c), target: c.Target}
	t.Cleanup(w.session.Close)
	return w
}

func (w *wired) get() {
	w.session.Do(session.Send{Request: w.target.Request("GET", "/"), Reconnect: true})
}

// wait takes events until one of type E has arrived, and returns it.
func wait[E session.Event](w *wired) E {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	for i := 0; ; {
		for ; i < len(w.seen); i++ {
			if ev, ok := w.seen[i].(E); ok {
				w.seen = w.seen[i+1:]
				return ev
			}
			w.t.Logf("%.300s", fmt.Sprintf("%T%+v", w.seen[i], w.seen[i]))
		}
		evs, err := w.session.Events(ctx)
		if err != nil {
			var e E
			w.t.Fatalf("the events ended with %v, want a %T", err, e)
		}
		w.seen = append(w.seen, evs...)
	}
}

// rest returns all remaining events. It waits until the session is closed.
func (w *wired) rest() []session.Event {
	for {
		evs, err := w.session.Events(context.Background())
		if err != nil {
			return w.seen
		}
		w.seen = append(w.seen, evs...)
	}
}

// listening returns a listener and runs serve for each connection to it.
func listening(t *testing.T, network, address string, serve func(net.Conn)) net.Listener {
	t.Helper()
	ln, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			serve(c)
			c.Close()
		}
	}()
	t.Cleanup(func() { ln.Close(); <-done })
	return ln
}

func at(t *testing.T, ln net.Listener) session.Target {
	t.Helper()
	target, _, err := session.ParseTarget(ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return target
}

// answerOnce reads a request and writes a response.
func answerOnce(c net.Conn) {
	br := bufio.NewReader(c)
	for {
		line, err := br.ReadString('\n')
		if err != nil || line == "\r\n" {
			break
		}
	}
	_, _ = io.WriteString(c, strings.ReplaceAll(hello, "\n", "\r\n"))
}

func same[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestTCPCloses(t *testing.T) {
	for how, end := range map[session.How]func(net.Conn){
		session.HowFIN:   func(net.Conn) {},
		session.HowReset: func(c net.Conn) { _ = c.(*net.TCPConn).SetLinger(0) },
	} {
		t.Run(string(how), func(t *testing.T) {
			ln := listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
				answerOnce(c)
				end(c)
			})
			w := dialed(t, live.Config{Target: at(t, ln)})
			w.get()
			same(t, "time to connect is known", wait[session.Connected](w).Connect > 0, true)
			wait[*session.ExchangeDone](w)
			c := wait[session.Closed](w)
			same(t, "closed by", c.By, session.ByServer)
			same(t, "how", c.How, how)
			same(t, "phase", c.Phase, session.PhaseIdle)
		})
	}
}

func TestTCPLostRequest(t *testing.T) {
	ln := listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		b := make([]byte, 10)
		_, _ = c.Read(b) // the other bytes stay unread, so Close sends a reset
	})
	w := dialed(t, live.Config{Target: at(t, ln)})
	w.get()
	c := wait[session.Closed](w)
	same(t, "how", c.How, session.HowReset)
	same(t, "phase", c.Phase, session.PhaseResponse)
	same(t, "lost requests", len(c.Lost), 1)
}

// linger checks an idle connection for a FIN before it sends the next request.
func TestFINBeforeSending(t *testing.T) {
	ln := listening(t, "tcp", "127.0.0.1:0", answerOnce)
	w := dialed(t, live.Config{Target: at(t, ln)})
	w.get()
	wait[*session.ExchangeDone](w)
	wait[session.Closed](w)
	w.session.Do(session.Send{Request: w.target.Request("GET", "/")})
	wait[session.Declined](w)
}

// linger makes one new connection for a request that may reconnect. If the server closes
// that connection, linger does not try again.
func TestReconnectsOnce(t *testing.T) {
	ln := listening(t, "tcp", "127.0.0.1:0", func(net.Conn) {})
	w := dialed(t, live.Config{Target: at(t, ln)})
	w.get()
	wait[session.Closed](w)
	w.session.Close()
	for _, ev := range w.rest() {
		if d, ok := ev.(session.Dialing); ok {
			t.Errorf("linger dialed again: %+v", d)
		}
	}
}

func TestClientResets(t *testing.T) {
	got := make(chan error, 1)
	ln := listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		answerOnce(c)
		_, err := c.Read(make([]byte, 1))
		got <- err
	})
	w := dialed(t, live.Config{Target: at(t, ln)})
	w.get()
	wait[*session.ExchangeDone](w)
	w.session.Do(session.Check{})
	same(t, "alive", wait[session.Checked](w).Alive, true)
	w.session.Do(session.Reset{})
	same(t, "how", wait[session.Closed](w).How, session.HowReset)
	if err := <-got; errors.Is(err, io.EOF) {
		t.Error("the server received a FIN, want a reset")
	}
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	listening(t, "unix", path, answerOnce)
	w := dialed(t, live.Config{Target: session.Target{Host: "localhost", Port: "80", Unix: path}})
	w.get()
	same(t, "address", wait[session.Dialing](w).Address, path)
	wait[*session.ExchangeDone](w)
	same(t, "how", wait[session.Closed](w).How, session.HowFIN)
}

func TestNothingListens(t *testing.T) {
	// While the client uses the port, no other program can listen on it.
	client, err := net.Dial("tcp", listening(t, "tcp", "127.0.0.1:0", answerOnce).Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	host, port, err := net.SplitHostPort(client.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	target := session.Target{Host: host, Port: port}
	w := dialed(t, live.Config{Target: target})
	w.get()
	f := wait[session.DialFailed](w)
	same(t, "kind", f.Kind, session.DialRefused)
	same(t, "text", f.Text, "Nothing listens on "+target.Address()+".")

	w = dialed(t, live.Config{Target: session.Target{Host: "localhost", Port: "80", Unix: "/nowhere/socket"}})
	w.get()
	same(t, "text", wait[session.DialFailed](w).Text, "There is no socket /nowhere/socket.")
}

func TestConnectToAndResolve(t *testing.T) {
	ln := listening(t, "tcp", "127.0.0.1:0", answerOnce)
	host, port, _ := net.SplitHostPort(ln.Addr().String())
	for name, n := range map[string]*live.Network{
		"connect-to": {ConnectTo: []string{"other:1:other:2", "shop.example:80:" + host + ":" + port}},
		"resolve":    {ConnectTo: []string{"::shop.example:" + port}, Resolve: []string{"shop.example:" + port + ":[::ffff:127.0.0.1]"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := dialed(t, live.Config{Target: session.Target{Host: "shop.example", Port: "80"}, Dialer: n})
			w.get()
			wait[*session.ExchangeDone](w)
		})
	}
}

// secure returns the configuration of a TLS server and a pool that trusts its
// certificate.
func secure(t *testing.T) (*tls.Config, *x509.CertPool) {
	t.Helper()
	cert, ca, err := practice.SelfSigned("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	return &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}}, pool
}

func TestTLSCloses(t *testing.T) {
	config, pool := secure(t)
	for name, c := range map[string]struct {
		alert bool
		how   session.How
		code  string
	}{
		"with a closure alert": {true, session.HowCloseNotify, "close-unannounced"},
		"with a bare FIN":      {false, session.HowFIN, "tls-truncated"},
	} {
		t.Run(name, func(t *testing.T) {
			ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) {
				tc := tls.Server(nc, config)
				answerOnce(tc)
				if c.alert {
					tc.Close()
				}
			})
			target := at(t, ln)
			target.TLS = true
			w := dialed(t, live.Config{Target: target, TLS: live.TLSOptions{Roots: pool}})
			w.get()
			facts := wait[session.Connected](w).TLS
			same(t, "version", facts.Version, "TLS 1.3")
			same(t, "alpn", facts.ALPN, "http/1.1")
			same(t, "verified", facts.Verified, true)
			same(t, "the certificate has not expired", facts.Expires.After(time.Now()), true)
			wait[*session.ExchangeDone](w)
			same(t, "code", string(wait[session.Found](w).Finding.Code), c.code)
			same(t, "how", wait[session.Closed](w).How, c.how)
		})
	}
}

// linger sends a closure alert before its FIN and reports it.
func TestTLSClosedByTheClient(t *testing.T) {
	config, pool := secure(t)
	ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) {
		tc := tls.Server(nc, config)
		answerOnce(tc)
		_, _ = io.Copy(io.Discard, tc)
	})
	target := at(t, ln)
	target.TLS = true
	w := dialed(t, live.Config{Target: target, TLS: live.TLSOptions{Roots: pool}})
	w.get()
	wait[*session.ExchangeDone](w)
	w.session.Do(session.Close{})
	closed := wait[session.Closed](w)
	same(t, "closed by", closed.By, session.ByClient)
	same(t, "how", closed.How, session.HowCloseNotify)
}

// Over TLS, close-delimited content is complete only after a closure alert (RFC 9112
// §9.8).
func TestTLSTruncatedContent(t *testing.T) {
	config, pool := secure(t)
	ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) {
		tc := tls.Server(nc, config)
		_, _ = tc.Read(make([]byte, 4096))
		_, _ = io.WriteString(tc, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhalf of it")
	})
	target := at(t, ln)
	target.TLS = true
	w := dialed(t, live.Config{Target: target, TLS: live.TLSOptions{Roots: pool}})
	w.get()
	same(t, "complete", wait[*session.ExchangeDone](w).Facts.Complete, false)
	same(t, "code", wait[session.Found](w).Finding.Code, session.CodeTLSTruncated)
}

func TestHandshakeFailures(t *testing.T) {
	config, pool := secure(t)
	other := config.Clone()
	other.NextProtos = []string{"spdy/3"}
	shake := func(c *tls.Config) func(net.Conn) {
		return func(nc net.Conn) { _ = tls.Server(nc, c).Handshake() }
	}
	for name, c := range map[string]struct {
		serve func(net.Conn)
		pool  *x509.CertPool
		text  string
	}{
		"plain HTTP":   {func(nc net.Conn) { answerOnce(nc) }, pool, "The server answered in plain HTTP"},
		"not trusted":  {shake(config), x509.NewCertPool(), "The certificate is not trusted"},
		"not HTTP/1.1": {shake(other), pool, "The server does not offer HTTP/1.1 over TLS"},
		"closes":       {func(nc net.Conn) { _, _ = nc.Read(make([]byte, 4096)) }, pool, "The server closed the connection (FIN) during the TLS handshake."},
		"half a record": {func(nc net.Conn) {
			_, _ = nc.Read(make([]byte, 4096))
			_, _ = nc.Write([]byte{22, 3, 3, 0, 100, 2, 0})
		}, pool, "The server closed the connection (FIN) during the TLS handshake."},
		"resets": {func(nc net.Conn) {
			_, _ = nc.Read(make([]byte, 4096))
			_ = nc.(*net.TCPConn).SetLinger(0)
		}, pool, "The server reset the connection (RST) during the TLS handshake."},
	} {
		t.Run(name, func(t *testing.T) {
			ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) {
				if name == "plain HTTP" {
					_, _ = nc.Read(make([]byte, 4096))
					_, _ = io.WriteString(nc, "HTTP/1.1 400 Bad Request\r\n\r\n")
					return
				}
				c.serve(nc)
			})
			target := at(t, ln)
			target.TLS = true
			w := dialed(t, live.Config{Target: target, TLS: live.TLSOptions{Roots: c.pool}})
			w.get()
			f := wait[session.DialFailed](w)
			same(t, "kind", f.Kind, session.DialTLS)
			if !strings.HasPrefix(f.Text, c.text) {
				t.Errorf("text = %q, want it to begin with %q", f.Text, c.text)
			}
		})
	}
}

// If dialing takes too long, the sentence says which step did not complete.
func TestDialTimeouts(t *testing.T) {
	dns := func(ctx context.Context, target session.Target) (net.Conn, error) {
		<-ctx.Done()
		return nil, &net.DNSError{Err: ctx.Err().Error(), UnwrapErr: ctx.Err(), Name: target.Host, IsTimeout: true}
	}
	never := func(ctx context.Context, _ session.Target) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	silent := func(context.Context, session.Target) (net.Conn, error) {
		c, _ := memconn.Pipe()
		return c, nil
	}
	for name, c := range map[string]struct {
		dial session.DialFunc
		tls  bool
		kind session.DialFailure
		text string
	}{
		"name":      {dns, false, session.DialTimeout, "The name x.example could not be looked up within 0.03 s."},
		"connect":   {never, false, session.DialTimeout, "No connection to x.example:80 within 0.03 s: it did not answer."},
		"handshake": {silent, true, session.DialTLS, "x.example:80 accepted the connection, but the TLS handshake did not complete within 0.03 s."},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := live.New(live.Config{Target: session.Target{TLS: c.tls, Host: "x.example", Port: "80"}, Dialer: c.dial, ConnectTimeout: 30 * time.Millisecond})
				defer s.Close()
				wantsDialFailed(t, s, c.kind, c.text)
			})
		})
	}
}

// linger dials the proxy over the real network, so the real clock applies. The timeout
// leaves a busy machine enough time to connect.
func TestProxyTimeout(t *testing.T) {
	ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) { _, _ = io.Copy(io.Discard, nc) })
	address := ln.Addr().String()
	for spec, c := range map[string]struct {
		target session.Target
		text   string
	}{
		"socks5://": {session.Target{Host: "127.0.0.1", Port: "1"}, "The proxy " + address + " made no connection in time."},
		"http://":   {session.Target{TLS: true, Host: "x.example", Port: "443"}, "The proxy " + address + " did not answer CONNECT in time."},
	} {
		t.Run(spec, func(t *testing.T) {
			t.Parallel()
			s := live.New(live.Config{Target: c.target, Dialer: through(t, spec+address), ConnectTimeout: 3 * time.Second})
			defer s.Close()
			wantsDialFailed(t, s, session.DialOther, c.text)
		})
	}
}

// wantsDialFailed makes a session dial and checks that dialing fails with this kind and
// text.
func wantsDialFailed(t *testing.T, s *live.Session, kind session.DialFailure, text string) {
	t.Helper()
	s.Do(session.Reconnect{})
	f := want[session.DialFailed](&story{t: t, session: s}, "dialing times out")
	same(t, "kind", f.Kind, kind)
	same(t, "text", f.Text, text)
}

// If linger has no certificate for a server that requires one, a TLS 1.2 handshake fails.
// A TLS 1.3 handshake seems to succeed, until the server's alert arrives.
func TestServerRequiresClientCertificate(t *testing.T) {
	config, pool := secure(t)
	config.ClientAuth = tls.RequireAnyClientCert
	for version, alert := range map[uint16]string{tls.VersionTLS12: "handshake failure", tls.VersionTLS13: "certificate required"} {
		t.Run(tls.VersionName(version), func(t *testing.T) {
			config := config.Clone()
			config.MaxVersion = version
			ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) {
				_ = tls.Server(nc, config).Handshake()
				_, _ = io.Copy(io.Discard, nc)
			})
			target := at(t, ln)
			target.TLS = true
			text := "The server requires a client certificate (TLS alert: " + alert + ")."
			w := dialed(t, live.Config{Target: target, TLS: live.TLSOptions{Roots: pool}})
			w.get()
			if version == tls.VersionTLS12 {
				same(t, "text", wait[session.DialFailed](w).Text, text)
				return
			}
			same(t, "certificate", wait[session.Connected](w).TLS.ClientCert, session.CertAsked)
			c := wait[session.Closed](w)
			same(t, "closed by", c.By, session.ByServer)
			same(t, "how", c.How, session.HowError)
			same(t, "refusal", c.Refusal.Sentence(c.Alert), text)
			same(t, "cause", c.Cause, "tls: certificate required")
		})
	}
}

// If linger sent a certificate, the text says that the server does not accept it, and not
// that a certificate is required.
func TestServerRejectsClientCertificate(t *testing.T) {
	config, pool := secure(t)
	config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		config := config.Clone()
		config.MaxVersion = version
		ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) {
			_ = tls.Server(nc, config).Handshake()
			_, _ = io.Copy(io.Discard, nc)
		})
		target := at(t, ln)
		target.TLS = true
		options := live.TLSOptions{Roots: pool, Certificates: config.Certificates}
		w := dialed(t, live.Config{Target: target, TLS: options})
		w.get()
		var text string
		if version == tls.VersionTLS12 {
			text = wait[session.DialFailed](w).Text
		} else {
			same(t, "certificate", wait[session.Connected](w).TLS.ClientCert, session.CertSent)
			c := wait[session.Closed](w)
			text = c.Refusal.Sentence(c.Alert)
		}
		if !strings.HasPrefix(text, "The server does not accept the client certificate (TLS alert: ") {
			t.Errorf("%s: text = %q, want that the server does not accept the certificate", tls.VersionName(version), text)
		}
	}
}

func TestTLSIsResumed(t *testing.T) {
	config, pool := secure(t)
	ln := listening(t, "tcp", "127.0.0.1:0", func(nc net.Conn) {
		tc := tls.Server(nc, config)
		answerOnce(tc)
		tc.Close()
	})
	target := at(t, ln)
	target.TLS = true
	var keys strings.Builder
	w := dialed(t, live.Config{Target: target, TLS: live.TLSOptions{Roots: pool, KeyLog: &keys}})
	for _, resumed := range []bool{false, true} {
		w.get()
		same(t, "resumed", wait[session.Connected](w).TLS.Resumed, resumed)
		wait[session.Closed](w)
	}
	same(t, "key log", strings.Contains(keys.String(), "CLIENT_TRAFFIC_SECRET_0 "), true)
}

// If the server answers in another protocol on a plain port, linger names that protocol.
func TestAnotherProtocolOnPlainPort(t *testing.T) {
	for name, c := range map[string]struct{ bytes, detail string }{
		"TLS":    {"\x15\x03\x01\x00\x02\x02\x46", "TLS"},
		"HTTP/2": {"\x00\x00\x00\x04\x00\x00\x00\x00\x00", "HTTP/2"},
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, func(s *story) {
				s.connects()
				if _, err := io.WriteString(s.server, c.bytes); err != nil {
					t.Fatal(err)
				}
				f := want[session.Found](s, "the finding about the protocol").Finding
				if !strings.Contains(f.Detail, c.detail) {
					t.Errorf("detail = %q, want it to name %s", f.Detail, name)
				}
			})
		})
	}
}

// The reported idle time differs from the server's own by at most 0.1 s.
// BenchmarkIdleClose measures the actual difference. A busy machine may delay one side;
// the test then measures again.
func TestIdleCloseIsTimed(t *testing.T) {
	const idle = 150 * time.Millisecond
	closed := make(chan time.Duration, 1)
	ln := listening(t, "tcp", "127.0.0.1:0", func(c net.Conn) {
		answerOnce(c)
		answered := time.Now()
		_ = c.SetReadDeadline(answered.Add(idle))
		_, _ = c.Read(make([]byte, 1))
		closed <- time.Since(answered)
	})
	w := dialed(t, live.Config{Target: at(t, ln)})
	var off time.Duration
	for range 100 {
		w.get()
		c := wait[session.Closed](w)
		if off = (c.Idle - <-closed).Abs(); off <= 100*time.Millisecond {
			return
		}
	}
	t.Errorf("the reported idle time differs by %v from the server's, want at most 100 ms", off)
}
