//go:build linux && !race

// The race detector multiplies the memory of the program, so these tests run without it.

package cli_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"linger/ui/cli"
)

// peakFile is the environment variable with the name of the file to which the program
// writes its peak resident memory. The peak that the kernel reports for a child process
// includes that of its parent.
const peakFile = "LINGER_TEST_PEAK"

func init() { program = measured }

// measured runs the program and writes its status, which includes its peak memory, to the
// file that peakFile names.
func measured() {
	code := cli.Report(os.Stderr, cli.New().Execute())
	if name := os.Getenv(peakFile); name != "" {
		status, _ := os.ReadFile("/proc/self/status")
		_ = os.WriteFile(name, status, 0o600)
	}
	os.Exit(code)
}

const mebibyte = 1 << 20

// largestPeak is the memory limit of linger, whatever a server sends.
const largestPeak = 512 * mebibyte

// A flood describes what a hostile server sends.
type flood struct {
	name      string
	requests  int                            // number of requests that linger sends
	flags     []string                       // flags of linger send
	inspected []string                       // flags of the inspector
	once      bool                           // the server closes each connection after one response
	answer    func(w io.Writer, request int) // writes the response to a request; the first request is 0
}

var upgrade = []string{"-H", "Connection: upgrade", "-H", "Upgrade: x"}

// A floodServer is a server that sends a flood. It also reports what it has received.
type floodServer struct {
	url              string
	connected, asked chan struct{} // closed at the first connection and at the first request
}

var floods = []flood{
	{name: "interim header sections of short lines", requests: 1, answer: func(w io.Writer, n int) {
		for range 100 {
			repeat(w, "HTTP/1.1 103 Early Hints\r\n", "a:\r\n", mebibyte/2, "\r\n")
		}
	}},
	{name: "header sections of short lines", requests: 200, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Content-Length: 0\r\n", "a:\r\n", 70_000, "\r\n")
	}},
	{name: "header sections of folded lines", requests: 200, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Content-Length: 0\r\na:b\n", " \n", 36_000, "\r\n")
	}},
	{name: "header sections of one mebibyte", requests: 120, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Content-Length: 0\r\n", "a: "+strings.Repeat("x", 1000)+"\r\n", 1_000_000, "\r\n")
	}},
	{name: "one header section that never ends", requests: 1, answer: func(w io.Writer, n int) {
		repeat(w, "HTTP/1.1 200 OK\r\n", "a: b\r\n", 200*mebibyte, "")
	}},
	{name: "tiny chunks that alternate", requests: 1, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Transfer-Encoding: chunked\r\n\r\n", "0001;a=b\r\na\r\n0001;a=b\na\r\n", 60*mebibyte, "0\r\n\r\n")
	}},
	{name: "a chunk extension that never ends", requests: 1, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Transfer-Encoding: chunked\r\n\r\n1;a=", "b", 200*mebibyte, "")
	}},
	{name: "chunks with long extensions", requests: 1, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Transfer-Encoding: chunked\r\n\r\n", "1;a="+strings.Repeat("b", 15_000)+"\r\na\r\n", 100*mebibyte, "0\r\n\r\n")
	}},
	{name: "chunks with findings", requests: 1000, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Transfer-Encoding: chunked\r\n\r\n", "1 ;a\na\n", 20_000, "0\r\n\r\n")
	}},
	{name: "fields with findings", requests: 500, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Content-Length: 0\r\n", "a b : c\x01\n", 20_000, "\r\n")
	}},
	{name: "trailers", requests: 200, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Transfer-Encoding: chunked\r\n\r\n0\r\n", "a:\r\n", 70_000, "\r\n")
	}},
	{name: "bodies of one mebibyte", requests: 600, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Content-Length: 1048576\r\n\r\n", strings.Repeat("x", 1024), mebibyte, "")
	}},
	{name: "one body of one gibibyte", requests: 1, answer: func(w io.Writer, n int) {
		repeat(w, "HTTP/1.1 200 OK\r\n\r\n", strings.Repeat("x", 1<<16), 1<<30, "")
	}},
	{name: "a tunnel", requests: 1, flags: upgrade, inspected: upgrade, answer: func(w io.Writer, n int) {
		repeat(w, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", strings.Repeat("x", 1<<16), 300*mebibyte, "")
	}},
	{name: "unsolicited bytes", requests: 1, answer: func(w io.Writer, n int) {
		repeat(w, "HTTP/1.1 204 No Content\r\n\r\n", "\x00\r\n", 300*mebibyte, "")
	}},
	{name: "unsolicited responses on many connections", requests: 10, flags: []string{"--reconnect"}, answer: func(w io.Writer, n int) {
		repeat(w, "", "HTTP/1.1 204 No Content\r\na b : c\n\r\n", 50_000, "")
	}},
	{name: "empty lines", requests: 1, answer: func(w io.Writer, n int) { repeat(w, "", "\r\n\n", 50*mebibyte, "") }},
	{name: "small responses", requests: 10_000, answer: func(w io.Writer, n int) {
		_, _ = io.WriteString(w, "HTTP/1.1 204 No Content\r\n\r\n")
	}},
	{name: "connections that close", requests: 100, once: true, flags: []string{"--reconnect"}, answer: func(w io.Writer, n int) {
		repeat(w, head(n)+"Connection: close\r\nContent-Length: 0\r\n", "a: b\r\n", 3_000, "\r\n")
	}},
}

