package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"linger/ui/cli"
)

var secretShown = regexp.MustCompile(`zq\d\d`)

// hide replaces each $ in text with a new secret.
func hide(text string) string {
	var b strings.Builder
	for i, part := range strings.Split(text, "$") {
		if i > 0 {
			fmt.Fprintf(&b, "zq%02d", i)
		}
		b.WriteString(part)
	}
	return b.String()
}

// secretive holds responses with a secret in every place that linger masks.
var secretive = hide("HTTP/1.1 103 token=$\r\nLink: </x?api_key=$>\r\nSet-Cookie: $\r\n\r\n" +
	"HTTP/1.1 302 token=$\r\nSet-Cookie : a=$\r\n $\r\nLocation: http://u:$@other.test/x?token=$\r\nWarning: 199 h \"token=$\"\r\n" +
	"X-Secret: $\x01\r\nPassword $\r\nKeep-Alive: timeout=token=$\r\nContent-Length: x?token=$\r\nTransfer-Encoding: chunked\r\n\r\n" +
	"2;token=$\r\nok\r\n0\r\nX-Signature: $\r\n\r\n")

// discreet runs the program and checks that its output contains no secret.
func discreet(t *testing.T, stdin string, args ...string) {
	t.Helper()
	var out bytes.Buffer
	c := cli.New()
	c.SetArgs(args)
	c.SetIn(strings.NewReader(stdin))
	c.SetOut(&out)
	c.SetErr(&out)
	cli.Report(&out, c.ExecuteContext(t.Context()))
	wantDiscreet(t, strings.Join(args, " "), out.String())
}

func wantDiscreet(t *testing.T, what, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		if s := secretShown.FindString(line); s != "" {
			t.Errorf("%s: the secret %s is in %.200s", what, s, line)
		}
	}
	if text == "" {
		t.Errorf("%s: the output is empty", what)
	}
}

