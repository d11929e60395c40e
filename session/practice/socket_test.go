package practice

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// These tests use real sockets and the real clock. Their time limits allow for a busy
// machine.

// longEnough is the time limit for something that should happen soon. No working machine
// reaches it.
const longEnough = 5 * time.Minute

func listen(t testing.TB, network, address string, c Config) *Server {
	t.Helper()
	s, err := Listen(network, address, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func dial(t testing.TB, s *Server) net.Conn {
	t.Helper()
	c, err := net.Dial(s.Addr().Network(), s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(longEnough))
	return c
}

func asking(path string) string { return lines("GET "+path+" HTTP/1.1", "Host: practice") }

// exchangeOn sends a request and checks that the next bytes are those in want.
func exchangeOn(t testing.TB, c net.Conn, path, want string) {
	t.Helper()
	if _, err := io.WriteString(c, asking(path)); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(want))
	if n, err := io.ReadFull(c, got); string(got[:n]) != want {
		t.Fatalf("read %q, %v; want %q", got[:n], err, want)
	}
}

func TestTCP(t *testing.T) {
	s := listen(t, "tcp", "127.0.0.1:0", Config{})
	if want := "http://" + s.Addr().String(); s.URL() != want {
		t.Errorf("URL() = %q, want %q", s.URL(), want)
	}
	everywhere := listen(t, "tcp", ":0", Config{})
	if got := everywhere.URL(); !strings.HasPrefix(got, "http://127.0.0.1:") {
		t.Errorf("URL() on all interfaces = %q, want host 127.0.0.1", got)
	}
	c := dial(t, s)
	exchangeOn(t, c, "/countdown", ok(31)+kept(9)+"Response 1 on this connection.\n")
	exchangeOn(t, c, "/close", ok(31)+closing+"Response 2 on this connection.\n")
	if n, err := c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("Read after close = %d, %v; want io.EOF", n, err)
	}

	c = dial(t, s)
	exchangeOn(t, c, "/reset-idle?after=0.05", ok(31)+"Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n\r\n"+"Response 1 on this connection.\n")
	if _, err := c.Read(make([]byte, 1)); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("Read after a reset: error %v, want ECONNRESET", err)
	}
}

func TestUnixSocket(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("some versions of Windows have no half-close on Unix sockets")
	}
	s := listen(t, "unix", filepath.Join(t.TempDir(), "s"), Config{})
	if s.URL() != "http://localhost" {
		t.Errorf("URL() = %q, want http://localhost", s.URL())
	}
	c := dial(t, s)
	exchangeOn(t, c, "/close", ok(31)+closing+"Response 1 on this connection.\n")
	if n, err := c.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("Read after close = %d, %v; want io.EOF", n, err)
	}
}

// A watched records whether the socket below TLS has received a FIN.
type watched struct {
	net.Conn
	ended bool
}

func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	w.ended = w.ended || err != nil
	return n, err
}

func TestTLS(t *testing.T) {
	cert, ca, err := SelfSigned()
	if err != nil {
		t.Fatal(err)
	}
	s := listen(t, "tcp", "127.0.0.1:0", Config{TLS: &tls.Config{Certificates: []tls.Certificate{cert}}})
	if !strings.HasPrefix(s.URL(), "https://127.0.0.1:") {
		t.Errorf("URL() = %q, want https and 127.0.0.1", s.URL())
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(ca) {
		t.Fatal("the CA is not in PEM format")
	}
	for path, notify := range map[string]bool{
		"/close": true, "/until-close": true, "/countdown?timeout=0": true,
		"/tls-truncated": false, "/tls-idle?timeout=0": false,
	} {
		for _, name := range []string{"localhost", "127.0.0.1"} {
			below := &watched{Conn: dial(t, s)}
			c := tls.Client(below, &tls.Config{RootCAs: roots, ServerName: name, NextProtos: []string{"h2", "http/1.1"}})
			if _, err := io.WriteString(c, asking(path)); err != nil {
				t.Fatal(err)
			}
			if p := c.ConnectionState().NegotiatedProtocol; p != "http/1.1" {
				t.Errorf("ALPN = %q, want http/1.1", p)
			}
			all, err := io.ReadAll(c)
			if err != nil || !strings.HasPrefix(string(all), "HTTP/1.1 200 OK\r\n") {
				t.Fatalf("%s: read %q (%v), want 200 OK and no error", path, all, err)
			}
			if got := !below.ended; got != notify {
				t.Errorf("%s: close_notify before FIN = %v, want %v", path, got, notify)
			}
			c.Close()
		}
	}
}

// close_notify ends the TLS connection. The FIN comes much later, or when the client
// closes.
func TestCloseNotifyWithoutFIN(t *testing.T) {
	cert, _, err := SelfSigned()
	if err != nil {
		t.Fatal(err)
	}
	s := listen(t, "tcp", "127.0.0.1:0", Config{TLS: &tls.Config{Certificates: []tls.Certificate{cert}}})
	for _, path := range []string{"/tls-held-open", "/tls-idle-no-fin?timeout=0"} {
		below := dial(t, s)
		c := tls.Client(below, &tls.Config{InsecureSkipVerify: true})
		if _, err := io.WriteString(c, asking(path)); err != nil {
			t.Fatal(err)
		}
		if all, err := io.ReadAll(c); err != nil || !strings.HasPrefix(string(all), "HTTP/1.1 200 OK\r\n") {
			t.Errorf("%s: read %q (%v), want 200 OK and the end of TLS", path, all, err)
		}
		below.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		if n, err := below.Read(make([]byte, 1)); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%s: Read after close_notify = %d, %v; want no byte and no end", path, n, err)
		}
	}
}

