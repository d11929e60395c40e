//go:build !linux

package live

import (
	"syscall"
	"time"

	"linger/session"
)

// tcpInfo returns false, because linger reads this information only on Linux.
func tcpInfo(syscall.RawConn) (time.Duration, session.Delivery, bool) {
	return 0, session.Delivery{}, false
}
