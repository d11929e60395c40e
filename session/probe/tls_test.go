package probe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/internal/memconn"
	"linger/session/live"
	"linger/session/practice"
)

// practisedTLS probes a scenario of the practice server over TLS.
func practisedTLS(t *testing.T, path string, only ...string) *Report {
	t.Helper()
	cert, roots, err := practice.SelfSigned("practice.test")
	if err != nil {
		t.Fatal(err)
	}
	server := practice.New(practice.Config{TLS: &tls.Config{Certificates: []tls.Certificate{cert}}})
	target, at, err := session.ParseTarget("https://practice.test" + path)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(roots)
	dial := func(context.Context, session.Target) (net.Conn, error) {
		client, end := memconn.PipeLatency(time.Millisecond)
		go server.ServeConn(end)
		return client, nil
	}
	c := Config{Session: live.Config{Target: target, Dialer: session.DialFunc(dial), TLS: live.TLSOptions{Roots: pool}}, Request: target.Request("GET", at)}
	c.MaxWait, c.MaxRequests, c.Only = 20*time.Second, 50, only
	r := Run(t.Context(), c, nil)
	_ = server.Close()
	time.Sleep(time.Minute)
	return r
}

// Over TLS as well, at most one row reports each fault.
func TestEachFaultIsReportedOnceOverTLS(t *testing.T) {
	for _, s := range practice.Scenarios() {
		if !strings.HasPrefix(s.Path, "/tls-") {
			continue
		}
		t.Run(strings.TrimPrefix(s.Path, "/"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { blamesOnce(t, s.Path, practisedTLS(t, s.Path)) })
		})
	}
}

// A closure alert ends TLS, and a FIN ends TCP. The check close-kind reports whether the
// FIN follows the alert.
func TestCloseKindReportsWhatFollowsAClosureAlert(t *testing.T) {
	for path, want := range map[string]struct {
		found, text string
		verdict     Verdict
		advised     bool
	}{
		"/countdown":                            {"close_notify, ", "a FIN follows each close_notify", Pass, false},
		"/tls-idle-no-fin":                      {"close_notify, ", "no FIN follows close_notify within 300 ms, 5 of ", Pass, true},
		"/tls-held-open":                        {"close_notify, ", "no FIN follows close_notify within 300 ms", Pass, true},
		"/tls-idle":                             {"FIN, ", "without close_notify", Warn, false},
		"/tls-idle-no-fin?timeout=3&linger=0.1": {"close_notify, ", "a FIN follows each close_notify", Pass, false},
	} {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := practisedTLS(t, path, nameIdle, nameHonour, nameKind)
				c := r.Check(nameKind)
				if c.Verdict != want.verdict || !strings.HasPrefix(c.Found, want.found) || !strings.Contains(c.Text, want.text) {
					t.Errorf("close-kind = %s, %q, %q; want %s, %q, %q", c.Verdict, c.Found, c.Text, want.verdict, want.found, want.text)
				}
				if got := advises(r, "client", "close the TCP connection when close_notify comes"); got != want.advised {
					t.Errorf("advice to close after close_notify = %t, want %t: %v", got, want.advised, r.adviceLines())
				}
				if path == "/tls-held-open" {
					check(t, *r.Check(nameHonour), Pass, "close_notify at once", "as asked")
				}
				if path == "/tls-idle-no-fin" {
					check(t, *r.Check(nameIdle), Pass, "2.000 s", "as advertised")
				}
			})
		})
	}
}
