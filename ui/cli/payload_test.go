package cli_test

import (
	"bytes"
	"context"
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
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"linger/session"
	"linger/session/practice"
	"linger/ui/cli"
	"linger/ui/internal/play"
)

// wantVisible fails the test if got is not UTF-8 or contains a control or format
// character other than a line end.
func wantVisible(t *testing.T, what, got string) {
	t.Helper()
	if !utf8.ValidString(got) {
		t.Errorf("%s is not UTF-8: %q", what, got)
	}
	for i, r := range got {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			t.Errorf("%s contains the control character %U in %q", what, r, got[max(0, i-40):min(len(got), i+40)])
			return
		}
	}
}

// shown runs the program, checks that all of its output is visible, and returns the
// standard output.
func shown(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	var out, diagnostics bytes.Buffer
	c := cli.New()
	c.SetArgs(args)
	c.SetIn(strings.NewReader(stdin))
	c.SetOut(&out)
	c.SetErr(&diagnostics)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cli.Report(&diagnostics, c.ExecuteContext(ctx))
	if ctx.Err() != nil {
		t.Errorf("linger %q did not end within a minute", args)
	}
	what := strings.Join(args[:min(2, len(args))], " ")
	wantVisible(t, what+", output", out.String())
	wantVisible(t, what+", errors", diagnostics.String())
	return out.String()
}

// certified starts a server whose TLS certificate contains a payload, and returns its
// URL.
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
	go answerAll(ln, play.Planted(p))
	return "https://" + ln.Addr().String() + "/"
}

// answerAll writes a response to the first bytes on each connection.
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

func TestOutputIsSafeForATerminal(t *testing.T) {
	for i, p := range play.Payloads {
		t.Run(strconv.Itoa(i), func(t *testing.T) {
			t.Parallel()
			url, secure := rawServer(t, 1, play.Planted(p)), certified(t, p)
			shown(t, "", "send", url)
			for line := range strings.Lines(shown(t, "", "send", "--json", url)) {
				if !json.Valid([]byte(line)) {
					t.Errorf("send --json printed a line that is not JSON: %s", line)
				}
			}
			shown(t, play.Planted(p), "decode", "-")
			shown(t, play.Planted(p), "decode", "--json", "-")
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
			wantVisible(t, "--plain", plainly(t, "-k", secure))
			recorded(t, p, url)
			logged(t, p)
			passedOn(t, p)
			graded(t, p)
			configured(t, p)
			for _, args := range [][]string{
				{"send", "http://127.0.0.1:1/" + p}, {"send", p}, {"send", "http://" + p + "/"}, {"decode", p}, {"--" + p}, {p + ".x"},
				{"send", "--expect", p, url}, {"send", "-H", p, url}, {"send", "-d", "@" + p, url}, {"send", "--" + p, url}, {"send", "-x", p, url},
				{"send", "--cacert", p, url}, {"send", "--unix-socket", p, url}, {"send", "--resolve", p, url}, {"send", "-o", "/none/" + p, url},
				{"open", p}, {"open", "--speed", p}, {"export", p}, {"export", "--har", p, p}, {"relay", "--listen", p, url}, {"relay", "--fault", p, url}, {"send", "--curl", p}, {"send", "--curl", "curl --" + p + " h"},
				{"send", "--config", p, url}, {"help", p}, {"learn", p, "--plain"}, {"drill", p}, {"completion", p}, {"decode", "--segment", p}, {"send", "-n", p, url}, {"send", "--record", "/none/" + p, url}, {"-" + p},
				{"probe", "--only", p, url}, {"probe", "--markdown", "http://127.0.0.1:1/?" + p}, {"practice", "--listen", p},
				{"__complete", "send", p}, {"__complete", "open", p}, {"__complete", "learn", p}, {"practice", "--ca", "/none/" + p, "--tls", "--listen", "127.0.0.1:0"}, {"practice", "--unix-socket", "/none/" + p},
				{"probe", "--junit", "/none/" + p, url}, {"probe", "--expect", p, url}, {"export", "--ticket", "/none/" + p, p}, {"decode", "--method", p, "-"}, {"decode", "--curl", p, "-"},
				{"drill", "--grade", p}, {"drill", "--exam", "/none/" + p, "--seed", p}, {"relay", "--connect-timeout", p, url}, {"relay", "--record", "/none/" + p, url}, {"relay", "--listen", "127.0.0.1:x", p},
			} {
				shown(t, "", args...)
			}
		})
	}
}

