//go:build unix

package live

import (
	"errors"
	"io"
	"syscall"

	"golang.org/x/sys/unix"
)

// canCallNow is true: the methods of a socket work on this system.
const canCallNow = true

// A socket is the descriptor of a transport, for system calls that return at
// once. The functions passed to the runtime are created once, so that a call
// needs no allocation. Only the loop uses it.
type socket struct {
	rc   syscall.RawConn
	p    []byte
	n    int
	err  error
	gone bool

	in       []byte // the buffer for sendAndRead
	got      int    // number of bytes read
	inErr    error
	send     func() // called as soon as nothing waits to be read; then nil
	awaiting bool   // bytes waited to be read, so send was not called

	doWrite func(fd uintptr) bool
	doRead  func(fd uintptr)
	doLook  func(fd uintptr)
	doAwait func(fd uintptr) bool
}

func newSocket(rc syscall.RawConn) *socket {
	s := &socket{rc: rc}
	s.doWrite = func(fd uintptr) bool {
		s.n, s.err = again(func() (int, error) { return unix.Write(int(fd), s.p) })
		return true
	}
	s.doRead = func(fd uintptr) {
		s.n, s.err = again(func() (int, error) { return unix.Read(int(fd), s.p) })
	}
	s.doLook = func(fd uintptr) { s.gone = hasEnd(int(fd)) }
	s.doAwait = s.lookAndRead
	return s
}

// sendAndRead calls send and then waits for bytes, as Read does. If bytes already wait to
// be read, it does neither, and done is false. If the peer has already closed or the
// deadline has passed, it returns that result without calling send.
//
// It misses no bytes that arrive after the check, because RawConn.Read prepares the
// poller before it calls lookAndRead.
func (s *socket) sendAndRead(p []byte, send func()) (n int, done bool, err error) {
	s.in, s.got, s.inErr, s.send, s.awaiting = p, 0, nil, send, false
	err = s.rc.Read(s.doAwait)
	s.in, s.send = nil, nil
	switch {
	case err != nil:
		return 0, true, err
	case s.awaiting:
		return 0, false, nil
	case s.inErr != nil:
		return 0, true, s.inErr
	case s.got == 0:
		return 0, true, io.EOF
	}
	return s.got, true, nil
}

// lookAndRead reports whether sendAndRead has a result. RawConn.Read calls it at once,
// and then each time the socket may have become readable.
func (s *socket) lookAndRead(fd uintptr) bool {
	if s.send == nil {
		s.got, s.inErr = again(func() (int, error) { return unix.Read(int(fd), s.in) })
		return !errors.Is(s.inErr, unix.EAGAIN)
	}
	n, err := again(func() (int, error) { return peek(int(fd)) })
	if !errors.Is(err, unix.EAGAIN) {
		s.awaiting, s.inErr = n > 0, err
		return true
	}
	send := s.send
	s.send = nil
	send()
	return false
}

// again repeats a system call that a signal interrupted.
func again(call func() (int, error)) (n int, err error) {
	for {
		if n, err = call(); !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}

// write writes as much of p as the kernel accepts without blocking.
func (s *socket) write(p []byte) (n int, err error) {
	s.p = p
	err = s.rc.Write(s.doWrite)
	s.p = nil
	switch {
	case err != nil:
		return 0, err
	case errors.Is(s.err, unix.EAGAIN):
		return 0, nil
	case s.err != nil:
		return 0, s.err
	}
	return s.n, nil
}

// TryRead reads the bytes that have arrived, without waiting. It ignores the
// deadline.
func (s *socket) TryRead(p []byte) (n int, ok bool, err error) {
	s.p = p
	err = s.rc.Control(s.doRead)
	s.p = nil
	switch {
	case err != nil:
		return 0, true, err
	case errors.Is(s.err, unix.EAGAIN):
		return 0, false, nil
	case s.err != nil:
		return 0, true, s.err
	case s.n == 0:
		return 0, true, io.EOF
	}
	return s.n, true, nil
}

// peerGone reports whether an unread FIN or reset has arrived. It reads nothing
// from the socket.
func (s *socket) peerGone() bool {
	s.gone = false
	_ = s.rc.Control(s.doLook)
	return s.gone
}

// hasEnd reports whether an end follows the unread bytes, which a peek at these
// bytes would not show.
func hasEnd(fd int) bool {
	p := []unix.PollFd{{Fd: int32(fd), Events: pollGone}}
	n, err := unix.Poll(p, 0)
	return err == nil && n == 1 && p[0].Revents&(pollGone|unix.POLLERR|unix.POLLHUP) != 0
}
