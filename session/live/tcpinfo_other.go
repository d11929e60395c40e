//go:build !linux

package live

import (
	"syscall"
	"time"

	"linger/session"
)

// tcpInfo returns false, because this system does not report the information.
func tcpInfo(syscall.RawConn) (time.Duration, session.Delivery, bool) {
	return 0, session.Delivery{}, false
}
