//go:build unix

package live

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// canWriteNow says that writeNow works on this system.
const canWriteNow = true

// writeNow hands the kernel as much of p as it takes at once.
func writeNow(rc syscall.RawConn, p []byte) (n int, err error) {
	werr := rc.Write(func(fd uintptr) bool {
		for {
			n, err = unix.Write(int(fd), p)
			if err != unix.EINTR {
				return true
			}
		}
	})
	switch {
	case werr != nil:
		return 0, werr
	case err == unix.EAGAIN:
		return 0, nil
	case err != nil:
		return 0, err
	}
	return n, nil
}

// peerGone says whether a FIN or a reset waits unread. It takes nothing from
// the socket: what waits there is left to the reader.
func peerGone(rc syscall.RawConn) bool {
	gone := false
	_ = rc.Control(func(fd uintptr) {
		p := []unix.PollFd{{Fd: int32(fd), Events: pollGone}}
		if n, err := unix.Poll(p, 0); err == nil && n == 1 {
			gone = p[0].Revents&(pollGone|unix.POLLERR|unix.POLLHUP) != 0
		}
	})
	return gone
}
