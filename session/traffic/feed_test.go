package traffic

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"

	"linger/session"
)

func TestFeedHandsOutEveryEventInOrder(t *testing.T) {
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
				t.Fatalf("a batch of %d events", len(evs))
			}
			for _, ev := range evs {
				if got := ev.(session.Dialing).Conn; got != next {
					t.Fatalf("event %d came in the place of %d", got, next)
				}
				next++
			}
		}
		if next != n {
			t.Errorf("received %d of %d events", next, n)
		}
	})
}

// After Leave, Add does not wait. If the context of Events ends, Events returns its
// error.
func TestFeedWithoutAConsumer(t *testing.T) {
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
			t.Error("Add did not wait for the consumer")
		}
		f.Leave()
		synctest.Wait()
		if !done {
			t.Error("Add waits for a consumer that has left")
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := f.Events(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
	})
}
