//go:build !linux

package relay

import (
	"net"
	"time"
)

// isOver returns false, because only Linux shows whether a connection has ended in both
// directions.
func isOver(*net.TCPConn) bool { return false }

// awaitReset returns false at once, because only Linux reports an RST after the peer's
// FIN. On other systems, the next write fails.
func awaitReset(*net.TCPConn) bool { return false }

// awaitDelivery gives the system 20 ms to deliver the written bytes. It returns earlier
// if stop is closed.
func awaitDelivery(_ *net.TCPConn, stop <-chan struct{}) {
	select {
	case <-stop:
	case <-time.After(20 * time.Millisecond):
	}
}
