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

// growing returns a player of a log file, and a function that adds lines to the file.
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

// New events become part of the log wherever the position is, and the position stays. A
// log that is played to its end continues with the new events.
func TestALogGrowsWhileItIsReadElsewhere(t *testing.T) {
	p, _, add := growing(t, 10)
	before := p.End()
	p.Seek(11 * second)
	add(3)
	if got := p.Follow(); got != replay.ChangeGrew || p.End() <= before || p.Now() != 11*second {
		t.Errorf("%v: at %s of %s", got, p.Now(), p.End())
	}
	if n, of := p.Step(); n >= of || of != 13 {
		t.Errorf("step %d of %d", n, of)
	}
	wantAt(t, p, "the position stays", 11*second)
	if p.Follow() != replay.ChangeNone || p.Follows() {
		t.Error("the log grew again, or the position follows although it is not at the end")
	}
	p.Seek(5 * second) // a part of the log has already been read by the front
	add(2)
	p.Follow()
	p.Seek(p.End())
	if n, of := p.Step(); n != of || of != 15 {
		t.Errorf("step %d of %d", n, of)
	}
	wantAt(t, p, "the current end", p.End())
	if !p.Follows() {
		t.Error("the position does not follow the end of a growing log")
	}
	add(len(story()) - 15)
	if p.Follow() != replay.ChangeGrew {
		t.Error("the position does not follow the end")
	}
	if p.Follows() {
		t.Error("the position follows although the session has ended")
	}
	wantAt(t, p, "the end", 30*second)
	p.Seek(0)
	if n := p.Coming().Exchanges; len(p.Closes()) != 2 || len(p.Marks()) != 1 || n != 4 {
		t.Errorf("closes %v, marks %v, %d exchanges", p.Closes(), p.Marks(), n)
	}
}

// After a step back from the end the position stays, even if the last events have the
// same time.
func TestAStepBackFromTheEndStays(t *testing.T) {
	evs := story()
	evs = append(evs, session.Marked{At: 30 * second, Text: "as it ends"})
	data := fileOf(t, evs).Bytes()
	p, err := replay.New(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
	if err != nil {
		t.Fatal(err)
	}
	p.StepBy(-1)
	if got := p.Follow(); got != replay.ChangeNone || p.AtEnd() {
		t.Errorf("change %v, at the end %v", got, p.AtEnd())
	}
	if n, of := p.Step(); n != of-1 {
		t.Errorf("step %d of %d", n, of)
	}
	p.Seek(p.End())
	if !p.AtEnd() || p.Follows() {
		t.Errorf("at the end %v, follows %v", p.AtEnd(), p.Follows())
	}
}

// If a new log replaces the file, or overwrites it, the player switches to the new log as
// soon as that has an event.
func TestALogThatIsReplaced(t *testing.T) {
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
				t.Error("the log is not shown")
			}
			replace(t, file, other)
			if p.Follow() != replay.ChangeReplaced || p.Record().Target() != "http://other" || p.Now() != second || p.End() != second || p.Speed() != 4 || p.Header().Version != "2" {
				t.Errorf("at %s of %s in the log of %s", p.Now(), p.End(), p.Record().Target())
			}
			if p.Follow() != replay.ChangeNone {
				t.Error("the file is replaced again")
			}
		})
	}
}

// If the file is deleted, the player keeps the log as far as it was read. Moving back
// gives an error.
func TestALogThatIsGone(t *testing.T) {
	p, name, _ := growing(t, len(story()))
	if err := os.Remove(name); err != nil {
		t.Skip(err)
	}
	if p.Follow() != replay.ChangeNone || p.Err() != nil {
		t.Error(p.Err())
	}
	if p.Seek(second); !os.IsNotExist(p.Err()) {
		t.Error(p.Err())
	}
	wantAt(t, p, "the end stays", 30*second)
}
