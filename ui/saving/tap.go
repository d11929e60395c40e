package saving

import (
	"context"
	"sync"
	"time"

	"linger/session"
	"linger/session/log"
	"linger/session/record"
)

// A Tap is the source of the events of a session. It also gives them to a session log
// that is started in the middle of the session: first the events that are not yet in the
// record, then all later ones.
type Tap struct {
	engine Engine

	one sync.Mutex // only one goroutine takes events at a time

	mu    sync.Mutex
	taken []session.Event // events that were taken but are not yet in the record
	log   *log.Recorder   // the log that gets the events, or nil
}

// An Engine is the source of the events of a session; see package ui.
type Engine interface {
	Events(context.Context) ([]session.Event, error)
}

// NewTap returns a Tap for the events of an engine.
func NewTap(e Engine) *Tap { return &Tap{engine: e} }

// Events waits for events of the engine and returns them. It also passes them to the log,
// if there is one.
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

// Folded reports to the Tap that the oldest n of the taken events are now in the record.
func (t *Tap) Folded(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken = t.taken[min(n, len(t.taken)):]; len(t.taken) == 0 {
		t.taken = nil
	}
}

// begin passes the past events of the session to a log, and from then on all new events.
func (t *Tap) begin(l *log.Recorder, r *record.Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for batch := range batches(r) {
		l.Publish(batch)
	}
	l.Publish(t.taken)
	t.log = l
}

// stop ends the passing of events to the log.
func (t *Tap) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.log = nil
}

// lastEvents is the maximum time to wait for the end of a session.
const lastEvents = 5 * time.Second

// rest takes the remaining events after the end of the session, so that the log contains
// the end.
func (t *Tap) rest() {
	ctx, cancel := context.WithTimeout(context.Background(), lastEvents)
	defer cancel()
	for {
		if _, err := t.Events(ctx); err != nil {
			return
		}
	}
}
