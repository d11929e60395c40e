package live

import (
	"errors"

	"golang.org/x/sys/windows"
)

// isReset reports whether the peer has reset the connection.
func isReset(err error) bool {
	return errors.Is(err, windows.WSAECONNRESET) || errors.Is(err, windows.WSAECONNABORTED)
}

func isRefused(err error) bool { return errors.Is(err, windows.WSAECONNREFUSED) }

// isSilence reports whether the system ended the connection because the peer did not
// answer.
func isSilence(err error) bool { return errors.Is(err, windows.WSAETIMEDOUT) }

func isUnreachable(err error) bool {
	return errors.Is(err, windows.WSAEHOSTUNREACH) || errors.Is(err, windows.WSAENETUNREACH) ||
		errors.Is(err, windows.WSAENETDOWN) || errors.Is(err, windows.WSAEADDRNOTAVAIL)
}
