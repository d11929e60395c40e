//go:build linux && !race

package cli_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"
)

// The answer of the inspector to the key M is that the terminal reports the mouse, or
// does not.
const (
	mouseOn  = "\x1b[?1002h"
	mouseOff = "\x1b[?1002l"
)

// answers reads a terminal to its end, and returns when the inspector answered the
// key M. The first answer is the first frame.
func answers(master *os.File) <-chan time.Time {
	at := make(chan time.Time, 64)
	go func() {
		defer close(at)
		buf, rest := make([]byte, 64<<10), []byte(nil)
		for {
			n, err := master.Read(buf)
			if err != nil {
				return
			}
			seen := append(rest, buf[:n]...)
			for range bytes.Count(seen, []byte(mouseOn)) + bytes.Count(seen, []byte(mouseOff)) {
				at <- time.Now()
			}
			rest = bytes.Clone(seen[max(0, len(seen)-len(mouseOn)+1):])
		}
	}()
	return at
}

// Bounds for a machine with other work. With nothing else to do, a key is answered
// within 100 ms and ctrl+c within a second.
const (
	slowestKey   = 5 * time.Second
	slowestLeave = 10 * time.Second
)

// more are the keys that send the requests of a flood.
func (f *flood) more() []string {
	if f.requests == 1 {
		return []string{"\r"}
	}
	return []string{"e", "\x0c", "\x15" + fmt.Sprint(min(f.requests, 1000)), "\r"}
}

// typeKeys writes keys to a terminal, and leaves the inspector a moment to take each.
func typeKeys(terminal *os.File, keys ...string) {
	for _, key := range keys {
		_, _ = terminal.WriteString(key)
		after(50 * time.Millisecond)
	}
}

// While a flood arrives, a key is answered whatever the screen shows, and ctrl+c ends
// the inspector.
func TestKeysUnderFloods(t *testing.T) {
	if testing.Short() {
		t.Skip("floods take seconds")
	}
	for _, f := range floods {
		t.Run(f.name, func(t *testing.T) {
			c, master, _, _ := inspect(t, append(slices.Clone(f.inspected), f.serve(t))...)
			answered := answers(master)
			wait := func(what string) time.Duration {
				pressed := time.Now()
				select {
				case at := <-answered:
					return at.Sub(pressed)
				case <-time.After(slowestKey):
					t.Fatalf("nothing came within %v of %s", slowestKey, what)
					return 0
				}
			}
			wait("the start")
			var waits []time.Duration
			for _, view := range []string{"1", "2", "3", "4", "5", "6", "v", "7", "8", "t"} {
				typeKeys(master, append(f.more(), view)...)
				_, _ = master.WriteString("M")
				waits = append(waits, wait("M after "+strconv.Quote(view)))
			}
			slices.Sort(waits)
			t.Logf("a key is answered after %v, the slowest after %v", round(waits[len(waits)/2]), round(waits[len(waits)-1]))
			wantPeak(t, peakIn(t, fmt.Sprintf("/proc/%d/status", c.Process.Pid)), largestPeak)
			typeKeys(master, f.more()...)
			start := time.Now()
			_, _ = master.WriteString("\x03")
			defer time.AfterFunc(slowestLeave, func() { _ = c.Process.Kill() }).Stop()
			wantExit(t, c, 130)
			t.Logf("ctrl+c ends it after %v", round(time.Since(start)))
		})
	}
}

func round(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

// wantExit waits for a program to end.
func wantExit(t *testing.T, c *exec.Cmd, code int) {
	t.Helper()
	var e *exec.ExitError
	if err := c.Wait(); !errors.As(err, &e) || e.ExitCode() != code {
		t.Errorf("it ended with %v, want exit code %d", err, code)
	}
}
