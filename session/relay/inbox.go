package relay

import (
	"sync"
	"time"

	"linger/session/traffic"
)

const (
	maxWaiting = 64 << 20         // maximum memory of unpublished events, in bytes; above it, relaying waits
	eventSize  = 256              // memory counted for an event in addition to its data, in bytes
	lazy       = time.Millisecond // how long an event may wait for further events, so that the reader wakes once for several events
)

// An inbox holds the events of the pairs until they are published.
type inbox struct {
	mu      sync.Mutex
	room    sync.Cond // signals that events have been taken
	events  []traffic.Event
	waiting int  // memory of the events, in bytes
	ringing bool // true from the first event until events are taken; the bell rings once in this time
	closed  bool // true if later events are ignored
	bell    chan struct{}
	timer   *time.Timer
}

func newInbox() *inbox {
	b := &inbox{bell: make(chan struct{}, 1)}
	b.room.L = &b.mu
	b.timer = time.AfterFunc(time.Hour, b.ring)
	b.timer.Stop()
	return b
}

func (b *inbox) ring() {
	select {
	case b.bell <- struct{}{}:
	default:
	}
}

// add appends an event, unless the inbox is closed. It waits while the events take more
// memory than maxWaiting.
func (b *inbox) add(ev traffic.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for b.waiting > maxWaiting && !b.closed {
		b.room.Wait()
	}
	if b.closed {
		return
	}
	b.events = append(b.events, ev)
	b.waiting += eventSize + len(ev.Data)
	if !b.ringing {
		b.ringing = true
		b.timer.Reset(lazy)
	}
}

// take removes and returns all events, the oldest first. The inbox uses the memory of
// spare for later events.
func (b *inbox) take(spare []traffic.Event) []traffic.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	events := b.events
	b.events, b.waiting, b.ringing = spare[:0], 0, false
	b.room.Broadcast()
	return events
}

// close closes the inbox, wakes all goroutines that wait in add, and returns the
// remaining events.
func (b *inbox) close() []traffic.Event {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.timer.Stop()
	b.room.Broadcast()
	return b.events
}
