//go:build unix

package ui

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// readFor waits up to d for input from the terminal f. It returns the input (at most 256
// bytes), or nil if none arrives.
func readFor(f *os.File, d time.Duration) []byte {
	fd := int(f.Fd())
	if n, _ := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, int(d.Milliseconds())); n <= 0 {
		return nil
	}
	var keys [256]byte
	n, _ := unix.Read(fd, keys[:])
	return keys[:max(0, n)]
}
