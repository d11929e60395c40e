package ui

import (
	"bytes"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// A guard watches the writes to the terminal. If nothing reads the program's output, a
// write does not return, and the program can neither draw nor read keys. The guard
// detects this, reads keys itself, and ends the program on ctrl+c.
type guard struct {
	in, out *os.File
	leave   func()

	mu      sync.Mutex
	writing int       // number of the write in progress; 0: none
	writes  int       // number of writes so far
	unread  bool      // the write in progress takes longer than stuckAfter
	asked   time.Time // when ctrl+c was read; zero if it was not read during the write or shortly before it
	timer   *time.Timer
}

// stuckAfter is the maximum duration of a normal write.
const stuckAfter = 750 * time.Millisecond

func newGuard(leave func()) *guard {
	g := &guard{in: os.Stdin, out: os.Stdout, leave: leave}
	g.timer = time.AfterFunc(time.Hour, g.stuck)
	g.timer.Stop()
	return g
}

// options returns program options that make Bubble Tea read and write the terminal
// through the guard.
func (g *guard) options() []tea.ProgramOption {
	return []tea.ProgramOption{tea.WithInput(guarded{g.in, g}), tea.WithOutput(guarded{g.out, g})}
}

// A guarded is a terminal whose reads and writes the guard watches.
type guarded struct {
	file *os.File
	g    *guard
}

func (f guarded) Write(p []byte) (int, error) {
	f.g.begin()
	defer f.g.end()
	return f.file.Write(p)
}

func (f guarded) Read(p []byte) (int, error) {
	n, err := f.file.Read(p)
	if interrupts(p[:n]) {
		f.g.interrupted()
	}
	return n, err
}

func (f guarded) Close() error { return f.file.Close() }
func (f guarded) Fd() uintptr  { return f.file.Fd() }
func (f guarded) Name() string { return f.file.Name() }

func (g *guard) begin() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.writes++
	g.writing = g.writes
	left := stuckAfter
	if since := time.Since(g.asked); since < stuckAfter {
		left = max(stuckAfter/2, stuckAfter-since) // the program quits: this write restores the terminal
	} else {
		g.asked = time.Time{}
	}
	g.timer.Reset(left)
}

func (g *guard) end() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.writing, g.unread = 0, false
	g.timer.Stop()
}

// interrupted handles ctrl+c. During a stuck write, it ends the program itself, because
// stuck may be waiting for a key that Bubble Tea has already read.
func (g *guard) interrupted() {
	g.mu.Lock()
	g.asked = time.Now()
	unread := g.unread
	g.mu.Unlock()
	if unread {
		g.leave()
	}
}

// under returns the number of the write in progress, or 0 if there is none.
func (g *guard) under() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.writing
}

// stuck ends the program if ctrl+c was read. Otherwise, it reads keys in place of the
// program until the write returns or ctrl+c is pressed.
func (g *guard) stuck() {
	g.mu.Lock()
	write, asked := g.writing, !g.asked.IsZero()
	g.unread = write != 0
	g.mu.Unlock()
	if write != 0 && asked {
		g.leave()
		return
	}
	for write != 0 && g.under() == write {
		if interrupts(readFor(g.in, stuckAfter/10)) {
			g.interrupted()
			return
		}
	}
}

// interrupts reports whether keys contain ctrl+c, in any of the encodings that terminals
// use.
func interrupts(keys []byte) bool {
	return bytes.IndexByte(keys, 3) >= 0 || bytes.Contains(keys, []byte("\x1b[99;5")) || bytes.Contains(keys, []byte("\x1b[27;5;99~"))
}
