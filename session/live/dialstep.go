package live

import (
	"context"
	"fmt"
	"time"

	"linger/session"
)

// stepsKey is the context key of the function that receives the steps of a
// dialer.
type stepsKey struct{}

// withSteps returns a context in which a dialer reports each of its steps to f. The
// dialer may call f from any goroutine.
func withSteps(ctx context.Context, f func(session.DialPhase, string)) context.Context {
	return context.WithValue(ctx, stepsKey{}, f)
}

// dialStep reports the start of a step to the function in ctx, if there is one.
func dialStep(ctx context.Context, p session.DialPhase, address string) {
	if f, ok := ctx.Value(stepsKey{}).(func(session.DialPhase, string)); ok {
		f(p, address)
	}
}

// maxSteps is the maximum number of steps in the queue to the loop. If the queue is full,
// further steps are dropped.
const maxSteps = 16

// report returns a function that passes steps to the loop and never blocks.
func (d *dialing) report(start time.Time) func(session.DialPhase, string) {
	return func(p session.DialPhase, address string) {
		select {
		case d.steps <- session.DialStep{At: time.Since(start), Conn: d.id, Phase: p, Address: address}:
		default:
		}
	}
}

func (l *loop) dialSteps() chan session.DialStep {
	if l.dialing == nil {
		return nil
	}
	return l.dialing.steps
}

// reportWaiting reports how many requests wait for the connection that is being made, if
// the number has changed.
func (l *loop) reportWaiting(now time.Duration) {
	if l.dialing == nil {
		return
	}
	n := 0
	for _, o := range l.waiting {
		n += max(1, len(o.requests))
	}
	if n != l.dialing.waiting {
		l.dialing.waiting = n
		l.emit(session.Waiting{At: now, Conn: l.dialing.id, Requests: n})
	}
}

// dropWaiting drops the requests that wait for a connection, and reports how many there
// were.
func (l *loop) dropWaiting(now time.Duration) {
	n := 0
	for _, o := range l.waiting {
		n += max(1, len(o.requests))
	}
	l.waiting = nil
	switch {
	case n == 1:
		l.decline(now, "The waiting request was dropped; no part of it was sent.")
	case n > 1:
		l.decline(now, fmt.Sprintf("The %d waiting requests were dropped; no part of them was sent.", n))
	}
}
