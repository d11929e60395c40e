package live

import (
	"context"
	"fmt"
	"time"

	"linger/session"
)

// stepsKey is where a context keeps who is told what a dialler does.
type stepsKey struct{}

// tellSteps is a context whose dialling is told to f, from any goroutine.
func tellSteps(ctx context.Context, f func(session.DialPhase, string)) context.Context {
	return context.WithValue(ctx, stepsKey{}, f)
}

// dialStep tells what is done from now on to make a connection.
func dialStep(ctx context.Context, p session.DialPhase, address string) {
	if f, ok := ctx.Value(stepsKey{}).(func(session.DialPhase, string)); ok {
		f(p, address)
	}
}

// maxSteps bounds how many steps of a dialler wait to be told: those beyond are
// not worth waiting for.
const maxSteps = 16

// report tells the loop of what a dialler does; it never blocks.
func (d *dialling) report(start time.Time) func(session.DialPhase, string) {
	return func(p session.DialPhase, address string) {
		select {
		case d.steps <- session.DialStep{At: time.Since(start), Conn: d.id, Phase: p, Address: address}:
		default:
		}
	}
}

func (l *loop) dialSteps() chan session.DialStep {
	if l.dialling == nil {
		return nil
	}
	return l.dialling.steps
}

// tellWaiting tells how many requests wait for the connection that is being
// made, when that has changed.
func (l *loop) tellWaiting(now time.Duration) {
	if l.dialling == nil {
		return
	}
	n := 0
	for _, o := range l.waiting {
		n += max(1, len(o.requests))
	}
	if n != l.dialling.waiting {
		l.dialling.waiting = n
		l.emit(session.Waiting{At: now, Conn: l.dialling.id, Requests: n})
	}
}

// dropWaiting lets go of what waits for a connection.
func (l *loop) dropWaiting(now time.Duration) {
	n := 0
	for _, o := range l.waiting {
		n += max(1, len(o.requests))
	}
	l.waiting = nil
	switch {
	case n == 1:
		l.decline(now, "The request that waited is dropped: nothing of it was sent.")
	case n > 1:
		l.decline(now, fmt.Sprintf("The %d requests that waited are dropped: nothing of them was sent.", n))
	}
}
