// Package effort measures the processor time of a function. Tests use it to check that
// the cost of drawing depends on the size of the screen and not on the size of the
// record.
package effort

import (
	"runtime"
	"time"
)

// Of returns the processor time of f on the calling goroutine. Unlike elapsed time, it
// does not include other programs on a busy machine. If the system does not count
// processor time for threads, Of returns the elapsed time.
func Of(f func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	began := threadTime()
	f()
	return threadTime() - began
}
