package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"regexp"
	"strings"
	"testing"

	"linger/ui/cli"
)

// answering starts a server and returns its address. The server accepts one connection,
// sends a short response to each request, and closes after the given number of requests.
func answering(t *testing.T, requests int) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		lines := bufio.NewScanner(c)
		for range requests {
			for lines.Scan() && lines.Text() != "" {
			}
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
		}
	}()
	return l.Addr().String()
}

// relayed runs linger relay, calls use with its address, and returns its output.
func relayed(t *testing.T, use func(addr string), args ...string) (stdout, stderr string) {
	t.Helper()
	stdout, stderr, err := relaying(t, use, args...)
	if err != nil {
		t.Error(err)
	}
	return stdout, stderr
}

// relaying does the same as relayed, and also returns the error of the command, or nil if
// only the test ended it.
func relaying(t *testing.T, use func(addr string), args ...string) (stdout, stderr string, err error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var out bytes.Buffer
	r, w := io.Pipe()
	c := cli.New()
	c.SetArgs(append([]string{"relay", "--listen", "127.0.0.1:0"}, args...))
	c.SetOut(&out)
	c.SetErr(w)
	done := make(chan error, 1)
	go func() {
		done <- c.ExecuteContext(ctx)
		w.Close()
	}()
	lines := bufio.NewScanner(r)
	var addr []string
	for addr == nil && lines.Scan() {
		stderr += lines.Text() + "\n"
		addr = regexp.MustCompile(`relay on (\S+),`).FindStringSubmatch(stderr)
	}
	if addr == nil {
		t.Fatalf("the relay printed no address: %s (error %v)", stderr, <-done)
	}
	rest := make(chan string)
	go func() {
		var all strings.Builder
		for lines.Scan() {
			all.WriteString(lines.Text() + "\n")
		}
		rest <- all.String()
	}()
	use(addr[1])
	cancel()
	if err = <-done; errors.Is(err, context.Canceled) {
		err = nil
	}
	return out.String(), stderr + <-rest, err
}

// A relay continues if a file cannot be written. It reports the error once, and the
// command ends with exit code 2.
func TestRelayContinuesOnAFullDisk(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skip(err)
	}
	stdout, stderr, err := relaying(t, twoExchanges(t), "--plain", "--record", full, "http://"+answering(t, 2))
	if !strings.Contains(stdout, "2 exchanges") || strings.Count(stderr, "no space left on device; the file is not complete\n") != 1 {
		t.Errorf("want 2 exchanges and one report about the full disk; the output is\n%s\n%s", stdout, stderr)
	}
	if code := cli.Report(io.Discard, err); code != 2 {
		t.Errorf("exit code %d, want 2", code)
	}
}

// twoExchanges sends two requests and reads to the end of the connection.
func twoExchanges(t *testing.T) func(addr string) {
	return func(addr string) {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		for _, path := range []string{"/one", "/two"} {
			io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: h\r\n\r\n")
			if _, err := io.ReadFull(c, make([]byte, 43)); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := io.Copy(io.Discard, c); n > 0 || err != nil {
			t.Errorf("%d bytes followed the responses, want none; error %v", n, err)
		}
	}
}

func TestRelayPlain(t *testing.T) {
	server := answering(t, 2)
	out, errs := relayed(t, twoExchanges(t), "http://"+server)
	out = regexp.MustCompile(`\d\d:\d\d:\d\d\.\d{3}`).ReplaceAllString(out, "TIME")
	out = regexp.MustCompile(`[\d.]+ (ms|s)\b`).ReplaceAllString(out, "DURATION")
	out = regexp.MustCompile(`client 127\.0\.0\.1:\d+`).ReplaceAllString(out, "client CLIENT")
	// On a busy machine the close may come after an idle time.
	out = strings.NewReplacer("FIN after DURATION idle", "FIN right after a response", "first, idle,", "first, right after a response,").Replace(out)
	lines := strings.Split(strings.ReplaceAll(out, server, "SERVER"), "\n")
	want := []string{
		"TIME  pair 1  client CLIENT, server SERVER, connected in DURATION",
		"TIME  pair 1  exchange 1   GET /one -> 200, length 5, DURATION",
		"TIME  pair 1  exchange 2   GET /two -> 200, length 5, DURATION",
		"TIME  pair 1  server: FIN right after a response; passed on",
	}
	if len(lines) < 6 || strings.Join(lines[:4], "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", out, strings.Join(want, "\n"))
	}
	if !strings.Contains(out, "ended: server first, right after a response, no Connection: close; 2 exchanges") || !strings.Contains(out, "1 connection, 2 exchanges, 1 end") {
		t.Errorf("want a pair with two exchanges in the summary; got\n%s", out)
	}
	if !strings.Contains(errs, "curl --connect-to ::127.0.0.1:") || !strings.Contains(errs, "proxy_set_header Host "+server) {
		t.Errorf("the relay does not print how to use it:\n%s", errs)
	}
}

func TestRelayJSON(t *testing.T) {
	out, _ := relayed(t, twoExchanges(t), "--json", "--fault", "close-after=2", "http://"+answering(t, 3))
	for _, want := range []string{
		`{"type":"session","schema":1,"program":"linger","vantage":"relay","target":"http://127.0.0.1:`, `"kind":"fault","text":"relay: close-after=2"`,
		`"request":{"method":"GET","target":"/two","bytes":30},"response":{"status":200,"framing":"content-length","body_bytes":5,"complete":true}`,
		`"by":"relay","how":"fin","phase":"idle"`, `"relay_first":1`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %s:\n%s", want, out)
		}
	}
}

func TestRelayRejectsWrongArguments(t *testing.T) {
	for want, args := range map[string][]string{
		"linger: --fault: unknown fault \"slow\"": {"--fault", "slow", "http://h"},
		"linger: cannot listen: ":                 {"--listen", "127.0.0.1:x", "http://h"},
		"linger: not a URL linger can open":       {"ftp://h"},
	} {
		_, errs, code := command(nil, append([]string{"relay"}, args...)...)
		if code != 2 || !strings.HasPrefix(errs, want) {
			t.Errorf("linger relay %q: exit code %d, want 2: %s", args, code, errs)
		}
	}
}

func TestRelayPrintsHowToUseIt(t *testing.T) {
	_, errs := relayed(t, func(string) {}, "https://shop.example:8443")
	for _, want := range []string{"curl --connect-to ::127.0.0.1:", "proxy_pass https://127.0.0.1:", "proxy_set_header Host shop.example:8443;", "in /etc/hosts: 127.0.0.1 shop.example\n", "then open https://shop.example:"} {
		if !strings.Contains(errs, want) {
			t.Errorf("the output lacks %s:\n%s", want, errs)
		}
	}
}
