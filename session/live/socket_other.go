//go:build !unix

package live

import "syscall"

// canWriteNow is false where only the writer goroutine writes.
const canWriteNow = false

func writeNow(syscall.RawConn, []byte) (int, error) { return 0, nil }

// peerGone cannot be asked here: the reader alone tells.
func peerGone(syscall.RawConn) bool { return false }
