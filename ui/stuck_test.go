//go:build unix

package ui

import (
	"os"
	"runtime"
	"testing"
	"time"
)

// If nothing reads the terminal's output, so that a write does not return, ctrl+c ends
// the program, whether it is pressed before the write or during it.
func TestCtrlCEndsAStuckWrite(t *testing.T) {
	for _, when := range []string{"before", "during"} {
		t.Run(when, func(t *testing.T) {
			t.Parallel()
			in, keys := pipe(t)
			_, out := pipe(t)
			left := make(chan struct{})
			g := newGuard(func() { close(left) })
			g.in, g.out = in, out
			if when == "before" {
				pressCtrlC(t, keys)
				var key [8]byte
				if n, err := (guarded{in, g}).Read(key[:]); n != 1 || err != nil {
					t.Fatalf("Read = %d, %v; want 1 byte", n, err)
				}
			}
			go func() { _, _ = guarded{out, g}.Write(make([]byte, 1<<20)) }()
			if when == "during" {
				pressCtrlC(t, keys)
			}
			select {
			case <-left:
			case <-time.After(30 * time.Second):
				t.Error("ctrl+c did not end the program")
			}
		})
	}
}

// The program also ends if Bubble Tea reads the key that the guard waits for.
func TestCtrlCReadByBubbleTeaEndsAStuckWrite(t *testing.T) {
	in, _ := pipe(t)
	_, out := pipe(t)
	left := false
	g := newGuard(func() { left = true })
	g.in, g.out = in, out
	go func() { _, _ = guarded{out, g}.Write(make([]byte, 1<<20)) }()
	for unread := false; !unread; time.Sleep(time.Millisecond) {
		g.mu.Lock()
		unread = g.unread
		g.mu.Unlock()
	}
	if g.interrupted(); !left {
		t.Error("ctrl+c did not end the program")
	}
}

// While something reads the terminal's output, the guard leaves ctrl+c to the program.
func TestCtrlCDoesNotEndANormalWrite(t *testing.T) {
	in, keys := pipe(t)
	screen, out := pipe(t)
	g := newGuard(func() { t.Error("the guard ended the program, want it to leave ctrl+c to the program") })
	g.in, g.out = in, out
	pressCtrlC(t, keys)
	var key [8]byte
	if _, err := (guarded{in, g}).Read(key[:]); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = guarded{out, g}.Write([]byte("bye")) }()
	if _, err := screen.Read(key[:]); err != nil {
		t.Fatal(err)
	}
	for g.under() != 0 {
		time.Sleep(time.Millisecond)
	}
	if g.timer.Stop() {
		t.Error("the guard's timer still runs after the write")
	}
}

// pipe returns a pipe that the test does not close, because the guard may still read it.
func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { runtime.KeepAlive(r); runtime.KeepAlive(w) })
	return r, w
}

func pressCtrlC(t *testing.T, keys *os.File) {
	t.Helper()
	if _, err := keys.WriteString("\x03"); err != nil {
		t.Fatal(err)
	}
}
