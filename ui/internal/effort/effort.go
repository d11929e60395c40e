// Package effort measures what a function costs, for tests that what a screen does
// grows no faster than what it shows.
package effort

import (
	"runtime"
	"time"
)

// Of returns the processor time that f takes on the goroutine that calls it. Other
// programs on a busy machine add nothing to it, as they would to the time that passes.
// Where the system does not count it for a thread, Of returns the time that passes.
func Of(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began := threadTime()
	f()
	return threadTime() - began
}
