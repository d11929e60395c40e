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
	"strings"
	"testing"
	"time"
)

// mouseOn and mouseOff are the sequences that the inspector writes in response to the key
// M. They turn mouse reports on or off.
const (
	mouseOn  = "\x1b[?1002h"
	mouseOff = "\x1b[?1002l"
)

// answers reads a terminal to its end, and sends the times when the inspector responded
// to the key M. The first time is that of the first frame.
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

// Limits for the processor time that the program uses until it responds to a key, and
// until ctrl+c ends it. Unlike the elapsed time, it does not depend on other work on the
// machine.
const (
	slowestKey   = 5 * time.Second
	slowestLeave = 10 * time.Second
)

// A bound ends the wait for a program that uses too much processor time or hangs.
type bound struct {
	c     *exec.Cmd
	spent time.Duration
	until time.Time
}

func within(c *exec.Cmd, d time.Duration) bound {
	return bound{c, spent(c) + d, time.Now().Add(3 * time.Minute)}
}

func (b bound) over() bool { return spent(b.c) > b.spent || time.Now().After(b.until) }

// spent returns the processor time that a program has used so far, or 0 if it has ended.
func spent(c *exec.Cmd) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.Process.Pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond // a tick is a hundredth of a second
}

// more returns the keys that send the other requests of a flood.
func (f *flood) more() []string {
	if f.requests == 1 {
		return []string{"\r"}
	}
	return []string{"e", "\x0c", "\x15" + fmt.Sprint(min(f.requests, 1000)), "\r"}
}

// typeKeys writes keys to a terminal, with a pause after each so that the inspector can
// handle it.
func typeKeys(terminal *os.File, keys ...string) {
	for _, key := range keys {
		_, _ = terminal.WriteString(key)
		after(50 * time.Millisecond)
	}
}

// While a flood arrives, the inspector responds to keys on every screen, and ctrl+c ends
// it.
func TestKeysWorkUnderFloods(t *testing.T) {
	if testing.Short() {
		t.Skip("floods take seconds")
	}
	for _, f := range floods {
		t.Run(f.name, func(t *testing.T) {
			c, master, _, _ := inspect(t, append(slices.Clone(f.inspected), f.serve(t).url)...)
			answered := answers(master)
			wait := func(what string) time.Duration {
				pressed := time.Now()
				for b := within(c, slowestKey); !b.over(); {
					select {
					case at := <-answered:
						return at.Sub(pressed)
					case <-time.After(100 * time.Millisecond):
					}
				}
				t.Fatalf("the inspector did not respond to %s within %v of processor time", what, slowestKey)
				return 0
			}
			wait("the start")
			var waits []time.Duration
			for _, view := range []string{"1", "2", "3", "4", "5", "6", "v", "7", "8", "t"} {
				typeKeys(master, append(f.more(), view)...)
				_, _ = master.WriteString("M")
				waits = append(waits, wait("M after "+strconv.Quote(view)))
			}
			slices.Sort(waits)
			t.Logf("the inspector responded to a key after %v (median) and %v (slowest)", round(waits[len(waits)/2]), round(waits[len(waits)-1]))
			wantPeak(t, peakIn(t, fmt.Sprintf("/proc/%d/status", c.Process.Pid)), largestPeak)
			typeKeys(master, f.more()...)
			start := time.Now()
			_, _ = master.WriteString("\x03")
			wantExit(t, c, 130)
			t.Logf("ctrl+c ended the program after %v", round(time.Since(start)))
		})
	}
}

func round(d time.Duration) time.Duration { return d.Round(time.Millisecond) }

// wantExit waits for a program to end, and fails the test unless it ends in time and with
// the given exit code.
func wantExit(t *testing.T, c *exec.Cmd, code int) {
	t.Helper()
	b := within(c, slowestLeave)
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for {
		select {
		case err := <-ended:
			if e := (*exec.ExitError)(nil); !errors.As(err, &e) || e.ExitCode() != code {
				t.Errorf("the program ended with error %v, want exit code %d", err, code)
			}
			return
		case <-time.After(100 * time.Millisecond):
			if b.over() {
				_ = c.Process.Kill()
			}
		}
	}
}
