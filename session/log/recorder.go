package log

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"linger/session"
)

// A Recorder writes the events of a running session. The session passes them to Publish,
// which returns at once. Another goroutine writes the first event after a pause
// immediately, and later events within about a millisecond. After a failed write, the
// Recorder ignores further events.
type Recorder struct {
	to   Sink
	file io.Closer

	mu      sync.Mutex
	room    sync.Cond
	waiting []session.Event
	bytes   int // number of message bytes in waiting
	closed  bool
	err     error
	wake    chan struct{} // has a token if there are events to write or the Recorder is closed
	done    chan struct{}
	failed  chan struct{}
	once    sync.Once
	written atomic.Int64 // number of portions written so far, which shows whether the file is slow or stuck
}

// A Sink writes the events of a session to a file in some format. Write is called with
// the events in order. Finish is called after the last event and writes the end of the
// file.
type Sink interface {
	Write(evs ...session.Event) error
	Finish() error
}

const (
	gather      = time.Millisecond
	mostWaiting = 1 << 16         // number of waiting events above which the session waits
	mostBytes   = 32 << 20        // number of message bytes in waiting events above which the session waits
	portion     = 64              // maximum number of events in one write
	portionData = 64 << 10        // maximum number of message bytes in one write, without the last event
	mostStuck   = 2 * time.Second // time without progress after which the Recorder abandons the file
)

// ErrSlow is the error for a file that accepted no bytes for 2 s.
var ErrSlow = errors.New("the file accepted no data for 2 s")

// NewRecorder returns a Recorder that writes a session log to w. [NewWriter] describes
// the other parameters.
func NewRecorder(w io.WriteCloser, h Header, also ...string) *Recorder {
	return NewRecorderTo(NewWriter(w, h, also...), w)
}

// NewRecorderTo returns a Recorder that passes the events to a Sink, from one goroutine.
// file is the file to which the Sink writes; the Recorder closes it.
func NewRecorderTo(to Sink, file io.Closer) *Recorder {
	r := &Recorder{to: to, file: file, wake: make(chan struct{}, 1), done: make(chan struct{}), failed: make(chan struct{})}
	r.room.L = &r.mu
	go r.run()
	return r
}

// Failed returns a channel that is closed when a write fails or the Recorder is closed.
// Err then returns the error, if there was one.
func (r *Recorder) Failed() <-chan struct{} { return r.failed }

// Err returns the error of the first failed write or of closing the file, or nil if there
// was none.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Publish queues events to be written. If too many events wait for a slow file, Publish
// blocks until there is room or the Recorder abandons the file, which it does after 2 s
// without progress.
func (r *Recorder) Publish(evs []session.Event) {
	r.mu.Lock()
	if len(r.waiting) > mostWaiting || r.bytes > mostBytes {
		r.wait()
	}
	if !r.closed && r.err == nil {
		r.waiting = append(r.waiting, evs...)
		for _, ev := range evs {
			r.bytes += session.DataLen(ev)
		}
	}
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// wait waits until half of the queue is free, the Recorder is closed, or a write fails.
// The caller must hold r.mu.
func (r *Recorder) wait() {
	over := make(chan struct{})
	defer close(over)
	go r.patiently(over)
	for (len(r.waiting) > mostWaiting/2 || r.bytes > mostBytes/2) && r.err == nil && !r.closed {
		r.room.Wait()
	}
}

// patiently waits until over is closed. If the file makes no progress for mostStuck,
// patiently abandons it and returns.
func (r *Recorder) patiently(over <-chan struct{}) {
	for {
		before := r.written.Load()
		select {
		case <-over:
			return
		case <-time.After(mostStuck):
			if r.written.Load() == before {
				r.fail(ErrSlow)
				return
			}
		}
	}
}

func (r *Recorder) fail(err error) {
	r.mu.Lock()
	first := r.err == nil
	if first {
		r.err, r.waiting, r.bytes = err, nil, 0
	}
	r.room.Broadcast()
	r.mu.Unlock()
	if first {
		close(r.failed)
	}
}

func (r *Recorder) run() {
	defer close(r.done)
	var spare []session.Event
	for range r.wake {
		for {
			evs, more := r.take(spare)
			r.write(evs)
			if !more {
				r.finish()
				return
			}
			clear(evs) // releases the written events
			spare = evs[:0]
			if len(evs) == 0 {
				break
			}
			time.Sleep(gather)
		}
	}
}

// write passes events to the Sink, one portion at a time.
func (r *Recorder) write(evs []session.Event) {
	for len(evs) > 0 {
		n := 0
		for data := 0; n < min(len(evs), portion) && data < portionData; n++ {
			data += session.DataLen(evs[n])
		}
		if err := r.to.Write(evs[:n]...); err != nil {
			r.fail(err)
			return
		}
		r.written.Add(1)
		evs = evs[n:]
	}
}

// finish calls the Sink's Finish, unless a write has failed.
func (r *Recorder) finish() {
	r.mu.Lock()
	err := r.err
	r.mu.Unlock()
	if err == nil {
		err = r.to.Finish()
	}
	if err != nil {
		r.fail(err)
	}
}

// take returns the waiting events, and reuses the memory of room for later events. more
// is false if no events will follow.
func (r *Recorder) take(room []session.Event) (evs []session.Event, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	evs, r.waiting, r.bytes = r.waiting, room, 0
	r.room.Broadcast()
	return evs, !r.closed && r.err == nil
}

// Close writes the waiting events, closes the file, and returns the first error. It waits
// for a slow file, but abandons a file that makes no progress for 2 s. Close may be
// called more than once.
func (r *Recorder) Close() error {
	r.once.Do(r.closeFile)
	return r.Err()
}

func (r *Recorder) closeFile() {
	r.mu.Lock()
	r.closed = true
	r.room.Broadcast()
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
	r.patiently(r.done)
	err := r.file.Close()
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
		close(r.failed)
	}
}
