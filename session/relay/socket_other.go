//go:build !linux

package relay

import (
	"net"
	"time"
)

// isOver reports whether the connection has ended in both directions. Only Linux
// reports it.
func isOver(*net.TCPConn) bool { return false }

// awaitReset returns at once: only Linux reports a RST after the peer's FIN. On
// other systems the next write fails.
func awaitReset(*net.TCPConn) bool { return false }

// awaitDelivery gives the system time to deliver the written bytes.
func awaitDelivery(_ *net.TCPConn, stop <-chan struct{}) {
	select {
	case <-stop:
	case <-time.After(20 * time.Millisecond):
	}
}
