package live

import (
	"net"
	"sync/atomic"
	"time"
)

// Where the transport allows it, the loop itself sleeps in Read: a response then
// takes one wake-up instead of two. Everything else that gives the loop something
// to do rings a bell.
//
// Sockets of the system allow it: TCP and Unix. The others keep the reader
// goroutine, TLS among them: a record that was read in part would be charged to
// the next read's time.

// A tryReader is a transport whose Read ends at its deadline, even at one that is
// set while it waits. TryRead returns what has arrived, without waiting; ok is
// false when that is nothing.
type tryReader interface {
	TryRead(p []byte) (n int, ok bool, err error)
}

// inlineReader returns how to read from a transport without waiting, or nil where
// the loop cannot sleep in its Read.
func inlineReader(nc net.Conn, s *socket) tryReader {
	switch nc := nc.(type) {
	case *net.TCPConn, *net.UnixConn:
		if s != nil && canCallNow {
			return s
		}
	case tryReader:
		return nc
	}
	return nil
}

// A bell wakes the loop where it sleeps in Read. A goroutine that gives the loop something
// to do makes that visible first and rings then; the loop shows where it sleeps
// first and looks for something to do then. So one of them sees the other.
type bell struct {
	rung atomic.Bool
	at   atomic.Pointer[conn] // where the loop sleeps, or is about to
}

var longAgo = time.Unix(1, 0)

// ring ends the Read that the loop sleeps in, if it does. A deadline that is set
// too late ends the next Read, which is then tried again.
func (b *bell) ring() {
	b.rung.Store(true)
	if c := b.at.Load(); c != nil {
		_ = c.nc.SetReadDeadline(longAgo)
	}
}

// sleepInRead waits for bytes of c or for the bell, and handles what came. It returns
// when that was.
func (l *loop) sleepInRead(c *conn, in *inbox, quit <-chan struct{}) time.Duration {
	l.bell.at.Store(c)
	if l.bell.rung.Swap(false) {
		l.bell.at.Store(nil)
		l.answerBell(c, in, quit)
		return l.now()
	}
	n, err := c.nc.Read(c.buf)
	r := read{at: l.now(), data: c.buf[:n], err: err}
	l.bell.at.Store(nil)
	if err != nil && isDeadline(err) {
		_ = c.nc.SetReadDeadline(time.Time{})
		if r.err = nil; n == 0 {
			return r.at
		}
	}
	l.catchUp()
	l.read(r)
	return r.at
}

// answerBell handles all that there is to do besides reading.
func (l *loop) answerBell(c *conn, in *inbox, quit <-chan struct{}) {
	l.wakeNow = true
	select {
	case w := <-c.wrote:
		l.wrote(w)
	default:
	}
	select {
	case <-in.ready:
		l.doAll(in)
	default:
	}
	select {
	case <-l.due:
		l.armed = never
	default:
	}
	select {
	case <-quit:
		l.ending = true
	default:
	}
}

// isDeadline reports whether a Read ended at its deadline, and not because the
// kernel gave up on the peer.
func isDeadline(err error) bool { return isTimeout(err) && !isSilence(err) }
