package live

import "golang.org/x/sys/unix"

const pollGone = unix.POLLRDHUP
