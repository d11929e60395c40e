package live

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"linger/session"
)

// For each dial error, explain returns the kind and a sentence with the address or the
// name.
func TestExplain(t *testing.T) {
	dialing := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	tcp := session.Target{Host: "h.test", Port: "80"}
	unix := session.Target{Host: "localhost", Port: "80", Unix: "/run/none.sock"}
	for _, tt := range []struct {
		target session.Target
		err    error
		kind   session.DialFailure
		text   string
	}{
		{tcp, &net.DNSError{Name: "h.test", IsNotFound: true}, session.DialNotFound, "The name h.test has no address."},
		{tcp, &net.DNSError{Name: "h.test", IsTimeout: true}, session.DialTimeout, "The name h.test could not be looked up within 3 s."},
		{tcp, &net.DNSError{Name: "h.test", Err: "server misbehaving"}, session.DialNotFound, "The name h.test could not be looked up: server misbehaving."},
		{tcp, context.DeadlineExceeded, session.DialTimeout, "No connection to h.test:80 within 3 s: it did not answer."},
		{tcp, &HandshakeError{Text: "It failed.", Err: context.DeadlineExceeded}, session.DialTLS, "h.test:80 accepted the connection, but the TLS handshake did not complete within 3 s."},
		{tcp, &HandshakeError{Text: "It failed.", Err: io.EOF}, session.DialTLS, "It failed."},
		{tcp, dialing(syscall.ECONNREFUSED), session.DialRefused, "Nothing listens on h.test:80."},
		{tcp, dialing(syscall.EHOSTUNREACH), session.DialUnreachable, "Cannot reach h.test:80: " + syscall.EHOSTUNREACH.Error() + "."},
		{unix, dialing(syscall.ENOENT), session.DialOther, "There is no socket /run/none.sock."},
		{tcp, errors.New("of another kind"), session.DialOther, "Cannot connect to h.test:80: of another kind."},
	} {
		c := Config{Target: tt.target, Dialer: &Network{}, ConnectTimeout: time.Minute, MaxTime: 3 * time.Second}
		if kind, text := c.explain(tt.err); kind != tt.kind || text != tt.text {
			t.Errorf("explain(%v) = %s, %q; want %s, %q", tt.err, kind, text, tt.kind, tt.text)
		}
	}
	if got := (Config{ConnectTimeout: time.Second}).patience(); got != time.Second {
		t.Errorf("patience() = %v without MaxTime, want ConnectTimeout", got)
	}
}

// The text about a failed handshake says what the server did.
func TestHandshakeText(t *testing.T) {
	target := session.Target{Host: "h.test", Port: "443", TLS: true}
	record := func(s string) (e tls.RecordHeaderError) {
		copy(e.RecordHeader[:], s)
		return e
	}
	for _, tt := range []struct {
		err  error
		want string
	}{
		{record("HTTP/"), "The server answered in plain HTTP: it does not speak TLS on port 443."},
		{record("SSH-2"), "The server does not speak TLS on port 443: its first bytes are 53 53 48 2d 32."},
		{errors.New("remote error: tls: no application protocol"), "The server does not offer HTTP/1.1 over TLS"},
		{x509.UnknownAuthorityError{}, "The certificate is not trusted: unknown authority."},
		{x509.CertificateInvalidError{Cert: &x509.Certificate{}, Reason: x509.Expired}, "The certificate is not valid: "},
		{&net.OpError{Op: "read", Err: os.NewSyscallError("read", syscall.ECONNRESET)}, "The server reset the connection (RST) during the TLS handshake."},
		{io.ErrUnexpectedEOF, "The server closed the connection (FIN) during the TLS handshake."},
		{errors.New("tls: of another kind"), "The TLS handshake failed: of another kind."},
	} {
		if got := handshakeText(tt.err, target, ""); !strings.HasPrefix(got, tt.want) {
			t.Errorf("handshakeText(%v) = %q, want %q", tt.err, got, tt.want)
		}
	}
	err := error(&HandshakeError{Text: "It failed.", Err: io.EOF})
	if err.Error() != "It failed." || !errors.Is(err, io.EOF) {
		t.Errorf("error = %v, want \"It failed.\" and io.EOF as its cause", err)
	}
}

