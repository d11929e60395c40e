package effort

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Of counts work, and more work counts more. It does not count waiting.
func TestOfCountsWork(t *testing.T) {
	work := func(n int) func() {
		return func() {
			for i := range n {
				sink += i
			}
		}
	}
	some, more := Of(work(1_000_000)), Of(work(100_000_000))
	if some <= 0 || more <= some {
		t.Errorf("some work takes %v, and much more of it %v", some, more)
	}
	if runtime.GOOS != "linux" {
		return
	}
	if wait := Of(func() { time.Sleep(50 * time.Millisecond) }); wait > 25*time.Millisecond {
		t.Errorf("waiting takes %v", wait)
	}
}

// Of does not count the work of other goroutines.
func TestOfCountsOneGoroutine(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the time of a thread is counted on Linux only")
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
		t.Errorf("the work of other goroutines is counted: %v", d)
	}
}

var sink int