// head returns the beginning of a response that differs from every other.
func head(n int) string { return fmt.Sprintf("HTTP/1.1 200 OK\r\nn: %d\r\n", n) }

// repeat writes a beginning, then a text as often as it fits in n bytes, then an end.
func repeat(w io.Writer, begin, text string, n int, end string) {
	_, _ = io.WriteString(w, begin)
	times := n / len(text)
	block := strings.Repeat(text, max(1, 1<<16/len(text)))
	for times > 0 {
		k := min(times, len(block)/len(text))
		if _, err := io.WriteString(w, block[:k*len(text)]); err != nil {
			return
		}
		times -= k
	}
	_, _ = io.WriteString(w, end)
}

// serve starts a server that answers each request with a part of the flood.
func (f *flood) serve(t *testing.T) *floodServer {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	s := &floodServer{"http://" + ln.Addr().String() + "/", make(chan struct{}), make(chan struct{})}
	connected, asked := sync.OnceFunc(func() { close(s.connected) }), sync.OnceFunc(func() { close(s.asked) })
	go func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			connected()
			go f.answers(c, asked)
		}
	}()
	return s
}

func (f *flood) answers(c net.Conn, asked func()) {
	defer c.Close()
	in, out := bufio.NewReader(c), bufio.NewWriterSize(c, 1<<16)
	for i := range f.requests {
		if _, err := http.ReadRequest(in); err != nil {
			return
		}
		asked()
		f.answer(out, i)
		if out.Flush() != nil || f.once {
			return
		}
	}
}

// peak runs the program and returns its peak memory in bytes.
func peak(t *testing.T, stdin io.Reader, args ...string) int {
	if testing.Short() {
		t.Skip("a flood takes seconds and hundreds of megabytes")
	}
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	name := filepath.Join(t.TempDir(), "peak")
	c := exec.CommandContext(ctx, "linger", args...)
	c.Env = append(os.Environ(), peakFile+"="+name, "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	c.Stdin = stdin
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	n, _ := io.Copy(io.Discard, out)
	_ = c.Wait()
	t.Logf("the program ended with exit code %d after it printed %d bytes", c.ProcessState.ExitCode(), n)
	return peakIn(t, name)
}

// peakIn returns the peak memory in bytes, from a file with the content of
// /proc/PID/status.
func peakIn(t *testing.T, name string) int {
	t.Helper()
	status, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("cannot read the status of the program: %v", err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	n, err := strconv.Atoi(kilobytes)
	if err != nil {
		t.Fatal(err)
	}
	return n << 10
}

func wantPeak(t *testing.T, got, limit int) {
	t.Helper()
	t.Logf("peak memory is %d MiB", got/mebibyte)
	if got > limit {
		t.Errorf("peak memory is %d MiB, want at most %d", got/mebibyte, limit/mebibyte)
	}
}

func TestSendMemoryStaysBoundedUnderFloods(t *testing.T) {
	for _, f := range floods {
		t.Run(f.name, func(t *testing.T) {
			args := append([]string{"send", "--json", "-n", fmt.Sprint(f.requests)}, f.flags...)
			wantPeak(t, peak(t, nil, append(args, f.serve(t).url)...), largestPeak)
		})
	}
}

func TestDecodeMemoryStaysBoundedUnderFloods(t *testing.T) {
	for _, f := range floods {
		t.Run(f.name, func(t *testing.T) {
			in, out := io.Pipe()
			go func() {
				defer out.Close()
				b := bufio.NewWriterSize(out, 1<<16)
				defer b.Flush()
				for i := range f.requests {
					f.answer(b, i)
				}
			}()
			defer in.Close()
			wantPeak(t, peak(t, in, "decode", "-q", "-"), largestPeak)
		})
	}
}
