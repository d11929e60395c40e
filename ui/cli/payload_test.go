package cli_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"linger/ui/cli"
)

// payloads are what a server, a certificate, a file or a command line may hold to
// reach a terminal or a document.
var payloads = []string{
	"\x1b]0;CANARY\x07", "\x1b[2J\x1b[31m", "\x1b]52;c;Q0FOQVJZ\x07", "\x1bP+q544e\x1b\\", "\x1b_Gi=1;AAAA\x1b\\", "\x1b^pm\x1b\\",
	"\x1b]8;;http://evil\x07link\x1b]8;;\x07", "\x1bPtmux;\x1b\x1b]0;x\x07\x1b\\", "\x9b2J", "\u009b2J\u009d0;x\u009c", "\x0e\x0f\x1b(0",
	"a\x08\x08b\x7f", "\x00\x01\x02", "\u202eevil\u202c\u2066x", "a\u200bb\u200d\u2060\ufeff", "\U000e0041\U000e007f",
	"e" + strings.Repeat("\u0301", 800), "\u0301\u0e33\u0915\u094d\u0937\u1100\u1161", "\xff\xfe\xc0\xaf", "\ufffe\uffff",
	"|`*_[a](http://evil)<script>", "]]><x a=\"b\">&amp;'", "'; rm -rf / #$(id)`id`", "\u2028\u2029\u0085",
}

// wantVisible wants text in which every rune but a line end is shown by a terminal
// and does nothing else.
func wantVisible(t *testing.T, what, got string) {
	t.Helper()
	if !utf8.ValidString(got) {
		t.Errorf("%s: not UTF-8: %q", what, got)
	}
	for i, r := range got {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			t.Errorf("%s: %U in %q", what, r, got[max(0, i-40):min(len(got), i+40)])
			return
		}
	}
}

// shown runs the program and wants all that it prints to be visible. It returns
// the standard output.
func shown(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	var out, diagnostics bytes.Buffer
	c := cli.New()
	c.SetArgs(args)
	c.SetIn(strings.NewReader(stdin))
	c.SetOut(&out)
	c.SetErr(&diagnostics)
	cli.Report(&diagnostics, c.ExecuteContext(t.Context()))
	what := strings.Join(args[:min(2, len(args))], " ")
	wantVisible(t, what+", output", out.String())
	wantVisible(t, what+", errors", diagnostics.String())
	return out.String()
}

// planted is a response with a payload in each of its fields.
func planted(p string) string {
	line := strings.NewReplacer("\r", "", "\n", "").Replace(p)
	return "HTTP/1.1 200 " + line + "\r\n" + line + ": " + line + "\r\nX: " + line + "\r\n " + line + "\r\nKeep-Alive: timeout=" + line + ", " + line + "=1\r\n" +
		"Connection: " + line + "\r\nContent-Type: " + line + "\r\nTransfer-Encoding: chunked\r\n\r\n" +
		"1;" + line + "=\"" + line + "\"\r\na\r\n" + strconv.FormatInt(int64(len(p)), 16) + "\r\n" + p + "\r\n0\r\nT: " + line + "\r\n\r\n" + p
}

// certified answers TLS handshakes with a certificate that holds a payload.
func certified(t *testing.T, p string) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ToValidUTF8(p, "?")
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: text, Organization: []string{text}}, NotAfter: time.Now().Add(time.Hour)}
	if strings.IndexFunc(p, func(r rune) bool { return r >= 0x7f }) < 0 {
		c.DNSNames = []string{p}
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	ln, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go answerAll(ln, planted(p))
	return "https://" + ln.Addr().String() + "/"
}

// answerAll writes an answer to whatever comes first on each connection.
func answerAll(ln net.Listener, answer string) {
	for {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		go func() {
			defer c.Close()
			if _, err := c.Read(make([]byte, 4<<10)); err == nil {
				_, _ = io.WriteString(c, answer)
			}
		}()
	}
}

func TestNoPayloadGetsThrough(t *testing.T) {
	for i, p := range payloads {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			url, secure := rawServer(t, 1, planted(p)), certified(t, p)
			shown(t, "", "send", url)
			for line := range strings.Lines(shown(t, "", "send", "--json", url)) {
				if !json.Valid([]byte(line)) {
					t.Errorf("no JSON: %s", line)
				}
			}
			shown(t, planted(p), "decode", "-")
			shown(t, planted(p), "decode", "--json", "-")
			shown(t, "", "send", "-k", secure)
			shown(t, "", "send", "-k", "--json", secure)
			shown(t, "", "send", "-x", strings.TrimSuffix(url, "/"), "https://other.test/")
			junit := filepath.Join(t.TempDir(), "report.xml")
			for _, format := range [][]string{{}, {"--json"}, {"--markdown"}, {"--junit", junit}} {
				shown(t, "", append(append([]string{"probe"}, format...), secure)...)
			}
			report, err := os.ReadFile(junit)
			if err != nil {
				t.Fatal(err)
			}
			wantVisible(t, "JUnit", string(report))
			wantXML(t, report)
			for _, args := range [][]string{
				{"send", "http://127.0.0.1:1/" + p}, {"send", p}, {"send", "http://" + p + "/"}, {"decode", p}, {"--" + p}, {p + ".x"},
				{"send", "--expect", p, url}, {"send", "-H", p, url}, {"send", "-d", "@" + p, url}, {"send", "--" + p, url}, {"send", "-x", p, url},
				{"send", "--cacert", p, url}, {"send", "--unix-socket", p, url}, {"send", "--resolve", p, url}, {"send", "-o", "/none/" + p, url},
				{"probe", "--only", p, url}, {"probe", "--markdown", "http://127.0.0.1:1/?" + p}, {"practice", "--listen", p},
			} {
				shown(t, "", args...)
			}
		})
	}
}

func wantXML(t *testing.T, document []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(document))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("no XML: %v", err)
			return
		}
	}
}
