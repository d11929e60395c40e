package live

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"linger/session"
)

// TLSOptions configures the TLS connection to an https target. The zero value is
// ready for use.
type TLSOptions struct {
	Insecure     bool              // whether to skip the verification of the certificate
	Roots        *x509.CertPool    // trusted certificate authorities; nil: those of the system
	Certificates []tls.Certificate // client certificates; the first that the server supports is sent
	KeyLog       io.Writer         // receives the secrets in NSS key log format (SSLKEYLOGFILE); may be nil
	ServerName   string            // name to send as SNI and to find in the certificate; empty: the target's host
}

// tlsState holds the session tickets with which later connections resume TLS sessions.
type tlsState struct {
	once  sync.Once
	cache tls.ClientSessionCache
}

// A HandshakeError says why a TLS handshake failed.
type HandshakeError struct {
	Text string           // one or more sentences for the screen
	Cure session.DialCure // setting with which the handshake may succeed; empty: unknown
	Err  error            // error from crypto/tls or the context
}

func (e *HandshakeError) Error() string { return e.Text }

// Unwrap returns the error from crypto/tls or the context.
func (e *HandshakeError) Unwrap() error { return e.Err }

// handshake establishes a TLS connection over t. With ALPN, it offers only HTTP/1.1.
func (s *tlsState) handshake(ctx context.Context, t *tap, target session.Target, o TLSOptions) (net.Conn, *session.TLS, error) {
	s.once.Do(func() { s.cache = tls.NewLRUClientSessionCache(4) })
	name := o.ServerName
	if name == "" {
		name = target.Name()
	}
	var cert session.ClientCert
	tc := tls.Client(t, &tls.Config{
		ServerName: name, NextProtos: []string{"http/1.1"},
		InsecureSkipVerify: o.Insecure, //nolint:gosec // the user asked for it with -k, and the screen always says so
		RootCAs:            o.Roots, GetClientCertificate: o.chooser(&cert),
		KeyLogWriter: o.KeyLog, ClientSessionCache: s.cache,
		Renegotiation: tls.RenegotiateFreelyAsClient, // Apache uses it to request a client certificate for one location
		MinVersion:    tls.VersionTLS10,              //nolint:gosec // linger must reach old servers too; it shows the version
	})
	began := time.Now()
	if err := tc.HandshakeContext(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, nil, &HandshakeError{Text: "The TLS handshake was canceled.", Err: ctx.Err()}
		}
		return nil, nil, &HandshakeError{Text: handshakeText(err, target, cert), Cure: handshakeCure(err, cert), Err: err}
	}
	f := tlsFacts(tc.ConnectionState(), time.Since(began), !o.Insecure)
	f.ClientCert = cert
	return tc, f, nil
}

func tlsFacts(cs tls.ConnectionState, took time.Duration, verified bool) *session.TLS {
	f := &session.TLS{
		Version: tls.VersionName(cs.Version), Cipher: tls.CipherSuiteName(cs.CipherSuite), ALPN: cs.NegotiatedProtocol,
		Handshake: took, Verified: verified, Resumed: cs.DidResume,
	}
	for _, c := range cs.PeerCertificates {
		f.Chain = append(f.Chain, subject(c))
	}
	if len(cs.PeerCertificates) > 0 {
		f.Peer, f.Expires = f.Chain[0], cs.PeerCertificates[0].NotAfter
	}
	return f
}

func subject(c *x509.Certificate) string {
	if s := c.Subject.String(); s != "" {
		return s
	}
	return strings.Join(c.DNSNames, ", ")
}

// handshakeCure returns the setting with which the handshake may succeed, or "" if linger
// knows none.
func handshakeCure(err error, cert session.ClientCert) session.DialCure {
	alert := alertText(err)
	switch {
	case errors.As(err, new(x509.UnknownAuthorityError)):
		return session.CureTrust
	case alert != "" && refusalOf(alert, cert) == session.RefusalWantsCert:
		return session.CureClientCert
	}
	return ""
}

// handshakeText returns one or more sentences that say why the handshake failed and, in
// some cases, what to try.
func handshakeText(err error, t session.Target, cert session.ClientCert) string {
	var record tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(err, &record) && strings.HasPrefix(string(record.RecordHeader[:]), "HTTP/"):
		return fmt.Sprintf("The server answered in plain HTTP: it does not speak TLS on port %s. Try http://%s.", t.Port, t.Address())
	case errors.As(err, &record):
		return fmt.Sprintf("The server does not speak TLS on port %s: its first bytes are % x.", t.Port, record.RecordHeader)
	case strings.Contains(err.Error(), "no application protocol"):
		return "The server does not offer HTTP/1.1 over TLS (it rejected the ALPN offer). It may speak only HTTP/2, which linger does not support."
	case errors.As(err, &unknown):
		return "The certificate is not trusted: unknown authority."
	case errors.As(err, &host):
		return "The certificate is for another name: " + host.Error() + "."
	case errors.As(err, &invalid):
		return "The certificate is not valid: " + invalid.Error() + "."
	case alertText(err) != "":
		return refusalOf(alertText(err), cert).Sentence(alertName(alertText(err)))
	case isReset(err):
		return "The server reset the connection (RST) during the TLS handshake."
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "The server closed the connection (FIN) during the TLS handshake."
	}
	return "The TLS handshake failed: " + strings.TrimPrefix(err.Error(), "tls: ") + "."
}
