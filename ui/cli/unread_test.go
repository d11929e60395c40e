//go:build linux && !race

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// openTerminal returns the two ends of a pseudoterminal of 120x40.
func openTerminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 120})
	}
	if err == nil {
		slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { slave.Close() })
	return master, slave
}

// inspect starts the inspector in a terminal. It returns the process, both ends of the
// terminal, and the state of the terminal before the start.
func inspect(t *testing.T, args ...string) (c *exec.Cmd, master, slave *os.File, before *unix.Termios) {
	t.Helper()
	master, slave = openTerminal(t)
	before, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	c = exec.CommandContext(t.Context(), "linger", args...)
	c.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8", "XDG_STATE_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	c.Stdin, c.Stdout, c.Stderr = slave, slave, slave
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	return c, master, slave, before
}

// A program whose output nobody reads still ends at the first signal or ctrl+c, whatever
// keys were pressed before.
func TestSignalEndsAProgramWhoseTerminalIsNotRead(t *testing.T) {
	if testing.Short() {
		t.Skip("linger needs a second to detect that nobody reads a terminal")
	}
	f := floods[slices.IndexFunc(floods, func(f flood) bool { return f.name == "tiny chunks that alternate" })]
	for name, leave := range map[string]struct {
		do   func(*exec.Cmd, *os.File)
		code int
	}{
		"ctrl+c":                   {func(_ *exec.Cmd, terminal *os.File) { typeKeys(terminal, "\x03") }, 130},
		"ctrl+c as kitty sends it": {func(_ *exec.Cmd, terminal *os.File) { typeKeys(terminal, "\x1b[99;5u") }, 130},
		"keys, then ctrl+c":        {func(_ *exec.Cmd, terminal *os.File) { typeKeys(terminal, "?", "q", "q", "1", "2", "\x1b", "q", "\x03") }, 130},
		"one signal":               {func(c *exec.Cmd, _ *os.File) { _ = c.Process.Signal(syscall.SIGINT) }, 130},
		"two signals": {func(c *exec.Cmd, _ *os.File) {
			_ = c.Process.Signal(syscall.SIGINT) // not SIGHUP, which nohup ignores
			after(50 * time.Millisecond)
			_ = c.Process.Signal(syscall.SIGTERM)
		}, 130},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := f.serve(t)
			c, master, slave, before := inspect(t, server.url)
			pressEnter(t, master, server)
			after(2 * time.Second)
			start := time.Now()
			leave.do(c, master)
			wantExit(t, c, leave.code)
			t.Logf("the program ended after %v", round(time.Since(start)))
			wantTerminal(t, slave, before)
		})
	}
}

// wantTerminal fails the test unless a terminal has its previous state.
func wantTerminal(t *testing.T, terminal *os.File, before *unix.Termios) {
	t.Helper()
	left, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
	if err != nil || left.Lflag != before.Lflag || left.Oflag != before.Oflag {
		t.Errorf("the terminal was in state %+v and is now in state %+v, want no change; error %v", before, left, err)
	}
}

// after waits for d, while another process runs.
func after(d time.Duration) { <-time.After(d) }

// pressEnter waits until the inspector is connected, and presses enter until the request
// has arrived. It presses again because the first key may come before the inspector reads
// keys.
func pressEnter(t *testing.T, terminal *os.File, server *floodServer) {
	t.Helper()
	<-server.connected
	for range 30 {
		_, _ = terminal.WriteString("\r")
		select {
		case <-server.asked:
			return
		case <-time.After(10 * time.Second):
		}
	}
	t.Fatal("the inspector sent no request after enter was pressed")
}

// While nobody reads the terminal, the inspector stays within the memory limit under a
// flood, and one signal ends it.
func TestInspectorMemoryStaysBoundedInAnUnreadTerminal(t *testing.T) {
	for _, f := range floods {
		if f.requests == 1 {
			t.Run(f.name, func(t *testing.T) {
				t.Parallel()
				server := f.serve(t)
				c, master, slave, before := inspect(t, append(slices.Clone(f.inspected), server.url)...)
				status := fmt.Sprintf("/proc/%d/status", c.Process.Pid)
				pressEnter(t, master, server)
				after(1500 * time.Millisecond) // 1.5 s of the flood
				wantPeak(t, peakIn(t, status), largestPeak)
				start := time.Now()
				_ = c.Process.Signal(syscall.SIGTERM)
				wantExit(t, c, 143)
				t.Logf("the program ended after %v", time.Since(start).Round(time.Millisecond))
				wantTerminal(t, slave, before)
			})
		}
	}
}
