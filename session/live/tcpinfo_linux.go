package live

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"linger/session"
)

// tcpInfo returns the kernel's smoothed round-trip time and its counts of retransmissions
// and unacknowledged bytes (TCP_INFO and SIOCOUTQ, tcp(7)). ok is false if the kernel
// does not report them.
func tcpInfo(rc syscall.RawConn) (rtt time.Duration, d session.Delivery, ok bool) {
	_ = rc.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if err != nil {
			return
		}
		rtt, ok, d.Known = time.Duration(info.Rtt)*time.Microsecond, true, true
		d.Retrans, d.Unanswered = int(info.Total_retrans), int(info.Retransmits)
		if n, err := unix.IoctlGetInt(int(fd), unix.TIOCOUTQ); err == nil { // TIOCOUTQ has the same value as SIOCOUTQ
			d.Unacknowledged = int64(n)
		}
	})
	return rtt, d, ok
}
