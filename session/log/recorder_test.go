package log_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"linger/session"
	"linger/session/log"
)

// A file is a file in memory that can block or be full.
type file struct {
	mu     sync.Mutex
	b      bytes.Buffer
	full   int           // number of bytes that the file accepts; 0 means any number
	still  chan struct{} // if not nil, a write blocks until this channel is closed
	closed bool
}

var errFull = errors.New("no space left on device")

func (f *file) Write(p []byte) (int, error) {
	if f.still != nil && f.lines() > 0 {
		<-f.still
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.full > 0 && f.b.Len()+len(p) > f.full {
		n, _ := f.b.Write(p[:f.full-f.b.Len()])
		return n, errFull
	}
	return f.b.Write(p)
}

func (f *file) Close() error { f.closed = true; return nil }

func (f *file) lines() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return bytes.Count(f.b.Bytes(), []byte("\n"))
}

func checked(n int) []session.Event {
	evs := make([]session.Event, n)
	for i := range evs {
		evs[i] = session.Checked{At: time.Duration(i)}
	}
	return evs
}

// A published event is in the file within a millisecond, even if no other event follows.
func TestEventsAreWrittenWithinMillisecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &file{}
		r := log.NewRecorder(f, log.Header{})
		r.Publish(checked(1))
		synctest.Wait()
		if n := f.lines(); n != 2 {
			t.Errorf("the file has %d lines immediately, want 2: the header and one event", n)
		}
		r.Publish(checked(3))
		time.Sleep(time.Millisecond)
		synctest.Wait()
		if n := f.lines(); n != 5 {
			t.Errorf("the file has %d lines after a millisecond, want 5", n)
		}
		time.Sleep(time.Minute)
		r.Publish(checked(2))
		if err := r.Close(); err != nil || f.lines() != 7 || !f.closed {
			t.Errorf("Close = %v, %d lines, closed %v; want no error, 7 lines and a closed file", err, f.lines(), f.closed)
		}
		r.Publish(checked(1)) // has no effect after Close
	})
}

// Events that arrive in bursts, with pauses between them, are all written in order.
func TestBurstsOfEventsAreWrittenInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &file{}
		r := log.NewRecorder(f, log.Header{})
		all := checked(300)
		for n := 0; n < len(all); n += 3 {
			r.Publish(all[n : n+2])
			if n%2 == 0 {
				time.Sleep(time.Duration(n) * 100 * time.Microsecond)
			}
			r.Publish(all[n+2 : n+3])
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		if back, _ := read(t, &f.b); !slices.Equal(back, all) {
			t.Errorf("read %d events, want the %d published ones in order", len(back), len(all))
		}
	})
}

// A full disk ends the recording. The Recorder reports the error once, and the session
// continues.
func TestFullDiskEndsRecording(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &file{full: 400}
		r := log.NewRecorder(f, log.Header{})
		reported := 0
		go func() {
			<-r.Failed()
			reported++
		}()
		for range 100 {
			r.Publish(checked(10))
			time.Sleep(time.Second)
		}
		synctest.Wait() // waits for the goroutine that reports the error
		if reported != 1 || !errors.Is(r.Err(), errFull) || !errors.Is(r.Close(), errFull) {
			t.Errorf("the error %v was reported %d times, want %v once", r.Err(), reported, errFull)
		}
		if evs, report := read(t, &f.b); len(evs) == 0 || report.Damaged > 0 || !report.Cut {
			t.Errorf("read %d events (%+v), want some, and an incomplete line", len(evs), report)
		}
	})
}

// A file that accepts no bytes delays the session once, for 2 s. Then the Recorder
// abandons it.
func TestStuckFileIsAbandoned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &file{still: make(chan struct{})}
		r := log.NewRecorder(f, log.Header{})
		began := time.Now()
		for range 300 {
			r.Publish(checked(1000))
		}
		if took := time.Since(began); took < 2*time.Second || took > 2100*time.Millisecond {
			t.Errorf("Publish waited for %s, want 2 s", took)
		}
		close(f.still)
		if err := r.Close(); !errors.Is(err, log.ErrSlow) {
			t.Errorf("Close = %v, want %v", err, log.ErrSlow)
		}
	})
}

// If the session is faster than the file, Publish waits for the file, and no event is
// lost.
func TestRecorderLosesNoEventIfFileIsSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &file{}
		r := log.NewRecorder(f, log.Header{})
		for range 200 {
			r.Publish(checked(1000))
		}
		if err := r.Close(); err != nil || f.lines() != 1+200_000 {
			t.Errorf("Close = %v, and the file has %d lines; want no error and %d lines", err, f.lines(), 1+200_000)
		}
	})
}

// A slowFile is a file that needs a second for each write.
type slowFile struct{ file }

func (f *slowFile) Write(p []byte) (int, error) {
	time.Sleep(time.Second)
	return f.file.Write(p)
}

// As long as a slow file accepts bytes, the Recorder waits for it, even in Close. The
// number of waiting bytes is limited.
func TestRecorderWaitsForSlowFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &slowFile{}
		r := log.NewRecorder(f, log.Header{})
		data := make([]byte, 1<<20)
		began := time.Now()
		for range 100 {
			r.Publish([]session.Event{&session.Received{Conn: 1, Len: 1, Data: data[:1]}, &session.RequestData{Conn: 1, Len: 1 << 20, Data: data[: 1<<20 : 1<<20]}})
		}
		if held := time.Since(began); held < 5*time.Second {
			t.Errorf("Publish of 100 MiB took %s, want at least 5 s for a slow file", held)
		}
		for range 10 {
			r.Publish(checked(64))
		}
		if err := r.Close(); err != nil || f.lines() != 1+200+640 {
			t.Errorf("Close = %v, and the file has %d lines; want no error and %d lines", err, f.lines(), 1+200+640)
		}
	})
}

func TestWriteOfEventWithoutNameFails(t *testing.T) {
	if err := log.NewWriter(io.Discard, log.Header{}).Write(stranger{}); err == nil || !strings.Contains(err.Error(), "has no name in the log") {
		t.Errorf("Write = %v, want an error about the missing name", err)
	}
}

// A stranger is an event that has no name in the log.
type stranger struct{ session.Event }