// If a certificate has no subject, linger shows the names for which it is valid.
func TestSubject(t *testing.T) {
	for _, tt := range []struct {
		cert x509.Certificate
		want string
	}{
		{x509.Certificate{Subject: pkix.Name{CommonName: "h.test"}, DNSNames: []string{"a.test"}}, "CN=h.test"},
		{x509.Certificate{DNSNames: []string{"a.test", "b.test"}}, "a.test, b.test"},
		{x509.Certificate{}, ""},
	} {
		if got := subject(&tt.cert); got != tt.want {
			t.Errorf("subject = %q, want %q", got, tt.want)
		}
	}
}

func TestCheckResolve(t *testing.T) {
	for rule, ok := range map[string]bool{
		"h.test:80:127.0.0.1": true, "+h.test:80:127.0.0.1": true, "h.test:80:[::1],127.0.0.1": true, "*:443:::1": true,
		"": false, "h.test": false, "h.test:80": false, "h.test:80:": false, "h.test:80:localhost": false, "h.test:80:127.0.0.1,": false,
		"h.test:65535:127.0.0.1": true, "h.test:65536:127.0.0.1": false, "h.test:0:127.0.0.1": false, "h.test:-1:127.0.0.1": false, "h.test::127.0.0.1": false, "h.test:80:[::1": false,
	} {
		if err := CheckResolve(rule); (err == nil) != ok {
			t.Errorf("CheckResolve(%q) = %v, want valid: %t", rule, err, ok)
		}
	}
}

func TestCheckConnectTo(t *testing.T) {
	for rule, ok := range map[string]bool{
		"a.test:80:b.test:81": true, ":::": true, "::b.test:": true, "[::1]:80:[::2]:65535": true,
		"": false, "a.test:80:b.test": false, "a.test:80:b.test:81:82": false, "a.test:65536:b.test:81": false, "::b.test:0": false, "::b.test:-1": false, "::1:80:b.test:81": false,
	} {
		if err := CheckConnectTo(rule); (err == nil) != ok {
			t.Errorf("CheckConnectTo(%q) = %v, want valid: %t", rule, err, ok)
		}
	}
}

// The resolver looks up a host unless the host is an address or a rule lists its
// addresses.
func TestLookup(t *testing.T) {
	var asked atomic.Int32 // the resolver queries both families at once
	n := &Network{
		Resolve: []string{"rule.test:80:192.0.2.1,192.0.2.2", "broken.test:80:nonsense"},
		Resolver: &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
			asked.Add(1)
			return nil, errors.New("no name server")
		}},
	}
	for _, tt := range []struct {
		host, port string
		want       string // the addresses; empty: lookup fails
		asks       bool   // whether the resolver may be asked
	}{
		{"rule.test", "80", "192.0.2.1 192.0.2.2", false},
		{"RULE.test", "80", "192.0.2.1 192.0.2.2", false},
		{"192.0.2.7", "80", "192.0.2.7", false},
		{"broken.test", "80", "", false},
		{"rule.test", "81", "", true}, // the rule is for another port
		{"other.test", "80", "", true},
	} {
		asked.Store(0)
		addrs, err := n.lookup(t.Context(), tt.host, tt.port)
		var got []string
		for _, a := range addrs {
			got = append(got, a.String())
		}
		if strings.Join(got, " ") != tt.want || (err == nil) != (tt.want != "") || asked.Load() > 0 && !tt.asks {
			t.Errorf("lookup(%s, %s) = %v, %v with %d queries to the resolver; want %q, queries allowed: %t", tt.host, tt.port, got, err, asked.Load(), tt.want, tt.asks)
		}
	}
}

// If Family is set, linger looks up only addresses of that family.
func TestFamily(t *testing.T) {
	for family, want := range map[int]string{0: "ip", 4: "ip4", 6: "ip6"} {
		if got := (&Network{Family: family}).family(); got != want {
			t.Errorf("Family %d: network %q, want %q", family, got, want)
		}
	}
	if _, err := race(t.Context(), &net.Dialer{}, nil, "80"); err == nil {
		t.Error("race made a connection from an empty list of addresses")
	}
}

// linger closes the connections of attempts that succeed after the first one.
func TestDiscard(t *testing.T) {
	ours, theirs := net.Pipe()
	results := make(chan attempt, 2)
	results <- attempt{err: io.EOF}
	results <- attempt{conn: ours}
	discard(results, 2)
	if _, err := theirs.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("Read of the second connection returned %v, want io.EOF", err)
	}
	if addrs := interleave(nil); !slices.Equal(addrs, nil) {
		t.Errorf("interleave(nil) = %v, want no address", addrs)
	}
}
