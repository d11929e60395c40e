package cli_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"linger/ui/cli"
)

// rawServer starts a server and returns its URL. On each connection, the server reads n
// requests, writes the bytes of answer, and waits for the client to close.
func rawServer(t *testing.T, n int, answer string) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				r := bufio.NewReader(c)
				for range n {
					if _, err := http.ReadRequest(r); err != nil {
						return
					}
				}
				_, _ = io.WriteString(c, answer)
				_, _ = io.Copy(io.Discard, r)
			}()
		}
	}()
	return "http://" + ln.Addr().String() + "/"
}

// run runs linger with the given arguments and returns its output and its error.
func run(args ...string) (string, error) {
	var out bytes.Buffer
	c := cli.New()
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(io.Discard)
	err := c.Execute()
	return out.String(), err
}

// runLonger runs linger with a duration in place of each TIME in its arguments. It begins
// with a short duration and repeats the command with longer durations until met returns
// true, because a busy machine needs more time.
func runLonger(met func(out string, err error) bool, args ...string) (out string, err error) {
	for _, limit := range []string{"0.1", "0.5", "3", "20"} {
		given := slices.Clone(args)
		for i := range given {
			if given[i] == "TIME" {
				given[i] = limit
			}
		}
		if out, err = run(given...); met(out, err) {
			return out, err
		}
	}
	return out, err
}

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

// An unsolicited response does not count as a response to a request, and the wait after
// the responses still ends.
func TestPipelineEndsAfterAnUnsolicitedResponse(t *testing.T) {
	out, err := run("send", "--json", "--pipeline", "-n", "2", "--wait", "200ms", rawServer(t, 2, ok+ok+ok))
	if err != nil {
		t.Error(err)
	}
	for _, want := range []string{`"id":3,"connection":1,`, `"request":null`, `"code":"unsolicited-response"`, `"by":"client","how":"fin","phase":"idle"`} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %s:\n%s", want, out)
		}
	}
}

// A further response after a response with close changes nothing: the connection is
// closing, and the server has one second to close it.
func TestResponseAfterCloseDoesNotKeepTheConnectionOpen(t *testing.T) {
	closing := strings.Replace(ok, "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
	out, _ := run("send", "--json", "--pipeline", "-n", "2", rawServer(t, 2, closing+ok))
	for _, want := range []string{`"code":"bytes-after-close"`, `"code":"close-ignored"`} {
		if !strings.Contains(out, want) {
			t.Errorf("the output lacks %s:\n%s", want, out)
		}
	}
}

// A finding that is not about a byte has no offset.
func TestFindingWithoutBytesHasNoOffset(t *testing.T) {
	closing := strings.Replace(ok, "\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1)
	out, _ := run("send", "--json", rawServer(t, 1, closing))
	if !strings.Contains(out, `"code":"close-ignored"`) || !strings.Contains(out, `"offset":null`) || strings.Contains(out, `"offset":-1`) {
		t.Errorf("close-ignored is not about a byte, but has an offset:\n%s", out)
	}
}
