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

// A socket makes system calls on the descriptor of a transport. These calls do not block.
// The functions passed to the runtime are created once, so that a call needs no
// allocation. Only the loop uses a socket.
type socket struct {
	rc   syscall.RawConn
	p    []byte
	n    int
	err  error
	gone bool

	in       []byte // the buffer for sendAndRead
	got      int    // number of bytes read
	inErr    error
	send     func() // called if there are no bytes to read, and then set to nil
	awaiting bool   // there were bytes to read, so send was not called

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

// sendAndRead calls send, waits for bytes and reads them into p. If there are already
// bytes to read, it does nothing, and done is false. If the peer has already closed the
// connection or the deadline has passed, it returns an error without calling send.
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

// again repeats a system call until no signal interrupts it.
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

// peerGone reports whether a FIN or a reset has arrived but was not read yet. It reads
// nothing from the socket.
func (s *socket) peerGone() bool {
	s.gone = false
	_ = s.rc.Control(s.doLook)
	return s.gone
}

// hasEnd reports whether a FIN or a reset has arrived, even if there are unread bytes
// before it. A peek would show only those bytes.
func hasEnd(fd int) bool {
	p := []unix.PollFd{{Fd: int32(fd), Events: pollGone}}
	n, err := unix.Poll(p, 0)
	return err == nil && n == 1 && p[0].Revents&(pollGone|unix.POLLERR|unix.POLLHUP) != 0
}
