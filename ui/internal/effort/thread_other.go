//go:build !linux

package effort

import "time"

var start = time.Now()

// threadTime returns the time that has passed.
func threadTime() time.Duration { return time.Since(start) }
