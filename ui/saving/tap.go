package saving

import (
	"context"
	"sync"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
)

// A Tap is where the events of a session are taken from. A session log that begins
// in the middle of the session gets from here what the record does not hold yet, and
// all that follows.
type Tap struct {
	engine Engine

	one sync.Mutex // events are taken by one at a time

	mu    sync.Mutex
	taken []session.Event // and not folded yet
	log   *log.Recorder   // nil: none gets them
}

// An Engine is where the events of a session come from: see the package ui.
type Engine interface {
	Events(context.Context) ([]session.Event, error)
}

// NewTap returns a Tap of the events of an engine.
func NewTap(e Engine) *Tap { return &Tap{engine: e} }

// Events waits for events, as those of the engine do.
func (t *Tap) Events(ctx context.Context) ([]session.Event, error) {
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

// Folded says that the oldest n of the events that were taken are in the record.
func (t *Tap) Folded(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken = t.taken[min(n, len(t.taken)):]; len(t.taken) == 0 {
		t.taken = nil
	}
}

// begin gives a log all that is known of the session, and what comes from now on.
func (t *Tap) begin(l *log.Recorder, r *record.Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for batch := range batches(r) {
		l.Publish(batch)
	}
	l.Publish(t.taken)
	t.log = l
}

// stop ends what begin began.
func (t *Tap) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log = nil
}

// lastEvents is how long the end of a session is waited for.
const lastEvents = 5 * time.Second

// rest takes the events that are left once the session has ended, so that the log
// has its end.
func (t *Tap) rest() {
	ctx, cancel := context.WithTimeout(context.Background(), lastEvents)
	defer cancel()
	for {
		if _, err := t.Events(ctx); err != nil {
			return
		}
	}
}