// recorded writes every kind of file about a response with a payload, and checks these
// files and the output of open and export for them.
func recorded(t *testing.T, p, url string) {
	t.Helper()
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	header := "X: " + strings.NewReplacer("\r", "", "\n", "", "\x00", "").Replace(p)
	shown(t, "", "send", "--keep-secrets", "-H", header, "--record", file("log"), "--har", file("har"), "--pcapng", file("pcapng"), url)
	if err := os.WriteFile(file("broken"), []byte(p), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"log", "har", "pcapng", "broken"} {
		for _, format := range []string{"--plain", "--json", "-q"} {
			shown(t, "", "open", format, file(name))
		}
		shown(t, "", "decode", file(name))
	}
	shown(t, "", "export", "--ticket", file("ticket"), "--json", file("lines"), file("log"))
	shown(t, "", "export", "--har", "-", file("log"))
	for _, name := range []string{"log", "lines"} {
		text, err := os.ReadFile(file(name))
		if err != nil {
			t.Fatal(err)
		}
		wantVisible(t, name, string(text))
		for line := range strings.Lines(string(text)) {
			if !json.Valid([]byte(line)) {
				t.Errorf("%s has a line that is not JSON: %s", name, line)
			}
		}
	}
	text, err := os.ReadFile(file("har"))
	if err != nil || !json.Valid(text) {
		t.Errorf("the HAR is not JSON: %v", err)
	}
	wantVisible(t, "HAR", string(text))
	pages, err := filepath.Glob(file("ticket/*.md"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("linger wrote no ticket: %v", err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		wantVisible(t, page, string(text))
		if strings.Contains(string(text), "<script>") && !strings.Contains(string(text), "```") {
			t.Errorf("%s contains markup from the server: %s", page, text)
		}
	}
}

// passedOn checks that a relay prints and writes only visible text about a request and a
// response with a payload.
func passedOn(t *testing.T, p string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go answerAll(ln, play.Planted(p))
	line := strings.NewReplacer("\r", "", "\n", "").Replace(p)
	for _, request := range []string{
		"G" + line + " /" + line + " HTTP/1.1\r\nHost: " + line + "\r\n" + line + ": " + line + "\r\n\r\n",
		"GET /" + strings.ReplaceAll(line, " ", "") + " HTTP/1.1\r\nHost: h\r\nUpgrade: " + line + "\r\nConnection: upgrade\r\nX: " + line + "\r\n\r\n",
		p, "\x16\x03\x01\x00\x10" + p,
	} {
		use := func(addr string) {
			c, err := net.Dial("tcp", addr)
			if err != nil {
				t.Error(err)
				return
			}
			defer c.Close()
			_, _ = io.WriteString(c, request)
			_, _ = io.Copy(io.Discard, c)
		}
		dir := t.TempDir()
		file := func(name string) string { return filepath.Join(dir, name) }
		for _, format := range []string{"--plain", "--json"} {
			stdout, stderr, _ := relaying(t, use, format, "--force", "--keep-secrets", "--record", file("log"), "--har", file("har"), "--pcapng", file("pcapng"), "http://"+ln.Addr().String()+"/")
			wantVisible(t, "relay "+format, stdout)
			wantVisible(t, "relay, errors", stderr)
			if !strings.Contains(stdout, "127.0.0.1") {
				t.Errorf("relay %s printed no connection: %q", format, stdout)
			}
		}
		for _, name := range []string{"log", "har", "pcapng"} {
			for _, format := range []string{"--plain", "--json", "-q"} {
				shown(t, "", "open", format, file(name))
			}
		}
		shown(t, "", "export", "--ticket", file("ticket"), "--json", "-", file("log"))
		shown(t, "", "export", "--har", "-", file("pcapng"))
	}
}

// graded checks that the grades of an exam file contain only visible text, even if every
// string in the file is a payload.
func graded(t *testing.T, p string) {
	t.Helper()
	text, err := json.Marshal(strings.ToValidUTF8(p, "?"))
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "exam")
	exam := strings.ReplaceAll(`{"schema":1,"seed":"7K3P","level":@,"name":@,"round":1,"rounds":1,"who":@,"timeout":@,"body":@,"rule":@,"proof":[{"is":@}]}`, "@", string(text))
	if err := os.WriteFile(name, []byte(exam), 0o600); err != nil {
		t.Fatal(err)
	}
	if grades := shown(t, "", "drill", "--grade", name); strings.Count(grades, "\n") < 2 {
		t.Errorf("drill --grade printed no grades: %q", grades)
	}
}

// configured checks that linger prints only visible text about settings that contain a
// payload.
func configured(t *testing.T, p string) {
	t.Helper()
	text, err := json.Marshal(strings.ToValidUTF8(p, "?"))
	if err != nil {
		t.Fatal(err)
	}
	for _, setting := range []string{"theme = @", "masked = [@]", "flags = [@]", "flags = [\"-H\", @]", "[keys]\nsend = [@]", "[keys]\n@ = [\"x\"]", "@ = 1", "= " + p} {
		name := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(name, []byte(strings.ReplaceAll(setting, "@", string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
		shown(t, "", "config", "--config", name)
		shown(t, "", "send", "--config", name, "http://127.0.0.1:1/")
	}
}

// logged checks that the practice server logs only visible text about a request with a
// payload.
func logged(t *testing.T, p string) {
	t.Helper()
	var log syncBuffer
	s, err := practice.Listen("tcp", "127.0.0.1:0", practice.Config{Log: &log, Verbose: true, Mask: func() func(string) string { return new(session.SecretLines).Masked }})
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", s.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(c, "G"+p+" /"+p+" HTTP/1.1\r\n"+p+": "+p+"\r\n\r\n")
	_ = c.(*net.TCPConn).CloseWrite()
	_, _ = io.Copy(io.Discard, c)
	c.Close()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	wantVisible(t, "practice -v", log.String())
}

// A syncBuffer is a buffer that several goroutines can use.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func wantXML(t *testing.T, document []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(document))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Errorf("the JUnit report is not XML: %v", err)
			return
		}
	}
}
