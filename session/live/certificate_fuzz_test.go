package live

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"math/big"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"linger/session"
	"linger/session/export"
	"linger/session/markdown"
)

// certificateOf returns a certificate with text in each of its names.
func certificateOf(f *testing.F, text string) []byte {
	f.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		f.Fatal(err)
	}
	valid := strings.ToValidUTF8(text, "?")
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Unix(1<<32, 0), Subject: pkix.Name{CommonName: valid, Organization: []string{valid, valid}}}
	if strings.IndexFunc(text, func(r rune) bool { return r >= 0x7f }) < 0 {
		c.DNSNames, c.EmailAddresses, c.URIs = []string{text, "*." + text}, []string{text}, []*url.URL{{Scheme: "x", Opaque: url.PathEscape(text)}}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		f.Fatal(err)
	}
	return der
}

// FuzzCertificate checks that linger writes facts and sentences about any certificate as
// valid JSON, and to documents without invisible characters.
func FuzzCertificate(f *testing.F) {
	for _, text := range []string{"", "h", "\x1b]0;CANARY\x07\x1b[2J", "\u202eevil\u2028", "a|b`c`<script>", "\x00\x01", strings.Repeat("n", 60_000)} {
		f.Add(certificateOf(f, text))
	}
	target := session.Target{TLS: true, Host: "h", Port: "443"}
	f.Fuzz(func(t *testing.T, der []byte) {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return
		}
		facts := tlsFacts(tls.ConnectionState{PeerCertificates: []*x509.Certificate{c, c}}, 0, false)
		if len(facts.Chain) != 2 || facts.Peer != facts.Chain[0] {
			t.Errorf("the chain has %d certificates and begins with %q, want 2 and %q", len(facts.Chain), facts.Chain[0], facts.Peer)
		}
		sentences := []string{facts.Peer}
		for _, err := range []error{c.VerifyHostname("h"), verified(c)} {
			if err != nil {
				sentences = append(sentences, handshakeText(err, target, ""))
			}
		}
		var lines bytes.Buffer
		if err := export.WriteLine(&lines, []any{facts, sentences}); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(lines.Bytes()) {
			t.Errorf("WriteLine wrote %s, want valid JSON", lines.Bytes())
		}
		for _, s := range sentences {
			wantVisible(t, markdown.Text(s))
		}
		wantVisible(t, strings.TrimSuffix(lines.String(), "\n"))
	})
}

func verified(c *x509.Certificate) error {
	_, err := c.Verify(x509.VerifyOptions{Roots: x509.NewCertPool()})
	return err
}

func wantVisible(t *testing.T, s string) {
	t.Helper()
	if strings.IndexFunc(s, session.Invisible) >= 0 || !utf8.ValidString(s) {
		t.Errorf("got %q, want only visible characters", s)
	}
}
