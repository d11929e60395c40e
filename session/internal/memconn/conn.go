package memconn

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// BufferSize is the number of bytes that may be in flight or unread in one direction
// before Write blocks.
const BufferSize = 64 << 10

// A Conn is one end of a connection that Pipe, PipeLatency or a Listener created. Like
// any net.Conn it may be used by several goroutines at once.
//
// Errors are *net.OpError values that wrap the same errors as those of a socket:
// syscall.ECONNRESET, syscall.EPIPE, os.ErrDeadlineExceeded, net.ErrClosed. Only io.EOF,
// at the end of the input, is not wrapped.
type Conn struct {
	pair *pair
	in   *stream // bytes from the peer
	out  *stream // bytes to the peer

	local, remote net.Addr

	linger0   bool // the next Close sends a reset
	closed    bool
	resetSeen bool // a Read has returned the reset
	shut      bool // CloseWrite was called
	readBy    deadline
	writeBy   deadline
}

var _ net.Conn = (*Conn)(nil)

// pair holds the state that both ends share: a lock, a condition and the latency.
type pair struct {
	mu      sync.Mutex
	changed *sync.Cond
	latency time.Duration
}

// Pipe returns the two ends of a connection without latency.
func Pipe() (client, server *Conn) { return PipeLatency(0) }

// PipeLatency returns the two ends of a connection on which data, FIN and RST arrive d
// after they were sent, so that a round trip takes 2d.
func PipeLatency(d time.Duration) (client, server *Conn) {
	return newPair(d, Addr("client"), Addr("server"))
}

func newPair(d time.Duration, client, server net.Addr) (*Conn, *Conn) {
	p := &pair{latency: d}
	p.changed = sync.NewCond(&p.mu)
	up, down := new(stream), new(stream)
	c := &Conn{pair: p, in: down, out: up, local: client, remote: server}
	s := &Conn{pair: p, in: up, out: down, local: server, remote: client}
	return c, s
}

// arrival returns the time at which data sent now reaches the other end, and makes the
// pair wake its waiters at that time.
func (p *pair) arrival() time.Time {
	if p.latency > 0 {
		time.AfterFunc(p.latency, p.wake)
	}
	return time.Now().Add(p.latency)
}

func (p *pair) wake() {
	p.mu.Lock()
	p.changed.Broadcast()
	p.mu.Unlock()
}

// Read reads bytes that have arrived. When all bytes that arrived before the peer's FIN
// or reset have been read, it returns io.EOF after a FIN, and an error wrapping
// syscall.ECONNRESET after a reset.
func (c *Conn) Read(b []byte) (int, error) {
	p := c.pair
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if c.closed {
			return 0, c.fail("read", net.ErrClosed)
		}
		if c.readBy.passed() {
			return 0, c.fail("read", os.ErrDeadlineExceeded)
		}
		if len(b) == 0 {
			return 0, nil
		}
		if n, ok, err := c.take(b); ok {
			return n, err
		}
		p.changed.Wait()
	}
}

// TryRead reads bytes that have arrived, without waiting. ok is false if there are none.
// It ignores the deadline.
func (c *Conn) TryRead(b []byte) (n int, ok bool, err error) {
	p := c.pair
	p.mu.Lock()
	defer p.mu.Unlock()
	return c.take(b)
}

// take does what TryRead does. The caller holds the lock.
func (c *Conn) take(b []byte) (n int, ok bool, err error) {
	now := time.Now()
	switch n := c.in.take(b, now); {
	case c.closed:
		return 0, true, c.fail("read", net.ErrClosed)
	case n > 0:
		c.pair.changed.Broadcast()
		return n, true, nil
	case c.in.fin.reached(now):
		return 0, true, io.EOF
	case c.in.reset.reached(now):
		c.resetSeen = true
		return 0, true, c.fail("read", syscall.ECONNRESET)
	}
	return 0, false, nil
}

