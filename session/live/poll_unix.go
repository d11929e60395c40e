//go:build unix && !linux

package live

import "golang.org/x/sys/unix"

const pollGone = unix.POLLHUP

// peek returns 1 if bytes wait to be read, 0 if only a FIN has arrived, and an error
// otherwise (EAGAIN if nothing waits). It does not remove the bytes from the socket.
func peek(fd int) (int, error) {
	var b [1]byte
	n, _, err := unix.Recvfrom(fd, b[:], unix.MSG_PEEK|unix.MSG_DONTWAIT)
	return n, err
}
