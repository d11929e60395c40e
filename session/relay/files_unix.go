//go:build unix

package relay

import "syscall"

// openFiles returns how many files this process may have open at the same time, or 1<<20
// if that number is unknown or larger.
func openFiles() int {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil || l.Cur > 1<<20 {
		return 1 << 20
	}
	return int(l.Cur)
}
