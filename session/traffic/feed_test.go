package traffic

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"

	"linger/session"
)

func TestFeedReturnsEventsInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const n = 3 * feedFull
		f := NewFeed()
		go func() {
			for i := range n {
				f.Add(session.Dialing{Conn: i})
			}
			f.End()
			f.Add(session.Dialing{Conn: -1})
		}()
		next := 0
		for {
			evs, err := f.Events(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if len(evs) == 0 || len(evs) > feedBatch {
				t.Fatalf("Events returned %d events, want 1 to %d", len(evs), feedBatch)
			}
			for _, ev := range evs {
				if got := ev.(session.Dialing).Conn; got != next {
					t.Fatalf("got event %d, want event %d", got, next)
				}
				next++
			}
		}
		if next != n {
			t.Errorf("got %d events, want %d", next, n)
		}
	})
}

// After Leave, Add does not wait. If the context of Events ends, Events returns its
// error.
func TestFeedLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := NewFeed()
		done := false
		go func() {
			for range 3 {
				f.Add(&session.Received{Data: make([]byte, feedBytes+1)})
			}
			done = true
		}()
		synctest.Wait()
		if done {
			t.Error("Add to a full feed returned, want it to wait for the consumer")
		}
		f.Leave()
		synctest.Wait()
		if !done {
			t.Error("Add still waits after Leave")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := f.Events(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("Events with an ended context: error %v, want %v", err, context.Canceled)
		}
	})
}
