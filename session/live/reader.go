package live

import (
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"linger/session"
)

// Bytes read at a time. Where a read fills its buffer there is more to come, and
// the next one is larger: a busy pipeline then takes few reads.
const (
	readSize    = 64 << 10
	largestRead = 1 << 20
)

// A read is what one call of Read gave, and when.
type read struct {
	at   time.Duration
	data []byte // lent: to be given back through conn.free
	err  error
}

// readFrom sleeps on the socket and hands on what it reads, stamped, until the
// connection ends or is given up.
func (c *conn) readFrom(start time.Time) {
	for {
		var buf []byte
		select {
		case buf = <-c.free:
		case <-c.gone:
			return
		}
		n, err := c.nc.Read(buf[:cap(buf)])
		r := read{at: time.Since(start), data: buf[:n], err: err}
		if c.awaitFIN > 0 && errors.Is(err, io.EOF) && !c.tap.sawFIN() {
			c.followed = c.tap.afterAlert(c.awaitFIN)
		}
		select {
		case c.reads <- r:
		case <-c.gone:
			return
		}
		if err != nil {
			return
		}
	}
}

// A wrote is what one call of Write did, and when.
type wrote struct {
	at  time.Duration
	n   int
	err error
}

// writeTo writes what it is given, so that a peer that reads slowly does not
// stop the loop.
func (c *conn) writeTo(start time.Time, ring func()) {
	for {
		select {
		case p := <-c.jobs:
			called := time.Since(start)
			n, err := c.nc.Write(p)
			c.wrote <- wrote{at: handed(called, time.Since(start), n), n: n, err: err}
			ring()
		case <-c.gone:
			return
		}
	}
}

// handed returns when the kernel had the n bytes of a write that was called at one
// moment and returned at another. A few are copied at once; what the call takes
// beyond that is their delivery: to a server on the same machine it may last
// until the answer is there. A call that took long had to wait for room.
func handed(called, returned time.Duration, n int) time.Duration {
	const atOnce, noWait = 32 << 10, time.Millisecond
	if n <= atOnce && returned-called < noWait {
		return called
	}
	return returned
}

// giveBack uses a buffer for the next read, or a larger one.
func (c *conn) giveBack(buf []byte) {
	if len(buf) == cap(buf) && len(buf) < largestRead {
		buf = make([]byte, min(4*len(buf), largestRead))
	}
	if c.inline != nil {
		c.buf = buf[:cap(buf)]
		return
	}
	c.free <- buf[:0]
}

// startIO starts the goroutines of the connection. ring is called after a write
// was reported.
func (c *conn) startIO(start time.Time, guard func(func()), ring func()) {
	c.io.Go(func() { guard(func() { c.writeTo(start, ring) }) })
	if c.inline != nil {
		c.buf = make([]byte, readSize)
		return
	}
	for range cap(c.free) {
		c.free <- make([]byte, readSize)
	}
	c.io.Go(func() { guard(func() { c.readFrom(start) }) })
}

// write hands p to the kernel. Where that may take long it is left to the
// writer goroutine, and done is false.
func (c *conn) write(p []byte) (n int, err error, done bool) { //nolint:revive // done qualifies the error
	if c.direct {
		n, err = c.socket.write(p)
		if err != nil || n == len(p) {
			return n, err, true
		}
	}
	c.out.direct = n
	c.jobs <- p[n:]
	return 0, nil, false
}

// A tap is the transport under TLS, watched: crypto/tls reports a bare FIN as
// io.EOF just as it does a closure alert (RFC 9112 §9.8), and only the inner
// connection knows which of them it was.
type tap struct {
	net.Conn
	ended atomic.Pointer[error] // the first error of Read
}

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	if err != nil {
		t.keep(err)
	}
	return n, err
}

// afterAlert waits so long for the end of the transport, after TLS has ended, and
// returns what came.
func (t *tap) afterAlert(d time.Duration) session.Followed {
	_ = t.SetReadDeadline(time.Now().Add(d))
	var rest [512]byte
	for {
		_, err := t.Conn.Read(rest[:])
		switch {
		case err == nil: // bytes after the alert are not TLS data
		case isDeadline(err):
			return session.FollowedNothing
		case errors.Is(err, io.EOF):
			return session.FollowedFIN
		case isReset(err):
			return session.FollowedReset
		default:
			return ""
		}
	}
}

// keep remembers the first error. It stands apart so that a Read without one costs no
// allocation.
func (t *tap) keep(err error) { t.ended.CompareAndSwap(nil, &err) }

// sawFIN reports whether the transport itself came to its end.
func (t *tap) sawFIN() bool {
	err := t.ended.Load()
	return err != nil && errors.Is(*err, io.EOF)
}
