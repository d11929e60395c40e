package integration

import (
	"io"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"linger/session"
	"linger/session/live"
	"linger/session/record"
)

// inside is the name of the environment variable that is set in the process with a
// separate network.
const inside = "LINGER_OWN_NETWORK"

// alone runs the test again in a process with a separate network. It returns true in that
// process and false in the original one. It skips the test if the user may not create a
// network.
func alone(t *testing.T) bool {
	t.Helper()
	if os.Getenv(inside) != "" {
		ip(t, "link", "set", "lo", "up")
		return true
	}
	if testing.Short() {
		t.Skip("this test waits for TCP timeouts")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("ip is not installed")
	}
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), inside+"=1")
	c.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if os.Geteuid() != 0 {
		c.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		c.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		c.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := c.CombinedOutput()
	if c.ProcessState == nil {
		t.Skipf("a network namespace cannot be created: %v", err)
	}
	if t.Logf("%s", out); err != nil {
		t.Fatal(err)
	}
	return false
}

func ip(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		t.Fatalf("the command ip %v failed: %v: %s", args, err, out)
	}
}

// reached returns a session with a server that answers the given number of requests, and
// reads all later bytes without answering.
func reached(t *testing.T, answers int, n live.Network, limit time.Duration) *client {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ln.Close() })
	go func() {
		c, err := ln.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		for b := make([]byte, 4096); ; answers-- {
			if _, err := c.Read(b); err != nil {
				return
			}
			if answers > 0 {
				_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n")
			}
		}
	}()
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	return connect(t, live.Config{Target: session.Target{Host: "127.0.0.1", Port: port}, Dialer: &n, MaxTime: limit})
}

// lostPath waits for the end of the connection and returns it. It checks that linger
// reports a lost path.
func lostPath(t *testing.T, c *client) session.Closed {
	t.Helper()
	c.until("the end", func() bool { return c.conn().State == record.Ended })
	ev := c.conn().Close
	t.Logf("%+v", ev.Ending)
	if len(c.conn().Findings) != 1 || c.conn().Findings[0].Code != session.CodePathLost {
		t.Errorf("the findings are %v, want %s", c.conn().Findings, session.CodePathLost)
	}
	return ev
}

// If the path forgets an idle connection, no byte of the next request is acknowledged,
// and TCP sends the request again and again.
func TestUnacknowledgedRequestIsPathLost(t *testing.T) {
	if !alone(t) {
		return
	}
	c := reached(t, 1, live.Network{}, 6*time.Second)
	c.get("/")
	ip(t, "link", "set", "lo", "down")
	c.session.Do(session.Send{Request: c.target.Request("POST", "/")})
	ev := lostPath(t, c)
	if !ev.Unreached || len(ev.Lost) != 1 || ev.Delivery.Retrans == 0 {
		t.Errorf("unreached: %t, lost %v, %d retransmissions; want true, one lost request, and retransmissions", ev.Unreached, ev.Lost, ev.Delivery.Retrans)
	}
}

// If the path is lost while the server works on a response, TCP keepalive probes detect
// it long before a time limit would.
func TestUnansweredKeepaliveProbesArePathLost(t *testing.T) {
	if !alone(t) {
		return
	}
	c := reached(t, 0, live.Network{KeepAlive: time.Second}, 0)
	c.session.Do(session.Send{Request: c.target.Request("GET", "/")})
	c.until("the request", func() bool { return len(c.record.Exchanges) == 1 && c.record.Exchanges[0].Written })
	c.watch(500 * time.Millisecond) // time for the server to acknowledge the request
	ip(t, "link", "set", "lo", "down")
	ev := lostPath(t, c)
	if !ev.Silent() || ev.By != session.ByNetwork || ev.How != session.HowTimeout || len(ev.Lost) != 1 {
		t.Errorf("silent: %t, ended by the %s by %s, lost %v; want true, the network, a timeout and one lost request", ev.Silent(), ev.By, ev.How, ev.Lost)
	}
}
