package cli_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// lineOf returns the last JSON line of a type.
func lineOf(t *testing.T, out, kind string) map[string]any {
	t.Helper()
	for _, l := range slices.Backward(strings.Split(strings.TrimSpace(out), "\n")) {
		var line map[string]any
		if err := json.Unmarshal([]byte(l), &line); err != nil {
			t.Fatalf("%v: %s", err, l)
		}
		if line["type"] == kind {
			return line
		}
	}
	t.Fatalf("want a JSON line of type %s in\n%s", kind, out)
	return nil
}

func TestRequestIsSentSlowly(t *testing.T) {
	for _, tt := range []struct {
		args    []string
		atLeast float64 // time between the first byte and the last, in µs
	}{
		{[]string{"--slow", "1ms", "-H", "Accept:", "-H", "User-Agent:"}, 40_000},
		{[]string{"--halves", "40ms"}, 40_000},
	} {
		out, err := run(append([]string{"send", "--json", rawServer(t, 1, ok)}, tt.args...)...)
		if err != nil {
			t.Error(err)
		}
		x := lineOf(t, out, "exchange")
		if took := x["timing"].(map[string]any)["send_us"].(float64); took < tt.atLeast {
			t.Errorf("%v: the request was sent within %v µs, want at least %v", tt.args, took, tt.atLeast)
		}
		if status := x["response"].(map[string]any)["status"]; status != 200.0 {
			t.Errorf("%v: the status is %v, want 200 for a complete request", tt.args, status)
		}
	}
}

func TestEndFlagDecidesHowTheConnectionEnds(t *testing.T) {
	for _, tt := range []struct {
		name, answer string
		args         []string
		want         map[string]any
		text         string
	}{
		{"reset while idle", ok, []string{"--end", "reset"}, map[string]any{"by": "client", "how": "reset", "phase": "idle"}, "linger reset (RST)"},
		{"closed while idle", ok, []string{"--end", "close"}, map[string]any{"by": "client", "how": "fin", "phase": "idle"}, "linger closed (FIN)"},
		{"half-closed while idle", ok, []string{"--end", "half-close", "--wait", "30s"}, map[string]any{"by": "server", "how": "fin", "phase": "idle"}, "after linger half-closed"},
		{"reset before the response", "", []string{"--end", "reset", "--end-after", "30ms"}, map[string]any{"by": "client", "how": "reset", "phase": "response"}, "before any byte of a response"},
		{"half-closed before the response", "", []string{"--end", "half-close", "--end-after", "30ms", "--wait", "30s"}, map[string]any{"by": "server", "how": "fin", "phase": "response"}, "after linger half-closed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _ := run(append([]string{"send", "--json", rawServer(t, 1, tt.answer)}, tt.args...)...)
			end := lineOf(t, out, "close")
			for member, want := range tt.want {
				if end[member] != want {
					t.Errorf("the member %s is %v, want %v", member, end[member], want)
				}
			}
			if text := end["text"].(string); !strings.Contains(text, tt.text) {
				t.Errorf("the text is %q, want it to contain %q", text, tt.text)
			}
		})
	}
}

func TestTrailersFollowTheContent(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	heard := make(chan string, 1)
	go func() {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		b, _ := io.ReadAll(c)
		heard <- string(b)
	}()
	_, _ = run("send", "-q", "--end", "half-close", "--end-after", "30ms", "-d", "hello", "--trailer", "X-Sum: 12", "--trailer", "X-By:me", "http://"+ln.Addr().String()+"/")
	got := <-heard
	for _, want := range []string{"Transfer-Encoding: chunked\r\n", "Trailer: X-Sum, X-By\r\n", "\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 12\r\nX-By: me\r\n\r\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("want %q in the request %q", want, got)
		}
	}
	if strings.Contains(got, "Content-Length") {
		t.Errorf("the request has both Content-Length and the chunked coding: %q", got)
	}
}

func TestTCPKeepaliveIntervalIsReported(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want float64 // µs
	}{
		{nil, 15e6},
		{[]string{"--keepalive-time", "7"}, 7e6},
		{[]string{"--no-keepalive"}, 0},
	} {
		out, err := run(append([]string{"send", "--json", rawServer(t, 1, ok)}, tt.args...)...)
		if err != nil {
			t.Error(err)
		}
		if got := lineOf(t, out, "connection")["tcp_keepalive_us"]; got != tt.want {
			t.Errorf("%v: the interval between TCP keepalive probes is %v µs, want %v", tt.args, got, tt.want)
		}
	}
}

func TestInvalidWaysOfSendingAreReported(t *testing.T) {
	for _, args := range [][]string{
		{"--end", "softly"}, {"--end-after", "1s"}, {"--slow", "1ms", "--halves", "1s"}, {"--slow", "1ms", "--pipeline"},
		{"--keepalive-time", "5", "--no-keepalive"}, {"--trailer", "no field"},
	} {
		if out, err := run(append([]string{"send", "http://127.0.0.1:1/"}, args...)...); err == nil || strings.Contains(err.Error(), "listens") {
			t.Errorf("linger send %v: error %v, want an error about the flags\n%s", args, err, out)
		}
	}
}

