//go:build !linux

package effort

import "time"

var start = time.Now()

// threadTime returns the elapsed time instead of the thread's processor time, which is
// not available on this system.
func threadTime() time.Duration { return time.Since(start) }
