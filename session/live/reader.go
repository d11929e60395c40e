package live

import (
	"errors"
	"io"
	"net"
	"sync/atomic"
	"time"

	"linger/session"
)

// Sizes of read buffers, in bytes. If a read fills its buffer, the next buffer
// is larger, so that a busy pipeline needs few reads.
const (
	readSize    = 64 << 10
	largestRead = 1 << 20
)

// A read is the result of one call to Read, with its time.
type read struct {
	at   time.Duration
	data []byte // its buffer is returned to the reader through conn.free
	err  error
}

// readFrom reads from the socket and passes each read with its time to the loop, until
// the connection ends or the loop closes it.
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

// wrote is the result of one call to Write, with its time.
type wrote struct {
	at  time.Duration
	n   int
	err error
}

// writeTo writes the bytes that it receives from the loop, until the connection is
// closed. It runs in a separate goroutine, so that a peer that reads slowly does not
// block the loop. It calls ring after each write to wake the loop.
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

// handed returns the time at which the kernel had accepted the n bytes of a write. called
// and returned are the times at which the call began and ended. The kernel copies up to
// 32 KiB at once; during the rest of the call, it delivers the bytes. If the server is on
// the same machine, the call may last until the response arrives. A call that takes a
// millisecond or more had to wait for buffer space.
func handed(called, returned time.Duration, n int) time.Duration {
	const atOnce, noWait = 32 << 10, time.Millisecond
	if n <= atOnce && returned-called < noWait {
		return called
	}
	return returned
}

// giveBack returns the buffer to the reader. If the read filled the buffer, giveBack
// returns a larger one instead.
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

// startIO starts the goroutines of the connection. They call ring after they have
// reported a write.
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

// write writes p. If the write may block, it passes the rest of p to the writer
// goroutine, and done is false.
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

// A tap observes the transport under TLS. crypto/tls reports both a bare FIN and a
// closure alert as io.EOF (RFC 9112 §9.8); only the transport shows which of the two it
// was.
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

// afterAlert waits at most d for the end of the transport after TLS has ended. It returns
// what arrived, or "" if reading failed in another way.
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

// keep stores the first error. It is a separate function, so that a Read without an error
// needs no allocation.
func (t *tap) keep(err error) { t.ended.CompareAndSwap(nil, &err) }

// sawFIN reports whether the transport ended with a FIN.
func (t *tap) sawFIN() bool {
	err := t.ended.Load()
	return err != nil && errors.Is(*err, io.EOF)
}
