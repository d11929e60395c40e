//go:build !linux

package relay

import (
	"net"
	"time"
)

// isOver reports whether the connection has ended in both directions. Only Linux
// reports it.
func isOver(*net.TCPConn) bool { return false }

// awaitReset waits, after the peer's FIN, for a RST. Only Linux reports it; the
// next write does elsewhere.
func awaitReset(*net.TCPConn) bool { return false }

// awaitDelivery gives the system time to deliver what was written.
func awaitDelivery(_ *net.TCPConn, stop <-chan struct{}) {
	select {
	case <-stop:
	case <-time.After(20 * time.Millisecond):
	}
}
