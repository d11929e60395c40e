package replay_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"linger/session"
	"linger/session/log"
	"linger/session/replay"
)

// growing returns a player of a log file with the given number of events, the name of the
// file, and a function that adds n events to the file.
func growing(t *testing.T, lines int) (p *replay.Player, name string, add func(n int)) {
	t.Helper()
	rows := bytes.SplitAfter(fileOf(t, story()).Bytes(), []byte{'\n'})
	name = filepath.Join(t.TempDir(), "a.linger")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	add = func(n int) {
		t.Helper()
		for _, row := range rows[:n] {
			if _, err := f.Write(row); err != nil {
				t.Fatal(err)
			}
		}
		rows = rows[n:]
	}
	add(1 + lines) // the header
	if p, err = replay.New(func() (io.ReadCloser, error) { return os.Open(name) }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Close()
		f.Close()
	})
	return p, name, add
}

// New events become part of the log wherever the position is, and the position does not
// move. When the position reaches the end, it includes the new events.
func TestFollowAddsEventsWithoutMovingThePosition(t *testing.T) {
	p, _, add := growing(t, 10)
	before := p.End()
	p.Seek(11 * second)
	add(3)
	if got := p.Follow(); got != replay.ChangeGrew || p.End() <= before || p.Now() != 11*second {
		t.Errorf("Follow = %v, position %s, end %s; want %v, 11s and a later end", got, p.Now(), p.End(), replay.ChangeGrew)
	}
	if n, of := p.Step(); n >= of || of != 13 {
		t.Errorf("Step() = %d of %d, want less than all of 13", n, of)
	}
	wantAt(t, p, "the position stays", 11*second)
	if p.Follow() != replay.ChangeNone || p.Follows() {
		t.Error("Follow reports a change without new events, or Follows = true before the end")
	}
	p.Seek(5 * second) // the front has already read a part of the log
	add(2)
	p.Follow()
	p.Seek(p.End())
	if n, of := p.Step(); n != of || of != 15 {
		t.Errorf("Step() = %d of %d, want 15 of 15", n, of)
	}
	wantAt(t, p, "the current end", p.End())
	if !p.Follows() {
		t.Error("Follows = false at the end of a growing log, want true")
	}
	add(len(story()) - 15)
	if p.Follow() != replay.ChangeGrew {
		t.Errorf("Follow at the end reports no new events, want %v", replay.ChangeGrew)
	}
	if p.Follows() {
		t.Error("Follows = true after the end of the session, want false")
	}
	wantAt(t, p, "the end", 30*second)
	p.Seek(0)
	if n := p.Coming().Exchanges; len(p.Closes()) != 2 || len(p.Marks()) != 1 || n != 4 {
		t.Errorf("closes = %v, marks = %v, %d exchanges ahead; want 2, 1 and 4", p.Closes(), p.Marks(), n)
	}
}

// After a step back from the end, Follow does not move the position, even if the last
// events have the same time.
func TestFollowKeepsAStepBackFromTheEnd(t *testing.T) {
	evs := story()
	evs = append(evs, session.Marked{At: 30 * second, Text: "as it ends"})
	data := fileOf(t, evs).Bytes()
	p, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
	if err != nil {
		t.Fatal(err)
	}
	p.StepBy(-1)
	if got := p.Follow(); got != replay.ChangeNone || p.AtEnd() {
		t.Errorf("Follow = %v, AtEnd = %t; want %v, false", got, p.AtEnd(), replay.ChangeNone)
	}
	if n, of := p.Step(); n != of-1 {
		t.Errorf("Step() = %d of %d, want all but one", n, of)
	}
	p.Seek(p.End())
	if !p.AtEnd() || p.Follows() {
		t.Errorf("AtEnd = %t, Follows = %t; want true, false", p.AtEnd(), p.Follows())
	}
}

// If a new log replaces or overwrites the file, the player switches to the new log as
// soon as it has an event.
func TestFollowSwitchesToALogThatReplacesTheFile(t *testing.T) {
	other := func() []byte {
		var b bytes.Buffer
		if err := log.NewWriter(&b, log.Header{Program: "linger", Version: "2"}).Write(session.Started{Target: "http://other"}, session.Marked{At: second}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}()
	for name, replace := range map[string]func(t *testing.T, name string, data []byte){
		"truncated": func(t *testing.T, name string, data []byte) {
			if err := os.WriteFile(name, data, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		"renamed": func(t *testing.T, name string, data []byte) {
			if err := os.WriteFile(name+".new", data, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(name+".new", name); err != nil {
				t.Skip(err) // Windows does not replace an open file
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, file, _ := growing(t, len(story()))
			p.Seek(11 * second)
			p.Faster()
			replace(t, file, nil)
			if p.Follow() != replay.ChangeNone || p.Record().Target() != "http://h" {
				t.Errorf("with an empty new file, the target is %q; want no change and the old log", p.Record().Target())
			}
			replace(t, file, other)
			if p.Follow() != replay.ChangeReplaced || p.Record().Target() != "http://other" || p.Now() != second || p.End() != second || p.Speed() != 4 || p.Header().Version != "2" {
				t.Errorf("after the replacement: at %s of %s in the log of %s; want 1s of 1s in http://other, with the old speed", p.Now(), p.End(), p.Record().Target())
			}
			if p.Follow() != replay.ChangeNone {
				t.Error("Follow reports another change, want none")
			}
		})
	}
}

// If the file is deleted, the player keeps the log as far as it was read. Moving back is
// then an error.
func TestPlayerKeepsADeletedLog(t *testing.T) {
	p, name, _ := growing(t, len(story()))
	if err := os.Remove(name); err != nil {
		t.Skip(err)
	}
	if p.Follow() != replay.ChangeNone || p.Err() != nil {
		t.Errorf("Follow reports a change or the error %v after the file was deleted, want neither", p.Err())
	}
	if p.Seek(second); !os.IsNotExist(p.Err()) {
		t.Errorf("Err after Seek = %v, want the error that the file does not exist", p.Err())
	}
	wantAt(t, p, "after the failed Seek", 30*second)
}
