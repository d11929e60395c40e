package relay

import (
	"net"
	"time"

	"golang.org/x/sys/unix"
)

// tcpClosed is the value of TCP_CLOSE, a connection state in the Linux kernel.
const tcpClosed = 7

// isOver reports whether the connection has ended in both directions.
func isOver(c *net.TCPConn) (over bool) {
	if rc, err := c.SyscallConn(); err == nil {
		_ = rc.Control(func(fd uintptr) { over = isClosed(fd) })
	}
	return over
}

func isClosed(fd uintptr) bool {
	info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
	return err == nil && info.State == tcpClosed
}

// awaitReset waits until a connection on which the peer has sent a FIN has ended in both
// directions. It returns false if the relay itself closed the connection.
func awaitReset(c *net.TCPConn) bool {
	rc, err := c.SyscallConn()
	if err != nil {
		return false
	}
	return rc.Read(isClosed) == nil
}

// unsent returns the number of bytes that the peer has not acknowledged.
func unsent(c *net.TCPConn) (n int) {
	if rc, err := c.SyscallConn(); err == nil {
		_ = rc.Control(func(fd uintptr) { n, _ = unix.IoctlGetInt(int(fd), unix.SIOCOUTQ) })
	}
	return n
}

// awaitDelivery waits until the peer has acknowledged all bytes, maxDelivery has passed,
// or stop is closed.
func awaitDelivery(c *net.TCPConn, stop <-chan struct{}) {
	for wait, waited := 20*time.Microsecond, time.Duration(0); unsent(c) > 0 && waited < maxDelivery; wait = min(2*wait, 10*time.Millisecond) {
		select {
		case <-stop:
			return
		case <-time.After(wait):
		}
		waited += wait
	}
}
