package effort

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Of returns more time for more work, and does not include waiting.
func TestOfIncludesWorkButNotWaiting(t *testing.T) {
	work := func(n int) func() {
		return func() {
			for i := range n {
				sink += i
			}
		}
	}
	some, more := Of(work(1_000_000)), Of(work(100_000_000))
	if some <= 0 || more <= some {
		t.Errorf("some work took %v, much more work %v; want a clear difference", some, more)
	}
	if runtime.GOOS != "linux" {
		return
	}
	if wait := Of(func() { time.Sleep(50 * time.Millisecond) }); wait > 25*time.Millisecond {
		t.Errorf("waiting took %v of processor time, want almost none", wait)
	}
}

// Of does not include the work of other goroutines.
func TestOfExcludesOtherGoroutines(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux counts the processor time of a thread")
	}
	var others sync.WaitGroup
	var stop atomic.Bool
	defer others.Wait()
	defer stop.Store(true)
	for range 2 {
		others.Go(func() {
			for n := 0; !stop.Load(); n++ {
				_ = n * n
			}
		})
	}
	if d := Of(func() { <-time.After(100 * time.Millisecond) }); d > 50*time.Millisecond {
		t.Errorf("Of counted the work of other goroutines: %v", d)
	}
}

var sink int
