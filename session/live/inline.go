package live

import (
	"net"
	"sync/atomic"
	"time"

	"linger/session"
)

// If the transport allows it, the loop itself sleeps in Read, so that a response needs
// one wake-up instead of two. Other goroutines use a bell to wake the loop when they have
// work for it.
//
// TCP and Unix sockets allow this. For other transports, a reader goroutine reads. TLS is
// one of them, because a TLS record that is read in two parts would be reported with the
// time of the second read.

// A tryReader is a transport whose Read ends at its deadline, even if the deadline is set
// while Read waits. TryRead returns the bytes that have arrived, without waiting; ok is
// false if there are none.
type tryReader interface {
	TryRead(p []byte) (n int, ok bool, err error)
}

// inlineReader returns the tryReader of a transport, or nil if the loop cannot
// sleep in its Read.
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

// A bell wakes the loop while it sleeps in Read. A goroutine with work for the loop first
// publishes the work and then rings. The loop first publishes where it is going to sleep
// and then looks for work. So at least one of them notices the other.
type bell struct {
	rung atomic.Bool
	at   atomic.Pointer[conn] // the connection in whose Read the loop sleeps or is about to sleep
}

var longAgo = time.Unix(1, 0)

// ring ends the Read in which the loop is sleeping, if it is. A deadline that is set too
// late ends the next Read instead, which the loop then repeats.
func (b *bell) ring() {
	b.rung.Store(true)
	if c := b.at.Load(); c != nil {
		_ = c.nc.SetReadDeadline(longAgo)
	}
}

// sleepInRead waits until bytes arrive on c or the bell rings, and handles what happened.
// It returns the time at which the wait ended.
func (l *loop) sleepInRead(c *conn, in *inbox, quit <-chan struct{}) time.Duration {
	l.bell.at.Store(c)
	if l.bell.rung.Swap(false) {
		l.bell.at.Store(nil)
		l.writeReady()
		l.answerBell(c, in, quit)
		return l.now()
	}
	n, err := l.readInline(c)
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

// readInline waits for bytes on c and reads them. If a request is ready and no bytes are
// waiting to be read, it writes the request first. If the server has already closed the
// connection, readInline returns the error from Read without writing.
func (l *loop) readInline(c *conn) (int, error) {
	if c.ready {
		if n, done, err := c.socket.sendAndRead(c.buf, l.doSend); done {
			return n, err
		}
		l.writeReady()
	}
	return c.nc.Read(c.buf)
}

// writesInRead reports whether readInline may write an order on an idle connection.
// readInline then checks for a close without a separate system call. writesInRead returns
// false if the order is written in pieces or if other orders follow it.
func (l *loop) writesInRead(c *conn, o *order) bool {
	return c.inline == tryReader(c.socket) && !l.ending && len(c.out.orders) == 1 && !c.shutAfter &&
		o.data != nil && o.size <= maxWrite && o.pace == (session.Pace{})
}

// sendReady writes the ready request. Call it when nothing is waiting to be read, just
// before the loop sleeps.
func (l *loop) sendReady() {
	c := l.conn
	c.ready = false
	l.writeNext(c, c.out.orders[0])
	l.flush()
	l.arm()
}

// writeReady writes the ready request, if there is one, even if bytes are waiting to be
// read.
func (l *loop) writeReady() {
	if c := l.conn; c != nil && c.ready {
		c.ready = false
		l.pump(false)
	}
}

// answerBell handles all pending work other than reading.
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

// isDeadline reports whether a Read ended at its deadline. It returns false if the kernel
// ended the connection because the peer was silent, although that is also a timeout.
func isDeadline(err error) bool { return isTimeout(err) && !isSilence(err) }
