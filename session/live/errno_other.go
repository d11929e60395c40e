//go:build !windows

package live

import (
	"errors"
	"syscall"
)

// isReset reports whether the peer has reset the connection. EPIPE does not
// prove that, because a FIN may have arrived first.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.ECONNABORTED)
}

func isRefused(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }

// isSilence reports whether the kernel ended the connection because the peer did not
// respond.
func isSilence(err error) bool { return errors.Is(err, syscall.ETIMEDOUT) }

func isUnreachable(err error) bool {
	return errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETUNREACH) ||
		errors.Is(err, syscall.ENETDOWN) || errors.Is(err, syscall.EADDRNOTAVAIL)
}
