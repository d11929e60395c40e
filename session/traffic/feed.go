package traffic

import (
	"context"
	"io"
	"sync"

	"linger/session"
)

const (
	feedBatch = 1 << 14 // maximum number of events that Events returns at once
	feedFull  = 1 << 15 // number of waiting events at which Add waits for the consumer
	feedBytes = 8 << 20
)

// A Feed holds events until a consumer takes them, in batches. It never drops
// an event: if the consumer is far behind, Add waits for it.
//
// One goroutine produces the events, and another consumes them.
type Feed struct {
	mu      sync.Mutex
	room    sync.Cond // signalled when events were taken or the consumer has left
	waiting []session.Event
	bytes   int
	over    bool          // whether End has been called
	left    bool          // whether Leave has been called
	ready   chan struct{} // has a token while there are events to take
}

// NewFeed returns an empty Feed.
func NewFeed() *Feed {
	f := &Feed{ready: make(chan struct{}, 1)}
	f.room.L = &f.mu
	return f
}

// Add adds an event. If too many events wait, Add waits for the consumer. After
// [Feed.End] or [Feed.Leave] it does nothing.
func (f *Feed) Add(ev session.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for !f.left && (len(f.waiting) >= feedFull || f.bytes > feedBytes) {
		f.room.Wait()
	}
	if f.over || f.left {
		return
	}
	f.waiting = append(f.waiting, ev)
	f.bytes += session.DataLen(ev)
	f.signal()
}

// End records that no event follows.
func (f *Feed) End() {
	f.mu.Lock()
	f.over = true
	f.signal()
	f.mu.Unlock()
}

// Leave records that the consumer will take no more events. From then on, Add does not
// wait.
func (f *Feed) Leave() {
	f.mu.Lock()
	f.left, f.waiting = true, nil
	f.room.Broadcast()
	f.mu.Unlock()
}

func (f *Feed) signal() {
	select {
	case f.ready <- struct{}{}:
	default:
	}
}

// Events waits for at least one event and returns up to 16,384 waiting events. It returns
// io.EOF after the last event, and ctx.Err() if ctx ends first.
func (f *Feed) Events(ctx context.Context) ([]session.Event, error) {
	for {
		evs, over := f.take()
		switch {
		case len(evs) > 0:
			return evs, nil
		case over:
			return nil, io.EOF
		}
		select {
		case <-f.ready:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (f *Feed) take() (evs []session.Event, over bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := min(len(f.waiting), feedBatch)
	evs, f.waiting = f.waiting[:n:n], f.waiting[n:]
	for _, ev := range evs {
		f.bytes -= session.DataLen(ev)
	}
	if len(f.waiting) == 0 {
		f.waiting = nil
	} else {
		f.signal()
	}
	f.room.Broadcast()
	return evs, f.over && n == 0
}