func TestTLSOnPlainPort(t *testing.T) {
	s := listen(t, "tcp", "127.0.0.1:0", Config{})
	below := dial(t, s)
	defer below.Close()
	err := tls.Client(below, &tls.Config{ServerName: "localhost"}).Handshake()
	var plain tls.RecordHeaderError
	if !errors.As(err, &plain) || string(plain.RecordHeader[:]) != "HTTP/" {
		t.Errorf("Handshake = %v, want an error that quotes HTTP/", err)
	}
}

func TestPlainHTTPOnTLSPort(t *testing.T) {
	cert, _, err := SelfSigned("practice.example")
	if err != nil {
		t.Fatal(err)
	}
	s := listen(t, "tcp", "127.0.0.1:0", Config{TLS: &tls.Config{Certificates: []tls.Certificate{cert}}})
	c := dial(t, s)
	exchangeOn(t, c, "/", "HTTP/1.1 400 Bad Request\r\nServer: linger-practice\r\nContent-Type: text/plain\r\nContent-Length: 27\r\nConnection: close\r\n\r\nThis port speaks TLS only.\n")
	if _, err := c.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("Read after the 400: error %v, want io.EOF", err)
	}
}

func TestTooManyConnections(t *testing.T) {
	s := listen(t, "tcp", "127.0.0.1:0", Config{MaxConns: 2, MaxConnsPerAddress: 2})
	for range 2 {
		exchangeOn(t, dial(t, s), "/length?bytes=0", ok(0)+kept(99))
	}
	c := dial(t, s)
	all, err := io.ReadAll(c)
	if err != nil || !strings.HasPrefix(string(all), "HTTP/1.1 503 Service Unavailable\r\n") || !strings.Contains(string(all), closing) {
		t.Errorf("the third connection read %q, %v; want 503 with close", all, err)
	}
}

// The server serves a client even if many others have sent only half a request.
func TestManyIncompleteRequestsOnRealSockets(t *testing.T) {
	s := listen(t, "tcp", "127.0.0.1:0", Config{MaxConns: 40, MaxConnsPerAddress: 20})
	for range 60 {
		_, _ = io.WriteString(dial(t, s), "GET / HTTP/1.1\r\nX: ") // the server refuses some of these connections
	}
	deadline := time.Now().Add(longEnough)
	for served := false; !served; {
		c := dial(t, s)
		_, _ = io.WriteString(c, asking("/length?bytes=0"))
		line, _ := bufio.NewReader(c).ReadString('\n')
		served = line == "HTTP/1.1 200 OK\r\n"
		_ = c.Close() // a busy machine may need thousands of attempts
		if !served && time.Now().After(deadline) {
			t.Fatalf("no 200 within %v; the last attempt read %q", longEnough, line)
		}
	}
}

func TestListenFails(t *testing.T) {
	s := listen(t, "tcp", "127.0.0.1:0", Config{})
	if _, err := Listen("tcp", s.Addr().String(), Config{}); !errors.Is(err, syscall.EADDRINUSE) && runtime.GOOS != "windows" {
		t.Errorf("Listen on a port in use: error %v, want EADDRINUSE", err)
	}
	if n := New(Config{}); n.Addr() != nil || n.URL() != "" || n.Close() != nil {
		t.Error("a server that does not listen has an address or a URL, or its Close failed")
	}
}

