package cli_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"linger/session/practice"
	"linger/ui/cli"
)

// identity writes a certificate and its key to one file, and the key alone to another.
func identity(t *testing.T) (both, key string) {
	t.Helper()
	pair, _, err := practice.SelfSigned("tester.example")
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	var cert bytes.Buffer
	_ = pem.Encode(&cert, &pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})
	private := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	dir := t.TempDir()
	both, key = filepath.Join(dir, "both.pem"), filepath.Join(dir, "key.pem")
	for name, b := range map[string][]byte{both: append(cert.Bytes(), private...), key: private} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return both, key
}

func TestServerReceivesClientCertificate(t *testing.T) {
	both, key := identity(t)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.TLS.PeerCertificates[0].DNSNames[0])
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS13}
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	saved := filepath.Join(t.TempDir(), "content")
	for _, args := range [][]string{{"-E", both}, {"-E", both, "--key", key}} {
		if _, err := run(append([]string{"send", "-q", "-k", "--force", "-o", saved, server.URL}, args...)...); err != nil {
			t.Errorf("send %v failed: %v", args, err)
		}
		if b, _ := os.ReadFile(saved); string(b) != "tester.example" {
			t.Errorf("%v: the server saw a certificate for %q, want tester.example", args, b)
		}
	}
	if out, err := run("send", "-k", server.URL); err == nil || strings.Contains(out, " 200 ") {
		t.Errorf("without a certificate: error %v, want an error and no response:\n%s", err, out)
	}
}

// A missing client certificate ends the command with the same exit code and the same
// sentence, whether the server reports it during the handshake or, as in TLS 1.3, after
// it.
func TestMissingClientCertificateExitsWith3(t *testing.T) {
	for _, version := range []uint16{tls.VersionTLS12, tls.VersionTLS13} {
		server := httptest.NewUnstartedServer(http.NotFoundHandler())
		server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MaxVersion: version}
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		var said bytes.Buffer
		_, err := run("send", "-k", server.URL)
		if code := cli.Report(&said, err); code != 3 || !strings.HasPrefix(said.String(), "linger: The server requires a client certificate (TLS alert: ") {
			t.Errorf("%s: exit code %d, want 3; the error is: %s", tls.VersionName(version), code, said.String())
		}
		server.Close()
	}
}
