package cli_test

import (
	"io"
	"net"
	"sync/atomic"
	"testing"

	"linger/ui/cli"
)

// greeter starts a server that sends words on each new connection and closes it. If hears
// is set, the server waits for bytes from the client before it closes. greeter returns
// the URL of the server, and the number of its connections.
func greeter(t *testing.T, words string, hears bool) (url string, conns *atomic.Int32) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	conns = new(atomic.Int32)
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			conns.Add(1)
			_, _ = io.WriteString(c, words)
			if hears {
				_, _ = c.Read(make([]byte, 4096))
			}
			c.Close()
		}
	}()
	return "http://" + ln.Addr().String() + "/", conns
}

// linger reports a greeting from the server in the same way, whether it arrives before or
// after the first request is written.
func TestServerGreetingIsReportedAlikeBeforeAndAfterTheRequest(t *testing.T) {
	url, _ := greeter(t, "\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x64\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01", true)
	for range 20 {
		for _, way := range []string{"--quiet=false", "--pipeline"} {
			out, err := run("send", "--json", way, url)
			found := lineOf(t, out, "exchange")["findings"].([]any)
			if err == nil || len(found) != 2 || found[0].(map[string]any)["code"] != "other-protocol" || lineOf(t, out, "close")["errors"] != 2.0 {
				t.Fatalf("%s: error %v, want an error and the findings for a greeting:\n%s", way, err, out)
			}
		}
	}
}

// With --reconnect, linger connects once more if the server closed the connection before
// linger had sent a byte.
func TestReconnectTriesOnceIfNothingWasSent(t *testing.T) {
	url, conns := greeter(t, "", false)
	for _, tt := range []struct {
		args []string
		want int32
	}{{nil, 1}, {[]string{"--reconnect"}, 2}} {
		conns.Store(0)
		if out, err := run(append([]string{"send", "--json", url}, tt.args...)...); conns.Load() > tt.want || err == nil {
			t.Errorf("%v: %d connections, want at most %d; error %v, want an error\n%s", tt.args, conns.Load(), tt.want, err, out)
		}
	}
}

// If the -m time limit expires while a connection is open, the server misbehaved (exit
// code 1). If it expires before that, linger could not connect (exit code 3).
func TestExitCodeOfExpiredTimeLimit(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	for _, tt := range []struct {
		scheme, flag string
		code         int
	}{{"http", "-m", 1}, {"https", "-m", 3}, {"https", "--connect-timeout", 3}} {
		met := func(_ string, err error) bool { return cli.Report(io.Discard, err) == tt.code }
		if _, err := runLonger(met, "send", "-q", tt.flag, "TIME", tt.scheme+"://"+ln.Addr().String()+"/"); !met("", err) {
			t.Errorf("%s %s: exit code %d (%v), want %d", tt.scheme, tt.flag, cli.Report(io.Discard, err), err, tt.code)
		}
	}
}