func TestThousandConnections(t *testing.T) {
	const clients = 1000
	s := listen(t, "tcp", "127.0.0.1:0", Config{})
	conns := make([]net.Conn, clients)
	for i := range conns {
		conns[i] = dial(t, s)
	}
	for round := range 3 { // each round is a request on all of the open connections
		head := ok(30) + fmt.Sprintf("Connection: keep-alive\r\nKeep-Alive: timeout=600, max=%d\r\n\r\n", 9-round)
		var all sync.WaitGroup
		for _, c := range conns {
			all.Go(func() {
				_, err := io.WriteString(c, asking("/length?bytes=30&timeout=600&max=10"))
				got := make([]byte, len(head)+30)
				if _, err2 := io.ReadFull(c, got); !strings.HasPrefix(string(got), head) {
					t.Errorf("read %q (write: %v, read: %v), want it to begin with %q", got, err, err2, head)
				}
			})
		}
		all.Wait()
	}
	var held runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&held)
	t.Logf("both ends together: %d goroutines, %.1f MB in use", runtime.NumGoroutine(), float64(held.HeapInuse+held.StackInuse)/1e6)
}

// idleError makes one exchange on a connection. The server closes the connection when it
// has been idle for the duration after. idleError returns by how much the close is late,
// counted from the response (late) and from the request (since).
func idleError(c net.Conn, after time.Duration) (late, since time.Duration, err error) {
	defer c.Close()
	r := bufio.NewReader(c)
	asked := time.Now()
	if _, err := io.WriteString(c, asking(fmt.Sprintf("/early?after=%v", after.Seconds()))); err != nil {
		return 0, 0, err
	}
	for last := ""; !strings.HasPrefix(last, "Response"); {
		var err error
		if last, err = r.ReadString('\n'); err != nil {
			return 0, 0, err
		}
	}
	answered := time.Now()
	if _, err := r.ReadByte(); !errors.Is(err, io.EOF) {
		return 0, 0, err
	}
	return time.Since(answered) - after, time.Since(asked) - after, nil
}

// No close is early, and at least one of many is on time. A busy machine delays some
// closes. If it delays all of them, the test tries again.
func TestCloseIsOnTimeOnRealSockets(t *testing.T) {
	s := listen(t, "tcp", "127.0.0.1:0", Config{})
	for tries := range 50 {
		late := make([]time.Duration, 20)
		var all sync.WaitGroup
		for i := range late {
			c := dial(t, s)
			all.Go(func() {
				var since time.Duration
				var err error
				late[i], since, err = idleError(c, 200*time.Millisecond+time.Duration(i)*7*time.Millisecond)
				if err != nil || since < 0 {
					t.Errorf("counted from the request, the close came %v after the expected time (%v), want 0 or more", since, err)
				}
			})
		}
		all.Wait()
		slices.Sort(late)
		t.Logf("the closes were late by %v to %v, median %v", late[0], late[len(late)-1], late[len(late)/2])
		if late[0] < 100*time.Millisecond {
			return
		}
		if tries == 49 {
			t.Error("no close was on time")
		}
	}
}

// BenchmarkIdleClose reports by how much an idle close on loopback is late: the mean and
// the largest delay, in microseconds.
func BenchmarkIdleClose(b *testing.B) {
	s := listen(b, "tcp", "127.0.0.1:0", Config{})
	var worst, sum time.Duration
	for b.Loop() {
		d, _, err := idleError(dial(b, s), 100*time.Millisecond)
		if err != nil {
			b.Fatal(err)
		}
		sum += d
		worst = max(worst, d, -d)
	}
	b.ReportMetric(float64(sum.Microseconds())/float64(b.N), "mean-late-µs")
	b.ReportMetric(float64(worst.Microseconds()), "worst-µs")
}

// BenchmarkExchange measures an exchange over loopback. It shows how much the server
// contributes to the times that a client measures.
func BenchmarkExchange(b *testing.B) {
	s := listen(b, "tcp", "127.0.0.1:0", Config{})
	c := dial(b, s)
	c.SetDeadline(time.Time{})
	const path = "/length?bytes=0&max=1000000"
	buf := make([]byte, 4096)
	for b.Loop() {
		if _, err := io.WriteString(c, asking(path)); err != nil {
			b.Fatal(err)
		}
		if _, err := c.Read(buf); err != nil {
			b.Fatal(err)
		}
	}
}