// Write passes b to the connection and returns without waiting for the peer, unless
// BufferSize bytes are already in flight or unread. Success does not mean that the peer
// will read the bytes: the first Write to a closed peer succeeds if it has at most
// BufferSize bytes.
func (c *Conn) Write(b []byte) (int, error) {
	p := c.pair
	p.mu.Lock()
	defer p.mu.Unlock()
	sent := 0
	for {
		if err := c.writeError(); err != nil {
			return sent, c.fail("write", err)
		}
		if sent == len(b) {
			return sent, nil
		}
		if c.out.orphaned {
			c.out.refuse(time.Now().Add(2 * p.latency))
			if len(b)-sent <= BufferSize {
				return len(b), nil
			}
			time.AfterFunc(2*p.latency, p.wake)
			p.changed.Wait()
			continue
		}
		if room := BufferSize - c.out.size; room > 0 {
			n := min(room, len(b)-sent)
			c.out.put(b[sent:sent+n], p.arrival())
			sent += n
			p.changed.Broadcast()
			continue
		}
		p.changed.Wait()
	}
}

func (c *Conn) writeError() error {
	now := time.Now()
	switch {
	case c.closed:
		return net.ErrClosed
	case c.writeBy.passed():
		return os.ErrDeadlineExceeded
	case c.shut, c.out.broken.reached(now):
		return syscall.EPIPE
	case c.in.reset.reached(now) && c.resetSeen:
		return syscall.EPIPE
	case c.in.reset.reached(now):
		return syscall.ECONNRESET
	}
	return nil
}

// CloseWrite sends a FIN after the written bytes. Reading remains possible. This is the
// half-close of RFC 9112 §9.6. It returns an error wrapping net.ErrClosed after Close,
// and one wrapping syscall.ENOTCONN after a reset.
func (c *Conn) CloseWrite() error {
	p := c.pair
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.closed {
		return c.fail("close", net.ErrClosed)
	}
	if c.in.reset.reached(time.Now()) {
		return c.fail("close", syscall.ENOTCONN)
	}
	c.finish()
	p.changed.Broadcast()
	return nil
}

func (c *Conn) finish() {
	if !c.shut {
		c.shut = true
		c.out.fin.set(c.pair.arrival())
	}
}

// SetLinger with 0 makes the next Close a reset. Any other value makes it an ordinary
// close again; a Conn never lingers.
func (c *Conn) SetLinger(sec int) error {
	c.pair.mu.Lock()
	defer c.pair.mu.Unlock()
	if c.closed {
		return c.fail("set", net.ErrClosed)
	}
	c.linger0 = sec == 0
	return nil
}

// Close closes this end of the connection and wakes every call that is blocked on it. The
// peer sees a FIN. It sees a reset instead after SetLinger(0), or if bytes that had
// arrived were not read. A second Close returns an error wrapping net.ErrClosed.
func (c *Conn) Close() error {
	p := c.pair
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.closed {
		return c.fail("close", net.ErrClosed)
	}
	now := time.Now()
	if c.linger0 || c.in.arrived(now) {
		c.shut = true
		c.out.reset.set(p.arrival())
	} else {
		c.finish()
	}
	if last, ok := c.in.discard(now); ok {
		c.in.refuse(last.Add(p.latency))
	}
	c.in.orphaned = true
	c.closed = true
	c.readBy.stop()
	c.writeBy.stop()
	p.changed.Broadcast()
	return nil
}

// LocalAddr returns the name of this end, an Addr.
func (c *Conn) LocalAddr() net.Addr { return c.local }

// RemoteAddr returns the name of the other end, an Addr.
func (c *Conn) RemoteAddr() net.Addr { return c.remote }

// SetDeadline sets both deadlines; see SetReadDeadline.
func (c *Conn) SetDeadline(t time.Time) error { return c.setDeadlines(t, &c.readBy, &c.writeBy) }

// SetReadDeadline makes a Read that is blocked at t, or begins later, fail with
// os.ErrDeadlineExceeded. The zero time means no deadline.
func (c *Conn) SetReadDeadline(t time.Time) error { return c.setDeadlines(t, &c.readBy) }

// SetWriteDeadline sets the deadline of Write, in the same way as SetReadDeadline for
// Read.
func (c *Conn) SetWriteDeadline(t time.Time) error { return c.setDeadlines(t, &c.writeBy) }

func (c *Conn) setDeadlines(t time.Time, ds ...*deadline) error {
	p := c.pair
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.closed {
		return c.fail("set", net.ErrClosed)
	}
	for _, d := range ds {
		d.set(t, p.wake)
	}
	p.changed.Broadcast()
	return nil
}

func (c *Conn) fail(op string, err error) error {
	return &net.OpError{Op: op, Net: network, Source: c.local, Addr: c.remote, Err: err}
}
