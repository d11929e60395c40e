//go:build unix && !linux

package live

import "golang.org/x/sys/unix"

const pollGone = unix.POLLHUP
