//go:build !unix

package live

import "syscall"

// canCallNow is false, because separate goroutines read and write on this system.
const canCallNow = false

// A socket holds the descriptor of a transport.
type socket struct{ rc syscall.RawConn }

func newSocket(rc syscall.RawConn) *socket { return &socket{rc} }

func (*socket) write([]byte) (int, error) { return 0, nil }

// sendAndRead reads nothing. It is never called on this system; see inlineReader.
func (*socket) sendAndRead([]byte, func()) (n int, done bool, err error) { return 0, false, nil }

// TryRead returns nothing. It is never called on this system; see inlineReader.
func (*socket) TryRead([]byte) (n int, ok bool, err error) { return 0, false, nil }

// peerGone returns false. On this system only Read detects the end of a connection.
func (*socket) peerGone() bool { return false }
