//go:build unix && !linux

package session

import "golang.org/x/sys/unix"

const pollGone = unix.POLLHUP
