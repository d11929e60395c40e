package saving_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
	"linger/ui/saving"
)

// A fakeEngine is an engine that returns batches of events from the test.
type fakeEngine struct{ batches [][]session.Event }

func (g *fakeEngine) Events(context.Context) ([]session.Event, error) {
	if len(g.batches) == 0 {
		return nil, io.EOF
	}
	evs := g.batches[0]
	g.batches = g.batches[1:]
	return evs, nil
}

func mark(note string) []session.Event { return []session.Event{session.Marked{Text: note}} }

// notes returns the notes of the marks in a log.
func notes(t *testing.T, name string) (all []string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r := log.NewReader(bytes.NewReader(data))
	for ev, err := r.Next(); err == nil; ev, err = r.Next() {
		if m, ok := ev.(session.Marked); ok {
			all = append(all, m.Text)
		}
	}
	return all
}

// A log that is started in the middle of a session contains each event once: the events
// in the record, those that were taken but are not yet in the record, and those that
// follow until Stop.
func TestLogContainsEachEventOnce(t *testing.T) {
	t.Chdir(t.TempDir())
	g := &fakeEngine{batches: [][]session.Event{mark("folded"), mark("taken"), mark("after"), mark("stopped")}}
	tap, rec := saving.NewTap(g), &record.Record{}
	take := func() []session.Event {
		evs, err := tap.Events(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return evs
	}
	first := take()
	take()
	for _, ev := range first {
		rec.Apply(ev)
	}
	tap.Folded(len(first))
	l, err := tap.Record(saving.Held{Record: rec, Now: time.Minute}, "a.linger", false)
	if err != nil {
		t.Fatal(err)
	}
	take()
	if err := l.Stop(); err != nil || l.Name != "a.linger" || l.Since != time.Minute {
		t.Errorf("Stop returned %v and the log is %+v; want no error, the name a.linger and the start at 1m0s", err, l)
	}
	take()
	if got := notes(t, "a.linger"); len(got) != 3 || got[0] != "folded" || got[1] != "taken" || got[2] != "after" {
		t.Errorf("the log contains the marks %q, want folded, taken and after", got)
	}
	if is, err := os.Stat("a.linger"); err != nil || runtime.GOOS != "windows" && is.Mode().Perm() != 0o600 {
		t.Errorf("the mode of the file is %v (error %v), want access for the owner only", is, err)
	}
	if _, err := tap.Record(saving.Held{Record: rec}, "a.linger", false); err == nil {
		t.Error("Record overwrote an existing file")
	}
}

// A log contains the end of its session. Finish does not complete a log that the session
// itself writes.
func TestLogContainsTheEndOfItsSession(t *testing.T) {
	t.Chdir(t.TempDir())
	g := &fakeEngine{}
	tap := saving.NewTap(g)
	l, err := tap.Record(saving.Held{Record: &record.Record{}}, "a.linger", false)
	if err != nil {
		t.Fatal(err)
	}
	g.batches = [][]session.Event{mark("last"), {session.Ended{At: time.Minute}}}
	if err := l.Finish(true); err != nil {
		t.Error(err)
	}
	if got := notes(t, "a.linger"); len(got) != 1 || len(g.batches) != 0 {
		t.Errorf("the log contains the marks %q, and %d batches were not read; want one mark and none", got, len(g.batches))
	}
	g.batches = [][]session.Event{mark("another's")}
	own := &saving.Log{Recorder: l.Recorder}
	if err := own.Finish(true); err != nil || len(g.batches) != 1 {
		t.Errorf("Finish returned %v, and %d batches were not read; want no error and 1", err, len(g.batches))
	}
	if err := (*saving.Log)(nil).Finish(true); err != nil {
		t.Error(err)
	}
}

// The estimated size equals the size of the file, or is close to it if Size measured only
// some exchanges.
func TestSize(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, n := range []int{1, 3000} {
		rec := &record.Record{}
		rec.Apply(session.Started{Target: "http://h"})
		rec.Apply(session.Connected{Conn: 1})
		for id := 1; id <= n; id++ {
			rec.Apply(&session.RequestStarted{Conn: 1, Exchange: id, Method: "GET", Target: "/", Len: 18, Data: []byte("GET / HTTP/1.1\r\n\r\n")})
			rec.Apply(&session.ExchangeDone{Conn: 1, Exchange: id})
		}
		h, name := saving.Held{Record: rec}, strconv.Itoa(n)
		if err := h.Log(name, false); err != nil {
			t.Fatal(err)
		}
		is, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Size(); got < is.Size()*9/10 || got > is.Size()*11/10 || n == 1 && got != is.Size() {
			t.Errorf("%d exchanges: Size = %d, want about %d", n, got, is.Size())
		}
	}
}

func TestFileNames(t *testing.T) {
	for target, want := range map[string]string{"http://[::1]:80": "1--80", "https://shop.example:8443": "shop.example-8443", "": "session"} {
		rec := &record.Record{}
		rec.Apply(session.Started{Target: target})
		if got := (saving.Held{Record: rec}).Name(); got != want {
			t.Errorf("Name of %q = %q, want %q", target, got, want)
		}
	}
	t.Chdir(t.TempDir())
	for _, name := range []string{"a.b", "a-2.b"} {
		if err := saving.Content(name, false, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if got := saving.FreeFolder("a.b"); got != "a.b-2" {
		t.Errorf("FreeFolder = %q, want a.b-2", got)
	}
	if got := saving.FreeName("a.b"); got != "a-3.b" {
		t.Errorf("FreeName = %q, want a-3.b", got)
	}
	if err := saving.Content("a.b", false, nil); err == nil {
		t.Error("Content overwrote an existing file")
	}
}

// The sentence about a file that was written in part does not say "Not written".
func TestSentencesAboutFilesThatFail(t *testing.T) {
	const full = "/dev/full"
	if _, err := os.Stat(full); err != nil {
		t.Skip(err)
	}
	r := &record.Record{}
	r.Apply(session.Started{Target: "http://h"})
	for want, err := range map[string]error{
		"/dev/full is not complete: no space left on device.": saving.Held{Record: r}.Log(full, false),
		"Not written: none/a: no such file or directory.":     saving.Content("none/a", false, nil),
	} {
		if err == nil {
			t.Errorf("writing succeeded, want the error %s", want)
		} else if got := saving.NotWritten(err); got != want {
			t.Errorf("NotWritten = %s, want %s", got, want)
		}
	}
}
