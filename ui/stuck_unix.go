//go:build unix

package ui

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// readFor reads the bytes that arrive from a terminal within a time.
func readFor(f *os.File, d time.Duration) []byte {
	fd := int(f.Fd())
	if n, _ := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, int(d.Milliseconds())); n <= 0 {
		return nil
	}
	var keys [256]byte
	n, _ := unix.Read(fd, keys[:])
	return keys[:max(0, n)]
}
