package live

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

const pollGone = unix.POLLRDHUP

// peek returns 1 if there are bytes to read, 0 if only a FIN has arrived, and an error
// otherwise (EAGAIN if nothing has arrived). It does not remove the bytes from the
// socket. It makes the system call itself, because unix.Recvfrom allocates memory for an
// address.
func peek(fd int) (int, error) {
	var b byte
	n, _, errno := unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(&b)), 1, unix.MSG_PEEK|unix.MSG_DONTWAIT, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}
