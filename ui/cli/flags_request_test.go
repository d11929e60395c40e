package cli_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

// sentWith returns the bytes that linger send writes with these flags.
func sentWith(t *testing.T, flags ...string) string {
	t.Helper()
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
	args := append([]string{"send", "-q", "--end", "half-close", "--end-after", "30ms"}, flags...)
	out, err := run(append(args, "http://"+ln.Addr().String()+"/")...)
	select {
	case s := <-heard:
		return s
	case <-time.After(time.Minute):
		t.Fatalf("linger send %v failed: %v\n%s", flags, err, out)
		return ""
	}
}

// -H "Name:" removes any field that linger would send by itself, including those that
// frame the content, but not the field of another -H. "Name;" sends an empty field. A
// field with a value is sent as written.
func TestFieldFlagsMatchCurl(t *testing.T) {
	for _, tt := range []struct {
		flags []string
		want  string // between Host and the end of the header section
	}{
		{[]string{"-d", "hello", "-H", "Content-Length:"}, "Content-Type: application/x-www-form-urlencoded\r\n\r\nhello"},
		{[]string{"-d", "hello", "-H", "content-length:", "-H", "Content-Type:"}, "\r\nhello"},
		{[]string{"-d", "hello", "-H", "Content-Length;", "-H", "Content-Type;"}, "Content-Type:\r\nContent-Length:\r\n\r\nhello"},
		{[]string{"-d", "hello", "-H", "Content-Length:", "-H", "Content-Length: 9", "-H", "Content-Type:"}, "Content-Length: 9\r\n\r\nhello"},
		{[]string{"-d", "hello", "-H", "Content-Length: 9", "-H", "Content-Length:", "-H", "Content-Type:"}, "Content-Length: 9\r\n\r\nhello"},
		{[]string{"-d", "hello", "-H", "Content-Type:", "-H", "Transfer-Encoding: chunked"}, "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"},
		{[]string{"-d", "hello", "-H", "Content-Type:", "-H", "Transfer-Encoding:"}, "Content-Length: 5\r\n\r\nhello"},
		{[]string{"-d", "hello", "-H", "Content-Type:", "-H", "Transfer-Encoding: x"}, "Transfer-Encoding: x\r\nContent-Length: 5\r\n\r\nhello"},
		{[]string{"-d", "hello", "-H", "Content-Type:", "--trailer", "A: 1", "-H", "Transfer-Encoding:", "-H", "Trailer:"}, "\r\n5\r\nhello\r\n0\r\nA: 1\r\n\r\n"},
		{[]string{"-d", ""}, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n"},
		{[]string{"-d", "", "-X", "PUT", "-H", "Content-Length:", "-H", "Content-Type:"}, "\r\n"},
		{[]string{"-H", "X:y", "-H", "Y:  z ", "-H", "Z: a"}, "X:y\r\nY:  z \r\nZ: a\r\n\r\n"},
		{[]string{"-H", "X: a", "-H", "X:"}, "X: a\r\n\r\n"},
		{[]string{"-H", "Host;"}, "Host:\r\n\r\n"},
		{[]string{"-H", "Host:"}, "\r\n"},
	} {
		got := sentWith(t, append(tt.flags, "-A", "", "-H", "Accept:", "-H", "Connection:")...)
		line, rest, _ := strings.Cut(got, "\r\n")
		if host, after, ok := strings.Cut(rest, "\r\n"); ok && strings.HasPrefix(host, "Host: ") {
			rest = after
		}
		if rest != tt.want {
			t.Errorf("linger send %q wrote %s and\n%q, want\n%q", tt.flags, line, rest, tt.want)
		}
	}
	if got := sentWith(t, "-d", ""); !strings.HasPrefix(got, "POST / ") {
		t.Errorf("-d \"\" sent %q, want a POST request", got)
	}
	for _, own := range []string{"Host", "User-Agent", "Accept", "Connection", "Content-Length", "Content-Type", "Authorization"} {
		if got := sentWith(t, "-d", "x", "-u", "a:b", "-H", own+":"); strings.Contains(got, own) {
			t.Errorf("-H \"%s:\" did not remove the field: %q", own, got)
		}
		if got := sentWith(t, "-d", "x", "-u", "a:b", "-H", own+";"); strings.Count(got, own+":\r\n") != 1 || strings.Count(got, own) != 1 {
			t.Errorf("-H \"%s;\" did not send one empty field: %q", own, got)
		}
	}
}

// linger reports invalid flags before it sends anything.
func TestInvalidRequestFlagsAreReported(t *testing.T) {
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"send", "-u", "me"}, "-u me: linger does not ask for a password; write me:PASSWORD, or me: for an empty password"},
		{[]string{"send", "-n", "0"}, "an integer of at least 1"},
		{[]string{"send", "-n", "-1"}, "an integer of at least 1"},
		{[]string{"send", "--max-head", "0"}, "an integer of at least 1"},
		{[]string{"send", "--delay", "-1"}, "-1 is negative"},
		{[]string{"send", "--delay", "NaN"}, `"NaN" is not a duration`},
		{[]string{"probe", "--repeat", "0"}, "an integer of at least 1"},
		{[]string{"probe", "--max-requests", "-2"}, "an integer of at least 1"},
		{[]string{"decode", "--segment", "0"}, "an integer of at least 1"},
		{[]string{"decode", "--segment", "-1"}, "an integer of at least 1"},
		{[]string{"decode", "--max-head", "0"}, "an integer of at least 1"},
	} {
		_, err := run(append(tt.args, "http://127.0.0.1:1/")...)
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("linger %v: error %v, want it to contain %q", tt.args, err, tt.says)
		}
	}
}
