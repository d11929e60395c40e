//go:build !linux

package live

import (
	"syscall"
	"time"

	"linger/session"
)

// tcpInfo returns false: the information is not available here.
func tcpInfo(syscall.RawConn) (time.Duration, session.Delivery, bool) {
	return 0, session.Delivery{}, false
}
