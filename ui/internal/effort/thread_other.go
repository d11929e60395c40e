//go:build !linux

package effort

import "time"

var start = time.Now()

// threadTime returns the elapsed time, because this system does not count processor time
// for threads.
func threadTime() time.Duration { return time.Since(start) }
