package ui

import (
	"context"
	"sync"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
)

// A tap is where the events of a session are taken from. A session log that begins
// in the middle of the session gets from here what the record does not hold yet, and
// all that follows.
type tap struct {
	engine Engine

	one sync.Mutex // events are taken by one at a time

	mu    sync.Mutex
	taken []session.Event // and not folded yet
	log   *log.Recorder   // nil: none gets them
}

// events waits for events, as [Engine.Events] does.
func (t *tap) events(ctx context.Context) ([]session.Event, error) {
	t.one.Lock()
	defer t.one.Unlock()
	evs, err := t.engine.Events(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken = append(t.taken, evs...)
	if t.log != nil {
		t.log.Publish(evs)
	}
	return evs, err
}

// folded says that what was taken is in the record.
func (t *tap) folded() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken = nil
}

// begin gives a log all that is known of the session, and what comes from now on.
func (t *tap) begin(l *log.Recorder, r *record.Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	batch := make([]session.Event, 0, batchOfPast)
	for ev := range r.Events() {
		if batch = append(batch, ev); len(batch) == cap(batch) {
			l.Publish(batch)
			batch = batch[:0]
		}
	}
	l.Publish(batch)
	l.Publish(t.taken)
	t.log = l
}

// batchOfPast is how many events of the past are handed to the log at once.
const batchOfPast = 256

// stop ends what begin began.
func (t *tap) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log = nil
}

// lastEvents is how long the end of a session is waited for.
const lastEvents = 5 * time.Second

// rest takes the events that are left once the session has ended, so that the log
// has its end.
func (t *tap) rest() {
	ctx, cancel := context.WithTimeout(context.Background(), lastEvents)
	defer cancel()
	for {
		if _, err := t.events(ctx); err != nil {
			return
		}
	}
}