// No output and no file contains a secret, unless the user requests it.
func TestOutputContainsNoSecret(t *testing.T) {
	url := rawServer(t, 1, secretive) + hide("?token=$&a=1")
	request := []string{"-H", hide("Authorization: Basic $"), "-H", hide("Cookie: $"), "-H", hide("Referer: http://u:$@h/?session=$"), "-H", hide("X-Api-Key: $")}
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	send := func(more ...string) []string {
		return append(append([]string{"send"}, request...), append(more, url)...)
	}
	discreet(t, "", send()...)
	discreet(t, "", send("--json")...)
	discreet(t, "", send("-q")...)
	discreet(t, "", send("--expect", "response.status=201", "--expect", "request.target=x")...)
	discreet(t, "", send("--record", file("log"), "--har", file("har"), "--pcapng", file("pcapng"))...)
	discreet(t, secretive, "decode", "-")
	discreet(t, secretive, "decode", "--json", "-")
	for _, format := range []string{"", "--json", "--markdown", "--junit=" + file("junit")} {
		args := append([]string{"probe", "--only", "framing,keep-alive-field", "--max-wait", "1s"}, request...)
		if format != "" {
			args = append(args, format)
		}
		discreet(t, "", append(args, url)...)
	}
	for _, name := range []string{"log", "har"} {
		for _, format := range []string{"--plain", "--json", "-q"} {
			discreet(t, "", "open", format, file(name))
		}
	}
	discreet(t, "", "export", "--har", file("har2"), "--pcapng", file("pcapng2"), "--json", "-", "--ticket", file("ticket"), file("log"))
	discreet(t, "", send("--keep-secrets", "--record", file("kept.log"), "--pcapng", file("kept.pcapng"))...)
	for _, name := range []string{"kept.log", "kept.pcapng"} {
		for _, format := range []string{"--plain", "--json", "-q"} {
			discreet(t, "", "open", format, file(name))
		}
		if err := os.Remove(file(name)); err != nil {
			t.Fatal(err)
		}
	}
	told := plainly(t, append(request, url)...)
	wantDiscreet(t, "--plain", told)
	for _, want := range []string{"token=****", "Cookie: ****", "http://****@h/"} {
		if !strings.Contains(told, want) {
			t.Errorf("--plain does not show %s:\n%s", want, told)
		}
	}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if err == nil {
			wantDiscreet(t, path, string(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"send", hide("ftp://u:$@h/?token=$")}, {"send", hide("http://u:$@127.0.0.1:1/?token=$")}, {"send", hide("http://u:$@h /")}, {"send", "-x", hide("http://u:$@h:abc"), url},
		{"send", "-x", hide("socks9://u:$@h"), url}, {"send", "--curl", hide("curl --nope 'http://u:$@h/?token=$'")}, {"send", "-H", hide("Authorization $"), "http://127.0.0.1:1/"},
		{"probe", hide("http://u:$@127.0.0.1:1/?token=$")}, {"relay", "--listen", "127.0.0.1:0", hide("http://u:$@h:x/?token=$")},
		{hide("http://u:$@h/?token=$"), "b"}, {hide("http://u:$@h:x/?token=$")}, {"--plain", hide("http://u:$@127.0.0.1:1/?token=$")}, {"decode", hide("http://u:$@h/?token=$")},
		{"open", hide("http://u:$@h/?token=$")},
	} {
		discreet(t, "", args...)
	}
}

// A relay does not show or write the secrets that it passes on.
func TestRelayShowsNoSecret(t *testing.T) {
	url := rawServer(t, 1, secretive)
	request := hide("GET /?token=$&a=1 HTTP/1.1\r\nHost: h\r\nAuthorization: Basic $\r\nCookie: a=1;\r\n b=$\r\nReferer: http://u:$@h/?session=$\r\nX-Api-Key: $\r\n\r\n")
	use := func(addr string) {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		for _, part := range strings.SplitAfter(request, "zq") { // a secret arrives in two reads
			if _, err := io.WriteString(c, part); err != nil {
				t.Error(err)
			}
		}
		_ = c.(*net.TCPConn).CloseWrite()
		_, _ = io.Copy(io.Discard, c)
	}
	for _, format := range []string{"--plain", "--json"} {
		dir := t.TempDir()
		file := func(name string) string { return filepath.Join(dir, name) }
		stdout, stderr, err := relaying(t, use, format, "--record", file("log"), "--har", file("har"), "--pcapng", file("pcapng"), url)
		if err != nil {
			t.Error(err)
		}
		wantDiscreet(t, "relay "+format, stdout)
		wantDiscreet(t, "relay, errors", stderr)
		discreet(t, "", "export", "--json", "-", "--har", file("har2"), "--ticket", file("ticket"), file("log"))
		names, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil {
			t.Fatal(err)
		}
		inTicket, err := filepath.Glob(file("ticket/*"))
		if err != nil || len(inTicket) == 0 {
			t.Fatalf("linger wrote no ticket: %v", err)
		}
		for _, name := range append(names, inTicket...) {
			if name == file("ticket") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			wantDiscreet(t, name, string(text))
		}
	}
}

// tour lists commands of the line mode that show everything.
var tour = []string{"", "list", "filter token", "why", "clients", "request", "response", "body", "wire", "time", "findings", "", "compare 1", "history", "curl", "ticket",
	"L", "no", "mark", "now", "check", "?", "x", "q"}

// plainly returns the output of the line mode during a tour. It waits for the first
// response before it writes the second command.
func plainly(t *testing.T, args ...string) string {
	t.Helper()
	c := exec.CommandContext(t.Context(), "linger", append([]string{"--plain"}, args...)...)
	c.Env = append(os.Environ(), "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir(), "XDG_CACHE_HOME="+t.TempDir())
	in, out := io.Pipe()
	c.Stdin = in
	answered := &waiter{words: "exchange 1:", seen: make(chan struct{})}
	c.Stdout, c.Stderr = answered, answered
	go func() {
		defer out.Close()
		for i, command := range tour {
			if _, err := io.WriteString(out, command+"\n"); err != nil {
				return
			}
			if i == 0 {
				select {
				case <-answered.seen:
				case <-time.After(time.Minute): // if the program ended or did not respond, the missing output fails the test
				}
			}
			<-time.After(20 * time.Millisecond)
		}
	}()
	err := c.Run()
	answered.close()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return answered.kept.String()
}

// A waiter is a buffer that reports when given words have been written to it.
type waiter struct {
	words string
	seen  chan struct{}
	once  sync.Once
	kept  bytes.Buffer // not embedded, because its ReadFrom would bypass Write
}

func (w *waiter) Write(b []byte) (int, error) {
	n, err := w.kept.Write(b)
	if strings.Contains(w.kept.String(), w.words) {
		w.close()
	}
	return n, err
}

func (w *waiter) close() { w.once.Do(func() { close(w.seen) }) }
