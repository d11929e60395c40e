package live

import (
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// tcpInfo asks the kernel for the smoothed round-trip time and the number of
// segments sent again (TCP_INFO, tcp(7)).
func tcpInfo(rc syscall.RawConn) (rtt time.Duration, retrans int, ok bool) {
	_ = rc.Control(func(fd uintptr) {
		info, err := unix.GetsockoptTCPInfo(int(fd), unix.IPPROTO_TCP, unix.TCP_INFO)
		if err == nil {
			rtt, retrans, ok = time.Duration(info.Rtt)*time.Microsecond, int(info.Total_retrans), true
		}
	})
	return rtt, retrans, ok
}