// The exit code reports a lost request, whether the server or linger ended the
// connection.
func TestLostRequestIsAnError(t *testing.T) {
	for _, how := range []string{"reset", "half-close"} {
		if out, err := run("send", rawServer(t, 1, ""), "--end", how, "--end-after", "30ms", "--wait", "30s"); err == nil {
			t.Errorf("--end %s: linger reported no error for a lost request:\n%s", how, out)
		}
	}
}

// If a server responds and closes without announcement while linger still sends the
// request, the command fails.
func TestCloseWhileSendingIsAnError(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go func() {
		if c, err := ln.Accept(); err == nil {
			_, _ = c.Read(make([]byte, 1))
			_, _ = io.WriteString(c, ok)
			_, _ = c.Read(make([]byte, 1))
			c.Close()
		}
	}()
	out, err := run("send", "--json", "--slow", "1s", "http://"+ln.Addr().String()+"/")
	if end := lineOf(t, out, "close"); err == nil || end["phase"] != "request" || end["by"] != "server" {
		t.Errorf("error %v, want an error and a close by the server during the request:\n%s", err, out)
	}
}

// Without a response, no step mentions its status.
func TestStepsWithoutResponseMentionNoStatus(t *testing.T) {
	out, _ := run("send", "--json", rawServer(t, 1, ""), "--end", "close", "--end-after", "30ms")
	x := lineOf(t, out, "exchange")
	if x["response"] != nil || x["keep_alive"] != nil || x["budget"] != nil {
		t.Errorf("the exchange has members of a response, want none: %v", x)
	}
	p := x["persistence"].(map[string]any)
	if p["reason"] != "truncated" || len(p["steps"].([]any)) != 1 {
		t.Errorf("persistence is %v, want the reason truncated and one step", p)
	}
	if strings.Contains(out, "status 0") || !strings.Contains(out, "no response: the connection ended before its first byte") {
		t.Errorf("want a step that says that no response came, without a status:\n%s", out)
	}
}

// The output says who ended an incomplete exchange: the server or linger.
func TestOutputNamesWhoEndedAnIncompleteExchange(t *testing.T) {
	const half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"
	for _, tt := range []struct {
		answer string
		args   []string
		want   string
	}{
		{half, []string{"--end", "reset", "--end-after", "TIME"}, "linger reset the connection before the response was complete"},
		{half, []string{"--end", "close", "--end-after", "TIME"}, "linger closed the connection before the response was complete"},
		{half, []string{"--end", "half-close", "--end-after", "TIME", "--wait", "30s"}, "the server closed the connection before the response was complete"},
		{half, []string{"-m", "TIME"}, "linger stopped waiting before the response was complete"},
		{"", []string{"-m", "TIME"}, "linger stopped waiting before any byte of a response"},
		{"", []string{"--end", "reset", "--end-after", "TIME"}, "linger reset the connection before any byte of a response"},
	} {
		said := func(out string, err error) bool {
			words := strings.Join(strings.Fields(out), " ")
			return err != nil && strings.Contains(strings.ReplaceAll(words, "RFC 9112 §8 ", ""), tt.want)
		}
		if out, err := runLonger(said, append([]string{"send", rawServer(t, 1, tt.answer)}, tt.args...)...); !said(out, err) {
			t.Errorf("linger send %v: error %v, want an error, and %q in\n%s", tt.args, err, tt.want, out)
		}
	}
}

// linger sends the requests that a pipeline could not write on the next connection, but
// not those that it wrote.
func TestReconnectSendsTheRestOfAPipeline(t *testing.T) {
	big := filepath.Join(t.TempDir(), "big")
	if err := os.WriteFile(big, make([]byte, 12<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	closing := strings.Replace(ok, "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
	out, _ := run("send", "--json", "--pipeline", "--reconnect", "-n", "3", "--data-binary", "@"+big, hastyServer(t, closing))
	asked := strings.Count(out, `"type":"exchange"`)
	if n := strings.Count(out, `"type":"connection"`); asked != 3 || n != 3 {
		t.Errorf("%d exchanges on %d connections, want 3 on 3\n%s", asked, n, out)
	}
}

// hastyServer starts a server that reads the header section of the first request on each
// connection, sends a response, shuts its write side, and reads no more. It returns the
// URL.
func hastyServer(t *testing.T, answer string) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan struct{})
	t.Cleanup(func() { close(over); ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				if _, err := http.ReadRequest(bufio.NewReader(c)); err == nil {
					_, _ = io.WriteString(c, answer)
					_ = c.(*net.TCPConn).CloseWrite()
				}
				<-over
			}()
		}
	}()
	return "http://" + ln.Addr().String() + "/"
}
